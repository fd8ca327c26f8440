"""The scenario clock: origin and speed, the same for every process that shares the anchor."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, ScenarioClock, WorldClock
from bot.wakeups import Nudge, Signal
from tests.kit.values.samples import at

SOON = timedelta(seconds=30)


def test_the_world_clock_says_the_worlds_time_in_utc() -> None:
    now = WorldClock().now()
    assert abs(now - datetime.fromtimestamp(time.time(), UTC)) < SOON
    assert now.utcoffset() == timedelta(0)


def test_a_scenario_begins_at_its_origin_and_runs_as_fast_as_it_says() -> None:
    clock = ScenarioClock(at(9), 600)
    assert timedelta(0) <= clock.now() - at(9) < 600 * SOON
    earlier = ScenarioClock(at(9), 600, anchor=time.time() - 60)
    assert timedelta(hours=10) <= earlier.now() - at(9) < timedelta(hours=10) + 600 * SOON


def test_two_clocks_of_one_scenario_agree() -> None:
    anchor = time.time() - 5
    one, two = ScenarioClock(at(9), 60, anchor), ScenarioClock(at(9), 60, anchor)
    assert abs(one.now() - two.now()) < 60 * SOON


def test_an_origin_of_any_zone_is_kept_in_utc() -> None:
    clock = ScenarioClock(datetime.fromisoformat("2026-11-24T09:00:00+03:00"), 1)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.origin == at(9)


@pytest.mark.parametrize(
    ("origin", "speed"), [("2026-11-24T09:00:00", 1.0), ("2026-11-24T09:00:00+03:00", 0.0), ("2026-11-24T09:00:00+03:00", -1.0)]
)
def test_a_scenario_without_a_zone_or_a_direction_is_refused(origin: str, speed: float) -> None:
    with pytest.raises(ValueError, match="aware origin"):
        ScenarioClock(datetime.fromisoformat(origin), speed)


@pytest.mark.parametrize("clock", [WorldClock(), ScenarioClock(at(9), 10_000)])
async def test_a_negative_sleep_is_none_at_all(clock: Clock) -> None:
    async with asyncio.timeout(10):
        await clock.sleep(-100.0)


async def test_a_sleep_lasts_scenario_seconds() -> None:
    clock = ScenarioClock(at(9), 100_000)
    before = clock.now()
    async with asyncio.timeout(10):
        await clock.sleep(3600)
    assert clock.now() - before >= timedelta(hours=1)


async def test_a_nudge_wakes_its_waiter_and_a_poll_does_without_one() -> None:
    signal = Signal(poll=3600)
    signal.set()
    async with asyncio.timeout(10):
        await signal.wait()
    quick = Nudge(poll=0.01)
    async with asyncio.timeout(10):
        for one in (quick.inbox, quick.posts, quick.outbox, quick.answers):
            await one.wait()


async def test_a_nudge_is_spent_by_the_wait_that_it_ended() -> None:
    signal = Signal(poll=3600)
    signal.set()
    await signal.wait()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await signal.wait()
