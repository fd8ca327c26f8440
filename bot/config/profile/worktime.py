"""Working time of a district: week, Russian holidays, `norms.toml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from holidays import country_holidays

from bot.config.profile.toml import TomlTable
from incidents.deadlines.worktime import WorkCalendar

Intervals = tuple[tuple[time, time], ...]

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
YEARS = range(2021, 2036)  # transfers before 2021 are of no use; the far years give at least the holidays that the law names
SOON = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decrees:
    """For which years the transfers are known, by the government's decree or by norms.toml."""

    years: frozenset[int] = field(default_factory=frozenset)

    def warning(self, now: datetime) -> str | None:
        """What to tell the coordinator when this year, or the one that begins within a month, has no decree."""
        for year in (now.year, (now + SOON).year):
            if year not in self.years:
                return (
                    f"Переносы выходных на {year} год неизвестны, срок может ошибиться на день: впишите их в norms.toml или обновите Отклик"
                )
        return None


def read_calendar(norms: TomlTable, zone: tzinfo) -> tuple[WorkCalendar, Decrees]:
    """The calendar of `[week]`, `[days]` and `shortened` of norms.toml. Raises DistrictError."""
    week_table, days_table = norms.table("week"), norms.table("days")
    week = tuple(_intervals(week_table, day) for day in WEEK)
    week_table.finish()
    if not any(week):
        raise week_table.error(None, "в неделе нет ни одного рабочего часа")
    days = dict(_country(week))
    for word in norms.texts("shortened"):
        day = _date(norms, "shortened", word)
        days[day] = _shortened(days.get(day, week[day.weekday()]))
    own = {_date(days_table, word, word): _intervals(days_table, word) for word in days_table.keys()}  # noqa: SIM118 - a method of ours
    days.update(own)
    decreed = set(country_holidays("RU").special_public_holidays) | {day.year for day in own}
    return WorkCalendar(timezone=zone, week=week, days=days), Decrees(years=frozenset(decreed))


def _country(week: tuple[Intervals, ...]) -> Mapping[date, Intervals]:
    """Days off, transferred ones too, and Saturdays that work as a Monday."""
    country = country_holidays("RU", years=YEARS)
    return {**dict.fromkeys(country, ()), **dict.fromkeys(country.weekend_workdays, week[0])}


def _shortened(intervals: Intervals) -> Intervals:
    """The day before a holiday ends an hour earlier (Labour Code, article 95)."""
    *most, (start, end) = intervals or ((time.min, time.min),)
    if end.hour <= start.hour:
        return intervals
    return (*most, (start, end.replace(hour=end.hour - 1)))


def _intervals(table: TomlTable, key: str) -> Intervals:
    """«09:00–13:00, 14:00–18:00», or «выходной» for a day off, which is also what an absent day is."""
    words = table.text(key, "выходной")
    if words == "выходной":
        return ()
    found = []
    for item in words.split(","):
        bounds = re.fullmatch(r"\s*(\d\d?:\d\d)\s*[-–]\s*(\d\d?:\d\d)\s*", item)
        if not bounds:
            raise table.error(key, f"«{item.strip()}» не похоже на часы работы, пример: «09:00–13:00, 14:00–18:00» или «выходной»")
        found.append((_time(table, key, bounds[1]), _time(table, key, bounds[2])))
    moments = [moment for interval in found for moment in interval]
    if any(earlier >= later for earlier, later in pairwise(moments)):
        raise table.error(key, f"часы идут не по порядку: «{words}»")
    return tuple(found)


def _time(table: TomlTable, key: str, word: str) -> time:
    try:
        return time.fromisoformat(word.zfill(5))
    except ValueError:
        raise table.error(key, f"нет такого времени: «{word}»") from None


def _date(table: TomlTable, key: str, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise table.error(key, f"«{word}» не похоже на дату, пример: 2026-12-31") from None
