"""A transaction is whole or not at all: rollbacks, cancellations, second writers, naive moments."""

import asyncio
import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from bot.storage.engine.own_district import everywhere
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from incidents.delivery import Say
from incidents.ids import ChatId
from tests.kit.values.stored import DISTRICT, NOW, a_post, stored_incident, stored_source

UPDATE = {"update_id": 1, "message": {"chat": {"id": 1}, "from": {"id": 1}}}


async def put_everything(tx: Tx) -> None:
    row = await tx.inbox.next(now=NOW)
    assert row is not None
    await tx.dialogues.set_state("1:1", "Answer:text")
    incident = await stored_incident(tx)
    await tx.outbox.put(Say(chat_id=ChatId(1), code="a", incident_id=incident.id))
    await tx.inbox.done(row)


async def what_stands(storage: Storage) -> tuple[object, ...]:
    async with storage.transaction() as tx:
        state, _data = await tx.dialogues.get("1:1")
        return state, len(await tx.incidents.unfinished()), await tx.outbox.count_waiting(), await tx.inbox.next(now=NOW) is None


async def test_a_dialogue_an_effect_and_done_are_one_commit(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.inbox.add(1, [UPDATE], at=NOW)
    with pytest.raises(RuntimeError):
        async with storage.transaction() as tx:
            await put_everything(tx)
            raise RuntimeError
    assert await what_stands(storage) == (None, 0, 0, False)
    async with storage.transaction() as tx:
        await put_everything(tx)
    assert await what_stands(storage) == ("Answer:text", 1, 1, True)


async def test_a_cancelled_task_leaves_no_transaction_open(storage: Storage) -> None:
    held = asyncio.Event()

    async def hang() -> None:
        async with storage.transaction() as tx:
            await stored_incident(tx)
            held.set()
            await asyncio.sleep(60)

    task = asyncio.ensure_future(hang())
    await held.wait()
    task.cancel()
    async with storage.transaction() as tx:
        assert await tx.incidents.unfinished() == []
        await stored_incident(tx)
    with pytest.raises(asyncio.CancelledError):
        await task
    async with storage.transaction() as tx:
        assert len(await tx.incidents.unfinished()) == 1


async def test_a_cancellation_at_any_moment_leaves_all_or_nothing(storage: Storage) -> None:
    chance = random.Random(7)

    async def write(number: int) -> None:
        async with storage.transaction() as tx:
            await stored_incident(tx)
            await tx.dialogues.set_state(f"n{number}", "done")

    for number in range(60):
        task = asyncio.ensure_future(write(number))
        await asyncio.sleep(chance.random() * 0.008)
        task.cancel()
        await asyncio.wait({task})
    async with asyncio.timeout(60), storage.transaction() as tx:
        incidents = len(await tx.incidents.unfinished())
        marks = sum([(await tx.dialogues.get(f"n{number}"))[0] == "done" for number in range(60)])
        assert incidents == marks
        assert (await stored_incident(tx)).number == incidents + 1


async def test_after_cancellations_another_program_can_write_at_once(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    for delay in (0, 0.0005, 0.001, 0.002, 0.004):

        async def write() -> None:
            async with storage.transaction() as tx:
                await stored_incident(tx)

        task = asyncio.ensure_future(write())
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.wait({task})
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"), timeout=0, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
    await storage.close()


async def test_tasks_of_one_process_write_side_by_side(storage: Storage) -> None:
    async def write() -> int:
        async with storage.transaction() as tx:
            return (await stored_incident(tx)).number

    assert sorted(await asyncio.gather(*(write() for _ in range(20)))) == list(range(1, 21))


async def test_two_processes_write_to_one_database(storage: Storage, database_url: str) -> None:
    other = await open_storage(database_url, DISTRICT)

    async def write(where: Storage) -> int:
        async with where.transaction() as tx:
            return (await stored_incident(tx)).number

    try:
        numbers = await asyncio.gather(*(write(where) for where in (storage, other) * 5))
    finally:
        await other.close()
    assert sorted(numbers) == list(range(1, 11))


async def test_a_transaction_inside_a_transaction_is_refused(storage: Storage) -> None:
    async with storage.transaction() as tx:
        with pytest.raises(RuntimeError, match="inside"):
            async with storage.transaction():
                pass
        await stored_incident(tx)
    async with storage.transaction() as tx:
        assert len(await tx.incidents.unfinished()) == 1


async def test_a_naive_moment_is_refused(storage: Storage) -> None:
    naive = datetime(2025, 3, 3, 9, 15)  # noqa: DTZ001  that is the point
    for at, post in ((naive, a_post()), (NOW, a_post(published_at=naive))):
        with pytest.raises(StatementError, match="naive"):
            async with storage.transaction() as tx:
                await tx.door.receive(await stored_source(tx), post, at=at, history=False)


async def test_moments_come_back_aware_and_exact(storage: Storage) -> None:
    async with storage.transaction() as tx:
        incident = await tx.incidents.get((await stored_incident(tx)).id)
    assert incident.opened_at == NOW
    assert incident.opened_at.tzinfo is UTC


async def test_a_database_that_goes_away_comes_back(postgres_storage: Storage) -> None:
    async with postgres_storage.transaction() as tx:
        await stored_incident(tx)
    from sqlalchemy import text

    other = await open_storage(postgres_storage._engine.url.render_as_string(hide_password=False), DISTRICT)
    async with other.transaction() as tx:
        await tx._run(
            everywhere(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        )
    await other.close()
    async with postgres_storage.transaction() as tx:
        assert len(await tx.incidents.unfinished()) == 1


async def test_closing_waits_for_what_is_just_being_written(database_url: str) -> None:
    storage = await open_storage(database_url, DISTRICT)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with storage.transaction() as tx:
            begun.set()
            await go_on.wait()
            await stored_incident(tx)

    writing = asyncio.ensure_future(write())
    await begun.wait()
    closing = asyncio.ensure_future(storage.close())
    done, _ = await asyncio.wait({closing}, timeout=0.05)
    assert done == set()
    go_on.set()
    await asyncio.gather(writing, closing)
    again = await open_storage(database_url, DISTRICT)
    async with again.transaction() as tx:
        assert len(await tx.incidents.unfinished()) == 1
    await again.close()


async def test_closing_waits_for_a_wal_that_is_being_cut(storage: Storage) -> None:
    cutting = asyncio.ensure_future(storage.checkpoint())
    await asyncio.sleep(0)  # it has begun, and its connection is on its way
    await storage.close()
    assert cutting.done()


async def test_a_transaction_that_hangs_holds_no_exit(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.storage.LAST_SECONDS", 0.05)
    storage = await open_storage(database_url, DISTRICT)
    begun = asyncio.Event()

    async def hang() -> None:
        async with storage.transaction():
            begun.set()
            await asyncio.Event().wait()

    hanging = asyncio.ensure_future(hang())
    await begun.wait()
    await storage.close()
    assert hanging.cancelled()


async def test_transactions_side_by_side_keep_their_connections_to_the_server(postgres_storage: Storage) -> None:
    """A new one costs a login and every statement prepared anew."""
    together = asyncio.Barrier(12)

    async def process() -> int:
        async with postgres_storage.transaction() as tx:
            await together.wait()
            return int(await tx._scalar(select(func.pg_backend_pid())))

    first = await asyncio.gather(*(process() for _ in range(12)))
    assert set(await asyncio.gather(*(process() for _ in range(12)))) == set(first)
