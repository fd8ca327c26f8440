"""A press is answered once and in time, whatever the database does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.health import presses as presses_module
from bot.health.presses import NOT_KEPT, SLOW, Presses
from bot.storage.delivery.inbox import Inbox
from bot.storage.delivery.inbox import inbox as table
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.sqlite_library import sqlite3
from bot.telegram.adapter import make_bot
from bot.telegram.incoming import poller as poller_module
from bot.telegram.incoming.poller import Poller
from handlers.kit.buttons import CardButton, Press
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.phones import phones

TOKEN = "4242:test-token"
Json = dict[str, Any]  # Any: JSON of Telegram


class SmallTelegram:
    """Gives unconfirmed updates and writes down answers to presses."""

    def __init__(self) -> None:
        self.pending: list[int] = []
        self.toasts: list[tuple[str, str | None]] = []
        self.arrived = asyncio.Event()

    def press(self, number: int) -> None:
        self.pending.append(number)
        self.arrived.set()

    async def updates(self, request: web.Request) -> web.Response:
        offset = int(request.query.get("offset", "0"))
        self.pending = [number for number in self.pending if number >= offset]
        if not self.pending and float(request.query["timeout"]) > 0:
            self.arrived.clear()
            await self.arrived.wait()
        who = {"id": 7, "is_bot": False, "first_name": "Ann"}
        result = [{"update_id": n, "callback_query": {"id": f"press{n}", "from": who, "chat_instance": "1"}} for n in self.pending]
        return web.json_response({"ok": True, "result": result})

    async def answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.toasts.append((str(form["callback_query_id"]), str(form["text"]) if "text" in form else None))
        return web.json_response({"ok": True, "result": True})


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses_module, "BLANK_AFTER", 0.05)
    monkeypatch.setattr(poller_module, "LISTEN", 0.02)
    monkeypatch.setattr(poller_module, "AFTER_FAILURE", 0.02)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


@asynccontextmanager
async def polled(town: DeskTown, *, handled_here: bool = True) -> AsyncIterator[SmallTelegram]:
    telegram, app = SmallTelegram(), web.Application()
    app.router.add_get(f"/bot{TOKEN}/getUpdates", telegram.updates)
    app.router.add_post(f"/bot{TOKEN}/answerCallbackQuery", telegram.answer)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        bot = make_bot(TOKEN, api_base=base, proxy=None)
        presses = Presses(bot)
        presses.are_handled_here = handled_here
        poller = Poller(town.storage, town.clock, token=TOKEN, api_base=base, nudge=lambda: None, presses=presses)
        async with bot.session, asyncio.TaskGroup() as group:
            task = group.create_task(poller.run())
            try:
                yield telegram
            finally:
                task.cancel()
                telegram.arrived.set()


async def until(seen: Callable[[], bool], what: str) -> None:
    try:
        async with asyncio.timeout(20):
            while not seen():  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"never: {what}") from None


async def kept(town: DeskTown) -> list[int]:
    async with town.storage.transaction() as tx:
        return [row.update_id for row in await tx._all(everywhere(select(table).order_by(table.c.id)))]


async def pragma(town: DeskTown, words: str) -> None:
    async with town.storage._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute(f"PRAGMA {words}")


async def test_while_another_program_holds_the_database_every_press_is_answered_and_then_kept(town: DeskTown, sqlite_url: str) -> None:
    file = Path(str(make_url(sqlite_url).database))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    await pragma(town, "busy_timeout=60000")
    try:
        async with polled(town) as telegram:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            for number in (1, 2, 3):  # each comes when the former waits for the database already
                telegram.press(number)
                await until(lambda n=number: (f"press{n}", SLOW) in telegram.toasts, f"press {number} is answered")  # type: ignore[misc]
            await asyncio.to_thread(other.execute, "ROLLBACK")
            await until(lambda: not telegram.pending, "all are confirmed")
    finally:
        other.close()
    assert await kept(town) == [1, 2, 3]
    assert telegram.toasts == [(f"press{number}", SLOW) for number in (1, 2, 3)]


async def test_a_database_that_refuses_is_said_at_once_and_the_press_is_brought_again(
    town: DeskTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses_module, "BLANK_AFTER", 60.0)
    async with polled(town, handled_here=False) as telegram:
        await pragma(town, "query_only=ON")
        telegram.press(1)
        await until(lambda: telegram.toasts == [("press1", NOT_KEPT)], "it is said that the database refuses")
        await asyncio.sleep(0.1)
        assert telegram.pending == [1], "the messenger keeps it for us"
        await pragma(town, "query_only=OFF")
        await until(lambda: not telegram.pending, "it is confirmed")
    assert await kept(town) == [1]
    assert telegram.toasts == [("press1", NOT_KEPT)]


async def test_a_press_that_another_process_handles_is_left_to_it_once_it_is_kept(town: DeskTown) -> None:
    async with polled(town, handled_here=False) as telegram:
        telegram.press(1)
        await until(lambda: not telegram.pending, "it is kept")
        await asyncio.sleep(0.2)
        assert telegram.toasts == []


async def test_a_press_that_nobody_has_time_for_is_answered_here(town: DeskTown) -> None:
    async with polled(town) as telegram:
        telegram.press(1)
        await until(lambda: telegram.toasts == [("press1", SLOW)], "it is answered though no worker took it")


async def test_a_press_whose_failure_cannot_be_written_down_is_answered_all_the_same(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_args: Any, **_kwargs: Any) -> None:
        raise OSError("disk")

    async with phones(sqlite_url) as town:
        for method in ("done", "failed"):
            monkeypatch.setattr(Inbox, method, fails)
        incident = await town.town.open()
        await town.put(callback_query=town.query("ann", CardButton(press=Press.ACCEPT, incident=incident.id).pack()))
        async with asyncio.TaskGroup() as group:
            task = group.create_task(town.worker.run())
            await until(lambda: town.telegram.answers() == [SLOW], "the press is answered")
            task.cancel()


async def test_a_press_whose_id_no_request_can_carry_ends_nobody_elses_answer(sqlite_url: str) -> None:
    async with phones(sqlite_url) as town, asyncio.TaskGroup() as answers:
        presses = Presses(town.bot)
        presses.settle(answers, {"callback_query": {"id": "\ud800"}}, "Готово")
        presses.settle(answers, {"callback_query": {"id": "9"}}, "Готово")
    assert town.telegram.answers() == ["Готово"]
