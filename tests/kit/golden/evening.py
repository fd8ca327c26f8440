"""The kept evening, opened: what is done there does not stay."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiogram.dispatcher.event.handler import HandlerObject
from sqlalchemy import func, select

from bot.app import FSM
from bot.delivery.invitation_codes import rendered
from bot.health.presses import Presses
from bot.renderer import Renderer
from bot.storage.delivery.inbox import InboxRow
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, outbox, outbox_row_of
from bot.storage.engine.migrate import migrate
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.worker import Worker
from bot.username import BotName
from bot.wakeups import Nudge
from handlers.kit.rendering import Unneeded
from incidents.errors import DomainError, StaleVersion
from incidents.ids import ChatId, IncidentId
from tests.kit.desk_town import DISTRICT, StillClock, konakovo
from tests.kit.golden.written import written

FOLDER = Path(__file__).parents[2] / "recorded" / "golden"
DUMP, CLOCK = FOLDER / "evening.sql.gz", FOLDER / "evening.json"
BOT_ID = 1000000001  # the demo's: keys of dialogues begin with it
Json = dict[str, Any]  # Any: JSON of Telegram


class _TakenBack(Exception):
    """Ends a transaction that must leave nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an update did: who handled it, what its author was told at once, what was put into the outbox."""

    handler: str
    refused: bool
    told: str | None
    rows: Sequence[OutboxRow]
    texts: Sequence[str]


@dataclass(slots=True)
class Evening:
    """The evening. All that knows of transactions, rows and the worker stands in this class."""

    file: Path
    storage: Storage
    worker: Worker
    clock: StillClock
    renderer: Renderer
    bot_id: int = BOT_ID
    sent: int = 0

    def ask(self, sql: str, *values: object) -> list[Any]:  # Any: SQL's own
        """Rows of a plain question; one column comes without its tuple."""
        with closing(sqlite3.connect(self.file)) as base:
            rows = base.execute(sql, values).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    async def rows(self) -> list[OutboxRow]:
        """Everything that was ever said, in its order; deletions and cards left out."""
        async with self._passing() as tx:
            return [row for row in await _after(tx, 0) if _is_said(row)]
        raise AssertionError

    async def say(self, row: OutboxRow) -> str:
        """What this row says now, or why it says nothing."""
        async with self._passing() as tx:
            return await self._said(tx, row)
        raise AssertionError

    async def cards(self, id: int, chats: Sequence[int]) -> list[str]:
        """The card in each of these chats."""
        async with self._passing() as tx:
            return [written(await self.renderer.card(tx, IncidentId(id), ChatId(chat), now=self.clock.now())) for chat in chats]
        raise AssertionError

    async def hear(self, update: Json, *, keep: bool = False, fsm: Json | None = None) -> Heard:
        """Handle an update; `fsm`: where the dialogue of its author stood (else as it was left)."""
        told, refused = None, False
        rows: list[OutboxRow] = []
        texts: list[str] = []
        with _watched(call=True) as names, suppress(_TakenBack):
            async with self.storage.transaction() as tx:
                last = await tx._scalar(everywhere(select(func.coalesce(func.max(outbox.c.id), 0))))
                if fsm is not None:
                    await tx.dialogues.set_state(fsm["key"], fsm["state"])
                    await tx.dialogues.set_data(fsm["key"], fsm["data"])
                try:
                    told = (await self.worker._feed(tx, self._row(update))).toast
                except (DomainError, StaleVersion) as error:
                    told, keep = getattr(error, "user_text", type(error).__name__), False
                    refused = True
                else:
                    rows = [row for row in await _after(tx, last) if _is_said(row)]
                    texts = [await self._said(tx, row) for row in rows]
                if not keep:
                    raise _TakenBack
        return Heard(names[-1] if names else "nobody", refused, told, rows, texts)

    async def handlers(self, updates: Sequence[Json]) -> list[str]:
        """Names of the functions that would handle these; none is called."""
        found = []
        async with self._passing() as tx:
            for update in updates:
                with _watched(call=False) as names:
                    await self.worker._feed(tx, self._row(update))
                found.append(names[-1] if names else "nobody")
        return found

    def press(self, chat: int, data: str, *, message: int = 50, by: int | None = None) -> Json:
        """A press, as Telegram tells it; `by` somebody in a group."""
        self.sent += 1
        under = {**_message(chat, message, "карточка"), "from": {"id": self.bot_id, "is_bot": True, "first_name": "Отклик"}}
        query = {"id": str(self.sent), "from": _person(by or chat), "chat_instance": "1", "data": data, "message": under}
        return {"update_id": self.sent, "callback_query": query}

    def type(self, chat: int, text: str, **more: Any) -> Json:  # Any: fields of a message
        """Words in private."""
        self.sent += 1
        message = {**_message(chat, 1_000_000 + self.sent, text), **more}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return {"update_id": self.sent, "message": message}

    async def _said(self, tx: Tx, row: OutboxRow) -> str:
        try:
            with patch("secrets.token_urlsafe", lambda _size: f"golden-{row.id}"):
                return written(await rendered(self.renderer, tx, row, now=self.clock.now()))
        except (DomainError, Unneeded) as error:
            return f"({type(error).__name__})"

    def _row(self, update: Json) -> InboxRow:
        return InboxRow(bot_id=self.bot_id, update_id=update["update_id"], raw=update, received_at=self.clock.now(), tries=0)

    @asynccontextmanager
    async def _passing(self) -> AsyncIterator[Tx]:
        """A transaction that leaves nothing."""
        with suppress(_TakenBack):
            async with self.storage.transaction() as tx:
                yield tx
                raise _TakenBack


@asynccontextmanager
async def evening_in(file: Path, now: datetime, *, url: str | None = None, bot_id: int = BOT_ID) -> AsyncIterator[Evening]:
    """The database of this file (or of this address) at this moment."""
    url = url or f"sqlite+aiosqlite:///{file}"
    storage, clock = await open_storage(url, DISTRICT), StillClock(now)
    bot = make_bot(f"{bot_id}:golden", api_base="http://127.0.0.1:9", proxy=None)
    worker = Worker(storage, clock, dispatcher(FSM), bot, konakovo().policy, Nudge(), Presses(bot))
    aiogram = logging.getLogger("aiogram")  # it tells of every refusal, and refusals are a part of the evening
    level = aiogram.level
    aiogram.setLevel(logging.CRITICAL)
    try:
        yield Evening(file, storage, worker, clock, Renderer(konakovo(), BotName("otklik_demo_bot")), bot_id)
    finally:
        aiogram.setLevel(level)
        await storage.close()
        await bot.session.close()


@asynccontextmanager
async def kept_evening(folder: Path) -> AsyncIterator[Evening]:
    """The kept evening in a fresh file, brought up to the program's revision."""
    file = folder / "evening.db"
    unpack(file)
    await asyncio.to_thread(migrate, f"sqlite+aiosqlite:///{file}")
    async with evening_in(file, datetime.fromisoformat(json.loads(CLOCK.read_text(encoding="utf-8"))["now"])) as evening:
        yield evening


def unpack(file: Path) -> None:
    """The dump as a file of SQLite."""
    base = sqlite3.connect(file)
    base.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF;")
    base.executescript(gzip.decompress(DUMP.read_bytes()).decode())
    base.close()


def with_params(row: OutboxRow, code: str, params: Mapping[str, Any]) -> OutboxRow:  # Any: JSON of a row
    """The row as if it said something else."""
    return replace(row, code=code, params=params)


async def _after(tx: Tx, id: int) -> list[OutboxRow]:
    return [outbox_row_of(row) for row in await tx._all(everywhere(select(outbox).where(outbox.c.id > id).order_by(outbox.c.id)))]


def _is_said(row: OutboxRow) -> bool:
    return row.kind is OutboxKind.SAY and row.code != "delete"


def dialogue_of(chat: int) -> str:
    """The key of somebody's dialogue in private."""
    return f"{BOT_ID}:{chat}:{chat}:0"


def _person(chat: int) -> Json:
    return {"id": chat, "is_bot": False, "first_name": "Сотрудник"}


def _message(chat: int, id: int, text: str) -> Json:
    return {
        "message_id": id,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
        "from": _person(chat),
        "text": text,
    }


@contextmanager
def _watched(*, call: bool) -> Iterator[list[str]]:
    """Names of the handlers that are chosen meanwhile; `call`: they are called too."""
    names: list[str] = []
    real = HandlerObject.call

    async def watch(self: HandlerObject, *args: Any, **kwargs: Any) -> Any:  # Any: aiogram's own
        name = self.callback.__name__
        if name == "_listen_update":  # aiogram's own: it looks for ours
            return await real(self, *args, **kwargs)
        names.append(name)
        return await real(self, *args, **kwargs) if call else None

    with patch.object(HandlerObject, "call", watch):
        yield names
