"""Collecting with scripted collectors: baseline, cursor, deletions, and sources that break without stopping anybody."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.reading.broken_sources import PATIENCE
from bot.reading.collect import Collecting, Watched
from bot.storage.sources.sources import Sources
from bot.wakeups import Nudge
from incidents.incident import Act
from incidents.posts import Batch, Network, Source, SourceBroken
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.scripted_collector import Scripted, a_post, sweep, unread

BROKEN = SourceBroken("ВКонтакте не отвечает")
REFUSED = SourceBroken("ВКонтакте не принимает ключ", fatal=True, token=True)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def sweeper(town: DeskTown, *answers: Batch | Exception, backfill: bool = False) -> tuple[Collecting, Scripted]:
    scripted = Scripted(*answers)
    return Collecting(town.storage, town.clock, [Watched(town.source, scripted)], Nudge(), backfill=backfill), scripted


async def source(town: DeskTown) -> Source:
    async with town.storage.transaction() as tx:
        return next(s for s in await tx.sources.all() if s.id == town.source.id)


def batch(town: DeskTown, *numbers: int, cursor: str = "c1", gone: Sequence[str] = ()) -> Batch:
    return Batch(posts=tuple(a_post(n, town.clock.now()) for n in numbers), cursor=cursor, gone=tuple(gone))


async def test_the_first_sweep_is_history_and_the_next_is_news(town: DeskTown) -> None:
    collecting, scripted = sweeper(town, batch(town, 1, 2), batch(town, 1, 2, 3, cursor="c2"))
    await sweep(collecting)
    assert await unread(town) == []
    first = await source(town)
    assert (first.cursor, first.baseline_at, first.last_ok_at) == ("c1", town.clock.now(), town.clock.now())
    town.clock.move(minutes=3)
    await sweep(collecting)
    assert await unread(town) == ["wall-1_3"]
    assert scripted.cursors == [None, "c1"]
    second = await source(town)
    assert (second.cursor, second.baseline_at) == ("c2", first.baseline_at)


async def test_a_backfill_takes_history_in(town: DeskTown) -> None:
    collecting, _ = sweeper(town, batch(town, 1, 2), backfill=True)
    await sweep(collecting)
    assert await unread(town) == ["wall-1_1", "wall-1_2"]


async def test_a_post_comes_before_its_comments_whatever_their_order(town: DeskTown) -> None:
    comment = a_post(2, town.clock.now(), "+1", parent_external_id="wall-1_1")
    collecting, _ = sweeper(town, Batch(posts=(comment, a_post(1, town.clock.now())), cursor="c"), backfill=True)
    await sweep(collecting)
    async with town.storage.transaction() as tx:
        first, second = await tx.unread.next(10)
    assert (first.post.external_id, second.parent_id) == ("wall-1_1", first.id)


async def test_a_date_of_the_future_is_now_and_a_network_whose_clock_goes_fast_is_believed(town: DeskTown) -> None:
    now = town.clock.now()
    ahead, fast = (replace(a_post(n, now), published_at=now + span) for n, span in ((1, timedelta(days=3)), (2, timedelta(minutes=2))))
    collecting, _ = sweeper(town, Batch(posts=(ahead, fast), cursor="c"), backfill=True)
    await sweep(collecting)
    async with town.storage.transaction() as tx:
        found = {each.post.external_id: each.post.published_at for each in await tx.unread.next(10)}
    assert found == {"wall-1_1": now, "wall-1_2": now + timedelta(minutes=2)}


async def test_a_deleted_post_is_told_to_the_desk_once(town: DeskTown) -> None:
    post = await town.write(external_id="wall-1_1")
    outcome = await town.take(post)
    assert outcome.incident is not None
    collecting, _ = sweeper(town, Batch(posts=(), cursor="c", gone=("wall-1_1",)))
    await sweep(collecting)
    await sweep(collecting)
    assert (await town.acts(outcome.incident.id)).count(Act.NOTE) == 1
    async with town.storage.transaction() as tx:
        assert (await tx.posts.get(post.id)).deleted_at == town.clock.now()


async def test_a_blink_is_one_line_when_it_breaks_and_one_when_it_is_back(town: DeskTown, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.reading.collect")
    collecting, scripted = sweeper(town, BROKEN, BROKEN, batch(town, 1))
    await sweep(collecting)
    assert (await source(town)).broken_because == "ВКонтакте не отвечает"
    town.clock.move(minutes=3)
    await sweep(collecting)
    await sweep(collecting)
    after = await source(town)
    assert (after.broken_at, after.broken_because) == (None, None)
    assert [r.levelname for r in caplog.records] == ["WARNING", "INFO"]
    assert await town.says() == []
    assert scripted.cursors == [None] * 3


async def test_a_base_that_keeps_no_state_of_a_broken_source_makes_no_second_line(
    town: DeskTown, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_rows: Sources, _source: Source) -> None:
        raise OSError

    monkeypatch.setattr(Sources, "save", full)
    collecting, _ = sweeper(town, BROKEN, BROKEN, BROKEN)
    for _ in range(3):
        with suppress(BaseExceptionGroup):  # of its task
            await sweep(collecting)
        town.clock.move(minutes=10)
    assert [r.getMessage() for r in caplog.records if "не читается" in r.getMessage()] == [
        f"источник не читается: {town.source.title}: ВКонтакте не отвечает"
    ]


async def test_a_source_that_stays_broken_is_told_to_the_coordinator_once_and_so_is_its_return(town: DeskTown) -> None:
    collecting, scripted = sweeper(town, BROKEN)
    await sweep(collecting)
    for _ in range(3):
        town.clock.move(seconds=PATIENCE.total_seconds())
        await sweep(collecting)
    assert await town.says() == [("source_broken", town.chat("coordinator"))]
    scripted.answers = [batch(town, 1)]
    await sweep(collecting)
    assert await town.says("source_back") == [("source_back", town.chat("coordinator"))]


async def test_a_key_that_is_refused_is_told_once_for_all_its_walls(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        other = await tx.sources.add(Network.VK, "-2", "Другая стена", None)
    walls = [Scripted(REFUSED), Scripted(REFUSED)]
    collecting = Collecting(town.storage, town.clock, [Watched(town.source, walls[0]), Watched(other, walls[1])], Nudge())
    await sweep(collecting)
    for _ in range(3):
        town.clock.move(seconds=PATIENCE.total_seconds())
        await sweep(collecting)
    assert await town.says() == [("source_broken", town.chat("coordinator"))]
    for each in walls:
        each.answers = [batch(town, 1)]
    await sweep(collecting)
    assert await town.says("source_back") == []  # «посты видны» says it of all


@pytest.mark.parametrize("error", [BROKEN, RuntimeError("a defect of the collector")])
async def test_one_broken_source_stops_no_other(town: DeskTown, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    async with town.storage.transaction() as tx:
        other = await tx.sources.add(Network.VK, "-2", "Другая стена", None)
    broken, healthy = Scripted(error), Scripted(batch(town, 1))
    collecting = Collecting(town.storage, town.clock, [Watched(town.source, broken), Watched(other, healthy)], Nudge(), backfill=True)
    await sweep(collecting)
    assert await unread(town) == ["wall-1_1"]
    assert (await source(town)).is_broken
    assert ("a defect" in caplog.text) == isinstance(error, RuntimeError)


async def test_a_source_that_nobody_watches_any_more_is_left_alone(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        former = await tx.sources.add(Network.VK, "-3", "Бывшая стена", None)
    collecting, _ = sweeper(town, batch(town))
    await sweep(collecting)
    async with town.storage.transaction() as tx:
        assert former in await tx.sources.all()


async def test_a_changed_text_is_read_again(town: DeskTown) -> None:
    post = await town.write(external_id="wall-1_1")
    await town.take(post)
    changed = replace(post.post, text="Исправлено")
    collecting, _ = sweeper(town, Batch(posts=(changed,), cursor="c"))
    await sweep(collecting)
    assert await unread(town) == ["wall-1_1"]
