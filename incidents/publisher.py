"""The Publisher port: put an answer under a post, and prove it.

One adapter a network, in collectors/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from incidents.posts import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The comment stands in the network."""

    external_id: str
    url: str
    bare: bool = False  # the network took the text without its photos


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowed:
    """The network will not take it (closed comments, wrong rights…). `user_text` is one Russian line with the reason."""

    user_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A timeout or a broken connection: the comment may or may not stand there. Look before the one retry."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TryLater:
    """The network took nothing for certain (rate, flood, 5xx before the call); try after `seconds` (scenario)."""

    seconds: float
    because: str
    is_barred: bool = False  # the network wants a rest from us (captcha, flood, the day's quota): others of ours will fare no better


class PhotoRefused(Exception):
    """The network does not take this photo (now). The message names no address and no token."""


class Publisher(Protocol):
    """Answers in a network's threads."""

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Put `text` under the post (or as a reply to the comment). The same guid never makes a second comment.

        `attachments`: what `upload` gave; where the network takes the text without them only, it goes without them.
        """

    async def upload(self, post: Post, photo: bytes) -> str:
        """Give the network a photo for an answer under this post; nobody sees it yet. Raises PhotoRefused."""

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """Look in the thread, by a reading token, for our comment with this very text. Raises SourceBroken."""
