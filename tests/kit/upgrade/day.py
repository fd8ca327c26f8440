"""A small day of a district, played by its own code: everybody presses everything once.

It runs over the code of any version since 0.1.0, so it uses only what all of them have.
"""

import importlib
import importlib.util
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import FSM
from bot.delivery.courier import Courier
from bot.health.presses import Presses
from bot.renderer import Renderer
from bot.storage.engine.storage import open_storage
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.worker import Worker
from bot.wakeups import Nudge
from incidents.ids import ChatId
from incidents.messenger import Delivery, Done, Message
from incidents.official import Role
from tests.kit.desk_town import DISTRICT, DeskTown, StillClock, _hurry, konakovo
from tests.kit.golden.typed import TYPED
from tests.kit.phones import TOKEN, Phones, fake_telegram, phones
from tests.kit.post_office import HeldPhotos, Post, RecordingMessenger

LIBRARY = "bot.storage.engine.sqlite_library"
sqlite3: Any = (  # Any: one of two modules. Two libraries of SQLite on one file break each other's locks; 0.1.0 had the one
    importlib.import_module(LIBRARY).sqlite3 if importlib.util.find_spec(LIBRARY) else importlib.import_module("sqlite3")
)
KINDS = 3  # of words with one act
TRIES = 3  # buttons of a kind that are pressed until one is not refused
Json = dict[str, Any]  # Any: JSON of Telegram
Shape = tuple[str, str]
COMMANDS = (
    *("/my", "/queue", "/summary", "/leave", "/duty", "/people", "/approval", "/rules", "/templates", "/sources", "/new", "/works"),
    *("/region", "/modes", "/norms", "/advice", "/status", "/erase", "/help", "/start", "/find", "/find Белавинская"),
)


class Chats(RecordingMessenger):
    """Keeps what stands in every chat."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[int, int], Message] = {}

    def _answer(self, method: str, chat_id: ChatId, what: Any, **details: Any) -> Delivery:  # Any: as in the base
        done = super()._answer(method, chat_id, what, **details)
        if method == "send" and isinstance(done, Done) and done.message_id is not None:
            self.held[chat_id, done.message_id] = what
        elif method == "edit":
            self.held[chat_id, details["message_id"]] = what
        elif method == "delete":
            self.held.pop((chat_id, what), None)
        return done


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button in a chat, and whose thumb is near."""

    name: str
    chat: int
    message: int
    data: str


@dataclass
class Day:
    """The district at work. `seen`: one button of every kind that was ever shown; `asked`: every kind of open dialogue."""

    file: Path
    phones: Phones
    post: Post
    chats: Chats
    seen: dict[Shape, list[Pressable]] = field(default_factory=dict)
    pressed: set[Shape] = field(default_factory=set)
    asked: dict[str, Json] = field(default_factory=dict)
    worn: Counter[str] = field(default_factory=Counter)  # how often the buttons of a number were pressed

    def ask(self, sql: str, *values: object) -> list[Any]:  # Any: SQL's own
        """Rows of a plain question."""
        with closing(sqlite3.connect(self.file)) as base:
            return list(base.execute(sql, values).fetchall())

    async def settle(self) -> None:
        """Everything that waits is handled and sent."""
        await self.phones.handle()
        await self.post.deliver(rounds=60)
        self.look()
        self.phones.town.clock.move(seconds=7)

    def look(self) -> None:
        """Remember what can be pressed now."""
        for (chat, message), shown in self.chats.held.items():
            for button in (button for row in shown.rows for button in row if button.data is not None):
                shape = shape_of(str(button.data))
                where = Pressable(self.near(chat), chat, message, str(button.data))
                found = self.seen.setdefault(shape, [])
                if where not in found:
                    found.append(where)

    def near(self, chat: int) -> str:
        """Whose private chat it is; in a group an executor presses."""
        return next((name for name, who in self.phones.town.people.items() if who.user_id == chat), "ann")

    async def press(self, button: Pressable) -> str | None:
        """Press it, and answer what is asked then; gives back the toast."""
        toast = await self.phones.press(button.name, button.data, chat=ChatId(button.chat), message_id=button.message)
        await self.settle()
        await self._answer()
        return toast

    async def type(self, name: str, text: str | None, **more: Any) -> None:  # Any: fields of a message
        """Words in private."""
        await self.phones.type(name, text, **more)
        await self.settle()

    async def _answer(self, steps: int = 4) -> None:
        """What is asked, and what is asked then."""
        for name, dialogue in self.dialogues().items():
            what = str(dialogue["data"].get("what") or dialogue["state"])
            text = TYPED.get(what, "Здравствуйте! Мастер проверит завтра до 12:00, напишем здесь.")
            if what not in self.asked or len(self.asked[what]["data"]) < len(dialogue["data"]):
                self.asked[what] = {"name": name, "text": text, **dialogue}
            await self.type(name, text)
            if name in self.dialogues():
                await (self._answer(steps - 1) if steps and self.dialogues()[name] != dialogue else self.type(name, "отмена"))

    def dialogues(self) -> dict[str, Json]:
        """Open dialogues by whose they are, as they lie in the base."""
        rows = self.ask("SELECT key, state, data FROM fsm WHERE state IS NOT NULL")
        names = {str(who.user_id): name for name, who in self.phones.town.people.items()}
        return {names[key.split(":")[1]]: {"key": key, "state": state, "data": json.loads(data)} for key, state, data in rows}

    async def crawl(self, *, skipped: Collection[str] = (), most: int = 900) -> None:
        """Everybody types every command and presses every kind of button once, those with `skipped` prefixes left out."""
        for text in COMMANDS:
            for name in list(self.phones.town.people):
                await self.type(name, text)
                await self._answer()
        while len(self.pressed) < most:
            fresh = [shape for shape in self.kinds() if shape not in self.pressed and shape[0].partition(":")[0] not in skipped]
            if not fresh:
                return
            for shape in fresh:
                self.pressed.add(shape)
                await self._press_some(shape)

    async def _press_some(self, shape: Shape) -> None:
        """Until one is not refused; those that stand in a chat and were pressed least come first."""
        found = sorted(
            self.seen[shape], key=lambda each: ((each.chat, each.message) not in self.chats.held, self.worn[number_of(each.data)])
        )
        for button in found[:TRIES]:
            self.worn[number_of(button.data)] += 1
            if await self.press(button) is None:
                return

    def kinds(self) -> list[Shape]:
        """Kinds of buttons that were shown, not more than a few of words with one act."""
        acts: dict[str, int] = {}
        found = []
        for act, words in self.seen:
            acts[act] = acts.get(act, 0) + 1
            if acts[act] <= KINDS:
                found.append((act, words))
        return found


def shape_of(data: str) -> Shape:
    """What is pressed, and with which words; numbers and days are all alike."""
    prefix, do, *rest = [*re.sub(r":\d+", ":0", data).split(":"), ""]
    return f"{prefix}:{do}", re.sub(r"\d+", "0", ":".join(rest))


def number_of(data: str) -> str:
    """The first number of a button: the card, the answer that it is about."""
    return next((part for part in data.split(":")[1:] if part.isdecimal()), "")


@asynccontextmanager
async def a_day(file: Path) -> AsyncIterator[Day]:
    """The town of the tests in this migrated file, with an approver and a second coordinator."""
    async with phones(f"sqlite+aiosqlite:///{file}") as town:
        await town.town.enrol("press", Role.APPROVER)
        await town.town.enrol("second", Role.COORDINATOR)
        yield _day(file, town, Chats())


@asynccontextmanager
async def copy_of(day: Day, file: Path) -> AsyncIterator[Day]:
    """The same day in a fresh file, with the same chats: what is done there leaves no trace in the first."""
    with closing(sqlite3.connect(day.file)) as base, closing(sqlite3.connect(file)) as copy:
        base.backup(copy)
    then = day.phones.town
    storage = await open_storage(f"sqlite+aiosqlite:///{file}", DISTRICT)
    await _hurry(storage)
    town = DeskTown(storage, StillClock(then.clock.now()), dict(then.people), then.source, then.numbers)
    async with fake_telegram() as telegram:
        bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
        worker = Worker(storage, town.clock, dispatcher(FSM), bot, town.policy, Nudge(), Presses(bot))
        chats = Chats()
        chats.held, chats.last_id = dict(day.chats.held), day.chats.last_id
        try:
            yield _day(file, Phones(town, telegram, bot, worker, day.phones.sent), chats)
        finally:
            await bot.session.close()
            await storage.close()


def _day(file: Path, phones: Phones, chats: Chats) -> Day:
    town = phones.town
    courier = Courier(town.storage, town.clock, chats, Renderer(konakovo()), HeldPhotos(), town.policy, Nudge())
    return Day(file, phones, Post(town, chats, courier), chats)
