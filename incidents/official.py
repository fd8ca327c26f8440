"""Officials, departments and roles (docs/architecture.md, «People and rights»)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from incidents.ids import ChatId, DepartmentId, DistrictId, InvitationId, OfficialId


class Role(StrEnum):
    """What an official may do; the Russian names are in `ROLE_TITLES`."""

    EXECUTOR = "executor"
    CHIEF = "chief"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    DUTY = "duty"
    HEAD = "head"
    OBSERVER = "observer"


class Watch(StrEnum):
    """How an official stands in the duty roster at a moment. Codes stand in the database."""

    NOW = "now"
    NEXT = "next"  # the nearest shift that is to come is theirs
    OFF = "off"


ROLE_TITLES = {
    Role.EXECUTOR: "исполнитель",
    Role.CHIEF: "руководитель отдела",
    Role.COORDINATOR: "координатор",
    Role.APPROVER: "согласующий",
    Role.DUTY: "дежурный, ЕДДС",
    Role.HEAD: "глава",
    Role.OBSERVER: "наблюдатель",
}

IN_DEPARTMENT = frozenset({Role.EXECUTOR, Role.CHIEF})
"""Roles that belong to a department and act for it only."""


def title_of(role: Role, department_title: str | None) -> str:
    """How colleagues see somebody: «исполнитель, отдел ЖКХ», «координатор»."""
    return f"{ROLE_TITLES[role]}, {department_title}" if role in IN_DEPARTMENT and department_title else ROLE_TITLES[role]


class Mode(StrEnum):
    """How a department gets its cards. Codes stand in the database: add, never rename."""

    TRIAL = "trial"  # «учебная неделя»: only the coordinator sees
    COORDINATOR = "coordinator"  # «через координатора»
    OWN = "own"  # «сам»


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department that answers for topics. With a group chat its cards also stand there (in `topic_id`, if a forum)."""

    id: DepartmentId
    district_id: DistrictId
    title: str  # in the nominative, as on cards: «отдел ЖКХ»
    chat_id: ChatId | None = None
    topic_id: int | None = None
    mode: Mode = Mode.OWN
    mode_until: date | None = None  # the last day; None: until it is changed
    mode_since: datetime | None = None
    phone: str | None = None  # for residents: stands in answers
    hours: str | None = None  # likewise: «пн–пт 9:00–18:00»


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """A person who holds a role. `user_id` is the messenger's id; it is also the private chat with them."""

    id: OfficialId
    district_id: DistrictId
    role: Role
    department_id: DepartmentId | None
    user_id: ChatId
    title: str  # how colleagues see them: «исполнитель, отдел ЖКХ»
    active: bool = True
    reachable: bool = True  # False after «bot was blocked by the user», until they write again
    name: str = ""  # as the messenger knows them, or as the coordinator's table says: seen by coordinators only
    enrolled_at: datetime | None = None
    away: bool = False  # on leave now: a tick turns it on and off
    away_from: date | None = None
    away_until: date | None = None  # the first day of work again
    deputy_id: OfficialId | None = None
    watch: Watch | None = None  # by the duty roster; None: not in it, asked at any hour
    phone: str = ""  # for work, as the coordinator wrote it; "" unknown
    lawyer: bool = False  # is asked for a word on the law
    blocked: bool = False  # switched off by a coordinator, who may switch them on again; never active then
    left_at: datetime | None = None  # when they were dismissed or blocked; links made before that do not bring them back


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link's right to become an official; of its code only the hash is stored."""

    id: InvitationId
    district_id: DistrictId
    role: Role
    department_id: DepartmentId | None
    created_by: OfficialId | None  # None: made by `otklik invite`
    created_at: datetime
    expires_at: datetime
    code_hash: str | None = None  # None until the message with the link is sent
    opened_by: OfficialId | None = None  # an official who opened the link and is asked whether to move
    used_at: datetime | None = None
    used_by: OfficialId | None = None
    cancelled_at: datetime | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the link was spent or cancelled."""
        return self.used_at is not None or self.cancelled_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether the link lets somebody in."""
        return not self.is_settled and now < self.expires_at


def service_name(official: Official, department: str | None) -> str:
    """How whoever did something is named: the service, not the person."""
    if official.role in IN_DEPARTMENT and department:
        return department
    return {Role.DUTY: "ЕДДС", Role.COORDINATOR: "координатор"}.get(official.role, official.title)
