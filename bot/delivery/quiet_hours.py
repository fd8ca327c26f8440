"""Quiet hours: a first card waits for the working day, a risk for eight in the morning; a danger that is there now for nothing."""

from datetime import datetime, time, timedelta

from incidents.deadlines.night_digest import Night, held_until, is_released
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Incident
from incidents.reading import DangerGrade

RISK_FROM, RISK_TO = time(8, 0), time(20, 0)
"""A risk may ring in these local hours of any day."""


def quiet_until(calendar: WorkCalendar, incident: Incident, now: datetime, night: Night | None = None) -> datetime | None:
    """When the first card of this incident may ring; None: now. `night`: what the coordinator said of the cards of this day's night."""
    if incident.danger_grade is DangerGrade.NOW or is_released(night, incident):
        return None
    held = held_until(calendar, night, incident, now)
    if held is not None:
        return held
    local = now.astimezone(calendar.timezone)
    if incident.danger_grade is DangerGrade.RISK:
        if RISK_FROM <= local.time() < RISK_TO:
            return None
        day = local.date() + timedelta(days=1 if local.time() >= RISK_TO else 0)
        return datetime.combine(day, RISK_FROM, calendar.timezone)
    today = calendar.intervals(local.date())
    if today and today[0][0] <= now < today[-1][1]:
        return None
    return calendar.add(now, timedelta(microseconds=1))
