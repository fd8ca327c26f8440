"""The norm `head_hears`: when the head hears of an unaccepted danger."""

from datetime import datetime, timedelta

from incidents.danger.gravity import Gravity, gravity_of
from incidents.deadlines.reminders import UNACCEPTED, Due, Reminder, called_since, due, is_ladder_stopped
from incidents.deadlines.values import Norms
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Doubt, Incident
from incidents.reading import DangerGrade


def head_hears_at(incident: Incident, norms: Norms) -> datetime | None:
    """At once where people are hurt, else after minutes; None: never, or told."""
    is_open = incident.danger_grade is DangerGrade.NOW and incident.status in UNACCEPTED and incident.doubt is not Doubt.TRIAL
    if not norms.head_hears or not is_open or is_ladder_stopped(incident) or Reminder.HEAD_HEARS in incident.reminded:
        return None
    minutes = 0 if gravity_of(incident) is Gravity.PEOPLE else norms.head_hears
    return called_since(incident) + timedelta(minutes=minutes)


def all_due(incident: Incident, *, norms: Norms, calendar: WorkCalendar, now: datetime) -> tuple[Due, ...]:
    """What is due for the incident, the head's word too."""
    at = head_hears_at(incident, norms)
    theirs = (Due(code=Reminder.HEAD_HEARS, since=at),) if at is not None and at <= now else ()
    return (*due(incident, norms=norms, calendar=calendar, now=now), *theirs)
