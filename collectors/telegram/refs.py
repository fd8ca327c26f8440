"""Where a message of Telegram stands: chat and number.

The ids are those of links to posts (`incidents/sources/post_links.py`), so that a forwarded message is the same post.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]  # Any: raw JSON of Telegram
_SUPERGROUP = "-100"
_PLAIN = "g"
"""A plain group has no links: «g/45/12» is ours alone."""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message: «name/12» in a public chat, «c/123/12» in a supergroup or a channel, «g/45/12» in a plain group."""

    chat: str
    number: int

    @property
    def external_id(self) -> str:
        """What the post is known by."""
        return f"{self.chat}/{self.number}"

    @property
    def url(self) -> str:
        """Its link; a plain group has none."""
        return "" if self.is_plain_group else f"https://t.me/{self.external_id}"

    @property
    def is_plain_group(self) -> bool:
        """Whether its chat is no supergroup."""
        return self.chat.startswith(f"{_PLAIN}/")

    @property
    def address(self) -> int | str:
        """The chat as the Bot API takes it."""
        kind, _, number = self.chat.partition("/")
        if not number:
            return f"@{kind}"
        return int(f"{_SUPERGROUP}{number}") if kind == "c" else -int(number)


def ref_in(chat: Json, number: int) -> MessageRef:
    """The message of this number in a chat as Telegram shows it."""
    name, id = chat.get("username"), str(int(chat["id"]))
    if isinstance(name, str) and name:
        return MessageRef(name.lower(), number)
    return MessageRef(f"c/{id.removeprefix(_SUPERGROUP)}" if id.startswith(_SUPERGROUP) else f"{_PLAIN}/{id.lstrip('-')}", number)


def ref_of(external_id: str) -> MessageRef:
    """The message behind an external id. Raises ValueError for what is none."""
    chat, _, number = external_id.rpartition("/")
    if not chat or not number.isdecimal() or (chat.startswith((f"{_PLAIN}/", "c/")) and not chat[2:].isdecimal()):
        raise ValueError(external_id)
    return MessageRef(chat, int(number))
