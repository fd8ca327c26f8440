"""What networks push: kept raw once, read in order, blanked with the posts that it became."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.reading.collect import Collecting, Watched
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from collectors.pushed.drain import AT_ONCE, Drain
from incidents.posts import Network, Source
from incidents.sources.pushed import EventNews, Pushed, PushedRow
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.scripted_collector import a_post, unread
from tests.kit.values.stored import MINUTE, NOW


def event(number: int, *, source: str = "-1", **raw: object) -> Pushed:
    return Pushed(network=Network.VK, source=source, external_id=f"e{number}", raw={"number": number, **raw})


async def push(storage: Storage, *events: Pushed) -> int:
    async with storage.transaction() as tx:
        return await tx.pushed.add(events, at=NOW)


async def the_source(storage: Storage, external_id: str = "-1") -> Source:
    async with storage.transaction() as tx:
        return await tx.sources.add(Network.VK, external_id, "Стена", None)


async def rows(storage: Storage, source: Source, after: int = 0) -> list[PushedRow]:
    async with storage.transaction() as tx:
        return list(await tx.pushed.after(source, after, limit=AT_ONCE))


async def test_an_event_that_comes_twice_is_one_row_and_comes_back_as_it_came(storage: Storage) -> None:
    source, raw = await the_source(storage), {"text": "беда \ud83d и \0 тут 🔥"}
    assert await push(storage, replace(event(1), raw=raw), event(2)) == 2
    assert await push(storage, event(2), event(3)) == 1
    assert await push(storage) == 0
    found = await rows(storage, source)
    assert [row.pushed.external_id for row in found] == ["e1", "e2", "e3"]
    assert (found[0].pushed.raw, found[0].received_at) == (raw, NOW)
    assert [row.id for row in await rows(storage, source, found[1].id)] == [found[2].id]


async def test_each_source_has_its_own_rows(storage: Storage) -> None:
    first, second = await the_source(storage), await the_source(storage, "-2")
    await push(storage, event(1), event(1, source="-2"), event(2, source="-2"))
    assert len(await rows(storage, first)) == 1
    assert len(await rows(storage, second)) == 2
    async with storage.transaction() as tx:
        assert await tx.pushed.waiting() == {(Network.VK, "-1"), (Network.VK, "-2")}
        await tx.pushed.clear(second, 10**9, at=NOW)
        assert await tx.pushed.waiting() == {(Network.VK, "-1")}


async def test_what_was_read_keeps_no_words_and_is_still_known(storage: Storage) -> None:
    source = await the_source(storage)
    await push(storage, event(1), event(2))
    first, second = await rows(storage, source)
    async with storage.transaction() as tx:
        assert await tx.pushed.clear(source, first.id, at=NOW) == 1
        assert await tx.pushed.clear(source, first.id, at=NOW) == 0
    assert [row.id for row in await rows(storage, source)] == [second.id]
    assert await push(storage, event(1)) == 0


async def test_the_purge_takes_what_is_read_or_has_no_source_and_keeps_what_waits(storage: Storage) -> None:
    source = await the_source(storage)
    await push(storage, event(1), event(2), event(1, source="-9"))
    async with storage.transaction() as tx:
        await tx.pushed.clear(source, (await tx.pushed.after(source, 0, limit=1))[0].id, at=NOW)
        assert await tx.pushed.purge(NOW) == 0
        assert await tx.pushed.purge(NOW + MINUTE) == 2
    assert [row.pushed.external_id for row in await rows(storage, source)] == ["e2"]


async def test_a_row_that_is_not_committed_yet_lets_no_later_one_pass_it(postgres_storage: Storage) -> None:
    source = await the_source(postgres_storage)
    async with postgres_storage.transaction() as tx:
        await tx.pushed.add([event(1)], at=NOW)
        later = asyncio.ensure_future(push(postgres_storage, event(2)))
        await asyncio.wait([later], timeout=0.3)
        assert not later.done()
        (found,) = await asyncio.gather(rows(postgres_storage, source))  # a task has a transaction of its own
        assert found == []
    assert await later == 1
    assert [row.pushed.external_id for row in await rows(postgres_storage, source)] == ["e1", "e2"]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def told(row: PushedRow) -> EventNews:
    raw = row.pushed.raw
    assert isinstance(raw, dict)
    if raw.get("gone"):
        return EventNews(gone=(f"wall-1_{raw['gone']}",))
    return EventNews(posts=(a_post(raw["number"], row.received_at, raw.get("text", "Вода на дороге")),))


def collecting(town: DeskTown, source: Source, nudge: Nudge | None = None) -> Collecting:
    async def of_source(after: int) -> list[PushedRow]:
        return await rows(town.storage, source, after)

    return Collecting(town.storage, town.clock, [Watched(source, Drain(of_source, told))], nudge or Nudge(), every=180.0)


async def drain(one: Collecting) -> None:
    async with asyncio.TaskGroup() as group:
        await one.drain(group)


async def standing(town: DeskTown, source: Source) -> Source:
    async with town.storage.transaction() as tx:
        return next(each for each in await tx.sources.all() if each.id == source.id)


async def test_what_was_pushed_before_the_first_look_is_news(town: DeskTown) -> None:
    source = await the_source(town.storage)
    await push(town.storage, event(1), event(2))
    await drain(collecting(town, source))
    assert await unread(town) == ["wall-1_1", "wall-1_2"]
    assert (await standing(town, source)).cursor == '{"row": 2}'
    assert await rows(town.storage, source) == []


async def test_a_process_that_dies_between_reading_and_keeping_loses_nothing_and_doubles_nothing(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = await the_source(town.storage)
    await push(town.storage, event(1), event(2))

    async def die(*_: object, **__: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.sources.sources.Sources.save", die)
        await drain(collecting(town, source))
    assert await unread(town) == []
    assert len(await rows(town.storage, source)) == 2
    await push(town.storage, event(2), event(3))
    again = collecting(town, source)
    await drain(again)
    await drain(again)
    assert await unread(town) == ["wall-1_1", "wall-1_2", "wall-1_3"]


async def test_an_edit_is_a_revision_and_a_deletion_marks(town: DeskTown) -> None:
    source = await the_source(town.storage)
    one = collecting(town, source)
    await push(town.storage, event(1), event(2))
    await drain(one)
    await push(town.storage, replace(event(3), raw={"number": 1, "text": "Яма"}), event(4, gone=2))
    await drain(one)
    async with town.storage.transaction() as tx:
        first, second = await tx.posts.find(Network.VK, "wall-1_1"), await tx.posts.find(Network.VK, "wall-1_2")
    assert first is not None
    assert second is not None
    assert (first.post.text, first.revision, first.deleted_at) == ("Яма", 2, None)
    assert second.deleted_at == town.clock.now()


async def test_an_event_that_cannot_be_read_spoils_no_other_and_is_said(town: DeskTown, caplog: pytest.LogCaptureFixture) -> None:
    source = await the_source(town.storage)
    await push(town.storage, event(1), replace(event(2), raw={}), event(3))
    await drain(collecting(town, source))
    assert await unread(town) == ["wall-1_1", "wall-1_3"]
    assert "KeyError" in caplog.text
    assert not (await standing(town, source)).is_broken


async def test_a_nudge_wakes_the_drain_and_it_goes_on_until_nothing_is_left(town: DeskTown) -> None:
    source, nudge = await the_source(town.storage), Nudge(poll=3600)
    one = collecting(town, source, nudge)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(one.run())
        async with asyncio.timeout(20):
            while (await standing(town, source)).baseline_at is None:  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.01)
            await push(town.storage, *(event(number) for number in range(1, 2 * AT_ONCE + 2)))
            nudge.pushed.set()
            while await rows(town.storage, source):  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.01)
        running.cancel()
    async with town.storage.transaction() as tx:
        assert len(await tx.unread.next(1000)) == 2 * AT_ONCE + 1


async def test_a_paused_source_keeps_its_rows_until_it_is_read_again(town: DeskTown) -> None:
    source = await the_source(town.storage)
    one = collecting(town, source)
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(source, paused_at=town.clock.now()))
    await push(town.storage, event(1))
    await drain(one)
    assert len(await rows(town.storage, source)) == 1
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(source)
    await drain(one)
    assert await unread(town) == ["wall-1_1"]


async def test_a_source_that_cannot_be_kept_is_not_tried_at_every_look(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    source, tries = await the_source(town.storage), []

    async def refuse(*_: object, **__: object) -> None:
        tries.append(1)
        raise RuntimeError("a defect at the door")

    monkeypatch.setattr("bot.storage.intake.door.Door.receive", refuse)
    one = collecting(town, source)
    await push(town.storage, event(1))
    for _ in range(3):
        await drain(one)
    assert len(tries) == 1
    town.clock.move(seconds=180)
    await drain(one)
    assert len(tries) == 2
