"""The duty roster: shifts, who is on duty now and next, and shifts read from typed lines («24.11 20:00 – 25.11 8:00 Иванов»). Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from incidents.errors import WrongStep
from incidents.ids import DistrictId, OfficialId, ShiftId
from incidents.official import Official, Role, Watch

LONGEST = timedelta(hours=48)
ON_DUTY = frozenset({Role.DUTY, Role.EXECUTOR, Role.CHIEF, Role.COORDINATOR})
"""Roles that may stand in the roster. Dangers wake those of the role DUTY; a department's people on duty hear of what nobody accepts."""

MOST_LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An official is on duty in [starts_at, ends_at). Shifts may overlap: two people are two."""

    id: ShiftId
    district_id: DistrictId
    official_id: OfficialId
    starts_at: datetime
    ends_at: datetime


def watches(shifts: Iterable[Shift], *, now: datetime) -> Mapping[OfficialId, Watch]:
    """How everybody in the roster stands: on duty now, next (the nearest shift to come that is not of one on duty now), or off.

    Whoever has no shift is absent: ЕДДС on one telephone round the clock needs no roster.
    """
    ordered = sorted(shifts, key=lambda shift: shift.starts_at)
    off = {shift.official_id: Watch.OFF for shift in ordered}
    on = {shift.official_id: Watch.NOW for shift in ordered if shift.starts_at <= now < shift.ends_at}
    coming = [shift for shift in ordered if shift.starts_at > now and shift.official_id not in on]
    following = {shift.official_id: Watch.NEXT for shift in coming if shift.starts_at == coming[0].starts_at}
    return off | following | on


_DAY = r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?"
_TIME = r"(\d{1,2})[:.](\d{2})"
_LINE = re.compile(rf"{_DAY}\s+{_TIME}\s*[-–—]\s*(?:{_DAY}\s+)?{_TIME}\s+(.+)")
_EXAMPLE = "24.11 20:00 – 25.11 8:00 Иванов"


def shifts_in(text: str, *, officials: Sequence[Official], now: datetime, timezone: tzinfo) -> list[tuple[OfficialId, datetime, datetime]]:
    """Typed lines as shifts. Raises WrongStep that names the first bad line: then nothing is taken."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise WrongStep(f"Строк больше {MOST_LINES}. Пришлите смены двумя сообщениями")
    return [_shift(number, line, officials, now, timezone) for number, line in enumerate(lines, start=1)]


def _shift(number: int, line: str, officials: Sequence[Official], now: datetime, timezone: tzinfo) -> tuple[OfficialId, datetime, datetime]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise WrongStep(f"Строка {number} не разобралась. Пишите так: {_EXAMPLE}. Ничего не записали")
    day, month, year, hour, minute, day2, month2, year2, hour2, minute2, name = found.groups()
    try:
        start = _moment(day, month, year, hour, minute, now, timezone)
        end = _moment(day2 or day, month2 or month, year2 or year, hour2, minute2, now, timezone)
    except ValueError:
        raise WrongStep(f"Строка {number}: такого дня или часа нет. Ничего не записали") from None
    if end <= start and day2 is None:
        end += timedelta(days=1)  # «20:00 – 8:00»: till the next morning
    if end <= start or end - start > LONGEST:
        raise WrongStep(f"Строка {number}: смена должна кончаться позже, чем началась, и длиться не больше двух суток. Ничего не записали")
    if end <= now:
        raise WrongStep(f"Строка {number}: эта смена уже прошла. Ничего не записали")
    return _whose(number, name, officials).id, start, end


def _moment(day: str, month: str, year: str | None, hour: str, minute: str, now: datetime, timezone: tzinfo) -> datetime:
    """Aware, local. A day without a year is the nearest one: at most half a year behind, else ahead. Raises ValueError."""
    today = now.astimezone(timezone).date()
    wanted = date(int(year or today.year), int(month), int(day))
    if year is None and (today - wanted).days > 182:  # noqa: PLR2004 - half a year
        wanted = wanted.replace(year=wanted.year + 1)
    return datetime(wanted.year, wanted.month, wanted.day, int(hour), int(minute), tzinfo=timezone)


def _whose(number: int, name: str, officials: Sequence[Official]) -> Official:
    """By the beginnings of the words of a name; where no name fits, of a title."""
    able = [each for each in officials if each.active and each.role in ON_DUTY]
    wanted = [word.rstrip(".") for word in _words(name)]
    found = [o for o in able if _fits(wanted, o.name)] or [o for o in able if _fits(wanted, o.title)]
    if not found:
        raise WrongStep(f"Строка {number}: «{name[:40]}» среди сотрудников не нашли. Имена видно в /people. Ничего не записали")
    if len(found) > 1:
        raise WrongStep(f"Строка {number}: «{name[:40]}» подходит нескольким. Напишите и имя. Ничего не записали")
    return found[0]


def _fits(wanted: Sequence[str], text: str) -> bool:
    words = _words(text)
    return all(any(each.startswith(word) for each in words) for word in wanted)


def _words(text: str) -> list[str]:
    return text.lower().replace("ё", "е").replace(",", " ").split()


REMEMBERED = timedelta(days=30)
"""For so long after the last shift somebody counts as one of the roster, who rests when others are on duty."""
