"""When planned works last, in the spellings of utilities' lists.

A day, two ends, a span in one cell, Excel's own moments. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from incidents.dates.find import find_dates
from incidents.region.values import moment_of

MORNING, EVENING = 9 * 60, 18 * 60
"""Minutes of the day: works without an hour begin at nine and end at six."""

_MIDNIGHT = 24 * 60
_LONGEST = 300  # code points of a cell that are read
_FULL = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b")
_SHORT = re.compile(r"\b\d{1,2}\.\d{1,2}\b(?![:.]\d)")
_COLON = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?\b")
_DOTTED = re.compile(r"\b(\d{1,2})[.-](00|15|30|45)\b")
_HOURS = re.compile(r"(?:\bс\s*)?\b(\d{1,2})\s*+(?:ч\w*\.?\s*+)?(?:до|по|-|–|—)\s*+(\d{1,2})\s*(?:ч\w*\.?)?(?![\d.:])")
_HOUR = re.compile(r"\b(\d{1,2})\s*(?:ч\w*\.?)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTimes:
    """Days and minutes of the day that a cell names, in the order of the words."""

    days: tuple[date, ...] = ()
    minutes: tuple[int, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Neither a day nor an hour."""
        return not (self.days or self.minutes)


def said_in(cell: str, *, now: datetime, timezone: tzinfo) -> CellTimes:
    """What a cell says of days and hours: «24.11.2026 09:00», «с 9 до 16», «9.00–16.00», «25 ноября», «2026-11-24 00:00:00»."""
    words = " ".join(cell[:_LONGEST].lower().split())
    days: list[tuple[int, date]] = []
    words = _take(_FULL, words, days, now, timezone)
    for found in reversed(find_dates(words, today=now.astimezone(timezone).date())):
        if re.search(r"[а-яё]{3}", words[found.start : found.end]):
            days.append((found.start, found.date))
            words = words[: found.start] + " " * (found.end - found.start) + words[found.end :]
    minutes = [(m.start(), int(m[1]) * 60 + int(m[2])) for m in _COLON.finditer(words)]
    words = _COLON.sub(lambda m: " " * len(m.group()), words)
    if not minutes:
        minutes = [(m.start(), int(m[1]) * 60 + int(m[2])) for m in _DOTTED.finditer(words)]
        words = _DOTTED.sub(lambda m: " " * len(m.group()), words)
    words = _take(_SHORT, words, days, now, timezone)
    if not minutes:
        both = _HOURS.search(words)
        alone = _HOUR.search(words.strip())
        minutes = [(0, int(both[1]) * 60), (1, int(both[2]) * 60)] if both else [(0, int(alone[1]) * 60)] if alone else []
    if any(minute > _MIDNIGHT for _, minute in minutes):
        minutes = []
    if days and [minute for _, minute in minutes] == [0] and "00:00:00" in cell:
        minutes = []  # Excel's day without an hour
    return CellTimes(days=tuple(day for _, day in sorted(days)), minutes=tuple(minute for _, minute in sorted(minutes)))


def _take(pattern: re.Pattern[str], words: str, days: list[tuple[int, date]], now: datetime, timezone: tzinfo) -> str:
    """Note the dates of one form, and give back the words without them."""
    for found in pattern.finditer(words):
        moment = moment_of(found.group(), now=now, timezone=timezone)
        if moment is not None:
            days.append((found.start(), moment.astimezone(timezone).date()))
            words = words[: found.start()] + " " * len(found.group()) + words[found.end() :]
    return words


def lasting(
    *, day: CellTimes, since: CellTimes, until: CellTimes, both: CellTimes, default: date | None, timezone: tzinfo
) -> tuple[datetime, datetime] | str:
    """From when to when, of the cells of one row; a sentence where they do not say. `default`: the day of the list's title."""
    first, last = _ends(both)
    begins, ends = first if since.is_nothing else since, last if until.is_nothing else until
    start_day = _of(begins.days, 0) or _of(day.days, 0) or _of(ends.days, 0) or default
    end_day = _of(ends.days, -1) or (_of(day.days, -1) if len(day.days) > 1 else None) or start_day
    if start_day is None or end_day is None:
        return "нет даты: напишите, например, 25.11.2026"
    if begins.is_nothing and ends.is_nothing and day.is_nothing:
        return "не сказано, до какого часа"
    start, stop = _of(begins.minutes, 0), _of(ends.minutes, -1)
    if start is None and stop is None and ends.is_nothing and both.is_nothing and not day.days:
        return "не сказано, до какого часа"
    opens = _at(start_day, MORNING if start is None else start, timezone)
    closes = _at(end_day, EVENING if stop is None else stop, timezone)
    if closes <= opens and not ends.days:
        closes += timedelta(days=1)  # «с 22 до 6» ends the next morning
    return (opens, closes) if closes > opens else "кончается раньше, чем начинается"


def _ends(both: CellTimes) -> tuple[CellTimes, CellTimes]:
    """A span in one cell as its two ends; one hour alone is the end («до 16:00»)."""
    if len(both.minutes) > 1:
        return replace(both, minutes=both.minutes[:1], days=both.days[:1]), replace(both, minutes=both.minutes[-1:], days=both.days[1:])
    return replace(both, minutes=(), days=both.days[:1]), replace(both, days=both.days[1:])


T = TypeVar("T")


def _of(found: Sequence[T], at: int) -> T | None:
    return found[at] if found else None


def _at(day: date, minute: int, timezone: tzinfo) -> datetime:
    return datetime.combine(day, time(0), timezone) + timedelta(minutes=minute)
