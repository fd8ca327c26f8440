"""Buttons of what a district sets in the chat: advice before sending, and the lists of what was changed."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.press import Id, Page

Code = Annotated[str, Field(max_length=24)]


class AdviceDo(StrEnum):
    """What a press in /advice asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"
    RULES = "rules"
    SWITCH = "switch"  # key: a rule
    LIMIT = "limit"  # key: which number
    PAIRS = "pairs"
    PAIR = "pair"  # key: a pair's code, as of all below
    ADD = "add"
    FIND = "find"
    CHANGE = "change"
    REMOVE = "remove"
    RESTORE = "restore"
    FILE = "file"  # «Как в файле»; key "" means everything, after a question
    FILE_ALL = "fileall"


class AdviceButton(CallbackData, prefix="av1"):
    """In /advice. In chats since 0.2."""

    do: AdviceDo
    key: Code
    page: Page


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


class SourceButton(CallbackData, prefix="so1"):
    """In /sources and under a source. `source` 0: none. In chats since 0.2."""

    do: SourceDo
    source: Id


class ChangesButton(CallbackData, prefix="ch1"):
    """«Что меняли» and its pages. In chats since 0.2."""

    area: Code
    page: Page
