"""A row that nobody can read is set aside alone: the others go on, and it is named in the log, on /readyz and for the coordinator."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import ColumnClause, Table, literal_column, select, update

from bot.health.watch import Health
from bot.storage.delivery.claims import Claims
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.notices import Queue
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from bot.storage.health.unreadable import MOST
from bot.storage.intake.posts import post as post_table
from bot.storage.sources.pushed import pushed
from bot.unreadable_rows import set_unreadable_aside
from incidents.deadlines.reminders import Reminder
from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.posts import Network
from incidents.sources.pushed import Pushed
from tests.kit.phones import BOT_ID, Phones, phones
from tests.kit.post_office import Post, post_office
from tests.kit.said import messages
from tests.kit.values.outbox_rows import HOME
from tests.kit.values.samples import MOSCOW
from tests.kit.values.stored import NOW, stored_post, stored_source

NO_JSON: ColumnClause[str] = literal_column("'{'")
UNREADABLE = ValueError("a row")


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def plant(storage: Storage, table: Table, id: int, **values: Any) -> None:  # Any: what a damaged page may hold
    async with storage.transaction() as tx:
        assert await tx._run(everywhere(update(table).where(table.c.id == id).values(values))) == 1


async def ids(storage: Storage, table: Table) -> list[int]:
    async with storage.transaction() as tx:
        return [row.id for row in await tx._all(everywhere(select(table.c.id).order_by(table.c.id)))]


async def names(storage: Storage) -> list[str]:
    async with storage.transaction() as tx:
        return [f"{each.queue} {each.id}" for each in await tx.unreadable.standing(now=NOW)]


async def until(what: Any) -> None:  # Any: a question
    async with asyncio.timeout(15):
        while not await what():  # noqa: ASYNC110 - the messenger is the only witness
            await asyncio.sleep(0.02)


async def ended(running: asyncio.Future[None]) -> None:
    running.cancel()
    await asyncio.wait({running})


@pytest.mark.parametrize("values", [{"kind": "telepathy"}, {"params": NO_JSON}, {"turn": 9}])
async def test_a_message_that_cannot_be_read_holds_back_no_other(
    post: Post, values: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    incident = await post.town.open()
    await post.town.sweep_outbox()
    await post.say(Reminder.NOT_ACCEPTED, incident_id=incident.id)
    await post.say("stranger", to="peter")
    (bad, _) = await ids(post.town.storage, outbox)
    await plant(post.town.storage, outbox, bad, **values)
    running = asyncio.ensure_future(post.courier.run())
    coordinator = post.town.chat("coordinator")

    async def told() -> bool:
        return bool(post.messenger.to(post.town.chat("peter")) and post.messenger.to(coordinator))

    await until(told)
    await ended(running)
    (said,) = [what for _, chat, what in post.messenger.calls if chat == coordinator]
    assert f"outbox, строки {bad}." in said.html
    assert post.town.who("ann").title in said.html
    assert [button.label for row in said.rows for button in row] == [f"Показать № {incident.number}"]
    assert f"outbox row {bad} cannot be read and is set aside" in caplog.text
    assert await names(post.town.storage) == [f"outbox {bad}"]


async def test_a_message_with_a_code_of_another_program_is_told_too(post: Post) -> None:
    await post.say("telepathy")
    (bad,) = await ids(post.town.storage, outbox)
    await post.deliver()
    assert await names(post.town.storage) == [f"outbox {bad}"]
    assert [chat for method, chat, _ in post.messenger.calls] == [post.town.chat("coordinator")]


async def test_a_claim_that_fails_for_whatever_reason_cancels_nobodys_send(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, let_go, sent = asyncio.Event(), asyncio.Event(), []
    send = post.messenger.send

    async def slow(chat: ChatId, *args: Any, **more: Any) -> Any:  # Any: see the messenger
        reached.set()
        await let_go.wait()
        sent.append(chat)
        return await send(chat, *args, **more)

    monkeypatch.setattr(post.messenger, "send", slow)
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await reached.wait()

    async def broken(*_args: Any, **_more: Any) -> Any:  # Any: see the claim
        raise RuntimeError("a defect")

    monkeypatch.setattr(Claims, "claim", broken)
    post.courier._nudge.outbox.set()
    await asyncio.sleep(0.2)
    let_go.set()

    async def is_settled() -> bool:
        return await post.town.rows() == []

    await until(is_settled)
    assert sent == [post.town.chat("ann")]
    assert not running.done()
    await ended(running)


async def test_a_press_that_cannot_be_read_holds_back_no_other(town: Phones, caplog: pytest.LogCaptureFixture) -> None:
    await town.put(message=town.message("ann", "/my", town.user("ann")))
    await town.put(message=town.message("peter", "/my", town.user("peter")))
    bad, _ = await ids(town.town.storage, inbox)
    await plant(town.town.storage, inbox, bad, raw=NO_JSON)
    running = asyncio.ensure_future(town.worker.run())

    async def handled() -> bool:
        return ("my", town.user("peter")) in await town.town.says()

    await until(handled)
    await ended(running)
    (said,) = [message for code, message in await messages(town.town) if code == "rows_set_aside"]
    assert f"inbox, строки {bad}." in said.html and town.town.who("ann").title in said.html
    assert f"inbox row {bad} cannot be read and is set aside" in caplog.text
    assert await names(town.town.storage) == [f"inbox {bad}"]


async def test_each_queue_sets_aside_what_cannot_be_read_and_nothing_else(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for code in ("a", "b"):
            await tx.outbox.put(Say(chat_id=HOME, code=code))
        for number in (1, 2):
            await tx.inbox.add(BOT_ID, [{"update_id": number, "message": {"chat": {"id": 5}, "from": {"id": 5}}}], at=NOW)
        wall = await stored_source(tx)
        events = [Pushed(network=Network.VK, source=wall.external_id, external_id=str(number), raw={}) for number in (1, 2)]
        await tx.pushed.add(events, at=NOW)
        for number in (1, 2):
            await stored_post(tx, number)
    tables = {Queue.OUTBOX: outbox, Queue.INBOX: inbox, Queue.PUSHED: pushed, Queue.UNREAD: post_table}
    spoils: dict[Queue, dict[str, Any]] = {  # Any: what a damaged page may hold
        Queue.OUTBOX: {"kind": "?"},
        Queue.INBOX: {"raw": NO_JSON},
        Queue.PUSHED: {"raw": NO_JSON},
        Queue.UNREAD: {"photos": NO_JSON},
    }
    for queue, table in tables.items():
        bad, _ = await ids(storage, table)
        assert not await set_unreadable_aside(storage, queue, UNREADABLE, now=NOW)
        await plant(storage, table, bad, **spoils[queue])
        assert await set_unreadable_aside(storage, queue, UNREADABLE, now=NOW)
        assert (await names(storage))[0] == f"{queue} {bad}"
    async with storage.transaction() as tx:
        assert [row.code for row in await tx.outbox.claim(now=NOW, lease=NOW - NOW, limit=9)] == ["b"]
        assert (await tx.inbox.next(now=NOW)) is not None
        assert [row.pushed.external_id for row in await tx.pushed.after(wall, 0, limit=9)] == ["2"]
        assert len(await tx.unread.next(9)) == 1
        assert len(await tx.posts.addresses([(await tx.unread.next(9))[0].id])) == 1


async def test_what_is_returned_is_named_no_more(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=HOME, code="a"))
    (bad,) = await ids(storage, outbox)
    await plant(storage, outbox, bad, kind="?")
    assert await set_unreadable_aside(storage, Queue.OUTBOX, UNREADABLE, now=NOW)
    await plant(storage, outbox, bad, kind="say", state="pending")
    assert await names(storage) == []


async def test_a_program_that_reads_nothing_sets_nothing_aside(storage: Storage) -> None:
    async with storage.transaction() as tx:
        for _ in range(MOST + 1):
            await tx.outbox.put(Say(chat_id=HOME, code="a"))
        await tx._run(everywhere(update(outbox).values(kind="?")))
    assert not await set_unreadable_aside(storage, Queue.OUTBOX, UNREADABLE, now=NOW)
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=HOME, code="b"))
    assert await set_unreadable_aside(storage, Queue.OUTBOX, UNREADABLE, now=NOW)  # another one can be read: it is the rows


async def test_readyz_names_the_row_and_the_bot_is_ready(post: Post) -> None:
    await post.say("stranger")
    (bad,) = await ids(post.town.storage, outbox)
    await plant(post.town.storage, outbox, bad, kind="?")
    await set_unreadable_aside(post.town.storage, Queue.OUTBOX, UNREADABLE, now=post.town.clock.now())
    health = Health(post.town.storage, post.town.clock, post.messenger, signs=(), timezone=MOSCOW)
    await health.ask_database()
    (wrong,) = health.wrong()
    assert (wrong["code"], wrong["because"]) == ("set_aside", "ValueError")
    assert f"outbox {bad}" in wrong["what"] and "docs/operations.md" in wrong["wanted"]
    assert health.is_ready()
