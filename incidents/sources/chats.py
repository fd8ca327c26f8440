"""Chats that are sources: who asked, who agreed, what lacks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.ids import ChatId, OfficialId, SourceId

ANNOUNCED_CHAT, ANNOUNCED_CHANNEL, NO_MORE = "Этот чат читает Отклик", "Этот канал читает Отклик", "Отклик больше не читает"
"""How our own announcements in a chat begin: whoever passes one on writes no appeal."""


class ChatKind(StrEnum):
    """What kind of chat it is. Codes are Telegram's."""

    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """How far a chat is on its way to be a source. Codes stand in the database."""

    NEW = "new"  # the bot was added: whoever added it is asked which it is
    LEFT = "left"  # neither a source nor a department's group
    PROPOSED = "proposed"  # a coordinator wants to read it, another one is asked
    REFUSED = "refused"  # the other one said no
    AGREED = "agreed"  # the other one said yes: the announcement is on its way, nothing is read before it stands
    UNSAID = "unsaid"  # the announcement could not be written there: nothing is read
    READ = "read"  # a source, as long as the source stands


class ChatLack(StrEnum):
    """What the bot has not in a chat that is read. Codes stand in the database."""

    GONE = "gone"  # it is not there
    DEAF = "deaf"  # it is sent commands and replies only
    POST = "post"  # it may not write there: answers go by hand


DEAFENS = (ChatLack.GONE, ChatLack.DEAF)
"""With one of these the chat is not heard."""

UNANSWERED = timedelta(days=7)
"""A proposal that nobody answers ends after it."""

UNDER_WAY = frozenset({ChatState.PROPOSED, ChatState.AGREED, ChatState.UNSAID})
"""Somebody wants to read it, nothing is read yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChat:
    """A chat that is a source, or may become one."""

    id: int
    chat_id: ChatId
    title: str
    kind: ChatKind
    state: ChatState
    changed_at: datetime  # of a chat that is read: when its announcement stood
    asked_by: OfficialId | None = None  # who wants to read it
    decided_by: OfficialId | None = None  # who said yes or no: never the same
    source_id: SourceId | None = None
    lacks: tuple[ChatLack, ...] = ()

    @property
    def is_channel(self) -> bool:
        """Whether only the channel itself writes there."""
        return self.kind is ChatKind.CHANNEL

    @property
    def is_heard(self) -> bool:
        """Whether what people write there comes to the bot, as far as it is known."""
        return not any(each in self.lacks for each in DEAFENS)

    @property
    def is_under_way(self) -> bool:
        """Whether it is on its way to be read."""
        return self.state in UNDER_WAY

    @property
    def may_be_written(self) -> bool:
        """Whether the bot may write there, as far as it is known; in a channel only an administrator may."""
        mutes = (ChatLack.GONE, ChatLack.POST, *((ChatLack.DEAF,) if self.is_channel else ()))
        return not any(each in self.lacks for each in mutes)


def is_announcement(text: str) -> bool:
    """Whether a text is an announcement of ours, whoever passed it on."""
    return text.lstrip().startswith((ANNOUNCED_CHAT, ANNOUNCED_CHANNEL, NO_MORE))
