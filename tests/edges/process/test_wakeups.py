"""Queues on one file: whatever is written wakes its worker, what waits for its hour is looked for at that hour."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot import listening
from bot.delivery.courier import Courier
from bot.delivery.publishing import Publishing
from bot.listening import Listener
from bot.renderer import Renderer
from bot.storage.engine.sqlite_writes import OtherPrograms
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.wakeups import RARELY, Nudge, Signal
from incidents.answers.answer_photos import AnswerPhoto, PhotoState
from incidents.answers.values import HOLD
from incidents.delivery import Say
from incidents.ids import AnswerId, ChatId, DistrictId, FileJobId
from incidents.posts import Network
from incidents.sources.pushed import Pushed
from incidents.sources.source_links import JobState, SourceJob
from incidents.tables.incoming_files import FileJob, FileState
from tests.conftest import DISTRICT
from tests.kit.desk_town import START, DeskTown, StillClock, desk_town, konakovo
from tests.kit.post_office import HeldPhotos, RecordingMessenger
from tests.kit.scripted_network import ScriptedNetwork

NEVER = 3600.0  # real seconds: no poll helps
PATIENCE = 20.0
SOON = START + timedelta(minutes=5)
LATER = START + timedelta(minutes=9)
UPDATE = {"update_id": 5, "message": {"from": {"id": 1}, "chat": {"id": 1}, "text": "привет"}}


@asynccontextmanager
async def heard(storage: Storage) -> AsyncIterator[Nudge]:
    """A process whose polls never come, and that hears what is written."""
    nudge = Nudge(poll=NEVER)
    listener = Listener(storage, nudge)
    task = asyncio.ensure_future(listener.run())
    try:
        for signal in nudge.all():  # it is told that somebody tells
            await woken(signal)
        yield nudge
    finally:
        task.cancel()
        await asyncio.wait({task})


async def woken(signal: Signal) -> None:
    async with asyncio.timeout(PATIENCE):
        await signal.wait()


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as made:
        yield made


async def an_update(town: DeskTown, tx: Tx) -> None:
    await tx.inbox.add(1, [UPDATE], at=START)


async def a_message(town: DeskTown, tx: Tx) -> None:
    await tx.outbox.put(Say(chat_id=ChatId(1), code="x"))


async def a_photo(town: DeskTown, tx: Tx) -> None:
    await tx.answer_photos.add(await photo_of(town, tx, due_at=START))


async def photo_of(town: DeskTown, tx: Tx, *, due_at: datetime) -> AnswerPhoto:
    answer = AnswerId((await tx.answers.unfinished_of(town.who("ann").id))[0].id)
    waits = {"state": PhotoState.WAITING, "created_at": START, "due_at": due_at, "tries": 0}
    return AnswerPhoto(id=0, answer_id=answer, file_id="f", attachment=None, **waits)  # type: ignore[arg-type]  # its fields


async def a_file(town: DeskTown, tx: Tx, due_at: datetime = START) -> None:
    waits = {"state": FileState.WAITING, "created_at": START, "due_at": due_at, "tries": 0, "body": {}}
    sent = {"official_id": town.who("ann").id, "purpose": None, "file_id": "f", "name": "n.csv", "size": 1}
    await tx.files.add(FileJob(id=FileJobId(0), district_id=DISTRICT, **sent, **waits))  # type: ignore[arg-type]  # its fields


async def a_link(town: DeskTown, tx: Tx, due_at: datetime = START) -> None:
    who = town.who("ann").id
    await tx.source_jobs.add(
        SourceJob(id=0, official_id=who, address="https://x.ru", state=JobState.WAITING, created_at=START, due_at=due_at, tries=0)
    )


async def an_event(town: DeskTown, tx: Tx) -> None:
    await tx.pushed.add([Pushed(network=Network.VK, source="-1", external_id="1", raw={})], at=START)


QUEUES: dict[str, Callable[[DeskTown, Tx], Awaitable[None]]] = {
    "inbox": an_update,
    "outbox": a_message,
    "photos": a_photo,
    "files": a_file,
    "sources": a_link,
    "pushed": an_event,
}


@pytest.mark.parametrize("name", QUEUES)
async def test_a_row_wakes_its_worker_at_the_commit(town: DeskTown, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.sqlite_writes.LOOK", NEVER)
    await town.draft((await town.open()).id, "ann")
    async with heard(town.storage) as nudge:
        async with town.storage.transaction() as tx:
            await QUEUES[name](town, tx)
        await woken(getattr(nudge, name))


async def test_a_commit_that_was_cancelled_in_its_course_wakes_all_the_same(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.sqlite_writes.LOOK", NEVER)
    commits, commit = asyncio.Event(), Storage._commit

    async def slow(storage: Storage, *args: Any) -> None:  # Any: its own
        commits.set()
        await asyncio.sleep(0.05)
        await commit(storage, *args)

    monkeypatch.setattr(Storage, "_commit", slow)

    async def write() -> None:
        async with town.storage.transaction() as tx:
            await a_message(town, tx)

    async with heard(town.storage) as nudge:
        task = asyncio.ensure_future(write())
        await commits.wait()
        task.cancel()
        await woken(nudge.outbox)
        await asyncio.wait({task})
    assert task.cancelled()


async def test_an_answer_that_is_sent_wakes_the_publishing(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.sqlite_writes.LOOK", NEVER)
    incident = await town.open()
    async with heard(town.storage) as nudge:
        await town.sent(incident.id, "ann")
        await woken(nudge.answers)


async def test_another_program_and_any_change_of_ours_wake_all_queues(town: DeskTown, sqlite_url: str) -> None:
    other = await open_storage(sqlite_url, DISTRICT)
    async with heard(town.storage) as nudge:
        async with other.transaction() as tx:
            await a_file(town, tx)
        for signal in nudge.all():
            await woken(signal)
        async with town.storage.transaction() as tx:
            await tx.slots.take("x", START.date(), at=START)
        for signal in nudge.all():
            await woken(signal)
    await other.close()


async def test_whoever_only_looks_and_a_neighbour_wake_nobody(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.engine.sqlite_writes.LOOK", 0.02)
    neighbour = town.storage.beside(DistrictId("kimry"))
    async with town.storage.transaction() as tx:
        await tx.outbox.claim(now=START, lease=timedelta(minutes=1), limit=5)  # the first one writes down whose turn it is
    async with heard(town.storage) as nudge:
        async with town.storage.transaction() as tx:
            await tx.outbox.claim(now=START, lease=timedelta(minutes=1), limit=5)
        async with neighbour.transaction() as tx:
            await tx.outbox.put(Say(chat_id=ChatId(1), code="x"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await nudge.outbox.wait()


async def test_a_file_that_cannot_be_asked_is_polled(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "AGAIN", 0.02)
    monkeypatch.setattr("bot.storage.engine.sqlite_writes.LOOK", 0.02)
    nudge = Nudge(poll=0.05)
    task = asyncio.ensure_future(Listener(town.storage, nudge).run())
    async with asyncio.timeout(PATIENCE):
        while nudge.outbox.poll != RARELY:  # noqa: ASYNC110 - it only says so
            await asyncio.sleep(0.01)
    real = OtherPrograms.version

    async def broken(_self: OtherPrograms) -> int:
        raise OperationalError("PRAGMA data_version", None, Exception("disk I/O error"))

    monkeypatch.setattr(OtherPrograms, "version", broken)
    async with asyncio.timeout(PATIENCE):
        while nudge.files.poll != 0.05:  # noqa: ASYNC110 - it only says so
            await asyncio.sleep(0.001)
    monkeypatch.setattr(OtherPrograms, "version", real)
    async with asyncio.timeout(PATIENCE):
        while nudge.files.poll != RARELY:  # noqa: ASYNC110 - it only says so
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait({task})


async def test_each_queue_says_when_its_next_row_is_due(storage: Storage, town_of_each: DeskTown) -> None:
    town = town_of_each
    answer = await town.sent((await town.open()).id, "ann")
    async with town.storage.transaction() as tx:
        for moment in (LATER, SOON, None):
            await tx.outbox.put(Say(chat_id=ChatId(1), code="x", not_before=moment))
        photo = await photo_of(town, tx, due_at=SOON)
        await tx.answer_photos.add(photo)
        await a_file(town, tx, SOON)
        await a_link(town, tx, SOON)
        await tx.inbox.add(1, [UPDATE], at=START)
        row = await tx.inbox.next(now=START)
        assert row is not None
        await tx.inbox.failed(row, "x", now=START)
        now = town.clock.now()
        queues = (tx.outbox, tx.answer_photos, tx.files, tx.source_jobs)
        assert [await queue.next_moment(now=now) for queue in queues] == [SOON] * 4
        assert [await queue.next_moment(now=LATER) for queue in queues] == [None] * 4
        assert await tx.inbox.next_moment(now=START) == START + timedelta(seconds=1)
        assert await tx.answers.next_moment(now=now) == answer.publish_at == now + HOLD
        await tx.chats.pause(ChatId(1), SOON - timedelta(minutes=1))
        assert await tx.outbox.next_moment(now=now) == SOON - timedelta(minutes=1)


@pytest.fixture
async def town_of_each(storage: Storage, request: pytest.FixtureRequest) -> AsyncIterator[DeskTown]:
    url = request.getfixturevalue("sqlite_url" if storage.is_embedded else "postgres_url")
    async with desk_town(url) as made:
        yield made


async def test_a_card_that_waits_for_the_morning_leaves_in_the_morning(town: DeskTown) -> None:
    town_clock: StillClock = town.clock
    nudge, messenger = Nudge(poll=NEVER), RecordingMessenger()
    courier = Courier(town.storage, town.clock, messenger, Renderer(konakovo()), HeldPhotos(), town.policy, nudge)
    incident = await town.open()
    async with town.storage.transaction() as tx:
        await tx.outbox.forget(incident.id)
        await tx.outbox.refresh_here(incident.id, town.chat("ann"), None)
        rows = await tx.outbox.claim(now=town_clock.now(), lease=timedelta(minutes=1), limit=5)
        for row in rows:
            await tx.outbox.put_back(row, until=SOON, error="тихие часы", counts=False)
    await served(courier.run, nudge, town_clock, lambda: bool(messenger.calls), to=SOON)


async def test_an_answer_is_published_when_its_minute_is_over(town: DeskTown) -> None:
    nudge, network = Nudge(poll=NEVER), ScriptedNetwork()
    publishing = Publishing(town.storage, town.clock, {Network.VK: network}, nudge, town.policy)
    await town.sent((await town.open()).id, "ann")
    await served(publishing.run, nudge, town.clock, lambda: bool(network.guids), to=START + HOLD + timedelta(seconds=1))


async def served(run: Callable[[], Awaitable[None]], nudge: Nudge, clock: StillClock, is_done: Callable[[], bool], *, to: datetime) -> None:
    """Nothing happens before the moment, and at the moment it does, without a poll and without a row."""
    tasks = [asyncio.ensure_future(each) for each in (run(), nudge.keep_time(clock))]
    async with asyncio.timeout(PATIENCE):
        while not any(signal.due_at for signal in nudge.all()):  # noqa: ASYNC110 - it only says so
            await asyncio.sleep(0.01)
        assert not is_done()
        clock.move(seconds=(to - clock.now()).total_seconds())
        while not is_done():  # noqa: ASYNC110 - it only says so
            await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
