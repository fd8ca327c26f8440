"""Buttons of routing: topics, /modes, /rules. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Id


class RuleDo(StrEnum):
    """What a press asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"
    HOMES = "homes"  # key: a page of departments; number 0: of a new rule
    PROPOSE = "ask"  # key: a change, «dep~housing»
    APPLY = "do"  # likewise
    TITLE = "title"
    TRY = "try"
    ASK_BACK = "askback"
    BACK = "back"
    ADD = "add"  # key: a page of groups
    GROUP = "group"  # key: «roads» or «roads~1»
    SCOPE = "scope"  # key: «t~roads_snow», «g~roads»
    PLACE = "place"  # key: a settlement, «all», «~2» for the third page
    FIND = "find"
    HOME = "home"  # key: a department of a new rule
    ADD_YES = "yes"


class RuleButton(CallbackData, prefix="ru1"):
    """In /rules. `number` 0: a new rule, or none. In chats since 0.2."""

    do: RuleDo
    number: Id
    key: str


OF_PAGE = "~"
"""Between a group of topics and its page: «roads~1»."""

BY_WORD = "?"
"""A `choice` that asks to find a topic by a word."""

UNKNOWN = "?"
"""A `choice` that says «не знаю чьё»."""


class TopicButton(CallbackData, prefix="t1"):
    """One of the two topics that are confused, under a card. In chats since 0.2."""

    incident: Id
    topic: str


class ModeDo(StrEnum):
    """What a press in /modes asks for. Codes stand in chats: add, never rename."""

    LIST = "list"
    SHOW = "show"
    SET = "set"
    UNTIL = "until"  # asks for the trial's last day


class ModeButton(CallbackData, prefix="md1"):
    """In /modes. `mode` is "" where nothing is set. In chats since 0.1."""

    do: ModeDo
    department: str
    mode: str
