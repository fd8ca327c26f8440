"""Play a day: post each line at its scenario moment.

Posts of a JSONL file or of the built-in day, written on the walls by residents.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import cycle
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.town import PAPER, READER, RESIDENTS, Town
from incidents.errors import ExplainedError

LOG = logging.getLogger(__name__)

STEP = timedelta(minutes=1)  # between posts that have no `at`

Row = Mapping[str, Any]  # Any: JSON

MAX_TEXT = 16_000  # VK's own limit of a post is below this; longer texts are cut as VK's editor would


class BadPosts(ExplainedError):
    """The file of posts cannot be played; `user_text` is one Russian line with the line's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPost:
    """A post to come. `under`: a comment under the planned post with this `key`; `at` None: a minute after the one before."""

    text: str
    community: str | None = None
    at: datetime | None = None
    key: str | None = None
    under: str | None = None
    photos: tuple[str, ...] = ()
    unsigned: bool = False  # the community publishes it as itself
    attachments: tuple[Mapping[str, Any], ...] = ()  # Any: as the town takes them
    repost: str | None = None  # the key of a post that it passes on
    paper: str | None = None  # the headline: the newspaper publishes it, and not a wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A moment of the day that is worth jumping to: when its first post comes.

    `phones`: whose phones ring then, as «head» or a department's «housing». `shows`: words of the message to look at there.
    """

    title: str
    about: str
    at: datetime
    community: str | None = None
    text: str | None = None  # of its first post
    phones: tuple[str, ...] = ()
    shows: str = ""


def load_posts(path: Path, *, day: datetime, zone: tzinfo) -> Sequence[PlannedPost]:
    """Read a JSONL file. `at` is ISO or «9:05» of the scenario's day. Raises BadPosts."""
    posts = [_planned(path, n, row, day, zone) for n, row in rows_of(path) if not {"scene", "past", "region"} & row.keys()]
    if not posts:
        raise BadPosts(f"{path}: в файле нет ни одного поста; нужна строка JSON с полем text на каждый")
    return posts


def load_scenes(path: Path, *, day: datetime, zone: tzinfo) -> Sequence[Scene]:
    """The scenes of the same file, each at the moment of the post below it. Raises BadPosts."""
    scenes, waiting = [], None
    for number, row in rows_of(path):
        if "scene" in row:
            waiting = row
        elif "past" in row:
            continue
        if waiting is None:
            continue
        try:
            made = _scene(path, number, waiting, row, day, zone)
        except (ValueError, TypeError):
            raise wrong_line(path, number) from None
        if made is not None:
            scenes.append(made)
            waiting = None
    return scenes


def _scene(path: Path, number: int, scene: Row, row: Row, day: datetime, zone: tzinfo) -> Scene | None:
    """A scene with a moment of its own stands by itself; else the row below it gives the moment."""
    about, phones = str(scene.get("about") or ""), tuple(map(str, scene.get("phones") or ()))
    at = moment_of(row.get("at"), day, zone)
    if at is None:
        return None
    post = None if {"scene", "region"} & row.keys() else _planned(path, number, row, day, zone)
    text, community = (post.text, post.community) if post is not None and post.under is None else (None, None)
    shows = str(scene.get("shows") or "")
    return Scene(title=str(scene["scene"]), about=about, at=at, community=community, text=text, phones=phones, shows=shows)


def rows_of(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:  # Any: JSON
    """Objects of a JSONL file with their line numbers. Raises BadPosts."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # residents' own line separators stay within their texts
    except OSError as error:
        raise BadPosts(f"{path}: не читается ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadPosts(f"{path}: файл не в UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _object(path, number, line)


def _object(path: Path, number: int, line: str) -> Mapping[str, Any]:  # Any: JSON
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise wrong_line(path, number)
    return row


def wrong_line(path: Path, number: int) -> BadPosts:
    """What is said of a line that is none."""
    return BadPosts(f"{path}, строка {number}: нужен объект JSON с полем text (и, если есть, community, at)")


def _planned(path: Path, number: int, row: Mapping[str, Any], day: datetime, zone: tzinfo) -> PlannedPost:  # Any: JSON
    text = row.get("text")
    if not isinstance(text, str):
        raise wrong_line(path, number)
    try:
        at, photos = moment_of(row.get("at"), day, zone), tuple(row.get("photos") or ())
        attachments = tuple(dict(each) for each in row.get("attachments") or ())
    except (ValueError, TypeError, AttributeError):
        raise wrong_line(path, number) from None
    return PlannedPost(
        text=text[:MAX_TEXT],
        community=row.get("community") or None,
        at=at,
        key=row.get("key"),
        under=row.get("under"),
        photos=photos,
        unsigned=row.get("unsigned") is True,
        attachments=attachments,
        repost=row.get("repost"),
        paper=str(row["paper"]) if row.get("paper") else None,
    )


def moment_of(value: str | None, day: datetime, zone: tzinfo) -> datetime | None:
    """«9:05» of the scenario's day, or an ISO moment."""
    if not value:
        return None
    if "T" not in value and len(value) <= len("23:59"):
        hour, minute = value.split(":")
        return datetime.combine(day.astimezone(zone).date(), time(int(hour), int(minute)), zone)
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


class Player:
    """Writes planned posts on the town's walls when their time comes. A post that the wall refuses is counted and left out."""

    def __init__(self, control: Control, clock: Clock, town: Town) -> None:
        self._control, self._clock = control, clock
        self._walls = {c.title: c for c in town.communities}
        self._default = cycle(town.communities[:-1] or town.communities)
        self._authors = cycle(RESIDENTS)
        self._written: dict[str, tuple[int, int]] = {}
        self._news: dict[str, int] = {}
        self._coming: deque[tuple[datetime, PlannedPost]] = deque()
        self._turn = asyncio.Lock()
        self.played = 0
        self.refused = 0

    async def play(self, posts: Sequence[PlannedPost]) -> None:
        """Play all, in the order of their moments."""
        now = self._clock.now()
        timed = []
        for post in posts:
            now = post.at or now + STEP
            timed.append((now, post))
        self._coming.extend(sorted(timed, key=lambda item: item[0]))
        while self._coming:
            left = (self._coming[0][0] - self._clock.now()).total_seconds()
            if left > 0:
                await self._clock.sleep(left)  # asked again: the clock may stand or jump
            else:
                await self.catch_up(self._clock.now())

    @property
    def next_at(self) -> datetime | None:
        """When the next post comes; None: there is none."""
        return self._coming[0][0] if self._coming else None

    async def catch_up(self, until: datetime) -> int:
        """Write what comes until then, at the moments that were planned; gives back how many posts that are."""
        async with self._turn:
            before = self.played
            while self._coming and self._coming[0][0] <= until:
                moment, post = self._coming.popleft()
                try:
                    await self._write(post, moment.isoformat())
                except SandboxError as error:
                    LOG.warning("%s", error.user_text)
                    self.refused += 1
                else:
                    self.played += 1
            return self.played - before

    def link_of(self, key: str) -> str | None:
        """The address of a planned post that is on its wall already."""
        written = self._written.get(key)
        return f"https://vk.com/wall{written[0]}_{written[1]}" if written else None

    async def _write(self, post: PlannedPost, at: str) -> None:
        if post.paper is not None or post.under in self._news:
            await self._print(post, at)
            return
        author = next(self._authors)
        if post.under is not None and post.under in self._written:
            owner_id, post_id = self._written[post.under]
            place = {"owner_id": owner_id, "post_id": post_id}
            await self._control.post("vk/comment", **place, author_id=author, text=post.text, photos=list(post.photos), at=at)
            return
        wall = self._walls.get(post.community or "") or next(self._default)
        more: dict[str, Any] = {"attachments": list(post.attachments)} if post.attachments else {}  # Any: JSON
        if post.repost is not None and post.repost in self._written:
            more["repost_of"] = dict(zip(("owner_id", "post_id"), self._written[post.repost], strict=True))
        by = None if post.unsigned else author
        made = await self._control.write(wall.group_id, by, post.text, photos=list(post.photos), at=at, **more)
        if post.key:
            self._written[post.key] = (made["owner_id"], made["post_id"])

    async def _print(self, post: PlannedPost, at: str) -> None:
        """News of the newspaper, or what a reader writes under them."""
        if post.under is not None and post.under in self._news:
            await self._control.post("feed/comment", paper=PAPER, news_id=self._news[post.under], author=READER, text=post.text, at=at)
            return
        made = await self._control.post("feed/news", paper=PAPER, title=post.paper, text=post.text, at=at)
        if post.key:
            self._news[post.key] = made["news_id"]
