"""What VK of the town remembers: groups with walls, people, tokens."""

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.errors import Json
from sandbox.vk.boards_state import Topic
from sandbox.vk.dialogs import Callback, Dialog

SERVICE, GROUP, USER = "service", "group", "user"
KINDS = frozenset({SERVICE, GROUP, USER})
COMMENTS = frozenset({"open", "closed", "members"})
KEPT_EVENTS = 1000
_keys = itertools.count(time.time_ns() // 1000)  # not repeated after a reset or a restart


@dataclass(slots=True, eq=False)
class Token:
    """An access token and the times of its last calls (scenario seconds)."""

    token: str
    kind: str
    group_id: int | None = None
    user_id: int | None = None
    calls: deque[float] = field(default_factory=deque)
    unconfirmed: bool = False  # VK asks its owner to confirm what it writes
    days: dict[str, list[float]] = field(default_factory=dict)  # calls of methods with a quota a day


@dataclass(slots=True, eq=False)
class Person:
    """A user; `deactivated` is "deleted" or "banned"."""

    id: int
    first_name: str
    last_name: str
    is_closed: bool = False
    deactivated: str | None = None


@dataclass(slots=True, eq=False)
class Comment:
    """A comment under a post; `root` is the comment whose thread it stands in."""

    id: int
    from_id: int
    text: str
    date: int
    reply_to: "Comment | None" = None
    root: "Comment | None" = None
    photos: list[str] = field(default_factory=list)
    likes: int = 0
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Post:
    """A post on a wall; its author is a person or the group itself."""

    id: int
    owner_id: int
    from_id: int
    text: str
    date: int
    photos: list[str] = field(default_factory=list)
    edited: int | None = None
    pinned: bool = False
    likes: int = 0
    deleted: bool = False
    comments: dict[int, Comment] = field(default_factory=dict)
    signer_id: int | None = None  # a post of the community that names its author
    attachments: list[Json] = field(default_factory=list)  # beside photos
    geo: Json | None = None
    copy_of: "Post | None" = None  # what it passes on
    is_closed: bool = False  # nobody may comment on it

    def chain(self) -> "list[Post]":
        """List what it passes on, the nearest first."""
        return [self.copy_of, *self.copy_of.chain()] if self.copy_of else []

    def level(self, root: Comment | None) -> list[Comment]:
        """List the comments of the first level or of a thread, oldest first, deleted too."""
        return [comment for comment in self.comments.values() if comment.root is root]

    def alive(self) -> int:
        """Count the comments that are not deleted."""
        return sum(not comment.deleted for comment in self.comments.values())


@dataclass(slots=True, eq=False)
class Poll:
    """The Long Poll of a community: its last events, numbered by `ts`, and the key that opens it."""

    key: str = field(default_factory=lambda: f"key{next(_keys)}")
    ts: int = 1
    oldest: int = 1  # events up to this one are forgotten
    events: deque[tuple[int, Json]] = field(default_factory=deque)
    lost_keys: set[str] = field(default_factory=set)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, ts: int, event: Json) -> None:
        """Keep an event, forget the oldest, wake who waits."""
        self.ts = ts
        self.events.append((ts, event))
        if len(self.events) > KEPT_EVENTS:
            self.oldest = self.events.popleft()[0]
        self.wake()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self.news.set()
        self.news = asyncio.Event()

    def break_off(self, failed: int) -> None:
        """Bring about what VK answers with `failed`: 1 the history is gone, 2 the key is old, 3 both, and nothing can be said of it."""
        if failed != 1:
            if failed == 3:  # noqa: PLR2004 - VK's own number
                self.lost_keys.add(self.key)
            self.key = f"key{next(_keys)}"
        if failed != 2:  # noqa: PLR2004 - VK's own number
            self.events.clear()
            self.ts += 1
            self.oldest = self.ts
        self.wake()


@dataclass(slots=True, eq=False)
class Group:
    """A community; posts and comments of its wall share one row of ids."""

    id: int
    name: str
    screen_name: str
    comments: str = "open"
    is_closed: bool = False
    deactivated: str | None = None
    members: set[int] = field(default_factory=set)
    posts: dict[int, Post] = field(default_factory=dict)
    guids: dict[tuple[int, str], tuple[int, float]] = field(default_factory=dict)  # the id it gave, and when
    groups_can_post: bool = True  # other communities may comment
    links_forbidden: bool = False  # in comments
    most_replies: int = 0  # comments of one author under one post; 0: as many as they like
    last_id: int = 0
    poll: Poll = field(default_factory=Poll)
    dialogs: dict[int, Dialog] = field(default_factory=dict)  # by the person
    last_message: int = 0
    topics: dict[int, Topic] = field(default_factory=dict)  # of its board
    board: str = "open"  # or closed to whoever is no member
    last_said: int = 0
    callback: Callback | None = None

    def next_id(self) -> int:
        """Take the next id of the wall."""
        self.last_id += 1
        return self.last_id


@dataclass(slots=True)
class Vk:
    """The whole of it."""

    tokens: dict[str, Token] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)  # put there, not saved yet
    pictures: dict[str, bytes] = field(default_factory=dict)  # saved, by the name on the page
    quotas: dict[str, int] = field(default_factory=lambda: {"wall.get": 5000, "newsfeed.search": 1000})  # calls of a key a day
    same_texts: int = 5  # the last of so many equal comments of one author within an hour is refused
    base: str = ""  # the town's address, as whoever listens to events knows it

    def group_named(self, name: object) -> Group | None:
        """Find a group by its number or short name."""
        for group in self.groups.values():
            names = {str(group.id), f"-{group.id}", group.screen_name, f"club{group.id}"}
            if str(name) in names | {f"public{group.id}"}:
                return group
        return None

    def posts(self) -> Iterator[Post]:
        """Walk the posts of all walls."""
        for group in self.groups.values():
            yield from group.posts.values()
