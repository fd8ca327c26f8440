"""Buttons of /advice. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Code, Page


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
