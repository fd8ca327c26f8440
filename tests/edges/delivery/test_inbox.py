"""The inbox: updates are kept once, handled in order within a lane, tried again and given up."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.delivery.inbox import MAX_TRIES, InboxRow, inbox
from bot.storage.delivery.lanes import lane_of, number_of
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from tests.kit.values.stored import MINUTE, NOW

BOT = 42


def update(number: int, *, user: int = 1, chat: int = 1, text: str = "да") -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "from": {"id": user}, "text": text}}


async def add(storage: Storage, *updates: Any) -> int:
    async with storage.transaction() as tx:
        return await tx.inbox.add(BOT, updates, at=NOW)


async def handle(storage: Storage) -> InboxRow | None:
    async with storage.transaction() as tx:
        row = await tx.inbox.next(now=NOW)
        if row is not None:
            await tx.inbox.done(row)
        return row


async def test_an_update_that_comes_twice_is_kept_once(storage: Storage) -> None:
    assert await add(storage, update(1), update(2), update(2)) == 2
    assert await add(storage, update(2), update(3)) == 1
    assert [row.update_id for row in [await handle(storage) for _ in range(3)] if row] == [1, 2, 3]
    assert await handle(storage) is None


async def test_an_update_comes_back_as_it_came(storage: Storage) -> None:
    raw = update(1, text="беда \ud83d и \0 тут 🔥")
    await add(storage, raw)
    assert await handle(storage) == InboxRow(bot_id=BOT, update_id=1, raw=raw, received_at=NOW, tries=0)


async def test_updates_numbered_anew_are_handled_as_they_came(storage: Storage) -> None:
    await add(storage, update(900))
    await add(storage, update(17), update(18))  # after a week of silence Telegram numbers anew
    assert [row.update_id for row in [await handle(storage) for _ in range(3)] if row] == [900, 17, 18]


@pytest.mark.parametrize("odd", [{}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}, [], None, "update"])
async def test_what_has_no_number_is_left_out_and_stops_nobody(storage: Storage, odd: object) -> None:
    assert await add(storage, odd, update(1)) == 1
    assert await add(storage, odd) == 0


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        (update(1, user=5, chat=-7), "-7:5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}, "-7:5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, "5:5"),
        ({"update_id": 1, "my_chat_member": {"from": {"id": 5}, "chat": {"id": 5}}}, "5:5"),
        ({"update_id": 1, "message_reaction": {"user": {"id": 5}, "chat": {"id": -7}}}, "-7:5"),
        ({"update_id": 1, "channel_post": {"chat": {"id": -7}}}, "-7:0"),
        ({"update_id": 1, "message": {"chat": 3, "from": [], "message": 1}}, "0:0"),
        ({"update_id": 1, "message": {"chat": {"id": "x"}, "from": {"id": None}}}, "0:0"),
        ({"update_id": 1, "message": "?"}, "0:0"),
        ({"update_id": 1}, "0:0"),
    ],
)
def test_a_lane_is_a_person_in_a_chat_whatever_the_shape(raw: dict[str, Any], lane: str) -> None:
    assert lane_of(raw) == lane
    assert number_of(raw) == 1


async def test_two_workers_keep_the_order_of_every_lane(storage: Storage) -> None:
    await add(storage, *(update(number, user=number % 3) for number in range(1, 31)))
    begun: list[int] = []
    busy: set[int] = set()

    async def work() -> None:
        while True:
            async with storage.transaction() as tx:
                row = await tx.inbox.next(now=NOW)
                if row is None:
                    if len(begun) == 30:
                        return
                    await asyncio.sleep(0.002)
                    continue
                lane = row.update_id % 3
                assert lane not in busy
                busy.add(lane)
                begun.append(row.update_id)
                await asyncio.sleep(0.001 * (row.update_id % 4))
                await tx.inbox.done(row)
                busy.discard(lane)

    async with asyncio.timeout(20):
        await asyncio.gather(work(), work())
    assert sorted(begun) == list(range(1, 31))
    for lane in range(3):
        assert [number for number in begun if number % 3 == lane] == sorted(number for number in begun if number % 3 == lane)


async def test_a_lane_in_another_workers_hands_is_passed_over_whole(postgres_storage: Storage) -> None:
    await add(postgres_storage, update(1, user=1), update(2, user=1), update(3, user=2))
    async with postgres_storage.transaction() as tx:
        assert await tx.inbox.next(now=NOW)
        other = await asyncio.gather(handle(postgres_storage))
        assert other[0] is not None
        assert other[0].update_id == 3
        assert (await asyncio.gather(handle(postgres_storage)))[0] is None


async def test_a_failed_update_waits_holds_its_lane_and_comes_back(storage: Storage) -> None:
    await add(storage, update(1), update(2), update(3, user=9))
    async with storage.transaction() as tx:
        row = await tx.inbox.next(now=NOW)
        assert row is not None
    async with storage.transaction() as tx:
        assert await tx.inbox.failed(row, "сломалось", now=NOW) == 1
    assert (await handle(storage) or row).update_id == 3
    assert await handle(storage) is None
    async with storage.transaction() as tx:
        again = await tx.inbox.next(now=NOW + MINUTE)
        assert again is not None
        assert (again.update_id, again.tries) == (1, 1)


async def test_after_five_failures_an_update_is_a_dead_letter_and_its_lane_goes_on(storage: Storage) -> None:
    await add(storage, update(1), update(2))
    for tries in range(1, MAX_TRIES + 1):
        async with storage.transaction() as tx:
            row = await tx.inbox.next(now=NOW + timedelta(hours=tries))
            assert row is not None
            assert row.update_id == 1
        async with storage.transaction() as tx:
            assert await tx.inbox.failed(row, "сломалось", now=NOW + timedelta(hours=tries)) == tries
    async with storage.transaction() as tx:
        assert [(dead.update_id, dead.tries) for dead in await tx.inbox.dead_letters()] == [(1, MAX_TRIES)]
        assert await tx.inbox.failed((await tx.inbox.dead_letters())[0], "ещё раз", now=NOW) == 0
    following = await handle(storage)
    assert following is not None
    assert following.update_id == 2


async def test_an_update_that_does_not_parse_is_set_aside_at_once(storage: Storage) -> None:
    await add(storage, update(1), update(2))
    async with storage.transaction() as tx:
        row = await tx.inbox.next(now=NOW)
        assert row is not None
        await tx.inbox.set_aside(row, "does not parse")
    assert (await handle(storage) or row).update_id == 2


async def test_the_purge_takes_what_is_handled_and_keeps_what_waits(storage: Storage) -> None:
    await add(storage, update(1), update(2))
    await handle(storage)
    async with storage.transaction() as tx:
        assert await tx.inbox.purge(NOW) == 0
        assert await tx.inbox.purge(NOW + MINUTE) == 1
    assert await add(storage, update(2)) == 0
    assert (await handle(storage)) is not None


async def test_handled_updates_stay_handled_for_another_process(database_url: str, storage: Storage) -> None:
    await add(storage, update(1))
    async with storage.transaction() as tx:
        row = await tx.inbox.next(now=NOW)
        assert row is not None
        await tx.inbox.done(row)
    async with storage.transaction() as tx:
        await tx.inbox.set_aside(row, "поздно")
        assert await tx.inbox.dead_letters() == []


@pytest.mark.parametrize("odd", [[0], {"a": 1}, None, 7])
async def test_an_update_whose_chat_is_of_an_odd_kind_holds_up_no_other(storage: Storage, odd: object) -> None:
    said = {"message_id": 1, "chat": {"id": 5, "type": odd}, "from": {"id": 5}, "text": "/my"}
    await add(storage, {"update_id": 1, "message": said}, update(2))
    async with storage.transaction() as tx:
        assert {row.update_id for row in await tx._all(everywhere(select(inbox.c.update_id)))} == {1, 2}
