"""Buttons of /people, leaves and groups. They live for years in chats."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Page
from handlers.kit.choices import PAGE_MARK, Coded, PageTurn, code_of, page_in, read
from incidents.ids import DepartmentId, OfficialId
from incidents.messenger import Button
from incidents.official import Role

T = TypeVar("T")

_BACK, _TO = "department", "to"
_MOST_DIGITS = 18  # what a database can hold


class PeopleDo(StrEnum):
    """What a press in /people asks for. Codes stand in chats: add, never rename."""

    LIST = "list"  # choice: a page
    SHOW = "show"
    ROLE = "role"  # choice: a role, or a role and a department
    DEPARTMENT = "dep"
    DISMISS = "fire"  # choice: "to" and the successor's id, or "department"
    BLOCK = "block"  # choice: "yes"
    UNBLOCK = "unblock"
    INVITE = "invite"  # choice: as of ROLE
    PHONE = "phone"
    LAWYER = "law"  # choice: "yes", "no"
    LINKS = "links"  # choice: a page
    CANCEL_LINK = "unlink"  # choice: an invitation


class PeopleButton(CallbackData, prefix="p1"):
    """In /people and in a person's card. `choice` "" opens the menu of choices. In chats since 0.1."""

    do: PeopleDo
    official: Id
    choice: str

    def read(self, parse: Callable[[str], T]) -> T:
        """What was chosen. Raises WrongStep for a choice that is no more."""
        return read(parse, self.choice, "Откройте список снова: /people")


@dataclass(frozen=True, slots=True)
class RoleIn:
    """A role, then its department, or a page of departments to choose from."""

    role: Role
    department: DepartmentId | None = None
    page: int | None = None

    @property
    def code(self) -> str:
        """«executor», «executor/housing», «executor+1»."""
        if self.department is not None:
            return f"{self.role}/{self.department}"
        return self.role.value if self.page is None else f"{self.role}{PageTurn(self.page).code}"

    @classmethod
    def parse(cls, code: str) -> Self | None:
        """None asks for the role. Raises ValueError for a role that is none."""
        name, _, department = code.partition("/")
        role, turned, page = name.partition(PAGE_MARK)
        if not role:
            return None
        return cls(Role(role), DepartmentId(department) if department else None, page_in(page) if turned else None)


@dataclass(frozen=True, slots=True)
class Heir:
    """To whom everything goes; None gives it back to the department."""

    official: OfficialId | None

    @property
    def code(self) -> str:
        """«to12», «department»."""
        return _BACK if self.official is None else f"{_TO}{self.official}"

    @classmethod
    def parse(cls, code: str) -> Self | None:
        """None asks to whom. Raises ValueError for what is neither."""
        if not code:
            return None
        return cls(None if code == _BACK else OfficialId(row(code.removeprefix(_TO))))


class YesNo(StrEnum):
    """Codes stand in chats: add, never rename."""

    YES = "yes"
    NO = "no"


def is_yes(code: str) -> bool:
    """Whether it is «да»; "" is not yet."""
    return code == YesNo.YES


def row(code: str) -> int:
    """A row of a table. Raises ValueError for what is none."""
    if not (code.isascii() and code.isdecimal() and len(code) <= _MOST_DIGITS):
        raise ValueError(code)
    return int(code)


class LinkDo(StrEnum):
    """What an official who opened a link for another role decides. Codes stand in chats: add, never rename."""

    MOVE = "move"
    STAY = "stay"


class LinkButton(CallbackData, prefix="p2"):
    """Under the question of a link that was opened. In chats since 0.2."""

    do: LinkDo
    invitation: Id


class DepartmentDo(StrEnum):
    """What a press in «Отделы» of /people asks for. Codes stand in chats: add, never rename."""

    LIST = "list"
    SHOW = "show"
    PHONE = "phone"
    HOURS = "hours"
    NO_PHONE = "nophone"
    NO_HOURS = "nohours"
    UNDO_PHONE = "uphone"
    UNDO_HOURS = "uhours"


class DepartmentButton(CallbackData, prefix="dp1"):
    """In «Отделы» of /people. `department` "" in the list. In chats since 0.2."""

    do: DepartmentDo
    department: str
    page: Page


class LeaveButton(CallbackData, prefix="lv1"):
    """Steps of a leave: `choice` is «since/until/deputy» as far as it is known, or «end». In chats since 0.1."""

    official: Id
    choice: str

    @property
    def steps(self) -> "LeaveSteps":
        """What is known. Raises WrongStep for a step that is no more."""
        return read(LeaveSteps.parse, self.choice, "Начните снова: /leave")


class LeaveAsk(StrEnum):
    """What a step asks for beside its dates. Codes stand in chats: add, never rename."""

    END = "end"
    NEW = "new"
    TYPED = "?"  # «Дата…»
    STOP = "stop"  # «Отмена»


@dataclass(frozen=True, slots=True)
class LeaveSteps:
    """A leave as far as it is known."""

    since: date | None = None
    until: date | None = None
    deputy: OfficialId | None = None
    ask: LeaveAsk | None = None

    @property
    def code(self) -> str:
        """«2026-12-01/2026-12-15/7», «2026-12-01/?», «end»."""
        return "/".join(str(step) for step in (self.since, self.until, self.deputy, self.ask) if step is not None)

    @classmethod
    def parse(cls, code: str) -> Self:
        """Raises ValueError for a date or an official that is none."""
        words = [word for word in code.split("/") if word]
        if words in ([LeaveAsk.END], [LeaveAsk.NEW], [LeaveAsk.STOP]):
            return cls(ask=LeaveAsk(words[0]))
        if words and words[-1] == LeaveAsk.TYPED:
            return cls(since=date.fromisoformat(words[0]) if len(words) > 1 else None, ask=LeaveAsk.TYPED)
        deputy = OfficialId(row(words[2])) if len(words) > 2 else None  # noqa: PLR2004 - after the dates
        since, until = [*map(date.fromisoformat, words[:2]), None, None][:2]
        return cls(since, until, deputy)


class GroupButton(CallbackData, prefix="gc1"):
    """Which department a group is for. `choice`: a department, «+2» for the third page, "" to leave it. In chats since 0.1."""

    choice: str

    @property
    def wanted(self) -> PageTurn | DepartmentId | None:
        """A page, a department, or None to leave it."""
        if self.choice.startswith(PAGE_MARK):
            return PageTurn.parse(self.choice)
        return DepartmentId(self.choice) if self.choice else None


def people_button(do: PeopleDo, label: str, official: int = 0, choice: Coded | str | int = "", *, primary: bool = False) -> Button:
    """A press in /people."""
    return Button(label=label, data=PeopleButton(do=do, official=official, choice=code_of(choice)).pack(), primary=primary)


def leave_button(label: str, official: int, steps: LeaveSteps = LeaveSteps()) -> Button:
    """A step of a leave; the default one shows it."""
    return Button(label=label, data=LeaveButton(official=official, choice=steps.code).pack())
