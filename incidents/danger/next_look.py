"""When something may be due for an incident next.

A pure question. Too early costs a look, too late would be a reminder that comes late: where in doubt it is early.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from incidents.danger.doubts import WAIT
from incidents.danger.head_hears import head_hears_at
from incidents.deadlines.reminders import (
    UNACCEPTED,
    Due,
    Reminder,
    accept_ladder,
    answer_ladder,
    danger_ladder,
    is_ladder_stopped,
    next_round,
)
from incidents.deadlines.values import Norms
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import OPEN, Doubt, Incident
from incidents.reading import DangerGrade

_MOMENT = timedelta(microseconds=1)


def next_look(incident: Incident, *, norms: Norms, calendar: WorkCalendar, now: datetime) -> datetime | None:
    """The earliest moment at which `due` or `is_over` may say something, if nothing changes; None: they never will.

    It is not after `now` where they say something now. Another roster changes nothing: it decides who hears, not when.
    """
    if incident.status not in OPEN:
        return None
    return min(_moments(incident, norms=norms, calendar=calendar, now=now), default=None)


def _moments(incident: Incident, *, norms: Norms, calendar: WorkCalendar, now: datetime) -> Iterator[datetime]:
    if incident.danger_asked_at is not None:
        yield incident.danger_asked_at + WAIT
    if incident.doubt is Doubt.TRIAL:
        return
    if incident.danger_grade is DangerGrade.NOW:
        yield from _steps(tuple(answer_ladder(incident, None)), incident, now)
        yield from _dangers(incident, norms, calendar, now)
        return
    ladders = (tuple(answer_ladder(incident, calendar)), tuple(accept_ladder(incident, norms, calendar)))
    for at in (each for ladder in ladders for each in _steps(ladder, incident, now)):
        yield calendar.add(at, _MOMENT) - _MOMENT  # all else waits for working time


def _steps(ladder: Sequence[Due], incident: Incident, now: datetime) -> Iterator[datetime]:
    """The last step that has come, and those to come, unless they were said. What was passed over has lost its sense."""
    come = [each for each in ladder if each.since <= now]
    if come and come[-1].code not in incident.reminded:
        yield now
    yield from (each.since for each in ladder if each.since > now and each.code not in incident.reminded)


def _dangers(incident: Incident, norms: Norms, calendar: WorkCalendar, now: datetime) -> Iterator[datetime]:
    if incident.status not in UNACCEPTED:
        return
    yield from _steps(tuple(danger_ladder(incident, norms)), incident, now)
    if (hears_at := head_hears_at(incident, norms)) is not None:
        yield hears_at
    if Reminder.DANGER_10 in incident.reminded and not is_ladder_stopped(incident):
        yield next_round(incident, norms, calendar.timezone)
