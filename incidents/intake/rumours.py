"""Rumours: who checks one, what may be said meanwhile (docs/voice.md, C9)."""

from dataclasses import replace
from datetime import datetime, timedelta

from incidents.dates.russian import date_words
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Act, Doubt, Incident
from incidents.lifecycle import step
from incidents.reading import Kind, Reading
from incidents.routing.rules import Route

BECAUSE = "слух: сначала проверяет пресс-служба"

CHECK = timedelta(hours=4)
"""Working time in which something can be said: facts come within three hours."""


_OTHERS = frozenset({Doubt.OUTSIDE, Doubt.TRIAL, Doubt.QUESTIONS})
"""Doubts that keep a rumour away from the press service."""


def is_rumour(reading: Reading, way: Route) -> bool:
    """Whether it goes to the approver. A danger is a danger first; another district's rumour and a trial week's are theirs."""
    is_told = reading.kind is Kind.RUMOUR and reading.is_appeal
    return is_told and not reading.danger and way.doubt not in _OTHERS


def with_rumour(draft: Incident, way: Route) -> Incident:
    """The incident as it opens: with nobody's department, and where it would have gone."""
    to = way.department_id or way.proposed_id
    return replace(
        draft, status=step(draft.status, Act.RUMOUR), rumour=True, department_id=None, proposed_id=to, doubt=None, route_because=BECAUSE
    )


def until(calendar: WorkCalendar, now: datetime) -> str:
    """Until when we write what we found: «сегодня до 16:00», «25 ноября до 11:00»."""
    moment = hour_of(calendar, now)
    today = now.astimezone(calendar.timezone).date()
    return f"{'сегодня' if moment.date() == today else date_words(moment.date())} до {moment.hour}:00"


def hour_of(calendar: WorkCalendar, now: datetime) -> datetime:
    """That moment by the district's clock, a whole hour."""
    end = calendar.add(now, CHECK).astimezone(calendar.timezone)
    return end if not (end.minute or end.second or end.microsecond) else end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
