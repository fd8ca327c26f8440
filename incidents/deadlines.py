"""Deadlines in working time, and in wall-clock time for a danger that is there now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from incidents.reading import DangerGrade


class StartEvent(StrEnum):
    """From what moment the district counts: its own choice (the regions differ)."""

    PUBLISHED = "published"
    DETECTED = "detected"
    ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Working time of a district. `days` holds every date that differs from its weekday: () is a day off.

    A day is a tuple of (start, end) local intervals: lunch is the gap between two of them.
    """

    timezone: tzinfo
    week: tuple[tuple[tuple[time, time], ...], ...]  # Monday first, seven items
    days: Mapping[date, tuple[tuple[time, time], ...]] = field(default_factory=dict)

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The day's working intervals as aware UTC moments."""
        raise NotImplementedError

    def is_working(self, moment: datetime) -> bool:
        """Whether people are at work then."""
        raise NotImplementedError

    def add(self, start: datetime, work: timedelta) -> datetime:
        """The moment when `work` of working time has passed since `start`. Raises ValueError if there is no working time in a year."""
        raise NotImplementedError

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time within [start, end); zero when end is not after start."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """Norms of one topic (or the default): working time, save the danger that is there now."""

    accept: timedelta = timedelta(hours=1)
    answer: timedelta = timedelta(hours=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """All norms of a district (`districts/<name>/norms.toml`)."""

    start: StartEvent = StartEvent.DETECTED
    route: timedelta = timedelta(minutes=60)
    default: Norm = Norm()
    topics: Mapping[str, Norm] = field(default_factory=dict)
    groups: Mapping[str, Norm] = field(default_factory=dict)
    final: timedelta = timedelta(days=7)  # after an interim answer, calendar days
    risk_answer: timedelta = timedelta(hours=4)  # working
    now_warn: timedelta = timedelta(minutes=15)  # wall clock: residents are warned
    now_accept: timedelta = timedelta(minutes=5)  # wall clock: then the second on duty (R8)
    now_climb: timedelta = timedelta(minutes=10)  # wall clock: then coordinator and chief (R9)
    now_answer: timedelta = timedelta(hours=4)  # wall clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when to accept and to answer, with the reason: «9 рабочих часов с момента, когда увидели»."""

    accept_by: datetime
    answer_by: datetime
    because: str


def deadline(
    *, norms: Norms, calendar: WorkCalendar, group: str, topic: str, danger: DangerGrade | None, clock_from: datetime, now: datetime
) -> Deadline:
    """Deadlines of an incident. `accept_by` counts from `now` (when it is routed), `answer_by` from `clock_from`."""
    raise NotImplementedError
