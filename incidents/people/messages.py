"""What is said of people, leaves, links, departments and their groups."""

from datetime import date
from enum import StrEnum

from incidents.ids import DepartmentId, InvitationId, OfficialId
from incidents.official import Role
from incidents.outbox_message import AboutOfficial, OutboxMessage
from incidents.people.department_contacts import Contact
from incidents.people.department_groups import Lack


class PeopleList(OutboxMessage, code="people", is_screen=True):
    """Everyone who works here (/people)."""

    page: int = 0


class Person(AboutOfficial, code="person", is_screen=True):
    """A person's card."""


class AskPhone(OutboxMessage, code="ask_phone"):
    """A person's work phone in words."""

    about: OfficialId


class RoleFor(StrEnum):
    """What a role is chosen for. Codes stand in the outbox and in buttons."""

    ROLE = "role"  # another one for somebody who works here
    INVITE = "invite"


class ChooseRole(OutboxMessage, code="people_roles", is_screen=True):
    """Roles to choose from. `official` None: for somebody who is to be invited."""

    do: RoleFor
    official: OfficialId | None = None


class ChooseDepartment(OutboxMessage, code="people_departments", is_screen=True):
    """Departments to choose from, the role being chosen."""

    do: RoleFor
    role: Role
    official: OfficialId | None = None
    page: int = 0


class DismissMenu(AboutOfficial, code="people_dismiss", is_screen=True):
    """«Передать дела»: to whom."""


class BlockMenu(AboutOfficial, code="people_block", is_screen=True):
    """«Закрыть доступ»: asks whether it is meant."""


class HandedOver(AboutOfficial, code="handed_over"):
    """Report of what went over from somebody; `to` None: back to the departments."""

    to: OfficialId | None = None
    numbers: tuple[int, ...]  # of incidents, the first ones
    count: int  # of all of them
    answers: int
    promises: int
    shifts: int = 0
    empty: int = 0  # shifts that nobody has now
    orders: int = 0
    drafts: int = 0
    links: int = 0  # cancelled ones


class TookOver(OutboxMessage, code="took_over"):
    """To the successor: what is theirs now."""

    numbers: tuple[int, ...]
    count: int


class RoleChanged(AboutOfficial, code="role_changed"):
    """To the person: the new role."""


class Farewell(OutboxMessage, code="farewell"):
    """To whoever works here no more."""


class AboutLink(OutboxMessage):
    """Speaks of one link for a newcomer."""

    invitation: InvitationId


class InvitationLink(AboutLink, code="invitation"):
    """The link itself; its code is made as it is sent."""


class OpenLinks(OutboxMessage, code="people_links", is_screen=True):
    """Which links are open."""

    page: int = 0


class AskToMove(AboutLink, code="ask_to_move"):
    """To an official who opened a link for another role: move or stay."""

    official: OfficialId


class Joined(AboutLink, code="joined"):
    """To the coordinators: who came by a link."""

    official: OfficialId


class MovedByLink(AboutLink, code="moved"):
    """To the coordinators: who took another role by a link."""

    official: OfficialId


class Leave(AboutOfficial, code="leave", is_screen=True):
    """The leave as it stands, or its first step (/leave)."""


class LeaveSince(AboutOfficial, code="leave_since", is_screen=True):
    """The first day of a leave: days to choose from."""


class LeaveUntil(AboutOfficial, code="leave_until", is_screen=True):
    """The day of return: days to choose from."""

    since: date


class LeaveDeputy(AboutOfficial, code="leave_deputy", is_screen=True):
    """Who stands in: people to choose from."""

    since: date
    until: date


class AskLeaveDate(AboutOfficial, code="ask_leave_date"):
    """A day in words: the first one, or, where `since` is known, the return."""

    since: str = ""  # an ISO day


class LeavePlanned(AboutOfficial, code="leave_planned"):
    """To the official: the leave is arranged."""


class LeaveBegan(AboutOfficial, code="leave_began"):
    """To the official: the leave begins, somebody else gets the cards."""


class StandsIn(AboutOfficial, code="stands_in"):
    """To the deputy: for whom they stand in."""


class LeaveOver(AboutOfficial, code="leave_over"):
    """To the official: back at work."""


class StoodIn(AboutOfficial, code="stood_in"):
    """To the deputy: whose leave is over."""


class DeputyLeft(AboutOfficial, code="deputy_left"):
    """To the coordinator: somebody's deputy works here no more."""


class DepartmentsList(OutboxMessage, code="departments", is_screen=True):
    """«Отделы» of /people."""

    page: int = 0


class AboutDepartment(OutboxMessage):
    """Speaks of one department."""

    department: DepartmentId


class OneDepartment(AboutDepartment, code="department", is_screen=True):
    """What residents are told of a department."""


class AskContact(AboutDepartment, code="ask_contact"):
    """A department's phone or hours in words."""

    contact: Contact


class ConnectMenu(OutboxMessage, code="connect"):
    """Which department's cards come into this chat (/connect)."""

    page: int = 0


class Connected(AboutDepartment, code="connected"):
    """The department's cards come here from now on."""


class ConnectLeft(OutboxMessage, code="connect_left"):
    """The group stays as it was."""


class Disconnected(OutboxMessage, code="disconnected"):
    """No more cards of these departments here."""

    departments: tuple[DepartmentId, ...]


class GroupGone(AboutDepartment, code="group_gone"):
    """To the coordinators: the bot was thrown out of a department's group."""


class GroupChecked(AboutDepartment, code="group_checked"):
    """To the coordinators: what the bot lacks in a department's group."""

    lacks: tuple[Lack, ...]
    hears_all: bool = False  # Telegram sends the bot every word of the group
    is_public: bool = False
    members: int = 0  # 0: nobody counted


class DepartmentDigest(AboutDepartment, code="R10"):
    """Twice a day into a department's group: what is at work."""
