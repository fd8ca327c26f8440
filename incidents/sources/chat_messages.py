"""What is said of chats that are read, and in them."""

from enum import StrEnum

from incidents.outbox_message import OutboxMessage


class WhyEnded(StrEnum):
    """Why a proposal ends by itself. Codes stand in the database: add, never rename."""

    GONE = "gone"  # the bot was taken out of the chat
    LATE = "late"  # nobody answered for a week
    WITHDRAWN = "withdrawn"  # a coordinator gave it up


class AboutChat(OutboxMessage):
    """Speaks of one chat: the number of its row."""

    chat: int


class WhichChat(AboutChat, code="chat_which"):
    """The bot was added: a department's group, or a chat of residents?"""


class ChatLeftAlone(AboutChat, code="chat_left_alone"):
    """«Не нужно»."""


class ChooseInGroup(AboutChat, code="chat_choose_in_group"):
    """A department's group: the department is chosen in the group itself."""


class ChatProposed(AboutChat, code="chat_proposed"):
    """To whoever wants to read it: another coordinator decides."""


class ConsentWanted(AboutChat, code="chat_consent"):
    """To the other coordinators: may it be read?"""


class ChatDecided(AboutChat, code="chat_decided"):
    """What became of the question."""


class ChatEnded(AboutChat, code="chat_ended"):
    """To whoever wanted to read it: it is not proposed any more."""

    why: WhyEnded


class ChatAnnounced(AboutChat, code="chat_announced"):
    """In the chat itself: it is read from now on, by whom and what for."""


class OldAnnouncements(OutboxMessage, code="chats_anew"):
    """To the coordinators: what is kept of chats has changed, and their announcements say it as it was."""


class ChatNotAnnounced(AboutChat, code="chat_not_announced"):
    """To the coordinators: the announcement could not be written there, nothing is read."""


class ChatNotRead(AboutChat, code="chat_not_read"):
    """In the chat itself: it is not read any more."""


class ChatFails(AboutChat, code="chat_fails"):
    """To the coordinators: what the bot lacks there, and how to mend it."""
