"""The night: since when nobody was at work, which cards wait."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Incident

_LOOK_BACK = 30  # days: the longest holidays are eleven


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the coordinator said of the cards that came while nobody was at work, before the working day `day`."""

    day: date
    released_at: datetime | None = None  # «Отпустить все»
    hold_until: datetime | None = None  # «Пауза до 10:00»


def work_ended(calendar: WorkCalendar, moment: datetime) -> datetime:
    """When people last went home before that moment; a day ago, if nobody has worked for a month."""
    day = moment.astimezone(calendar.timezone).date()
    for back in range(_LOOK_BACK):
        ended = [ends for _, ends in calendar.intervals(day - timedelta(days=back)) if ends <= moment]
        if ended:
            return ended[-1]
    return moment - timedelta(days=1)


def work_begins(calendar: WorkCalendar, moment: datetime) -> datetime | None:
    """When the working day of that local date begins; None: it is a day off."""
    today = calendar.intervals(moment.astimezone(calendar.timezone).date())
    return today[0][0] if today else None


def held_until(calendar: WorkCalendar, night: Night | None, incident: Incident, now: datetime) -> datetime | None:
    """Until when the coordinator holds a card of this night back; None: it goes. What is dangerous is never held."""
    begins = work_begins(calendar, now)
    if night is None or night.hold_until is None or begins is None or incident.danger_grade is not None:
        return None
    return night.hold_until if incident.opened_at < begins and now < night.hold_until else None


def is_released(night: Night | None, incident: Incident) -> bool:
    """Whether the coordinator let the cards of the night go, and this is one of them."""
    return night is not None and night.released_at is not None and incident.opened_at <= night.released_at


def previous_digest(calendar: WorkCalendar, due: datetime) -> datetime:
    """The same hour of the working day before: since then posts were dropped that nobody has looked through."""
    local = due.astimezone(calendar.timezone)
    for back in range(1, 15):
        moment = local - timedelta(days=back)
        if work_begins(calendar, moment) is not None:
            return moment
    return local - timedelta(days=1)
