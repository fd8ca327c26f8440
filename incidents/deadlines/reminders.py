"""Which reminders of an incident are due now (docs/voice.md, «Clocks»).

A pure question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from incidents.deadlines.values import Norms
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import OPEN, Doubt, Incident, Status
from incidents.reading import DangerGrade

SOON = 0.75
"""R1: 45 minutes of the 60 that there are to accept."""

HALF = 0.5
"""R3: the card says that half of the time to answer has passed."""

LAST = 0.8
"""R4: this share of the time to answer has passed."""

CHIEF_AFTER = timedelta(hours=1)
COORDINATOR_AFTER = timedelta(hours=2)
"""R6 and R7: so long after the deadline (working time; wall clock for a danger that is there now)."""

UNACCEPTED = frozenset({Status.NEW, Status.ASSIGNED, Status.REOPENED})
_HELD = frozenset({Status.ACCEPTED, Status.OUTSIDE})
_WAITING = _HELD | {Status.ASSIGNED, Status.REOPENED}


class Reminder(StrEnum):
    """Codes of docs/voice.md, «Clocks»; they stand in `Incident.reminded`."""

    NOT_ACCEPTED_SOON = "R1"  # 45 of 60 working minutes, executors, silent
    NOT_ACCEPTED = "R2"  # the deputy or the chief, else the coordinator; sound
    HALF = "R3"  # half of the time to answer: no message, the card says so
    ANSWER_SOON = "R4"  # 80 %, who accepted; sound
    OVERDUE = "R5"  # who accepted; sound
    OVERDUE_CHIEF = "R6"  # one working hour later, the chief; sound
    OVERDUE_COORDINATOR = "R7"  # two working hours later, the coordinator; silent
    DANGER_5 = "R8"  # not accepted for 5 min, second on duty; sound
    DANGER_10 = "R9"  # not accepted for 10 min, coordinator and chief; then all again in rounds; sound
    NOT_ROUTED = "R0"  # not routed within the norm: all coordinators, once; sound
    DANGER_ASKED = "R14"  # «Опасно?»: by day the coordinators, at night duty
    HEAD_HEARS = "R16"  # the norm `head_hears`: nobody accepted a danger, the head; sound
    DANGER_AGAIN = "R13"  # a danger came back or grew: everybody who has its card; sound


OF_THE_DANGER = frozenset({Reminder.DANGER_5, Reminder.DANGER_10, Reminder.DANGER_AGAIN, Reminder.HEAD_HEARS})
"""What rings of a danger that is there now, at any hour and outside the budget of sounds."""

QUIETER_AFTER = timedelta(hours=1)
QUIETER = timedelta(minutes=15)
"""After an hour of ringing the rounds are so far apart at least: whoever slept through a dozen is not woken by more."""

HOURLY_AFTER = timedelta(hours=4)
DAY, NIGHT = time(8), time(22)
"""After four hours it rings on the hour from eight to ten in the evening, then for the night duty alone: whoever is woken mutes the bot."""

OF_THE_ANSWER = frozenset({Reminder.ANSWER_SOON, Reminder.OVERDUE, Reminder.OVERDUE_CHIEF, Reminder.OVERDUE_COORDINATOR})
"""What the answer's clock rings: forgotten when an interim answer sets it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reminder that is due, and since when."""

    code: Reminder
    since: datetime


def due(incident: Incident, *, norms: Norms, calendar: WorkCalendar, now: datetime) -> tuple[Due, ...]:
    """What is due and not in `incident.reminded` yet. After a long silence (the bot was off) only the highest of a ladder is due.

    Only the danger that is there now is due at any hour; all else waits for working time, so that nobody is woken. Whoever answers a danger
    by voice («Есть ответ») is spared the ladder by `with_ladder_stopped`.
    """
    if incident.status not in OPEN or incident.doubt is Doubt.TRIAL:
        return ()
    is_now = incident.danger_grade is DangerGrade.NOW
    if not is_now and not calendar.is_working(now):
        return ()
    answer = _highest(answer_ladder(incident, None if is_now else calendar), incident, now)
    accept = (
        _danger_due(incident, norms, calendar.timezone, now)
        if is_now
        else _highest(accept_ladder(incident, norms, calendar), incident, now)
    )
    return tuple(each for each in (accept, answer) if each is not None)


_HOLDS: dict[Reminder, frozenset[Status]] = {
    Reminder.NOT_ROUTED: frozenset({Status.NEW, Status.REOPENED}),
    Reminder.NOT_ACCEPTED_SOON: frozenset({Status.ASSIGNED, Status.REOPENED}),
    Reminder.NOT_ACCEPTED: frozenset({Status.ASSIGNED, Status.REOPENED}),
    Reminder.ANSWER_SOON: _HELD,
    Reminder.OVERDUE: _WAITING,
    Reminder.OVERDUE_CHIEF: OPEN,
    Reminder.OVERDUE_COORDINATOR: OPEN,
    Reminder.DANGER_5: UNACCEPTED,
    Reminder.DANGER_10: UNACCEPTED,
    Reminder.DANGER_AGAIN: UNACCEPTED,
    Reminder.HEAD_HEARS: UNACCEPTED,
}


def is_still_true(code: Reminder, incident: Incident) -> bool:
    """Whether the message of a reminder still says what is true: else it is taken away. A clock that began anew ends all former ones."""
    if code is Reminder.DANGER_ASKED:
        return incident.danger_asked_at is not None and incident.status in OPEN
    if code in OF_THE_DANGER and (incident.danger_grade is not DangerGrade.NOW or is_ladder_stopped(incident)):
        return False
    return code in incident.reminded and incident.status in _HOLDS.get(code, frozenset())


def _highest(ladder: Iterator[Due], incident: Incident, now: datetime) -> Due | None:
    """The last step that has come. If it was posted, the lower ones have lost their sense."""
    come = [each for each in ladder if each.since <= now]
    return come[-1] if come and come[-1].code not in incident.reminded else None


def _danger_due(incident: Incident, norms: Norms, zone: tzinfo, now: datetime) -> Due | None:
    """R8, R9, and R9 in rounds while nobody has it."""
    if incident.status not in UNACCEPTED:
        return None
    step = _highest(danger_ladder(incident, norms), incident, now)
    if step is not None or Reminder.DANGER_10 not in incident.reminded or is_ladder_stopped(incident):
        return step
    since = next_round(incident, norms, zone)
    return Due(code=Reminder.DANGER_10, since=since) if since <= now else None


def called_since(incident: Incident) -> datetime:
    """From when on a danger calls: it came, or it was given to a department."""
    return incident.assigned_at or incident.opened_at


def danger_ladder(incident: Incident, norms: Norms) -> Iterator[Due]:
    """Nobody has a danger that is there now: whom to wake, and then whom else."""
    start = called_since(incident)
    yield Due(code=Reminder.DANGER_5, since=start + norms.now_accept)
    yield Due(code=Reminder.DANGER_10, since=start + norms.now_climb)


def next_round(incident: Incident, norms: Norms, zone: tzinfo) -> datetime:
    """When R9 rings all anew: by the clock of the first one, so a late tick moves no later round; after four hours by the local clock.

    Half a step at least lies between two: the round that a restart made late is not followed by another at once.
    """
    start = called_since(incident)
    at = _early_round(incident, start, norms)
    if incident.rung_at is None or at <= start + HOURLY_AFTER:
        return at
    local = max(incident.rung_at + timedelta(minutes=30), start + HOURLY_AFTER).astimezone(zone)
    hour = local.replace(minute=0, second=0, microsecond=0)
    hour += timedelta(hours=hour < local)
    if hour.time() > NIGHT:
        hour += timedelta(days=1)
    return hour if DAY <= hour.time() <= NIGHT else datetime.combine(hour.date(), DAY, zone)


def is_for_the_night(incident: Incident, zone: tzinfo, now: datetime) -> bool:
    """Whether a round now is for the night duty alone: it has rung for four hours, and people sleep."""
    return now - called_since(incident) > HOURLY_AFTER and not DAY <= now.astimezone(zone).time() < NIGHT


def rings_on(incident: Incident) -> bool:
    """Whether nobody has a danger that is there now, though all were called."""
    is_open = incident.status in UNACCEPTED and incident.doubt is not Doubt.TRIAL
    is_called = Reminder.DANGER_10 in incident.reminded and incident.rung_at is not None
    return is_open and is_called and incident.danger_grade is DangerGrade.NOW


def _early_round(incident: Incident, start: datetime, norms: Norms) -> datetime:
    first, hour = start + norms.now_climb, start + QUIETER_AFTER
    step, later = norms.now_again, max(norms.now_again, QUIETER)
    if incident.rung_at is None:
        return first
    turn = first + step * max(0, -((first - hour) // step))  # the first round that is an hour after the start
    after = incident.rung_at + (step if incident.rung_at < hour else later) / 2
    if after <= turn:
        return first + step * max(0, -((first - after) // step))
    return turn + later * -((turn - after) // later)


def is_ladder_stopped(incident: Incident) -> bool:
    """Whether somebody knows and works: nobody is called any more, whatever has rung so far."""
    return Reminder.DANGER_10 in incident.reminded and incident.rung_at is None


def with_ladder_stopped(incident: Incident) -> Incident:
    """Somebody knows and works («Знаем», «Есть ответ»): no step of the ladder is due any more."""
    missing = tuple(code for code in (Reminder.DANGER_5, Reminder.DANGER_10) if code not in incident.reminded)
    return replace(incident, reminded=(*incident.reminded, *missing), rung_at=None)


def accept_ladder(incident: Incident, norms: Norms, calendar: WorkCalendar) -> Iterator[Due]:
    """Not routed, or not accepted: whose turn it is decides."""
    start = incident.assigned_at or incident.opened_at
    if incident.status not in UNACCEPTED or incident.is_suggestion:
        return
    if incident.status is Status.NEW or incident.department_id is None:
        yield Due(code=Reminder.NOT_ROUTED, since=calendar.add(start, norms.route))
    elif incident.accept_by is not None:
        whole = calendar.between(start, incident.accept_by)
        yield Due(code=Reminder.NOT_ACCEPTED_SOON, since=calendar.add(start, whole * SOON))
        yield Due(code=Reminder.NOT_ACCEPTED, since=incident.accept_by)


def answer_ladder(incident: Incident, calendar: WorkCalendar | None) -> Iterator[Due]:
    """Towards the deadline and beyond it. `calendar` is None for the wall clock.

    A postponed card spares its holder the sounds, and never hides the delay from those above. What has no department yet has nobody
    below the coordinator.
    """
    end = incident.due_by  # the region's clock may be the earlier one
    if end is None:
        return
    if incident.is_suggestion:  # nothing of it rings: the coordinators have it in their list
        yield Due(code=Reminder.OVERDUE_COORDINATOR, since=_add(end, COORDINATOR_AFTER, calendar))
        return
    start = max(incident.clock_from, incident.answered_at or incident.clock_from)  # after an interim answer the final one has its own time
    whole = _between(start, end, calendar)
    if incident.status in _WAITING and calendar is not None:
        yield Due(code=Reminder.HALF, since=calendar.add(start, whole * HALF))
    if incident.status in _HELD:
        yield Due(code=Reminder.ANSWER_SOON, since=_add(start, whole * LAST, calendar))
    if incident.status in _WAITING:
        yield Due(code=Reminder.OVERDUE, since=end)
    if incident.department_id is not None:
        yield Due(code=Reminder.OVERDUE_CHIEF, since=_add(end, CHIEF_AFTER, calendar))
    yield Due(code=Reminder.OVERDUE_COORDINATOR, since=_add(end, COORDINATOR_AFTER, calendar))


def _add(start: datetime, span: timedelta, calendar: WorkCalendar | None) -> datetime:
    return start + span if calendar is None else calendar.add(start, span)


def _between(start: datetime, end: datetime, calendar: WorkCalendar | None) -> timedelta:
    return max(end - start, timedelta(0)) if calendar is None else calendar.between(start, end)


def is_to_ask(incident: Incident, now: datetime) -> bool:
    """Whether a department has it and its deadline is over."""
    waits = incident.status in OPEN - {Status.NEW} and incident.doubt is not Doubt.TRIAL
    return waits and incident.department_id is not None and incident.answer_by is not None and incident.answer_by < now
