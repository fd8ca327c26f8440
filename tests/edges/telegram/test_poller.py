"""The poller against a small Telegram: rows are committed before the offset moves, and a broken line is said once."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.health.presses import Presses
from bot.storage.delivery.inbox import inbox as table
from bot.storage.engine.own_district import everywhere
from bot.telegram.adapter import make_bot
from bot.telegram.incoming import poller as poller_module
from bot.telegram.incoming.poller import Poller
from tests.kit.desk_town import DeskTown, desk_town

TOKEN = "4242:test-token"
HANG, DROP = "hang", "drop"
Json = dict[str, Any]  # Any: JSON of Telegram


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "BACK_OFF", (0.001,))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def ok(*ids: int) -> Json:
    return {"ok": True, "result": [{"update_id": id, "message": {"message_id": id}} for id in ids]}


def error(code: int, description: str = "no") -> Json:
    return {"ok": False, "error_code": code, "description": description}


class FakeUpdates:
    """Answers in order, then hangs. `offsets` were asked; `kept` is what the inbox held at that moment."""

    def __init__(self, town: DeskTown, *answers: Any) -> None:
        self.town, self.waiting = town, list(answers)
        self.offsets: list[int | None] = []
        self.kept: list[list[int]] = []
        self.done = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        offset = request.query.get("offset")
        self.offsets.append(int(offset) if offset else None)
        self.kept.append(await inbox(self.town))
        assert request.query["allowed_updates"] == '["message","edited_message","callback_query","my_chat_member"]'
        answer = self.waiting.pop(0) if self.waiting else None
        if answer is None:
            self.done.set()
        if answer is None or answer == HANG:
            with suppress(TimeoutError):
                async with asyncio.timeout(20):
                    await asyncio.Event().wait()
        if answer == DROP:
            assert request.transport is not None
            request.transport.abort()
        if isinstance(answer, web.Response):
            return answer
        return web.Response(text=json.dumps(answer), status=200, content_type="application/json")


async def inbox(town: DeskTown) -> list[int]:
    async with town.storage.transaction() as tx:
        return [row.update_id for row in await tx._all(everywhere(select(table).order_by(table.c.id)))]


@asynccontextmanager
async def polling(fake: FakeUpdates, nudge: Callable[[], None] = lambda: None) -> AsyncIterator[Poller]:
    """The poller runs until the fake has said everything."""
    app = web.Application()
    app.router.add_get(f"/bot{TOKEN}/getUpdates", fake.handle)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/") + "/"
        presses = Presses(make_bot(TOKEN, api_base=base, proxy=None))
        poller = Poller(fake.town.storage, fake.town.clock, token=TOKEN, api_base=base, nudge=nudge, presses=presses)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(poller.run())
            try:
                async with asyncio.timeout(30):
                    await fake.done.wait()
                yield poller
            finally:
                task.cancel()


async def test_updates_are_kept_before_the_offset_moves_and_wake_the_worker(town: DeskTown) -> None:
    woken: list[int] = []
    fake = FakeUpdates(town, ok(11, 12), ok(13), ok())
    async with polling(fake, lambda: woken.append(1)):
        assert fake.offsets == [None, 13, 14, None]
        assert fake.kept == [[], [11, 12], [11, 12, 13], [11, 12, 13]]
        assert woken == [1, 1]


async def test_what_comes_twice_is_kept_once(town: DeskTown) -> None:
    for _ in range(2):
        async with polling(FakeUpdates(town, ok(11, 12))):
            assert await inbox(town) == [11, 12]


async def test_updates_numbered_anew_after_a_silence_are_not_thrown_away(town: DeskTown) -> None:
    fake = FakeUpdates(town, ok(900), ok(), ok(5))
    async with polling(fake):
        assert fake.offsets == [None, 901, None, 6]
        assert await inbox(town) == [900, 5]


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        (error(409, "Conflict: terminated by other getUpdates request"), "ещё одна программа (409)"),
        (error(401, "Unauthorized"), "не узнал токен (401)"),
        (error(429, "Too Many Requests: retry after 5"), "Telegram отказал: Too Many Requests"),
        ({"ok": False}, "Telegram отказал: без объяснений"),
        ({"ok": True, "result": "x"}, "Telegram отказал: без объяснений"),
        ([1], "ответил не по правилам"),
        (web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html"), "не отвечает: JSONDecodeError"),
        (web.Response(status=200, text='{"ok": true, "resu', content_type="application/json"), "не отвечает: JSONDecodeError"),
        (web.Response(status=200, body=b"\xff\xfe", content_type="application/json"), "не отвечает: UnicodeDecodeError"),
        (DROP, "не отвечает: Server"),
    ],
)
async def test_a_broken_line_is_said_once_when_it_breaks_and_once_when_it_is_back(
    town: DeskTown, caplog: pytest.LogCaptureFixture, answer: Any, because: str
) -> None:
    caplog.set_level(logging.INFO, "bot.telegram.incoming.poller")
    again = answer if not isinstance(answer, web.Response) else error(409)
    fake = FakeUpdates(town, again, again, ok(11)) if not isinstance(answer, web.Response) else FakeUpdates(town, answer, ok(11))
    async with polling(fake) as poller:
        assert poller.line.because is None
        assert await inbox(town) == [11]
    lines = [record.message for record in caplog.records if record.name == "bot.telegram.incoming.poller"]
    assert len(lines) == 2
    assert because in lines[0]
    assert lines[1] == "Telegram снова отвечает"
    assert TOKEN not in "".join(lines)


async def test_while_the_line_is_broken_the_poller_says_why(town: DeskTown) -> None:
    fake = FakeUpdates(town, *[error(409)] * 3)
    async with polling(fake) as poller:
        assert poller.line.because is not None
        assert "409" in poller.line.because


async def test_a_server_that_hangs_is_left_after_the_long_poll(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "LONG_POLL", -9.9)
    fake = FakeUpdates(town, HANG)
    async with polling(fake) as poller:
        assert poller.line.because == "Telegram не отвечает: TimeoutError"


async def test_what_has_no_number_is_passed_over(town: DeskTown) -> None:
    fake = FakeUpdates(town, {"ok": True, "result": [7, {"update_id": "x"}, {"message": {}}, *ok(11)["result"]]})
    async with polling(fake):
        assert await inbox(town) == [11]


async def test_a_proxy_is_gone_through(town: DeskTown) -> None:
    nowhere, proxy = "http://127.0.0.1:9", "socks5://127.0.0.1:9"
    presses = Presses(make_bot(TOKEN, api_base=nowhere, proxy=None))
    poller = Poller(town.storage, town.clock, token=TOKEN, api_base=nowhere, proxy=proxy, nudge=lambda: None, presses=presses)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        async with asyncio.timeout(30):
            while poller.line.because is None:  # noqa: ASYNC110 - the poller tells nobody else
                await asyncio.sleep(0.01)
        task.cancel()
    assert poller.line.because.startswith("Telegram не отвечает: Proxy")
