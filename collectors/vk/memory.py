"""What a wall's cursor remembers: posts, fingerprints and comments.

Compact JSON, bounded.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from collectors.cursor import loaded
from collectors.vk.boards.board import BoardMemory
from collectors.vk.boards.items import topic_ref_of
from collectors.vk.budget import Spent
from collectors.vk.items import mark_of, ref_of
from collectors.vk.old_posts import Old, dumped, restored
from collectors.vk.thread import Tail
from incidents.posts import Network, Post

VERSION = 1
PER_POST = 400  # comments remembered under one post, the newest
OVERALL = 4000  # and over the whole wall: the cursor stays under about 100 KB
GONE = 100  # deleted posts remembered: one that is restored is told again
UNREAD = -1


def spent_of(cursor: str | None) -> Spent:
    """The calls that a cursor remembers: of a wall, or of the own community, whose cursor holds its wall's."""
    try:
        data = json.loads(cursor) if cursor else {}
        data = json.loads(data["wall"] or "{}") if "wall" in data else data
        return Spent.of(data.get("spent", ()))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Spent()


@dataclass(slots=True, kw_only=True)
class Known:
    """A post as last seen; `count` is VK's number of comments when they were last read."""

    date: int
    mark: str
    count: int = UNREAD
    read_at: int = 0
    comments: dict[int, str] = field(default_factory=dict)
    tail: Tail | None = None  # None: all that stands fits the newest thousand

    def has_seen(self, comment_id: int) -> bool:
        """Whether the comment was there before; below a full memory everything was."""
        return comment_id in self.comments or (len(self.comments) >= PER_POST and comment_id < min(self.comments))


@dataclass(slots=True, kw_only=True)
class Memory:
    """`first`: nothing was ever read. `top`: the newest post's id, `latest` its date, `at` the moment of the last sweep."""

    first: bool = False
    top: int = 0
    latest: int = 0
    at: int = 0
    posts: dict[int, Known] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    spent: list[tuple[int, int]] = field(default_factory=list)  # calls of wall.get by hours: see budget.py
    old: dict[int, Old] = field(default_factory=dict)  # posts that are watched no more: see old_posts.py
    board: BoardMemory = field(default_factory=BoardMemory)
    deep_at: int = 0  # the moment of the last look at old posts

    def dump(self) -> str:
        """Write the cursor; the oldest posts forget their comments first."""
        room = OVERALL
        rows: list[list[object]] = []
        for post_id, known in sorted(self.posts.items(), reverse=True):
            kept = sorted(known.comments, reverse=True)[: min(PER_POST, room)]
            room -= len(kept)
            rows.append(
                [post_id, known.date, known.mark, known.count, known.read_at, " ".join(f"{id}:{known.comments[id]}" for id in kept)]
            )
        head = {"v": VERSION, "top": self.top, "latest": self.latest, "at": self.at, "gone": self.gone[-GONE:], "spent": self.spent}
        tails = {id: known.tail for id, known in self.posts.items() if known.tail}
        head["tails"] = [[id, tail.left, tail.since, tail.newest] for id, tail in tails.items()]
        head |= {"old": dumped(self.old), "deep_at": self.deep_at, "board": self.board.dump()}
        return json.dumps({**head, "posts": rows}, separators=(",", ":"))

    @classmethod
    def load(cls, cursor: str | None) -> "Memory":
        """Read a cursor."""
        return loaded(cursor, VERSION, cls._load, lambda: cls(first=True))

    @classmethod
    def _load(cls, data: Any) -> "Memory":  # Any: JSON
        memory = cls(top=int(data["top"]), latest=int(data["latest"]), at=int(data["at"]), gone=list(map(int, data["gone"])))
        memory.spent = [(int(hour), int(number)) for hour, number in data.get("spent", ())]
        memory.old, memory.deep_at = restored(data.get("old", "")), int(data.get("deep_at", 0))
        memory.board = BoardMemory.load(data["board"]) if "board" in data else memory.board
        for post_id, date, mark, count, read_at, comments in data["posts"]:
            pairs = (pair.split(":") for pair in comments.split())
            memory.posts[int(post_id)] = Known(
                date=int(date), mark=str(mark), count=int(count), read_at=int(read_at), comments={int(id): mark for id, mark in pairs}
            )
        for post_id, left, since, newest in data.get("tails", ()):
            memory.posts[int(post_id)].tail = Tail(left=int(left), since=int(since), newest=int(newest))
        return memory


def with_heard(cursor: str, posts: Sequence[Post]) -> tuple[str, tuple[Post, ...]]:
    """The cursor of a wall that knows the posts that events told of, and what of it all is news: an older text of a known post is none."""
    memory, news = Memory.load(cursor), []
    for post in posts:
        is_on_wall = post.network is Network.VK and post.parent_external_id is None and topic_ref_of(post.external_id) is None
        ref = ref_of(post.external_id) if is_on_wall else None
        if ref is not None and (ref.post_id in memory.posts or ref.post_id in memory.gone):
            continue
        news.append(post)
        if ref is not None and not memory.first:
            memory.posts[ref.post_id] = Known(date=int(post.published_at.timestamp()), mark=mark_of(post))
    return (memory.dump() if news and not memory.first else cursor), tuple(news)
