"""The coordinator's queue: each incident under the first kind that fits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

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


def waiting_for(incident: Incident, *, now: datetime) -> Waiting | None:
    """What the coordinator must decide about this incident; None: it goes its way."""
    if incident.status not in OPEN:
        return None
    if incident.danger_grade is DangerGrade.NOW and incident.accepted_at is None:
        return Waiting.DANGER
    if incident.doubt is Doubt.TRIAL:
        return None if incident.sorted_id else Waiting.TRIAL
    if incident.doubt is not None:
        return _DOUBTS[incident.doubt]
    if incident.department_id is None and not incident.rumour:
        return Waiting.ROUTE
    is_late = incident.due_by is not None and incident.due_by < now and incident.answered_at is None
    otherwise = Waiting.NEW_TEXT if incident.new_text_at is not None else None
    return Waiting.OVERDUE if is_late and incident.status is not Status.POSTPONED else otherwise


def sort_out(incidents: Iterable[Incident], *, now: datetime) -> Mapping[Waiting, Sequence[Incident]]:
    """Those that wait, by kind in the order of haste; kinds with nothing are absent. The order within a kind is the given one."""
    kinds = [(waiting_for(incident, now=now), incident) for incident in incidents]
    found = {kind: [incident for its, incident in kinds if its is kind] for kind in Waiting}
    return {kind: group for kind, group in found.items() if group}
