"""The long day is written into the town: by residents hour by hour, by troubles of the networks and by kills of the bot."""

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.clock import ScenarioClock
from bot.demo.control import Control
from tests.kit.long_day import town
from tests.kit.long_day.scenario import PEOPLE, Door, Edit, Written

Json = dict[str, Any]  # Any: JSON of the control API
START = 120.0  # real seconds that a start may take on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """From an hour on for so many hours calls fail as ordered; 0 hours: it is over with its last call."""

    hour: float
    lasts: float = 0.0
    faults: Sequence[Mapping[str, object]] = ()
    failed: int = 0
    kill: bool = False


def _every(api: str, method: str = "*", **more: object) -> Mapping[str, object]:
    return {"api": api, "method": method, "times": 1_000_000, **more}


TROUBLES = (
    Trouble(hour=1.5, failed=1),
    Trouble(hour=3.0, lasts=1.0, faults=[_every("vk", kind="html")]),
    Trouble(hour=6.0, failed=2),
    Trouble(hour=7.0, lasts=0.5, faults=[_every("feeds", kind="error", code=500)]),
    Trouble(hour=8.5, failed=3),
    Trouble(hour=10.0, kill=True),
    Trouble(hour=12.0, lasts=0.5, faults=[_every("ok", kind="error", code=2)]),
    Trouble(hour=13.0, lasts=0.3, faults=[_every("ok", kind="html")]),
    Trouble(hour=14.0, lasts=0.3, faults=[_every("vk", "wall.getComments", kind="error", code=10)]),
    Trouble(hour=15.0, lasts=0.3, faults=[_every("telegram", "getUpdates", kind="html", http_status=502)]),
    Trouble(hour=16.0, lasts=0.3, faults=[_every("vk", "longpoll", kind="drop")]),
    Trouble(hour=17.5, failed=3),
    Trouble(hour=19.0, kill=True),
    Trouble(hour=20.5, lasts=0.2, faults=[_every("feeds", kind="drop")]),
    Trouble(hour=21.5, failed=1),
)
"""What happens to the networks and the bot on the way; no two at once."""


class Bot:
    """The bot's process."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        self._child: asyncio.subprocess.Process | None = None
        self.starts = 0

    async def start(self, what: str = "day") -> None:
        """Start it and wait until it runs; `what`: the whole «day», or only «read»."""
        command = (sys.executable, "-m", "tests.kit.long_day.bot", what)
        self._child = await asyncio.create_subprocess_exec(*command, env=self._env, stdout=asyncio.subprocess.PIPE)
        assert self._child.stdout is not None
        async with asyncio.timeout(START):
            said = await self._child.stdout.readline()
        assert said == b"runs\n", said
        self.starts += 1

    async def end(self, how: signal.Signals) -> None:
        """Send a signal and wait for the end."""
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            child.send_signal(how)
            await child.wait()


@dataclass(slots=True)
class Play:
    """Writes what the list says when its hour comes. `start`: the day's first moment."""

    control: Control
    clock: ScenarioClock
    bot: Bot
    start: datetime
    posts: dict[int, Json] = field(default_factory=dict)  # by number: what the town answered
    written: int = 0
    gap_hours: float = 0.0

    async def day(self, written: Sequence[Written], edits: Sequence[Edit]) -> None:
        """The whole day."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._residents(written))
            group.create_task(self._editors({each.number: each for each in written}, edits))
            for trouble in TROUBLES:
                await self._until(trouble.hour)
                await self._bring(trouble)

    async def _residents(self, written: Sequence[Written]) -> None:
        for each in written:
            await self._until(each.hour)
            self.posts[each.number] = await self._write(each)
            self.written += 1

    async def _editors(self, written: Mapping[int, Written], edits: Sequence[Edit]) -> None:
        for edit in edits:
            await self._until(edit.hour)
            while edit.number not in self.posts:  # noqa: ASYNC110 - its writer is late
                await asyncio.sleep(0.1)
            one, at = written[edit.number], self.posts[edit.number]
            kind, names = ("vk", ("owner_id", "post_id")) if one.door is Door.WALL else ("ok", ("topic_id",))
            target = {name: at[name] for name in names}
            await self.control.post(f"{kind}/edit", **target, text=f"{one.text}. Дополню: после дождя там вода")

    async def _bring(self, trouble: Trouble) -> None:
        if trouble.failed:
            await self.control.post("vk/longpoll", group_id=town.OWN, failed=trouble.failed)
        if trouble.kill:
            began = self.clock.now()
            await self.bot.end(signal.SIGKILL)
            await self.bot.start()
            self.gap_hours += (self.clock.now() - began) / timedelta(hours=1)
        for fault in trouble.faults:
            await self.control.post("fault", **fault)
        if trouble.lasts:
            await self._until(trouble.hour + trouble.lasts)
            await _forget_faults(self.control)
            self.gap_hours += trouble.lasts

    async def _until(self, hour: float) -> None:
        left = (self.start + timedelta(hours=hour) - self.clock.now()).total_seconds()
        if left > 0:
            await self.clock.sleep(left)

    async def _write(self, one: Written) -> Json:
        path, body = _request(one, self.posts[one.under] if one.under is not None else {})
        return await self.control.post(path, **body, text=one.text)


def _request(one: Written, post: Json) -> tuple[str, Json]:
    """The control call of something written; `post`: what the town said of the post that it stands under."""
    vk, ok, paper = town.vk_person(one.author), town.ok_person(one.author), {"paper": town.paper(one.place)}
    under: Json = {name: post[name] for name in ("owner_id", "post_id", "topic_id", "news_id") if name in post}
    replied = {"reply_to_message_id": post["message_id"]} if "message_id" in post else {}
    chatted = {"user_id": town.tg_person(one.author), "chat_id": town.chat(one.place), **replied}
    requests: dict[Door, tuple[str, Json]] = {
        Door.WALL: ("vk/post", {"group_id": town.wall(one.place), "author_id": vk}),
        Door.WALL_COMMENT: ("vk/comment", {**under, "author_id": vk}),
        Door.MESSAGE: ("vk/message", {"group_id": town.OWN, "user_id": town.vk_person(PEOPLE + one.author)}),
        Door.GROUP: ("ok/post", {"group_id": town.group(one.place), "author_id": ok}),
        Door.GROUP_COMMENT: ("ok/comment", {**under, "author_id": ok}),
        Door.CHAT: ("tg/type", chatted),
        Door.CHAT_REPLY: ("tg/type", chatted),
        Door.NEWS: ("feed/news", {**paper, "title": f"Новость {one.number}"}),
        Door.NEWS_COMMENT: ("feed/comment", {**paper, **under, "author": f"Читатель {one.author}"}),
    }
    return requests[one.door]


async def _forget_faults(control: Control) -> None:
    async with aiohttp.ClientSession() as session, session.delete(f"{control.base}/control/faults") as answer:
        assert answer.status == 200
