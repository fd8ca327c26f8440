"""Ticks: what is due is a question to the database, asked as often as one likes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ScenarioClock
from bot.config.profile.worktime import Decrees
from bot.ticks.context import Around
from bot.ticks.housekeeping import KEEP_ROWS, calendar, purge
from bot.ticks.reminders import escalate
from bot.ticks.schedule import FASTEST, schedule
from bot.ticks.summary import summary
from incidents.desk.deadlines.remind import escalate as really
from incidents.official import Role
from tests.kit.desk_town import START, DeskTown, desk_town
from tests.kit.values.samples import at


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        await read_since(town, START - timedelta(days=60))
        yield town


async def read_since(town: DeskTown, moment: datetime) -> None:
    """Since when the town's source is read."""
    async with town.storage.transaction() as tx:
        await tx.sources.save(replace(town.source, baseline_at=moment))


DECREES = Decrees(years=frozenset({2026, 2027}))


async def test_reminders_go_out_once_however_often_it_ticks(town: DeskTown) -> None:
    await town.open()
    ticks = town.around()
    await escalate(ticks)
    assert await town.says() == []
    town.clock.move(minutes=46)
    for _ in range(3):
        await escalate(ticks)
    assert await town.says() == [("R1", town.chat("ann")), ("R1", town.chat("peter"))]


async def test_a_defect_over_one_incident_keeps_no_other_from_its_reminder(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = await town.open(), await town.open("Яма", topic="roads_potholes", outside=True)

    async def climb(tx: Any, policy: Any, id: int, **kwargs: Any) -> Any:  # Any: the desk's own
        if id == bad.id:
            raise RuntimeError("a defect")
        return await really(tx, policy, good.id, **kwargs)

    monkeypatch.setattr("bot.ticks.reminders.climb", climb)
    town.clock.move(minutes=61)
    await escalate(town.around())
    assert await town.says() == [("R0", town.chat("coordinator"))]
    assert "a defect" in caplog.text


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (at(7, 29), at(7, 30, day=23)),
        (at(7, 30), at(7, 30)),
        (at(23, 59), at(7, 30)),
        (at(0, 0), at(7, 30, day=23)),
    ],
)
async def test_the_summarys_moment_is_the_last_one_that_has_come(town: DeskTown, now: datetime, moment: datetime) -> None:
    town.clock.moment = now
    assert town.around().last(time(7, 30)) == moment


async def test_the_summary_comes_once_a_day_at_its_time_or_as_soon_after_as_we_live(town: DeskTown) -> None:
    ticks = town.around()
    for _ in range(3):
        await summary(ticks)
    assert await town.says() == [("summary", town.chat("head"))]
    (row,) = await town.rows()
    assert datetime.fromisoformat(str(row.params["until"])) == at(7, 30)
    assert datetime.fromisoformat(str(row.params["since"])) == at(7, 30, day=23)
    assert datetime.fromisoformat(str(row.params["at"])) == START
    town.clock.moment = at(7, 29, day=25)
    await summary(ticks)
    assert len(await town.says()) == 1
    town.clock.moment = at(7, 31, day=25)
    await summary(ticks)
    assert len(await town.says()) == 2


async def test_a_clock_that_jumps_back_and_days_that_were_missed_give_no_second_summary(town: DeskTown) -> None:
    ticks = town.around()
    town.clock.moment = at(9, day=27)
    await summary(ticks)
    town.clock.moment = at(8, day=27)
    await summary(ticks)
    assert len(await town.says()) == 1


async def test_in_the_night_of_the_changing_clocks_there_is_one_summary(town: DeskTown) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ticks = town.around(timezone=berlin, decrees=Decrees(), summary_at=time(2, 30))
    town.clock.moment = datetime(2026, 10, 25, 0, 0, tzinfo=berlin)
    for _ in range(20):
        town.clock.move(minutes=15)
        await summary(ticks)
    assert sorted(str(row.params["until"])[:10] for row in await town.rows()) == ["2026-10-24", "2026-10-25"]


async def test_a_day_before_the_bot_lived_has_no_summary(town: DeskTown) -> None:
    await read_since(town, START - timedelta(minutes=10))
    ticks = town.around()
    await summary(ticks)
    assert await town.says() == []
    town.clock.moment = at(7, 31, day=25)
    await summary(ticks)
    assert await town.says() == [("summary", town.chat("head"))]


async def test_transfers_that_are_not_known_are_told_to_the_coordinator_once_a_month(town: DeskTown) -> None:
    await calendar(town.around())
    assert await town.says() == []
    ticks = town.around(decrees=Decrees(years=frozenset({2026})))
    town.clock.moment = at(9, day=30) + timedelta(days=1)
    for _ in range(3):
        await calendar(ticks)
        town.clock.move(days=1)
    (row,) = await town.rows()
    assert "2027" in str(row.params["text"])


async def test_without_a_head_the_summary_waits_for_one(town: DeskTown) -> None:
    await town.enrol("head", Role.OBSERVER, user_id=town.chat("head"))
    ticks = town.around()
    await summary(ticks)
    assert await town.says() == []
    await town.enrol("head", Role.HEAD, user_id=town.chat("head"))
    await summary(ticks)
    assert await town.says() == [("summary", town.chat("head"))]


async def test_handled_updates_are_forgotten_after_a_week_and_waiting_ones_never(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        await tx.inbox.add(1, [{"update_id": 1, "message": {"chat": {"id": 1}}}, {"update_id": 2}], at=town.clock.now())
        row = await tx.inbox.next(now=town.clock.now())
        assert row is not None
        await tx.inbox.done(row)
    ticks = town.around()
    await purge(ticks)
    town.clock.move(seconds=(KEEP_ROWS + timedelta(minutes=1)).total_seconds())
    await purge(ticks)
    async with town.storage.transaction() as tx:
        waiting = await tx.inbox.next(now=town.clock.now())
        assert waiting is not None
        assert await tx.inbox.add(1, [{"update_id": row.update_id}], at=town.clock.now()) == 1
        assert await tx.inbox.add(1, [{"update_id": waiting.update_id}], at=town.clock.now()) == 0


async def test_the_scheduler_fires_by_the_scenarios_seconds_and_survives_a_tick_that_fails(
    town: DeskTown, caplog: pytest.LogCaptureFixture
) -> None:
    fired: list[str] = []
    enough = asyncio.Event()

    async def good(_around: Around) -> None:
        fired.append("good")
        if {"good", "bad"} <= set(fired):
            enough.set()

    async def bad(_around: Around) -> None:
        fired.append("bad")
        raise RuntimeError("a defect")

    async def ends(_around: Around) -> None:
        fired.append("cancelled")
        raise asyncio.CancelledError

    clock = ScenarioClock(START, 100_000)
    scheduler = schedule(clock, {"good": (good, 3600.0), "bad": (bad, 60.0), "ends": (ends, 60.0)}, town.around())
    intervals = {job.id: job.trigger.interval.total_seconds() for job in scheduler.get_jobs()}
    assert intervals == {"good": FASTEST, "bad": FASTEST, "ends": FASTEST}
    scheduler.start()
    try:
        async with asyncio.timeout(30):
            await enough.wait()
    finally:
        scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
    assert "tick bad failed" in caplog.text
