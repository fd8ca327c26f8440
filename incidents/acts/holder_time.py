"""Where an incident lay: routing, department, approval.

Of the work, never of the worker.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Status
from incidents.incident_store import Step

Span = tuple[datetime, datetime | None]
"""A span of approval; its end is None while it lasts."""

_ROUTE = frozenset({Status.NEW})
_DEPARTMENT = frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED, Status.OUTSIDE, Status.POSTPONED})
_ZERO = timedelta(0)

IN_DOUBT = "in_doubt"
"""What the event of «Не наше» keeps where the bot was not sure of the department."""


class Holder(StrEnum):
    """Who had it."""

    ROUTE = "route"
    DEPARTMENT = "department"
    APPROVAL = "approval"
    OFFICIAL = "official"  # somebody of no department, who accepted it: ЕДДС, the coordinator


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How long each holder had it, until it was answered or until the moment that was asked about."""

    route: timedelta = _ZERO
    department: timedelta = _ZERO
    approval: timedelta = _ZERO
    official: timedelta = _ZERO  # of a danger or a card that somebody of no department accepted


def time_by_holder(log: Sequence[Step], approvals: Sequence[Span], *, until: datetime, calendar: WorkCalendar | None) -> Held:
    """Time by holder, from the log and the spans of approval. `calendar` is None for the wall clock (a danger that is there now).

    An answer ends the counting of its time; what is reopened is counted on. Time of approval is not the department's, nor is that of a
    card that it gave back and of which the bot was not sure: that is the route's.
    """
    route, department, approval = _ZERO, _ZERO, _ZERO
    for status, start, end in _stretches(log, until):
        if status in _ROUTE:
            route += _between(start, end, calendar)
        elif status in _DEPARTMENT:
            away = _overlap(approvals, start, end, calendar) if approvals else _ZERO
            approval += away
            department += _between(start, end, calendar) - away
    return Held(route=route, department=department, approval=approval)


def _stretches(log: Sequence[Step], until: datetime) -> Iterator[tuple[Status, datetime, datetime]]:
    """Each status with its span before `until`; a line that changes no status (one more voice) begins none."""
    if not log:
        return
    stood = _as_routed(log)
    status, start, last = stood[0], log[0].at, log[0].at
    for line, after in zip(log[1:], stood[1:], strict=True):
        if after is not status or line.at < last:
            yield status, min(start, until), min(max(line.at, last), until)
            status, start = after, line.at
        last = line.at
    yield status, min(start, until), until


def _as_routed(log: Sequence[Step]) -> Sequence[Status]:
    """How it stood after each line: while a department had it that gave it back in doubt, it was on its way."""
    stood, since = [line.status_after for line in log], 0
    for n, line in enumerate(log):
        if line.data.get(IN_DOUBT):
            stood[since:n] = [Status.NEW] * (n - since)
        if line.data.get(IN_DOUBT) or line.status_after not in _DEPARTMENT:
            since = n if line.status_after in _DEPARTMENT else n + 1
    return stood


def accepted_by_official(whole: Held, before: Held) -> Held:
    """The time after somebody of no department accepted is theirs. `before`: the time until they did."""
    return replace(whole, department=before.department, official=whole.department - before.department)


def longest(where: Held) -> Holder | None:
    """Who had it the longest: named in the summary and in the workbook alike; None: nobody had it for a minute."""
    spent = spans(where)
    most = max(spent, key=lambda holder: spent[holder])
    return most if spent[most] > _ZERO else None


def spans(where: Held) -> Mapping[Holder, timedelta]:
    """Time by holder; of equals the department is named last, for it cannot answer for others."""
    return {
        Holder.APPROVAL: where.approval,
        Holder.ROUTE: where.route,
        Holder.OFFICIAL: where.official,
        Holder.DEPARTMENT: where.department,
    }


def now_at(approvals: Sequence[Span]) -> datetime | None:
    """Since when it lies at the approver; None: it does not."""
    return next((start for start, end in approvals if end is None), None)


def _overlap(spans: Sequence[Span], start: datetime, end: datetime, calendar: WorkCalendar | None) -> timedelta:
    """Time of approval within [start, end); rounds that touch each other are counted once."""
    inside = sorted(
        (max(begins, start), min(ends or end, end)) for begins, ends in spans if begins < end and (ends is None or ends > start)
    )
    found, reached = _ZERO, start
    for begins, ends in inside:
        found += _between(max(begins, reached), ends, calendar)
        reached = max(reached, ends)
    return found


def _between(start: datetime, end: datetime, calendar: WorkCalendar | None) -> timedelta:
    return max(end - start, _ZERO) if calendar is None else calendar.between(start, end)
