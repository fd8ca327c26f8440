"""Playing posts: from a JSONL file or the built-in day, each at its scenario moment, written on the walls by residents."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import cycle
from pathlib import Path

from bot.clock import Clock
from bot.demo.control import Control, SandboxError
from bot.demo.town import RESIDENTS, Town

LOG = logging.getLogger(__name__)

STEP = timedelta(minutes=1)
"""Between posts that have no `at`."""

MAX_TEXT = 16_000  # VK's own limit of a post is below this; longer texts are cut as VK's editor would


class BadPosts(Exception):
    """The file of posts cannot be played; `user_text` is one Russian line with the line's number."""

    def __init__(self, user_text: str) -> None:
        super().__init__(user_text)
        self.user_text = user_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPost:
    """A post to come. `under`: a comment under the planned post with this `key`; `at` None: a minute after the one before."""

    text: str
    community: str | None = None
    at: datetime | None = None
    key: str | None = None
    under: str | None = None
    photos: tuple[str, ...] = ()


def load_posts(path: Path, *, day: datetime, zone: tzinfo) -> Sequence[PlannedPost]:
    """Read a JSONL file. `at` is ISO or «9:05» of the scenario's day. Raises BadPosts."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise BadPosts(f"{path}: не читается ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadPosts(f"{path}: файл не в UTF-8") from None
    posts = [_planned(path, n, line, day, zone) for n, line in enumerate(lines, start=1) if line.strip()]
    if not posts:
        raise BadPosts(f"{path}: в файле нет ни одного поста; нужна строка JSON с полем text на каждый")
    return posts


def _planned(path: Path, number: int, line: str, day: datetime, zone: tzinfo) -> PlannedPost:
    try:
        row = json.loads(line)
        text = row["text"]
        if not isinstance(text, str):
            raise TypeError("text")  # noqa: TRY301 - one message for every wrong shape
        at = _moment(row.get("at"), day, zone)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadPosts(f"{path}, строка {number}: нужен объект JSON с полем text (и, если есть, community, at)") from None
    return PlannedPost(
        text=text[:MAX_TEXT],
        community=row.get("community") or None,
        at=at,
        key=row.get("key"),
        under=row.get("under"),
        photos=tuple(row.get("photos") or ()),
    )


def _moment(value: str | None, day: datetime, zone: tzinfo) -> datetime | None:
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
        self.played = 0
        self.refused = 0

    async def play(self, posts: Sequence[PlannedPost]) -> None:
        """Play all, in the order of their moments."""
        now = self._clock.now()
        timed = []
        for post in posts:
            now = post.at or now + STEP
            timed.append((now, post))
        for moment, post in sorted(timed, key=lambda item: item[0]):
            await self._clock.sleep((moment - self._clock.now()).total_seconds())
            try:
                await self._write(post)
            except SandboxError as error:
                LOG.warning("%s", error.user_text)
                self.refused += 1
            else:
                self.played += 1

    async def _write(self, post: PlannedPost) -> None:
        author = next(self._authors)
        if post.under is not None and post.under in self._written:
            owner_id, post_id = self._written[post.under]
            await self._control.post("vk/comment", owner_id=owner_id, post_id=post_id, author_id=author, text=post.text)
            return
        wall = self._walls.get(post.community or "") or next(self._default)
        made = await self._control.write(wall.group_id, author, post.text, photos=list(post.photos))
        if post.key:
            self._written[post.key] = (made["owner_id"], made["post_id"])
