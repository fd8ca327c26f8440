"""What Telegram of the town remembers: bots, people, chats, messages, presses."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.errors import Json
from sandbox.telegram.pace import Pace
from sandbox.telegram.updates import UpdateQueue

PRIVATE, CHANNEL = "private", "channel"
HERE = frozenset({"member", "administrator"})
PERMISSIONS = frozenset({"can_send_messages", "can_send_photos", "can_send_documents", "can_send_voices"})
STATUSES = frozenset({"member", "administrator", "left", "kicked"})


@dataclass(slots=True, eq=False)
class Webhook:
    """Where a bot's updates are brought; `served`: the postman knows of it."""

    url: str
    secret: str
    max_connections: int
    last_error: str | None = None
    last_error_at: int = 0
    served: bool = False


@dataclass(slots=True, eq=False)
class Bot:
    """A bot; its id is the number before the colon of its token."""

    token: str
    username: str
    name: str
    reads_all: bool = False  # privacy mode is off: it is shown every message of its groups
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    pace: Pace = field(default_factory=Pace)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    webhook: Webhook | None = None

    @property
    def id(self) -> int:
        """Tell the bot's user id."""
        return int(self.token.partition(":")[0])


@dataclass(slots=True, eq=False)
class User:
    """A person with a phone; `started` and `blocked` hold ids of bots."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    job: str | None = None  # what the page calls the phone
    pinned: bool = False  # the page shows this phone first
    started: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that Telegram keeps."""

    file_id: str
    content: bytes
    content_type: str
    width: int
    height: int
    name: str

    @property
    def path(self) -> str:
        """Tell the path under /file/bot<token>/."""
        suffix = self.content_type.rpartition("/")[2].replace("jpeg", "jpg")
        return f"photos/{self.file_id}.{suffix}"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that Telegram keeps as it is."""

    file_id: str
    content: bytes
    name: str

    @property
    def path(self) -> str:
        """Tell the path under /file/bot<token>/."""
        return f"documents/{self.file_id}"


@dataclass(frozen=True, slots=True)
class Voice:
    """A spoken message: bytes that the bot sent, or only the id of what a person said."""

    file_id: str
    content: bytes = b""
    duration: int = 0


@dataclass(slots=True, eq=False)
class Message:
    """One message; exactly one of `sender_bot` and `sender_user` is set."""

    id: int
    chat: "Chat"
    date: int
    sender_bot: Bot | None = None
    sender_user: User | None = None
    bot_id: int | None = None  # in a private chat: with which bot
    kind: str = "text"
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    html: str | None = None
    keyboard: list[list[Json]] | None = None
    reply_keyboard: Json | None = None
    reply_to: "Message | None" = None
    thread_id: int | None = None
    photo: Photo | None = None
    document: Document | None = None
    voice: Voice | None = None
    extra: Json = field(default_factory=dict)  # a location, a venue, or what a service message tells
    media_group_id: str | None = None
    silent: bool = False
    edit_date: int | None = None
    edits: int = 0
    deleted: bool = False
    as_chat: "Chat | None" = None  # a channel, or a group in whose name an administrator writes
    copy_of: "Message | None" = None  # the channel's post that this one of the discussion repeats


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat (its id is the user's), a group, a supergroup or a channel."""

    id: int
    type: str
    title: str
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    bot_status: str = "member"
    can_delete: bool = True  # an administrator may be without this right
    forbidden: set[str] = field(default_factory=set)  # permissions that members have not, as "can_send_photos"
    slow_mode: int = 0  # seconds that a member waits between two messages
    spoke: dict[int, float] = field(default_factory=dict)  # when each bot wrote, where slow mode asks
    migrated_to: int | None = None
    discussion: int | None = None  # of a channel: the group where its posts are talked about
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0

    def next_id(self) -> int:
        """Take the next message id; each chat counts for itself."""
        self.last_message_id += 1
        return self.last_message_id


@dataclass(slots=True, eq=False)
class Press:
    """A callback query and what became of it."""

    id: str
    bot: Bot
    user: User
    message: Message
    data: str
    at: float
    answered: bool = False
    answer: Json | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Telegram:
    """The whole of it."""

    bots: dict[str, Bot] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)

    def private(self, user: User) -> Chat:
        """Find or open the private chat of a user."""
        return self.chats.setdefault(user.id, Chat(user.id, PRIVATE, user.first_name))

    def bot_named(self, wanted: object) -> Bot | None:
        """Find a bot by token or user name; None wanted means the first."""
        for bot in self.bots.values():
            if wanted is None or wanted in {bot.token, bot.username, f"@{bot.username}"}:
                return bot
        return None

    def bots_of(self, chat: Chat) -> Iterator[Bot]:
        """Walk the bots that sit in a group."""
        if chat.bot_status in HERE:
            yield from self.bots.values()
