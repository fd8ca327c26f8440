"""Buttons of routing: topics, /modes, /rules. They live for years in chats."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id
from handlers.kit.choices import page_in
from incidents.ids import DepartmentId

T = TypeVar("T")


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
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A page of a group's topics."""

    group: str
    page: int | None = None

    @property
    def code(self) -> str:
        """«roads», «roads~1»."""
        return self.group if self.page is None else f"{self.group}{OF_PAGE}{self.page}"

    @classmethod
    def parse(cls, code: str) -> Self:
        """A page that is none is the first one."""
        group, marked, page = code.partition(OF_PAGE)
        return cls(group, page_in(page) if marked else None)


@dataclass(frozen=True, slots=True)
class ByWord:
    """«Найти по слову», «Другая тема…», «Другой номер»."""

    code: str = BY_WORD


def by_word_or(parse: Callable[[str], T]) -> Callable[[str], ByWord | T]:
    """Reads a menu that offers «Найти по слову» beside its own choices."""
    return lambda code: ByWord() if code == BY_WORD else parse(code)


class CorrectWhat(StrEnum):
    """What «Тема и место» corrects. Codes stand in chats: add, never rename."""

    TOPIC = "topic"
    PLACE = "place"
    SUGGESTION = "suggestion"  # «Это предложение»
    TROUBLE = "trouble"  # «Это не предложение»


@dataclass(frozen=True, slots=True)
class Whose:
    """The department whose matter it is; None says «не знаю чьё»."""

    department: DepartmentId | None

    @property
    def code(self) -> str:
        """The department, or «?»."""
        return self.department or UNKNOWN

    @classmethod
    def parse(cls, code: str) -> Self:
        """Any word but «?» names a department."""
        return cls(None if code == UNKNOWN else DepartmentId(code))


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
