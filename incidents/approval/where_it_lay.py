"""Where incidents lay: asked by reminders, the history, the summary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.acts.holder_time import Held, now_at, time_by_holder
from incidents.approval.store import Approvals
from incidents.deadlines.worktime import WorkCalendar
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.incident_store import Log, Step
from incidents.reading import DangerGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Lay:
    """Time by holder, and since when it lies at the approver (None: it does not)."""

    where: Held
    approval_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What happened to an incident, and when it lay at the approver."""

    log: Sequence[Step] = ()
    approvals: Sequence[tuple[datetime, datetime | None]] = ()


async def courses(log: Log, approvals: Approvals, ids: Collection[IncidentId]) -> Mapping[IncidentId, Course]:
    """Of all of them in two questions."""
    logs = await log.statuses_of_each(ids)
    spans = await approvals.spans_of_each(ids)
    return {id: Course(log=logs.get(id, ()), approvals=spans.get(id, ())) for id in ids}


def lay_in(incident: Incident, course: Course, *, calendar: WorkCalendar, until: datetime) -> Lay:
    """Where the incident lay until then."""
    clock = None if DangerGrade.NOW in {incident.danger_grade, incident.danger_peak} else calendar
    where = time_by_holder(course.log, course.approvals, until=until, calendar=clock)
    return Lay(where=where, approval_since=now_at(course.approvals))


async def lay(log: Log, approvals: Approvals, incident: Incident, *, calendar: WorkCalendar, until: datetime) -> Lay:
    """The same of one, read now."""
    known = await courses(log, approvals, [incident.id])
    return lay_in(incident, known[incident.id], calendar=calendar, until=until)
