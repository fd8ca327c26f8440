"""What is said of no subject: the bot itself speaks."""

from datetime import datetime

from incidents.ids import ChatId, IncidentId, PostId, SourceId
from incidents.outbox_message import AboutOfficial, OutboxMessage
from incidents.settings_log import Area


class Delete(OutboxMessage, code="delete"):
    """Takes the message away that the envelope's `edit` names.

    `photo`: a resident's; where it cannot be deleted it must be covered.
    """

    photo: bool = False


class Welcome(AboutOfficial, code="welcome"):
    """The link worked, or the official is switched on again."""


class Refusal(OutboxMessage, code="refusal"):
    """Why nothing was done, in our own words."""

    text: str


class ToStranger(OutboxMessage, code="stranger"):
    """The right door for a resident who found the bot."""


class GroupReply(OutboxMessage, code="group_reply"):
    """A colleague's words under a card in a group are not published."""


class NothingToCancel(OutboxMessage, code="nothing_to_cancel"):
    """«отмена» where no dialogue waits for an answer."""


class NotUnderstood(OutboxMessage, code="not_understood"):
    """Words outside any dialogue."""


class TextWanted(OutboxMessage, code="text_wanted"):
    """The answer to a question of ours was no words."""


class AskedEnough(OutboxMessage, code="asked_enough"):
    """«отмена» instead of an answer to a question of ours."""


class Help(AboutOfficial, code="help", is_screen=True):
    """What the bot does for this role (/help)."""


class BotStatus(OutboxMessage, code="bot_status", is_screen=True):
    """What of the bot works and what does not (/status)."""


class ChatDead(AboutOfficial, code="chat_dead"):
    """The official's chat takes nothing more."""


class DeadLetter(OutboxMessage, code="dead_letter"):
    """What somebody sent or pressed could not be handled."""


class RowsSetAside(OutboxMessage, code="rows_set_aside"):
    """Rows of a queue that could not be read. `queue`: which; `chats`: whose they were; `incidents`: whose cards."""

    queue: str
    rows: tuple[int, ...]
    chats: tuple[ChatId, ...] = ()
    incidents: tuple[IncidentId, ...] = ()


class NotDelivered(OutboxMessage, code="not_sent"):
    """What did not get through; `rows`: the outbox's own names of it."""

    rows: tuple[str, ...] = ()


class ChatShut(OutboxMessage, code="chat_shut"):
    """Telegram takes nothing for the chat until then; what waits goes out by itself."""

    chat: ChatId
    until: datetime


class Restored(OutboxMessage, code="restored"):
    """The database goes on from a copy of this moment. `erased`: posts that were erased again, if it is known."""

    taken_at: datetime
    erased: int = 0
    is_known: bool = True  # which were erased after the copy


class PostUnread(OutboxMessage, code="post_unread"):
    """A post that the reader gave up."""

    post: PostId


class SourceFails(OutboxMessage, code="source_broken"):
    """The source has not answered for long."""

    source: SourceId


class SourceBack(OutboxMessage, code="source_back"):
    """The source answers again."""

    source: SourceId


class SettingsChanges(OutboxMessage, code="changes", is_screen=True):
    """«Что меняли»: the settings log of an area."""

    area: Area
    page: int = 0
