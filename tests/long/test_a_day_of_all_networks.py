"""A day of 40 walls, 6 groups, 10 chats and 20 feeds with outages and kills: every appeal is an incident, once.

Real collectors in a process of their own, the sandbox's servers over loopback; the reading is given, nothing is sent.
"""

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import ScenarioClock
from bot.config.settings_values import DemoClock
from bot.demo.control import running_sandbox
from bot.storage.engine.migrate import migrate
from incidents.routing.topic_rules import family_of
from tests.kit.long_day.judge import Journal, Kept, kept, unread_sources
from tests.kit.long_day.play import TROUBLES, Bot, Play
from tests.kit.long_day.reader import TOPICS
from tests.kit.long_day.scenario import PAPERS, PLACES, Written, a_day
from tests.kit.long_day.town import add_sources, described, environment

pytestmark = pytest.mark.long

ORIGIN = datetime(2026, 11, 23, 21, tzinfo=UTC)  # midnight in Moscow
SPEED = 330.0
PATIENCE = 120.0  # real seconds for the first sweep of everything, and for the last one
READING = 900.0  # real seconds at most: on two slow cores it takes two minutes


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A database in memory, where there is such a place: a disk's patience is not what is measured."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="otklik-day-", dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder) / "otklik.db"


async def test_every_appeal_of_a_day_becomes_an_incident_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not [topic for topic in TOPICS if family_of(topic).is_wide], "appeals would join a mass event"
    written, edits = a_day()
    database = f"sqlite+aiosqlite:///{file}"
    await asyncio.to_thread(migrate, database)
    began = time.monotonic()
    setting = DemoClock(ORIGIN, SPEED, time.time())
    clock = ScenarioClock(*setting)
    async with running_sandbox(port=0, origin=ORIGIN, speed=SPEED, anchor=setting.anchor or 0.0) as control:
        await control.post("reset", **described())
        await add_sources(database, setting)
        bot, journal = Bot(environment(control.base, database, setting)), Journal(control)
        async with asyncio.TaskGroup() as group:
            following = group.create_task(journal.follow())
            try:
                await bot.start()
                await swept(file)
                play = Play(control, clock, bot, clock.now())
                await play.day(written, edits)
                await collected(file, written)
                spent = time.monotonic() - began
                await bot.end(signal.SIGTERM)
                await bot.start("read")
                found = await read_to_the_end(file)
            finally:
                await bot.end(signal.SIGTERM)
                following.cancel()
        await journal.step()
        limits = (await control.get("stats"))["vk"]["limits"]
    with capsys.disabled():
        took = spent, time.monotonic() - began - spent
        sys.stdout.write(f"\n{figures(written, found, journal, play, took=took, edits=len(edits))}\n")
    assert not found.unseen(written), "never came"
    assert not found.missed(written), "appeals without an incident"
    assert not found.twice(), "kept or opened twice"
    assert not found.joined(), "two appeals in one incident"
    assert found.all_incidents == sum(each.is_appeal for each in written)
    assert not journal.over(), "quotas"
    assert not limits, "VK refused by its limits"


async def swept(file: Path) -> None:
    """What stood there before the day is history: every source was read once."""

    def left() -> int:
        return unread_sources(file)

    assert not await _until_none(left, PATIENCE), "sources that were never read"


async def collected(file: Path, written: Sequence[Written]) -> None:
    """The last things are swept; what is missing after that is lost."""

    def left() -> int:
        return len(kept(file).unseen(written))

    await _until_none(left, PATIENCE)


async def read_to_the_end(file: Path) -> Kept:
    """All that was collected is read."""

    def left() -> int:
        return kept(file).unread

    await _until_none(left, READING)
    return await asyncio.to_thread(kept, file)


async def _until_none(left: Callable[[], int], patience: float) -> int:
    end = time.monotonic() + patience
    while (number := await asyncio.to_thread(left)) and time.monotonic() < end:  # noqa: ASYNC110 - the database is the only witness
        await asyncio.sleep(2)
    return number


def figures(written: Sequence[Written], found: Kept, journal: Journal, play: Play, *, took: tuple[float, float], edits: int) -> str:
    """What the run shows."""
    doors = Counter(each.door.value for each in written)
    appeals = sum(each.is_appeal for each in written)
    told = (
        f"{sum(PLACES.values()) + PAPERS} sources; written: {_listed(doors)}, edits {edits}",
        f"appeals {appeals}, incidents {found.all_incidents}, missed {len(found.missed(written))}, twice {len(found.twice())}",
        f"never seen {len(found.unseen(written))} of {len(written)}; troubles {len(TROUBLES)}, starts {play.bot.starts}, "
        f"hours of gaps {play.gap_hours:.1f}",
        f"VK, most a day: {_listed({' '.join(name): n for name, n in journal.most_a_day.items()})}",
        f"VK, most a minute: {_listed(journal.most_a_minute)}",
        f"calls: {_listed(journal.calls)}",
        f"real seconds: {took[0]:.0f} for the day at speed {SPEED:.0f}, {took[1]:.0f} for reading it; load {os.getloadavg()[0]:.1f}",
    )
    return "\n".join(told)


def _listed(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(figures.items()))
