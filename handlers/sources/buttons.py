"""Buttons of /sources. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Code, Id, Page
from incidents.messenger import Button


class SourceDo(StrEnum):
    """What a press in /sources asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"
    ADD = "add"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_REMOVE = "askrm"
    REMOVE = "remove"
    RESTORE = "restore"
    TOWN = "town"
    OFFICIAL = "official"
    RESIDENTS = "residents"
    OFTEN = "often"  # how often it is asked
    USUAL = "usual"
    SELDOM = "seldom"
    FILTERS = "filters"
    STOP_WORDS = "stop"
    NO_STOP_WORDS = "nostop"
    KEYWORDS = "keys"
    NO_KEYWORDS = "nokeys"


class SourceButton(CallbackData, prefix="so1"):
    """In /sources and under a source. `source` 0: none. In chats since 0.2."""

    do: SourceDo
    source: Id


class OwnerButton(CallbackData, prefix="sd1"):
    """«Чьё…» of a source: a page of departments, or the one that was chosen. In chats since 0.3."""

    source: Id
    page: Page
    department: Code  # NOT_CHOSEN: only the page; NOBODY: nobody's


NOT_CHOSEN, NOBODY = "", "-"


class ChatDo(StrEnum):
    """What a press about a chat asks for. Codes stand in chats: add, never rename."""

    GROUP = "group"
    SOURCE = "source"
    LEAVE = "leave"
    AGREE = "agree"
    REFUSE = "refuse"
    SHOW = "show"  # how far it is
    WITHDRAW = "withdraw"
    REPEAT = "repeat"  # the announcement that did not get through
    ANEW = "anew"  # the announcement of a chat that is read; of chat 0: of all


class ChatButton(CallbackData, prefix="sc1"):
    """Under the questions about a chat of the messenger. In chats since 0.3."""

    do: ChatDo
    chat: Id


def source_button(do: SourceDo, label: str, id: int = 0) -> Button:
    """A press about a source."""
    return Button(label=label, data=SourceButton(do=do, source=id).pack())
