"""Buttons of /people, leaves and groups. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Id, Page


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
