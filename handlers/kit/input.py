"""What people do in a messenger, as values of ours.

Its adapter makes them; a handler reads nothing else of an update.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from incidents.ids import ChatId
from incidents.posts import Attachment

B_co = TypeVar("B_co", covariant=True)

PRIVATE = "private"
CANCEL_WORD = "отмена"
"""What an official writes instead of an answer to stop a dialogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPlace:
    """The chat where it happens, and the topic in it."""

    id: ChatId
    kind: str = PRIVATE  # or a code of ChatKind
    title: str = ""
    topic_id: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads there."""
        return self.kind == PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Generic[B_co]):
    """A press on a button of ours."""

    button: B_co  # None: no button that we know
    data: str  # the button as the messenger carries it
    by: ChatId
    chat: ChatPlace  # the private one where the messenger does not say it any more
    message_id: int | None = None  # None: the messenger does not say it any more
    keyboard: tuple[str, ...] = ()  # data of all buttons of the message


class MessageKind(StrEnum):
    """What a message is. Each is one of these."""

    CANCEL = "cancel"  # the word that stops a dialogue
    COMMAND = "command"  # «/…», ours or not
    WORDS = "words"
    PHOTO = "photo"
    FILE = "file"
    VOICE = "voice"
    POINT = "point"  # on the map
    OTHER = "other"


TYPED = (MessageKind.WORDS, MessageKind.COMMAND, MessageKind.CANCEL)
WORDLESS = (MessageKind.PHOTO, MessageKind.FILE, MessageKind.VOICE, MessageKind.POINT, MessageKind.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it was sent."""

    id: str
    name: str
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """Whose words a message passes on."""

    by: str | None  # a number or a name; None: a chat or a channel
    is_bot: bool = False
    address: str | None = None  # of a channel's post


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliedTo:
    """The message under which another one is written."""

    message_id: int
    is_bot: bool
    album: str | None = None
    keyboard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message to the bot, or its new text."""

    message_id: int
    chat: ChatPlace
    at: datetime
    by: ChatId | None = None
    name: str = ""  # of whoever writes
    text: str = ""
    caption: str = ""
    command: str = ""  # «find» of «/find строителей 14»
    args: str = ""  # «строителей 14»
    photo: str | None = None  # the largest size, as the messenger names it; so are all files
    file: SentFile | None = None
    voice: str | None = None
    point: tuple[float, float] | None = None  # latitude, longitude
    attached: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()  # under words
    album: str | None = None
    forwarded: Forwarded | None = None
    reply_to: RepliedTo | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON. By the question that is open in this chat; {}: none is

    @property
    def words(self) -> str:
        """The text, or what stands under a picture."""
        return self.text or self.caption

    @property
    def is_asked(self) -> bool:
        """Whether a question of ours waits for it."""
        return bool(self.kept)

    @property
    def kind(self) -> MessageKind:
        """What it is first of all."""
        if self.text:
            cancels = self.text.lower().strip() == CANCEL_WORD
            return MessageKind.CANCEL if cancels else MessageKind.COMMAND if self.text.startswith("/") else MessageKind.WORDS
        carried = zip(WORDLESS, (self.photo, self.file, self.voice, self.point), strict=False)
        return next((kind for kind, each in carried if each is not None), MessageKind.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """How the bot stands in a chat from now on."""

    chat: ChatPlace
    was_inside: bool
    is_inside: bool
