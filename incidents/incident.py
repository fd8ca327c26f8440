"""An incident, its voices and its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from incidents.ids import DepartmentId, DistrictId, IncidentId, OfficialId, PostId
from incidents.reading import DangerGrade, MainPlace


class Status(StrEnum):
    """Where an incident is in its life (docs/architecture.md, «An incident's life»)."""

    NEW = "new"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"
    OUTSIDE = "outside"  # waiting for an organisation that is not ours
    POSTPONED = "postponed"
    REJECTED = "rejected"
    REOPENED = "reopened"


OPEN = frozenset({Status.NEW, Status.ASSIGNED, Status.ACCEPTED, Status.OUTSIDE, Status.POSTPONED, Status.REOPENED})
"""Statuses in which a resident still waits for the first answer or for the deed."""

IN_WORK = frozenset({Status.ACCEPTED, Status.ANSWERED, Status.OUTSIDE, Status.POSTPONED})
"""«В работе» wherever people read it: accepted and not closed, answered or not."""

FINAL = frozenset({Status.CLOSED, Status.REJECTED})
UNFINISHED = frozenset(Status) - FINAL
"""All others, by name: a database finds «one of these» by an index, «none of those» by reading everything."""


class Act(StrEnum):
    """What is done to an incident. Codes stand in buttons for years: add, never rename."""

    TAKE_IN = "take_in"  # a voice joins (the machine)
    ASSIGN = "assign"  # route or re-route to a department
    ACCEPT = "accept"
    RETURN = "return"  # «не наше»
    ANSWER = "answer"  # a final answer was published
    INTERIM = "interim"  # an interim answer was published
    FACTS = "facts"
    CLOSE = "close"
    REJECT = "reject"  # «не обращение»
    REOPEN = "reopen"
    POSTPONE = "postpone"
    RESUME = "resume"  # back from postponed or outside
    SEND_OUTSIDE = "outside"
    CORRECT_TOPIC = "topic"
    CORRECT_PLACE = "place"
    NEW_TEXT = "new_text"  # topic and place of a changed text: the machine follows it, or the coordinator takes it or leaves it
    MERGE = "merge"
    SPLIT = "split"
    NOTE = "note"
    SEE_CONTACT = "see_contact"  # whom to call back: the look stands in the log, the contact does not
    ASK_AUTHOR = "ask_author"
    DELAY_REASON = "delay"
    HELP = "help"
    CONTROL = "control"  # «на контроль»
    CONFIRM_DONE = "confirm_done"  # the author says that it is not done; another than who closed it says that it is
    CHECKED = "checked"  # «всё верно»: the doubt that a card carries is none
    ORDER = "order"  # «поручить»
    DANGER_KNOWN = "known"
    DANGER_CONFIRMED = "confirmed"
    DANGER_DENIED = "denied"
    DANGER_GRADED = "graded"  # the answer to «Опасно?»
    COLLECT = "collect"  # departments that give facts for one answer
    RUMOUR = "rumour"  # «слух»: the approver checks it
    NOT_RUMOUR = "not_rumour"  # «это не слух»: routed as any other
    ENTRUST = "entrust"  # «поручить другому» of the department
    SAFE = "safe"  # «уже безопасно»
    DANGER_ROSE = "rose"  # a danger came back or grew: whoever had it has it no more (the machine)
    REGION = "region"  # number or «внесено»
    UNDO = "undo"
    ESCALATE = "escalate"  # a reminder or a step of the ladder (the machine)
    HAND_OVER = "hand_over"  # whoever held it left: to a successor or back to the department (the machine)


class ClosingOutcome(StrEnum):
    """What closing says of the deed: «сделано» is apart from «ответ дан»."""

    DONE = "done"
    EXPLAINED = "explained"
    PLANNED = "planned"
    PASSED = "passed"
    REFUSED = "refused"


class Untold(StrEnum):
    """Why nobody writes to the resident that it is done. Codes stand in buttons for years: add, never rename."""

    GONE = "gone"  # the post is deleted
    SPOKEN = "spoken"  # told in person or by phone, where others cannot read it
    NOWHERE = "nowhere"  # nobody may write there
    OTHER = "other"


class RejectReason(StrEnum):
    """Why a post is no appeal."""

    AD = "ad"
    ANNOUNCEMENT = "announcement"  # of works, of a meeting: residents are told something, nobody asks
    CHAT = "chat"
    THANKS = "thanks"
    RUMOUR = "rumour"
    NOT_OUR_DISTRICT = "outside"
    DUPLICATE = "duplicate"


class Doubt(StrEnum):
    """What the coordinator must decide: before a department can work, or beside its work (`BESIDE`)."""

    TOPIC = "topic"
    PLACE = "place"
    ROUTE = "route"  # no rule, nobody enrolled, or returned by a department
    OUTSIDE = "outside"
    QUESTIONS = "questions"  # several in one post, of several departments
    CONFIRM = "confirm"  # the department works by the coordinator's hand: its route is sure
    DANGER = "danger"  # whether it is dangerous: a quarter of an hour, then it is a risk
    TRIAL = "trial"  # the department learns: sorted by hand for comparison, nothing goes out
    PRAISE = "praise"  # thanks with a trouble in them: a complaint or not


BESIDE = frozenset({Doubt.TOPIC, Doubt.PLACE, Doubt.QUESTIONS, Doubt.PRAISE})
"""With these a card goes to the likeliest department all the same, where its mode lets it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One problem at one place. Moments are aware UTC; `because` texts are Russian and shown on the card."""

    id: IncidentId
    district_id: DistrictId
    number: int  # people's № within the district
    status: Status
    group: str
    topic: str
    place: MainPlace
    place_id: str | None = None  # the most exact id known: house's street, landmark, settlement
    lat: float | None = None
    lon: float | None = None
    danger_grade: DangerGrade | None = None
    danger_words: str | None = None
    danger_peak: DangerGrade | None = None  # the worst since `danger_since`; it and the next three stay when the danger is over
    danger_since: datetime | None = None  # when it was first said, grew or came back
    danger_over_at: datetime | None = None  # «уже безопасно» or «не опасно»; None: it stands
    danger_over_by: OfficialId | None = None
    danger_title: str | None = None  # the resident's trouble in at most five words; None: the topic says it
    trouble: str | None = None  # an ordinary trouble in a few words of its text, where the topic's name says nothing
    department_id: DepartmentId | None = None
    holder_id: OfficialId | None = None  # who has it now
    route_because: str = ""
    doubt: Doubt | None = None
    returns: int = 0  # «не наше» pressed; after two only the coordinator routes
    opened_at: datetime  # when Otklik took it in (detected)
    published_at: datetime  # of the first voice
    clock_from: datetime  # the start event that the district chose
    assigned_at: datetime | None = None
    accept_by: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: OfficialId | None = None  # who pressed it, whoever has it now
    answer_by: datetime | None = None  # of the first or, after an interim answer, of the final one
    answered_at: datetime | None = None  # of the first public answer
    closed_at: datetime | None = None
    outcome: ClosingOutcome | None = None
    untold: Untold | None = None  # closed as done, and the resident was not told; None: they were
    disputed: bool | None = None  # the author says that it is not done; False: it was settled, once a closing; None: nobody says so
    reject_reason: RejectReason | None = None
    repeat_of: IncidentId | None = None
    merged_into: IncidentId | None = None
    matched_because: str | None = None  # of the last voice that joined
    proposed_id: DepartmentId | None = None  # where the route leads, while a mode or a rumour keeps it away; else the second likely
    rumour: bool = False  # the approver (пресс-служба) checks it, no department has it
    suggestion: bool = False  # the resident wishes for something new: no trouble, unless a danger is in it
    sorted_id: DepartmentId | None = None  # where the coordinator sent it by hand in a trial week
    reminded: tuple[str, ...] = ()  # codes of reminders that were posted: R1, R2, R4…
    rung_at: datetime | None = None  # the last round of R9; None: it has not begun, or somebody knows and nobody is called any more
    danger_asked_at: datetime | None = None  # since when somebody is asked «Опасно?»; None: nobody is
    new_text_at: datetime | None = None  # since when a changed text says another topic or place than people do; None: nothing is offered
    region_by: datetime | None = None  # the region's earliest deadline of a voice without an answer; the storage keeps it
    postponed_until: datetime | None = None
    controlled_since: datetime | None = None  # 📌 the head watches it
    co_departments: tuple[DepartmentId, ...] = ()  # they give facts, `department_id` collects the answer
    version: int = 1  # grows with every change; the storage refuses a stale one

    @property
    def is_doubted(self) -> bool:
        """Whether a department has it with a doubt at which the coordinator looks meanwhile. A danger's doubts wait in their own lists."""
        return self.department_id is not None and self.danger_grade is None and self.doubt in BESIDE

    @property
    def is_suggestion(self) -> bool:
        """Whether it is a wish with a norm of its own, at which nothing rings. A danger in it goes first."""
        return self.suggestion and self.danger_grade is None and self.danger_asked_at is None

    @property
    def is_disputed(self) -> bool:
        """Whether the author's «не сделано» stands against our word that it is done."""
        return self.disputed is True and (self.status is Status.ANSWERED or self.outcome is ClosingOutcome.DONE)

    @property
    def awaits_final(self) -> bool:
        """Whether an interim answer met the first clock and `answer_by` is the final answer's."""
        return self.status in OPEN and self.answered_at is not None and self.answered_at > self.clock_from

    @property
    def due_by(self) -> datetime | None:
        """Until when to answer: the earlier of the district's clock and the region's."""
        return min((each for each in (self.answer_by, self.region_by) if each is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One resident's post about an incident, with its own answer state."""

    incident_id: IncidentId
    post_id: PostId
    joined_at: datetime
    because: str  # why it belongs here
    answered_at: datetime | None = None
    region_number: str | None = None  # in the region's system, which counts posts
    region_due: datetime | None = None  # the region's own deadline
    entered_at: datetime | None = None  # «внесено»: when our answer was written into the region's system
    entered_by: OfficialId | None = None
    place_of: PostId | None = None  # the first post with these words of this author: one voice, answered in each place
    question_since: datetime | None = None  # the post asks another department too, nobody has settled it yet: its clock, the post's hour
    part_id: IncidentId | None = None  # the incident that was opened for this part of the post, whose own voice is another incident's

    @property
    def is_part(self) -> bool:
        """Whether the post is counted elsewhere: the region's number and «внесено» stand on its own voice."""
        return self.part_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the append-only log. `data` holds codes and ids only: personal data stay outside the chain."""

    act: Act
    at: datetime
    by: OfficialId | None  # None: the machine
    because: str
    status_before: Status | None
    status_after: Status
    data: Mapping[str, str | int | None] = field(default_factory=dict)
