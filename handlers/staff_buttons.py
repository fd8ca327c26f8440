"""What buttons about people carry: /people, leaves, groups, the duty roster, tables. They live for years in chats, as all of them."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.press import Id, Page


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


class GroupButton(CallbackData, prefix="gc1"):
    """Which department a group is for. `choice`: a department, «+2» for the third page, "" to leave it. In chats since 0.1."""

    choice: str


class DutyDo(StrEnum):
    """What a press in /duty asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"  # page: so many weeks ahead
    ADD = "add"  # by typed lines
    REMOVE = "remove"  # opens the list of shifts to take away; with a shift: takes it away
    COPY = "copy"  # the week before once more, into the week of the page
    SWAP = "swap"  # «Поменяться»: which of one's own shifts; with a shift: with whom
    EXPORT = "export"


class DutyButton(CallbackData, prefix="du1"):
    """In /duty. `shift` 0: none. In chats since 0.1."""

    do: DutyDo
    shift: Id
    page: Page


class DayDo(StrEnum):
    """What a press about a day of the roster asks for. Codes stand in chats: add, never rename."""

    OPEN = "open"  # page: of the people
    PERSON = "who"
    PUT = "put"
    REMOVE = "remove"  # official is the shift then


class DutyDay(CallbackData, prefix="du2"):
    """A day of the roster (its ordinal); `part` of the day, "" where none is chosen. In chats since 0.2."""

    do: DayDo
    day: Annotated[int, Field(ge=1, le=3_000_000)]
    official: Id
    part: Annotated[str, Field(max_length=2)]
    page: Page


class SwapAsk(CallbackData, prefix="du3"):
    """Ask a colleague to take a shift; `instead` 0: for nothing. In chats since 0.2."""

    shift: Id
    official: Id
    instead: Id


class SwapDo(StrEnum):
    """What whoever was asked says. Codes stand in chats."""

    TAKE = "take"
    REFUSE = "no"


class SwapAnswer(CallbackData, prefix="du4"):
    """Under a request to take a shift. In chats since 0.2."""

    do: SwapDo
    swap: Id


class SheetDo(StrEnum):
    """What a press about a table asks for."""

    APPLY = "apply"
    DROP = "drop"
    EXPORT_OFFICIALS = "officials"
    EXPORT_DEPARTMENTS = "departments"
    EXPORT_RULES = "rules"


class SheetButton(CallbackData, prefix="x1"):
    """Under the report of a table that was read, and «… XLSX». `file` 0: none. In chats since 0.1."""

    do: SheetDo
    file: Id
