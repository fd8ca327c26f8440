"""What an effect gets and gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from incidents.acts.notes_and_requests import DelayReason, HelpKind
from incidents.acts.undo import Undo
from incidents.answers.facts import FactKind
from incidents.head.orders import OrderKind
from incidents.ids import DepartmentId, IncidentId, OfficialId, PostId
from incidents.incident import ClosingOutcome, Incident, RejectReason
from incidents.official import Official
from incidents.places.values import Spot
from incidents.policy import Policy
from incidents.routing.rules import Question
from incidents.transaction import Transaction

Data = Mapping[str, str | int | None]
"""What an event keeps: codes and ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen with the act, where it asks for a choice."""

    department_id: DepartmentId | None = None
    outcome: ClosingOutcome | None = None
    reason: RejectReason | None = None
    words: str | None = None  # typed: a note, a reason in their own words
    delay: DelayReason | None = None
    until: datetime | None = None  # postponed, promised
    organisation: str | None = None
    letter: str | None = None
    into: IncidentId | None = None  # merged with
    departments: frozenset[DepartmentId] = frozenset()  # co-executors
    posts: frozenset[PostId] = frozenset()  # voices that part
    parts: bool = False  # the post parts into its questions, which are `asked`
    asked: tuple[Question, ...] = ()
    topic: str | None = None  # a slug
    place: Spot | None = None
    fact: FactKind | None = None
    day: date | None = None  # of the fact, of the plan
    by_voice: bool = False  # «Есть ответ»: reached by telephone
    hurt: bool | None = None  # of a confirmed danger: whether people are hurt
    cut_off: bool = False  # of a confirmed danger: nobody gets to the settlement; whether people are hurt is not known then
    help: HelpKind | None = None
    colleague: OfficialId | None = None
    order: OrderKind | None = None
    voice: str | None = None  # file id of the order's recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One press: the incident as it stood, and as the table of steps leaves it (`after` differs in its status only)."""

    tx: Transaction
    policy: Policy
    before: Incident
    after: Incident
    by: Official
    now: datetime
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The incident after the act, why (for the log and the toast), and what the event keeps beside the usual."""

    incident: Incident
    because: str
    data: Data = field(default_factory=dict)


Effect = Callable[[Call], Awaitable[Change]]

UndoEffect = Callable[[Transaction, Undo, datetime], Awaitable[None]]
