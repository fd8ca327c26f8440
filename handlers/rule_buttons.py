"""Buttons of /rules."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.press import Id


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
