"""The scenario clock in a person's hands: stopped, made faster, moved on; the bot's own pace goes along and never stops."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.clock import ScenarioClock
from tests.kit.values.samples import at

SECOND = timedelta(seconds=1)


async def test_a_stopped_scenario_stands_and_its_pace_goes_on() -> None:
    clock = ScenarioClock(at(9), 60, least_pace=1000)
    clock.rebase(at(10), 60, time.time(), paused=True)
    before = clock.pace()
    async with asyncio.timeout(10):
        await clock.sleep(20)
    assert clock.now() == at(10)
    assert clock.pace() - before >= 20
    assert (clock.speed, clock.rate) == (60, 1000)


async def test_a_sleeper_counts_anew_when_the_speed_changes() -> None:
    clock = ScenarioClock(at(9), 1)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(clock.sleep(3600))
        await asyncio.sleep(0.01)
        clock.rebase(clock.now(), 1_000_000, time.time(), paused=False)


async def test_a_jump_wakes_who_would_have_slept_through_it() -> None:
    clock = ScenarioClock(at(9), 1)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(clock.sleep(3600))
        await asyncio.sleep(0.01)
        clock.rebase(at(10, 30), 1, time.time(), paused=False)
    assert at(10, 30) <= clock.now() < at(10, 31)


@pytest.mark.parametrize(("paused", "speed"), [(False, 1.0), (False, 600.0), (True, 60.0)])
def test_the_pace_never_goes_back(paused: bool, speed: float) -> None:
    clock = ScenarioClock(at(9), 60)
    before = clock.pace()
    clock.rebase(at(8), speed, time.time(), paused=paused)
    assert clock.pace() >= before
    assert clock.now() - at(8) < speed * 30 * SECOND
