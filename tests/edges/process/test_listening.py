"""Processes on one PostgreSQL wake each other: a notice leaves with the commit, a line that breaks is opened again."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot import listening as module
from bot.listening import Listener
from bot.storage.engine import notices, transaction
from bot.storage.engine.notices import Line, Queue
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.wakeups import LOOK, RARELY, Nudge, Signal
from incidents.delivery import Say
from incidents.ids import ChatId, DistrictId
from tests.conftest import DISTRICT, run_sql
from tests.kit.desk_town import START
from tests.kit.values.stored import stored_post

NEVER = 3600.0  # real seconds: no poll helps
PATIENCE = 20.0
SHORT = 0.3  # real seconds in which a notice would have come
TEXT = {"message": {"from": {"id": 1}, "chat": {"id": 1}, "text": "привет"}}
LINES = "FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT pg_notify($1, $2)')"
BREAK = f"SELECT pg_terminate_backend(pid) {LINES}"
COUNT = f"SELECT count(*) {LINES}"


async def silent(_tx: object) -> None:
    """In place of the notices."""


class Counting(Nudge):
    """Also says how often it was told of each queue."""

    def __init__(self) -> None:
        super().__init__(poll=NEVER)
        self.heard = Counter[Queue]()

    def written(self, queue: Queue) -> None:
        self.heard[queue] += 1
        super().written(queue)


class Ears:
    """A process that listens."""

    def __init__(self, storage: Storage) -> None:
        self.nudge = Counting()
        self.listener = Listener(storage, self.nudge)

    async def until(self, *, is_deaf: bool) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.listener.is_deaf() is not is_deaf:  # noqa: ASYNC110 - it only says so
                await asyncio.sleep(0.01)

    async def spend(self) -> None:
        """The signals of the line that was opened."""
        for signal in self.nudge.all():
            await woken(signal)


async def woken(signal: Signal) -> None:
    async with asyncio.timeout(PATIENCE):
        await signal.wait()


async def sleeps(signal: Signal) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(SHORT):
            await signal.wait()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "AGAIN", 0.05)
    yield


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(postgres_url, DISTRICT)
    yield opened
    await opened.close()


@asynccontextmanager
async def listening(storage: Storage) -> AsyncIterator[Ears]:
    ears = Ears(storage)
    task = asyncio.ensure_future(ears.listener.run())
    try:
        await ears.until(is_deaf=False)
        await ears.spend()
        yield ears
    finally:
        task.cancel()
        await asyncio.wait({task})


async def say(storage: Storage, *chats: int, **more: object) -> None:
    async with storage.transaction() as tx:
        for chat in chats:
            await tx.outbox.put(Say(chat_id=ChatId(chat), code="x", **more))  # type: ignore[arg-type]  # fields of Say


async def test_a_row_of_the_outbox_wakes_the_courier_of_another_process(postgres_storage: Storage, other: Storage) -> None:
    async with listening(postgres_storage) as ears:
        await say(other, 1)
        await woken(ears.nudge.outbox)
        await sleeps(ears.nudge.inbox)


async def test_an_update_wakes_the_worker_and_the_reader_of_chats(postgres_storage: Storage, other: Storage) -> None:
    async with listening(postgres_storage) as ears:
        async with other.transaction() as tx:
            await tx.inbox.add(1, [{"update_id": 5, **TEXT}], at=START)
        await woken(ears.nudge.inbox)
        await woken(ears.nudge.pushed)
        async with other.transaction() as tx:
            await tx.inbox.add(1, [{"update_id": 5, **TEXT}], at=START)
        await sleeps(ears.nudge.inbox)


async def test_many_rows_of_one_transaction_are_one_notice(postgres_storage: Storage, other: Storage) -> None:
    async with listening(postgres_storage) as ears:
        await say(other, *range(1, 60))
        await woken(ears.nudge.outbox)
        await say(other, 1)
        await woken(ears.nudge.outbox)
        assert ears.nudge.heard == {Queue.OUTBOX: 2}


async def test_what_is_rolled_back_wakes_nobody(postgres_storage: Storage, other: Storage) -> None:
    async with listening(postgres_storage) as ears:
        with pytest.raises(ZeroDivisionError):
            async with other.transaction() as tx:
                await tx.outbox.put(Say(chat_id=ChatId(1), code="x"))
                raise ZeroDivisionError
        await sleeps(ears.nudge.outbox)


async def test_what_waits_for_its_hour_is_told_too_so_that_the_courier_knows_the_hour(postgres_storage: Storage, other: Storage) -> None:
    async with listening(postgres_storage) as ears:
        await say(other, 1, not_before=START)
        await woken(ears.nudge.outbox)


async def test_our_own_commit_is_heard_though_the_server_tells_nothing(postgres_storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(postgres_storage) as ears:
        monkeypatch.setattr(transaction.Tx, "tell_others", silent)
        await say(postgres_storage, 1)
        await woken(ears.nudge.outbox)


async def test_a_line_by_which_nothing_comes_is_no_line(postgres_storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "PROOF", 0.1)
    monkeypatch.setattr(Line, "take", lambda *_: None)  # a pgbouncer that shares connections
    listener = Listener(postgres_storage, Nudge())
    with pytest.raises(TimeoutError):
        async with postgres_storage.listening(listener._nudge.written):
            pass
    assert listener.is_deaf()


async def test_another_district_is_not_heard(postgres_storage: Storage, postgres_url: str) -> None:
    neighbour = await open_storage(postgres_url, DistrictId("kimry"))
    async with listening(postgres_storage) as ears:
        await say(neighbour, 1)
        await sleeps(ears.nudge.outbox)
    await neighbour.close()


async def test_two_districts_of_a_process_hear_by_one_line(postgres_storage: Storage, other: Storage, postgres_url: str) -> None:
    neighbour = Storage(postgres_storage._engine, DistrictId("kimry"))
    neighbour._lines = postgres_storage._lines
    async with listening(postgres_storage) as ears:
        async with listening(neighbour) as near:
            async with postgres_storage.transaction() as tx:
                assert await tx._scalar(everywhere(text(COUNT))) == 1
            await say(other, 1)
            await woken(ears.nudge.outbox)
            await sleeps(near.nudge.outbox)
            await run_sql(postgres_url, BREAK)
            await near.until(is_deaf=True)
            await near.until(is_deaf=False)
            await ears.until(is_deaf=False)
            await ears.spend()
            await near.spend()
        await say(other, 1)
        await woken(ears.nudge.outbox)


async def test_a_line_that_was_cut_is_opened_again_and_nothing_is_missed(
    postgres_storage: Storage, other: Storage, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = postgres_storage.listening, iter([OSError, TimeoutError])
    async with listening(postgres_storage) as ears:

        def restarting(heard: object) -> object:
            for error in refused:
                raise error("the server starts")
            return real(heard)  # type: ignore[arg-type]  # as it came

        monkeypatch.setattr(postgres_storage, "listening", restarting)
        await run_sql(postgres_url, BREAK)
        await ears.until(is_deaf=True)
        assert ears.nudge.outbox.poll == NEVER, "the poll of a process that hears nobody"
        await say(other, 1)
        await ears.until(is_deaf=False)
        await ears.spend()
        await say(other, 2)
        await woken(ears.nudge.outbox)


async def test_a_server_that_does_not_answer_is_a_lost_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Mute:
        def add_termination_listener(self, _tell: object) -> None:
            """It never tells."""

        async def execute(self, _statement: str, *_values: str, timeout: float) -> None:
            raise TimeoutError(f"no answer in {timeout} s")

    monkeypatch.setattr(notices, "PROOF", 0.01)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await Line(Mute()).until_lost()


def test_queues_are_looked_into_rarely_only_while_somebody_tells_of_them() -> None:
    nudge = Nudge()
    assert {signal.poll for signal in nudge.all()} == {LOOK}
    nudge.hears(is_told=True)
    assert {signal.poll for signal in nudge.all()} == {RARELY}
    nudge.hears(is_told=False)
    assert {signal.poll for signal in nudge.all()} == {LOOK}


async def test_on_sqlite_nobody_is_missed(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    assert not Listener(storage, Nudge()).is_deaf()
    await storage.close()


async def test_what_becomes_due_without_a_new_row_wakes_too(postgres_storage: Storage, other: Storage) -> None:
    async with other.transaction() as tx:
        post = await stored_post(tx)
        await tx.chats.mark_dead(ChatId(7), "Forbidden")
    async with listening(postgres_storage) as ears:
        async with other.transaction() as tx:
            await tx.posts_by_hand.read_again(post.id, at=START)
        await woken(ears.nudge.posts)
        async with other.transaction() as tx:
            await tx.outbox.mark_alive(ChatId(7))
        await woken(ears.nudge.outbox)
        async with other.transaction() as tx:
            await tx.nights.move_held(None)
        await woken(ears.nudge.outbox)
        async with other.transaction() as tx:
            await tx.outbox.mark_alive(ChatId(7))  # it is alive
        await sleeps(ears.nudge.outbox)
