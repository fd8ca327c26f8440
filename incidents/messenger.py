"""The Messenger port: what the courier needs of a messenger.

Telegram is the first adapter, MAX the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from incidents.ids import ChatId
from incidents.workbook import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message: it presses `data` (≤ 64 bytes), opens `url` or copies `copy`; exactly one of them."""

    label: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes with a message; its text is the caption then (≤ 1024 characters)."""

    name: str
    content: bytes = b""
    workbook: Workbook | None = None  # until the renderer makes its bytes
    is_photo: bool = False  # shown in the chat, not only kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A rendered message: Telegram HTML (escaped already) and rows of buttons."""

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()
    attached: Attached | None = None
    voice: str | None = None  # a recording that the messenger keeps, by its id; the text is its caption (≤ 1024 characters)
    photo: str | None = None  # likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The messenger took it. `message_id` is of the (first) message; None where nothing new appeared. `album`: all of several photos."""

    message_id: int | None = None
    album: tuple[int, ...] = ()
    at: datetime | None = field(default=None, compare=False)  # by the messenger's clock, where it said so


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Not now: try after `seconds` of scenario time.

    `counts`: a failed try of this message, nobody else waits for it. Else the chat waits, or (`chat_only` is False) everybody.
    """

    seconds: float
    because: str
    chat_only: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The group became a supergroup: rewrite the chat's id once and send again."""

    chat_id: ChatId


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The message to edit or to reply to is not there or can't be edited: send a fresh one."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """The chat takes nothing any more (blocked, kicked, not found): switch it off and wake the coordinator."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The messenger will never take this message (a defect of ours): dead letter and an alert."""

    because: str


Delivery = Done | Later | Moved | Gone | Dead | Refused


class Messenger(Protocol):
    """Sends and edits; never raises for what the messenger or the network says: it returns a Delivery."""

    async def send(
        self, chat_id: ChatId, message: Message, *, silent: bool = False, topic_id: int | None = None, reply_to: int | None = None
    ) -> Delivery:
        """Send a new message."""

    async def edit(self, chat_id: ChatId, message_id: int, message: Message) -> Delivery:
        """Replace text and buttons. «Not modified» is Done."""

    async def send_photos(
        self, chat_id: ChatId, photos: Sequence[bytes], *, reply_to: int | None = None, topic_id: int | None = None
    ) -> Delivery:
        """Send 1–10 photos as bytes, silently, as a reply."""

    async def delete(self, chat_id: ChatId, message_id: int, *, is_photo: bool = False) -> Delivery:
        """Take a message away; «not found» is Done. A photo that is too old for it is covered by another picture, or Refused."""
