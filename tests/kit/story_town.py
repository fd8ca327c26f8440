"""A town for a story: the real sandbox over HTTP, the real bot beside it, and words for what people do in it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.clock import ScenarioClock
from bot.config.district import District
from bot.config.settings import Settings
from bot.demo.control import Control
from bot.demo.robots.enrolment import enrol_all
from bot.demo.town import RESIDENTS, SWEEP_SECONDS, Town, make_town
from bot.reading.reader import ReaderProcess
from incidents.official import Role

Json = dict[str, Any]  # Any: JSON of the control API

SPEED = 120.0
SLOW = 2.0  # half a minute for what the 60 seconds of a hold would hide at full speed
PATIENCE = 120.0  # real seconds: a failing story ends
IN_PEACE = 10.0  # real seconds: a machine that has not sent everything by then is slower than its town
ANN, PETER = RESIDENTS[0], RESIDENTS[1]


class Story:
    """What residents and officials do, and what can be seen. Everything goes over HTTP."""

    def __init__(
        self, control: Control, clock: ScenarioClock, town: Town, settings: Settings, district: District, reader: ReaderProcess
    ) -> None:
        self.control, self.clock, self.town = control, clock, town
        self.settings, self.district, self.reader = settings, district, reader
        self.app: App = None  # type: ignore[assignment]  # set by `running`

    def who(self, role: Role, department: str | None = None) -> int:
        """The user id of an official; it is also their private chat."""
        return next(o.user_id for o in self.town.officials if o.role is role and o.department_id == department)

    @property
    def own_wall(self) -> int:
        """The administration's community."""
        return self.town.answers_as.group_id

    def wall(self, title: str) -> int:
        """A community by its title."""
        return next(c.group_id for c in self.town.communities if c.title == title)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """The bot runs for the block; it can be started again on the same database."""
        self.app = await App.build(self.settings, self.district, clock=self.clock, reader=self.reader)
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(self.app.run())
                try:
                    yield self.app
                finally:
                    task.cancel()
        finally:
            self.app.reader = ReaderProcess(self.district.folder)  # the shared one outlives the story
            await self.app.close()

    async def move_in(self) -> None:
        """Officials open their links and read their welcomes; the first sweep takes the baseline."""
        await enrol_all(self.app, self.control, self.town)

        async def settled() -> bool:
            async with self.app.storage.transaction() as tx:
                swept = all(source.baseline_at is not None for source in await tx.sources.all())
                return swept and await tx.outbox.count_waiting() == 0

        await self.until(settled, "everyone is welcomed, every wall is swept")

    async def jump(self, **span: float) -> None:
        """Let so much scenario time pass at once, for the bot and for the town."""
        await self.jump_to(self.clock.now() + timedelta(**span))

    async def jump_to(self, moment: datetime) -> None:
        """Set the scenario's clock, for the bot and for the town."""
        self.clock.rebase(moment, self.clock.speed, time.time(), paused=False)
        await self.control.post("clock", now=self.clock.now().isoformat())

    async def set_speed(self, speed: float) -> None:
        """Go on from this very moment at another speed, the bot and the town."""
        self.clock.rebase(self.clock.now(), speed, time.time(), paused=False)
        await self.control.post("clock", now=self.clock.now().isoformat(), speed=speed)

    async def post(self, text: str, *, wall: int | None = None, by: int = ANN, photos: tuple[str, ...] = ()) -> Json:
        """A resident writes on a wall."""
        return await self.control.write(wall or self.own_wall, by, text, photos=list(photos))

    async def comment(self, post: Json, text: str, *, by: int = PETER, reply_to: int | None = None) -> int:
        """A resident writes under a post."""
        body = {"owner_id": post["owner_id"], "post_id": post["post_id"], "author_id": by, "text": text}
        made = await self.control.post("vk/comment", **body, **({"reply_to": reply_to} if reply_to else {}))
        return int(made["comment_id"])

    async def comments(self, post: Json) -> list[Json]:
        """What stands under a post."""
        posts = (await self.control.get("vk/wall", group_id=-post["owner_id"]))["posts"]
        found: list[Json] = next(p["comments"] for p in posts if p["post_id"] == post["post_id"])
        return [comment for comment in found if not comment["deleted"]]

    async def until(self, seen: Callable[[], Awaitable[Any]], what: str = "", patience: float = PATIENCE) -> Any:  # Any: what was awaited
        """Wait until it is true and give it back."""
        try:
            async with asyncio.timeout(patience):
                while not (found := await seen()):  # noqa: ASYNC110 - the town is another program, seen from outside
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"never seen: {what}") from None
        return found

    async def message(self, chat: int, *words: str, button: str | None = None) -> Json:
        """The newest message of a chat that holds these words (and this button), when it comes."""

        async def seen() -> Json | None:
            message: Json
            for message in reversed(await self.control.chat(chat)):
                labels = [b["text"] for row in message["buttons"] or () for b in row]
                if message["html"] and all(word in message["text"] for word in words) and (button is None or button in labels):
                    return message
            return None

        try:
            found: Json = await self.until(seen)
        except AssertionError:
            there = [(m["message_id"], m["text"][:160], labels(m)) for m in await self.control.chat(chat)]
            raise AssertionError(f"never seen: {words} {button} in {chat}; there: {there}") from None
        return found

    async def to_check(self, chat: int, *words: str, button: str) -> Json:
        """The only card of the coordinator's «Проверьте»."""
        await self.control.type(chat, "/queue")
        await self.press(chat, await self.message(chat, "Проверьте, карточки уже в отделах: 1", button="Проверьте: 1"), "Проверьте: 1")
        await self.press(chat, await self.message(chat, "Проверьте, карточки уже в отделах: 1", button="1"), "1")
        return await self.message(chat, *words, button=button)

    async def texts(self, chat: int) -> list[str]:
        """Texts of the bot's messages in a chat."""
        return [m["text"] for m in await self.control.chat(chat) if m["html"]]

    async def gone(self, chat: int, words: str) -> None:
        """When no message of the bot in the chat holds these words any more."""

        async def nowhere() -> bool:
            return not [text for text in await self.texts(chat) if words in text]

        await self.until(nowhere, f"{words!r} goes away")

    async def press(self, by: int, message: Json, label: str, chat: int | None = None) -> str | None:
        """Press a button and read the toast."""
        answer = (await self.control.press(by, chat or by, message["message_id"], label, wait=30))["answer"]
        return answer["text"] if answer else None

    async def press_data(self, by: int, message: Json, data: str) -> str | None:
        """Press a button as an old keyboard or a forger would: by what it carries."""
        body = {"user_id": by, "chat_id": by, "message_id": message["message_id"], "data": data, "wait": 30}
        answer = (await self.control.post("tg/press", **body))["answer"]
        return answer["text"] if answer else None

    async def answer(self, who: int, card: Json, text: str) -> None:
        """From a card to a sent answer."""
        await self.press(who, card, "Ответить")
        await self.message(who, "Напишите ответ жителю")
        await self.control.type(who, text)
        preview = await self.message(who, "Так увидит житель", text[:60])
        await self.press(who, preview, next(label for label in labels(preview) if label.startswith("Отправить")))

    async def quiet(self) -> None:
        """Until every wall was read since and the bot has nothing to handle and to send.

        Where a minute brings more rings than the machine can send in half a second the clock goes slower till all is sent.
        """
        begun = self.clock.now()

        async def swept() -> bool:
            async with self.app.storage.transaction() as tx:
                well = [s for s in await tx.sources.all() if not s.broken_at and not s.paused_at and s.last_ok_at]
            return all(s.last_ok_at is None or s.last_ok_at >= begun + timedelta(seconds=SWEEP_SECONDS) for s in well)

        async def idle() -> bool:
            async with self.app.storage.transaction() as tx:
                unread = await tx.unread.next(limit=1)
                return not unread and await tx.outbox.count_waiting() == 0

        await self.clock.sleep(SWEEP_SECONDS * 2)
        await self.until(swept, "every wall is read")
        try:
            await self.until(idle, "the bot is idle", patience=IN_PEACE)
        except AssertionError:
            speed = self.clock.speed
            await self.set_speed(min(SLOW, speed))
            await self.until(idle, "the bot is idle")
            await self.set_speed(speed)


def labels(message: Json) -> list[str]:
    """Labels of a message's buttons."""
    return [button["text"] for row in message["buttons"] or () for button in row]


def new_town(district: District) -> Town:
    """The demo's town."""
    return make_town(district)
