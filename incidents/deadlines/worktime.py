"""Working time: which moments count, and arithmetic with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Intervals = tuple[tuple[time, time], ...]
"""Working intervals of a day in local time, in order. An end of 0:00 is the midnight that ends the day."""

_DAY = timedelta(days=1)
_ZERO = timedelta(0)
_DAYS_IN_WEEK = 7
_GIVE_UP = 366  # days in a row without working time: the calendar is wrong, and waiting would be for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Working time of a district. `days` holds every date that differs from its weekday: () is a day off.

    A day is a tuple of (start, end) local intervals: lunch is the gap between two of them. Raises ValueError for a week that has not seven
    days and for intervals out of order. Every moment is taken and given back aware, in UTC: a change of the zone's offset neither adds
    working time nor takes it away.
    """

    timezone: tzinfo
    week: tuple[Intervals, ...]  # Monday first, seven items
    days: Mapping[date, Intervals] = field(default_factory=dict)
    _moments: dict[date, tuple[tuple[datetime, datetime], ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _wholes: dict[date, timedelta] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != _DAYS_IN_WEEK:
            raise ValueError("a week has seven days, Monday first")
        for intervals in (*self.week, *self.days.values()):
            _check_order(intervals)

    def intervals(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The day's working intervals as aware UTC moments. Each day is worked out once: a month's figures ask thousands of times."""
        if day not in self._moments:
            self._moments[day] = self._worked_out(day)
        return self._moments[day]

    def _worked_out(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        found: list[tuple[datetime, datetime]] = []
        for start, end in self.days.get(day, self.week[day.weekday()]):
            begins = self._moment(day, start)
            ends = self._moment(day + _DAY, end) if end == time.min else self._moment(day, end)
            if found:  # an end in the hour that the clocks skip falls after a start behind that hour
                begins = max(begins, found[-1][1])
            if begins < ends:  # an interval may vanish in the hour that the clocks skip
                found.append((begins, ends))
        return tuple(found)

    def is_working(self, moment: datetime) -> bool:
        """Whether people are at work then."""
        moment = _utc(moment)
        return any(begins <= moment < ends for begins, ends in self.intervals(self._date(moment)))

    def add(self, start: datetime, work: timedelta) -> datetime:
        """The moment when `work` of working time has passed since `start`. Raises ValueError if there is no working time in a year."""
        if work < _ZERO:
            raise ValueError("working time does not run backwards")
        start = _utc(start)
        if not work:
            return start
        day = self._date(start)
        idle = 0
        while idle <= _GIVE_UP:
            idle += 1
            for begins, ends in self.intervals(day):
                left = ends - max(begins, start)
                if left <= _ZERO:
                    continue
                if work <= left:
                    return ends - left + work
                work -= left
                idle = 0
            day += _DAY
        raise ValueError("no working time in a year: look at the calendar in norms.toml")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time within [start, end); zero when end is not after start."""
        start, end = _utc(start), _utc(end)
        if end <= start:
            return _ZERO
        day, last = self._date(start), self._date(end)
        found = self._within(day, start, end)
        if day == last:
            return found
        while (day := day + _DAY) < last:
            found += self._whole(day)
        return found + self._within(last, start, end)

    def _within(self, day: date, start: datetime, end: datetime) -> timedelta:
        cut = [min(ends, end) - max(begins, start) for begins, ends in self.intervals(day) if begins < end and ends > start]
        return sum(cut, _ZERO)

    def _whole(self, day: date) -> timedelta:
        """The day's working time, worked out once, too: what lies for weeks has many whole days between its ends."""
        if day not in self._wholes:
            self._wholes[day] = sum((ends - begins for begins, ends in self.intervals(day)), _ZERO)
        return self._wholes[day]

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.timezone).astimezone(UTC)

    def _date(self, moment: datetime) -> date:
        return moment.astimezone(self.timezone).date()


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment must be aware")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def _check_order(intervals: Intervals) -> None:
    last: time | None = None
    for index, (start, end) in enumerate(intervals):
        is_midnight = end == time.min and index == len(intervals) - 1
        if (last is not None and start < last) or (start >= end and not is_midnight):
            raise ValueError(f"working intervals are out of order: {start:%H:%M}-{end:%H:%M}")
        last = end


def duration_text(span: timedelta, *, working: bool) -> str:
    """A span in Russian as cards say it: «9 рабочих часов», «4 часа», «30 дней», «45 мин», «1 ч 30 мин рабочих»."""
    if not working and span.days > 1 and span == timedelta(days=span.days):
        return f"{span.days} {plural(span.days, 'день', 'дня', 'дней')}"
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if minutes:
        text = f"{hours} ч {minutes} мин" if hours else f"{minutes} мин"
        return f"{text} рабочих" if working else text
    noun = plural(hours, "час", "часа", "часов")
    kind = f"{plural(hours, 'рабочий', 'рабочих', 'рабочих')} " if working else ""
    return f"{hours} {kind}{noun}"


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of a Russian noun that goes with the number: 1 час, 2 часа, 5 часов, 11 часов."""
    last, tail = count % 10, count % 100
    if tail in range(11, 15):
        return many
    if last == 1:
        return one
    return few if last in range(2, 5) else many
