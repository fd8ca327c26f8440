"""What Odnoklassniki of the town remember: keys, people, groups, topics."""

from dataclasses import dataclass, field

from sandbox.errors import Json

ACCESS = frozenset({"OPEN", "CLOSED", "SECRET"})


@dataclass(slots=True, eq=False)
class Token:
    """A session of an application: the token, its secret, whose it is."""

    token: str
    secret: str
    user_id: int
    expired: bool = False


@dataclass(slots=True, eq=False)
class Comment:
    """A comment in a discussion; `author` is a ref, «user:5» or «group:7»."""

    id: str
    author: str
    text: str
    at: float
    reply_to: str | None = None
    photos: list[str] = field(default_factory=list)
    likes: int = 0
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a group with what is attached to it."""

    id: int
    author: str
    text: str
    at: float
    photos: list[str] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    copy_of: "Topic | None" = None
    owner: int = 0
    likes: int = 0
    deleted: bool = False
    comments: dict[str, Comment] = field(default_factory=dict)

    def alive(self) -> list[Comment]:
        """Comments that stand there, oldest first."""
        return [each for each in self.comments.values() if not each.deleted]


@dataclass(slots=True, eq=False)
class Group:
    """A group; `short` is its name in the address, if it has one."""

    id: int
    name: str
    short: str = ""
    access: str = "OPEN"
    topics: dict[int, Topic] = field(default_factory=dict)


@dataclass(slots=True)
class Ok:
    """The whole of it. Numbers of topics go on over all groups."""

    application_key: str = "OKPUBLIC"
    tokens: dict[str, Token] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)  # number → name
    groups: dict[int, Group] = field(default_factory=dict)
    last: int = 60_000_000_000_000

    def next_id(self) -> int:
        """Take the next number."""
        self.last += 1
        return self.last

    def group_at(self, path: str) -> Group | None:
        """The group behind «group/7» or its short name."""
        kind, _, number = path.partition("/")
        if kind == "group" and number.isdecimal():
            return self.groups.get(int(number))
        return next((each for each in self.groups.values() if each.short and each.short == path), None)
