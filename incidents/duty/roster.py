"""The roster by days: spans and names of shifts, uncovered hours.

Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from incidents.deadlines.worktime import WorkCalendar
from incidents.duty.values import Shift
from incidents.errors import WrongStep
from incidents.ids import OfficialId, ShiftId
from incidents.official import Official, Role
from incidents.recipients import in_role

MORNING, EVENING = time(8), time(20)
"""When people on duty relieve one another: a duty day lasts from its morning to the next one's."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
KEPT_FOR = WEEK
"""A roster whose last shift ended longer ago is kept no more: nobody is reminded of its gaps."""


class DayPart(StrEnum):
    """Which part of a duty day. Codes stand in buttons: add, never rename."""

    DAY = "d"
    NIGHT = "n"
    FULL = "f"


class SwapState(StrEnum):
    """How a request to take a shift stands. Codes stand in the database."""

    ASKED = "asked"
    TAKEN = "taken"
    REFUSED = "refused"
    DROPPED = "dropped"  # another request for the same shift took its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """`by` asks `to` to take the shift, for nothing or for a shift of theirs."""

    id: int
    shift_id: ShiftId
    by_id: OfficialId
    to_id: OfficialId
    instead_id: ShiftId | None
    state: SwapState
    asked_at: datetime
    settled_at: datetime | None = None


def span(day: date, part: DayPart, timezone: tzinfo) -> tuple[datetime, datetime]:
    """From when to when: the night and the whole day end on the next morning."""
    morning, evening = datetime.combine(day, MORNING, timezone), datetime.combine(day, EVENING, timezone)
    following = datetime.combine(day + DAY, MORNING, timezone)
    return {DayPart.DAY: (morning, evening), DayPart.NIGHT: (evening, following), DayPart.FULL: (morning, following)}[part]


def part_of(shift: Shift, timezone: tzinfo) -> DayPart | None:
    """Which part of its day a shift is; None: hours of its own."""
    day = shift.starts_at.astimezone(timezone).date()
    return next((part for part in DayPart if span(day, part, timezone) == (shift.starts_at, shift.ends_at)), None)


def monday(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())


def starting_on(shifts: Iterable[Shift], day: date, timezone: tzinfo) -> list[Shift]:
    """Shifts that begin on that date, in their order."""
    return [each for each in shifts if each.starts_at.astimezone(timezone).date() == day]


def answerable_for_dangers(officials: Iterable[Official]) -> frozenset[OfficialId]:
    """Whose shifts answer for dangers: people on duty and coordinators, who are woken by them."""
    return frozenset(each.id for each in in_role(officials, Role.DUTY, Role.COORDINATOR))


def is_kept(shifts: Sequence[Shift], *, now: datetime) -> bool:
    """Whether a roster is kept at all. Without one there are no gaps: every danger goes to everybody on duty."""
    return any(each.ends_at > now - KEPT_FOR for each in shifts)


def uncovered(
    shifts: Iterable[Shift], covering: Collection[OfficialId], *, since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """Hours of [since, until) in which nobody of `covering` has a shift, in order."""
    found, at = [], since
    for each in sorted((s for s in shifts if s.official_id in covering), key=lambda s: s.starts_at):
        if each.starts_at > at:
            found.append((at, min(each.starts_at, until)))
        at = max(at, each.ends_at)
        if at >= until:
            return found
    return [*found, (at, until)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A duty day that is not wholly covered. `part`: which; None: other hours, given by the moments."""

    day: date
    since: datetime
    until: datetime
    part: DayPart | None


def gaps(shifts: Sequence[Shift], officials: Sequence[Official], *, since: datetime, until: datetime, timezone: tzinfo) -> list[Gap]:
    """Gaps by duty days between two moments, one a day where the hours touch; none where no roster is kept."""
    if not is_kept(shifts, now=since):
        return []
    found: list[Gap] = []
    day, last, covering = (
        (since - timedelta(hours=MORNING.hour)).astimezone(timezone).date(),
        until.astimezone(timezone).date(),
        answerable_for_dangers(officials),
    )
    while day <= last:
        start, end = span(day, DayPart.FULL, timezone)
        start, end = max(start, since), min(end, until)
        for begins, ends in uncovered(shifts, covering, since=start, until=end) if start < end else []:
            part = next((each for each in DayPart if span(day, each, timezone) == (begins, ends)), None)
            found.append(Gap(day=day, since=begins, until=ends, part=part))
        day += DAY
    return found


def look_ahead(calendar: WorkCalendar, now: datetime) -> datetime:
    """Until when a working day looks for gaps: through the next working day, so that each is told on the working day before it."""
    today = now.astimezone(calendar.timezone).date()
    following = next((today + n * DAY for n in range(1, 15) if calendar.intervals(today + n * DAY)), today + DAY)
    return datetime.combine(following + DAY, MORNING, calendar.timezone)


def check_free(shifts: Iterable[Shift], official: Official, start: datetime, end: datetime) -> None:
    """One person has one shift at a time, and none on leave. Raises WrongStep."""
    if any(each.official_id == official.id and each.starts_at < end and start < each.ends_at for each in shifts):
        raise WrongStep("У этого человека в это время уже есть смена. Выберите другого или сначала уберите её")
    if is_away(official, start):
        raise WrongStep("Этот человек в это время в отпуске. Выберите другого")


def is_away(official: Official, start: datetime) -> bool:
    """Whether a leave covers the day on which a shift begins."""
    since, until, day = official.away_from, official.away_until, start.date()
    return until is not None and (since is None or since <= day) and day < until


def may_stand_for(one: Official, other: Official) -> bool:
    """Whether they may take each other's shifts: the same role, and the same department where the role has one."""
    same = one.role is other.role and one.department_id == other.department_id
    return same and other.active and other.id != one.id
