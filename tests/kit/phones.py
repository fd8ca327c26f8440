"""Phones for tests of handlers: updates go through the real inbox, worker and dispatcher; Telegram is a small server that writes down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import FSM
from bot.health.presses import Presses
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.worker import Worker
from bot.wakeups import Nudge
from incidents.ids import ChatId
from tests.kit.desk_town import DeskTown, desk_town

TOKEN = "4242:test-token"
BOT_ID = 4242
STICKER = {
    **{"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1},
    **{"is_animated": False, "is_video": False},
}
GROUP = ChatId(-100500)
Json = dict[str, Any]  # Any: JSON of Telegram


class FakeTelegram:
    """Says `ok` to everything unless told otherwise; look at `calls`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.says: dict[str, tuple[int, Any]] = {}  # method → status and body
        self.base = ""
        self.reached = asyncio.Event()
        self.hold: asyncio.Event | None = None  # answers wait for it

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        form = await request.post()
        self.calls.append((method, dict(form)))
        self.reached.set()
        if self.hold is not None:
            await self.hold.wait()
        status, body = self.says.get(method, (200, {"ok": True, "result": True}))
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html")
        return web.json_response(body, status=status)

    def answers(self) -> list[str | None]:
        """Toasts in order; None is a blank one."""
        return [body.get("text") for method, body in self.calls if method == "answerCallbackQuery"]


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_route("*", f"/bot{TOKEN}/{{method}}", fake.handle)
    async with TestServer(app) as server:
        fake.base = str(server.make_url("")).rstrip("/")
        yield fake


@dataclass
class Phones:
    """People press and type; what waits in the inbox is handled at once."""

    town: DeskTown
    telegram: FakeTelegram
    bot: Bot
    worker: Worker
    sent: int = 0
    aliens: dict[str, ChatId] = field(default_factory=lambda: {"resident": ChatId(777)})

    def user(self, name: str) -> ChatId:
        return self.aliens.get(name) or self.town.chat(name)

    async def press(
        self, name: str, data: CallbackData | str, *, chat: ChatId | None = None, message_id: int = 50, **message: Any
    ) -> str | None:  # Any: fields of the message
        """Press a button under a message; gives back the toast (None: blank)."""
        text = data if isinstance(data, str) else data.pack()
        await self.update(callback_query=self.query(name, text, chat, message_id, **message))
        return self.telegram.answers()[-1]

    def query(self, name: str, data: str, chat: ChatId | None = None, message_id: int = 50, **message: Any) -> Json:
        """The press as Telegram tells it."""
        under = self.message(None, message.pop("text", "карточка"), chat or self.user(name), message_id=message_id, **message)
        return {"id": str(self.sent + 1), "from": self.sender(name), "chat_instance": "1", "data": data, "message": under}

    async def type(self, name: str, text: str | None, *, chat: ChatId | None = None, **message: Any) -> None:  # Any: fields of the message
        """Write to the bot, or into a group."""
        await self.update(message=self.message(name, text, chat or self.user(name), **message))

    def message(self, name: str | None, text: str | None, chat: ChatId, **more: Any) -> Json:  # Any: fields of the message
        kind = "private" if chat > 0 else "supergroup"
        who = self.sender(name) if name else {"id": BOT_ID, "is_bot": True, "first_name": "Отклик"}
        made: Json = {"message_id": 1000 + self.sent, "date": 1_700_000_000, "chat": {"id": chat, "type": kind}, "from": who}
        if text is not None:
            made["text"] = text
            if text.startswith("/"):
                made["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return {**made, **more}

    def sender(self, name: str) -> Json:
        return {"id": self.user(name), "is_bot": False, "first_name": name}

    async def update(self, **kind: Any) -> None:  # Any: JSON of Telegram
        """An update of any kind comes in and is handled."""
        await self.put(**kind)
        async with asyncio.TaskGroup() as answers:
            await self.worker.step(answers)

    async def put(self, **kind: Any) -> None:  # Any: JSON of Telegram
        """Into the inbox only."""
        self.sent += 1
        async with self.town.storage.transaction() as tx:
            await tx.inbox.add(BOT_ID, [{"update_id": self.sent, **kind}], at=self.town.clock.now())

    async def handle(self) -> None:
        """What is in the inbox and due now."""
        async with asyncio.TaskGroup() as answers:
            while await self.worker.step(answers):
                pass


@asynccontextmanager
async def phones(url: str, *, speed: float = 1.0) -> AsyncIterator[Phones]:
    """A town with phones."""
    async with desk_town(url, speed=speed) as town, fake_telegram() as telegram:
        bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
        try:
            worker = Worker(town.storage, town.clock, dispatcher(FSM), bot, town.policy, Nudge(), Presses(bot))
            yield Phones(town, telegram, bot, worker)
        finally:
            await bot.session.close()
