"""Each source at its own moment; a slow one is waited for by nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.reading.collect import Collecting, Watched
from bot.wakeups import Nudge
from incidents.posts import Batch, Collector, Network, Source, SourceBroken
from tests.kit.desk_town import DeskTown, StillClock, desk_town
from tests.kit.scripted_collector import Scripted, sweep

EVERY = 180.0
EMPTY = Batch(posts=(), cursor="c")


class Slow:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.asked, self.may = 0, asyncio.Event()

    async def fetch(self, _cursor: str | None) -> Batch:
        self.asked += 1
        await self.may.wait()
        return EMPTY


class Standing(StillClock):
    """The scenario's time stands for its reader, the pace goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.paced = 0.0

    def pace(self) -> float:
        return self.paced

    async def sleep(self, seconds: float) -> None:
        self.paced += seconds
        await asyncio.sleep(0)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def another(town: DeskTown, number: int) -> Source:
    async with town.storage.transaction() as tx:
        return await tx.sources.add(Network.VK, f"-{number}", f"Стена {number}", None)


async def known(town: DeskTown, id: int) -> Source:
    async with town.storage.transaction() as tx:
        return next(each for each in await tx.sources.all() if each.id == id)


def collecting(town: DeskTown, *watched: tuple[Source, Collector], clock: StillClock | None = None) -> Collecting:
    return Collecting(town.storage, clock or town.clock, [Watched(*each) for each in watched], Nudge(), every=EVERY)


@asynccontextmanager
async def running(one: Collecting) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(one.run())
        yield
        task.cancel()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - nothing tells it
            await asyncio.sleep(0)


async def test_a_wall_that_hangs_is_waited_for_by_nobody_and_is_not_asked_twice(town: DeskTown) -> None:
    slow, quick = Slow(), Scripted(EMPTY)
    async with running(collecting(town, (town.source, slow), (await another(town, 2), quick))):
        await until(lambda: len(quick.cursors) == 4)
        assert slow.asked == 1
        slow.may.set()
        await until(lambda: slow.asked == 2)


async def test_the_next_moment_is_kept_with_the_cursor_and_lives_through_a_restart(town: DeskTown) -> None:
    wall = Scripted(EMPTY)
    await sweep(collecting(town, (town.source, wall)))
    assert ((await known(town, town.source.id)).next_at - town.clock.now()).total_seconds() == EVERY  # type: ignore[operator]
    again = collecting(town, (town.source, wall))
    town.clock.move(seconds=EVERY - 1)
    await sweep(again)
    assert len(wall.cursors) == 1
    town.clock.move(seconds=1)
    await sweep(again)
    assert len(wall.cursors) == 2


async def test_a_network_that_names_its_wait_is_left_alone_so_long_and_a_short_one_shortens_nothing(town: DeskTown) -> None:
    wall = Scripted(SourceBroken("ВКонтакте просит подождать", retry_after=900.0), SourceBroken("Занято", retry_after=1.0), EMPTY)
    one = collecting(town, (town.source, wall))
    await sweep(one)
    for wait in (900.0, EVERY):
        town.clock.move(seconds=wait - 1)
        await sweep(one)
        assert (await known(town, town.source.id)).is_broken
        asked = len(wall.cursors)
        town.clock.move(seconds=1)
        await sweep(one)
        assert len(wall.cursors) == asked + 1
    assert not (await known(town, town.source.id)).is_broken


async def test_a_source_that_was_added_meanwhile_is_read_within_seconds(town: DeskTown) -> None:
    wall, added = Scripted(EMPTY), Scripted(EMPTY)
    one = collecting(town, (town.source, wall))
    async with running(one):
        await until(lambda: len(wall.cursors) == 1)
        one.watch([Watched(await another(town, 2), added)])
        at = town.clock.now()
        await until(lambda: bool(added.cursors))
        assert (town.clock.now() - at).total_seconds() < 60


async def test_a_town_that_stands_still_for_its_reader_is_read_all_the_same(town: DeskTown) -> None:
    wall, clock = Scripted(EMPTY), Standing()
    async with running(collecting(town, (town.source, wall), clock=clock)):
        await until(lambda: len(wall.cursors) == 3)
    assert clock.paced >= 2 * EVERY


async def test_a_paused_source_is_not_read_and_a_resumed_one_at_its_moment(town: DeskTown) -> None:
    wall = Scripted(EMPTY)
    one = collecting(town, (town.source, wall))
    async with town.storage.transaction() as tx:
        paused = (await tx.sources.all())[0]
        await tx.sources.save_state(replace(paused, paused_at=town.clock.now()))
    await sweep(one)
    assert wall.cursors == []
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(paused)
    await sweep(one)
    assert wall.cursors == [None]
