"""Buttons of /sources. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Id


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


class SourceButton(CallbackData, prefix="so1"):
    """In /sources and under a source. `source` 0: none. In chats since 0.2."""

    do: SourceDo
    source: Id


class ChatDo(StrEnum):
    """What a press about a chat asks for. Codes stand in chats: add, never rename."""

    GROUP = "group"
    SOURCE = "source"
    LEAVE = "leave"
    AGREE = "agree"
    REFUSE = "refuse"


class ChatButton(CallbackData, prefix="sc1"):
    """Under the questions about a chat of the messenger. In chats since 0.3."""

    do: ChatDo
    chat: Id
