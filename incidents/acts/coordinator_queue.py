"""The coordinator's queue: each incident under the first kind that fits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId
from incidents.incident import OPEN, Doubt, Incident, Status
from incidents.reading import DangerGrade


class Waiting(StrEnum):
    """Why somebody must decide. In the order of haste."""

    DANGER = "danger"  # there now and nobody took it, or in doubt
    OVERDUE = "overdue"
    ROUTE = "route"  # nobody's: no rule, nobody enrolled, returned
    TOPIC = "topic"
    PLACE = "place"
    QUESTIONS = "questions"  # several in one post
    OUTSIDE = "outside"
    PRAISE = "praise"  # thanks or a complaint
    CONFIRM = "confirm"  # a department that works by the coordinator's hand
    NEW_TEXT = "new_text"  # a changed text says another topic or place than people chose
    TRIAL = "trial"  # a department that learns: to be sorted by hand
    CHECK = "check"  # a department has it with a doubt, or a second question waits: no haste


_DOUBTS = {
    Doubt.DANGER: Waiting.DANGER,
    Doubt.ROUTE: Waiting.ROUTE,
    Doubt.TOPIC: Waiting.TOPIC,
    Doubt.PLACE: Waiting.PLACE,
    Doubt.QUESTIONS: Waiting.QUESTIONS,
    Doubt.OUTSIDE: Waiting.OUTSIDE,
    Doubt.CONFIRM: Waiting.CONFIRM,
    Doubt.PRAISE: Waiting.PRAISE,
}


SILENT = frozenset({Waiting.OVERDUE, Waiting.CHECK})
"""What is no decision of the coordinator's: a department has it."""


def waiting_for(incident: Incident, *, now: datetime, asks: bool = False) -> Waiting | None:
    """What the coordinator must decide about this incident; None: it goes its way. `asks`: a second question of it waits."""
    check = Waiting.CHECK if asks else None
    if incident.status not in OPEN:
        return check
    if incident.danger_grade is DangerGrade.NOW and incident.accepted_at is None:
        return Waiting.DANGER
    if incident.doubt is Doubt.TRIAL:
        return None if incident.sorted_id else Waiting.TRIAL
    if incident.doubt is not None and not incident.is_doubted:
        return _DOUBTS[incident.doubt]
    if incident.department_id is None and not incident.rumour:
        return Waiting.ROUTE
    is_late = incident.due_by is not None and incident.due_by < now and incident.answered_at is None
    check = Waiting.CHECK if incident.is_doubted else check
    otherwise = Waiting.NEW_TEXT if incident.new_text_at is not None else check
    return Waiting.OVERDUE if is_late and incident.status is not Status.POSTPONED else otherwise


def sort_out(incidents: Iterable[Incident], *, now: datetime, asking: Collection[IncidentId] = ()) -> Mapping[Waiting, Sequence[Incident]]:
    """Those that wait, by kind in the order of haste; kinds with nothing are absent. The order within a kind is the given one.

    `asking`: those of which a second question waits.
    """
    kinds = [(waiting_for(incident, now=now, asks=incident.id in asking), incident) for incident in incidents]
    found = {kind: [incident for its, incident in kinds if its is kind] for kind in Waiting}
    return {kind: group for kind, group in found.items() if group}
