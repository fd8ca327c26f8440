"""Read a moment from a cell: «24.11.2026 9:12», «24 ноября».

Pure: today is an argument. Also what spreadsheets and networks write: numbers of days since 1900, seconds since 1970, ISO with an offset.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from incidents.dates.hours import MORNING
from incidents.dates.russian import MONTH_STEMS

_CLOCK = r"(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?"
_AFTER = rf"(?:[\sTт,в]{{1,4}}{_CLOCK})?"
_END = r"(?:\s?(?P<offset>Z|[+-]\d\d:?\d\d))?"
_YEAR = r"(?P<y>\d{4}|\d{2})(?:\s?(?:года|г)\b\.?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})[-./](?P<m>\d{{1,2}})[-./](?P<d>\d{{1,2}}){_AFTER}{_END}")
_DAY_FIRST = re.compile(rf"(?P<d>\d{{1,2}})[./-](?P<m>\d{{1,2}})(?:[./-]{_YEAR})?{_AFTER}")
_NAMED = re.compile(rf"(?P<d>\d{{1,2}})\s?(?P<month>[а-я]{{3,8}})\.?(?:\s{_YEAR})?{_AFTER}")
_CLOCK_FIRST = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?),?\s(\S.*)")
_WEEKDAY = re.compile(r"^(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)[,.]?\s")
_NUMBER = re.compile(r"\d{5}(?:[.,]\d{1,17})?|\d{9,10}")

_SHORTEST = 3  # letters of a month: «ноя»
_CENTURY = 2000
_SERIAL_FROM = datetime.fromisoformat("1899-12-30")  # as Excel counts, its 1900 being a leap year
_SERIALS = range(32_874, 73_051)  # the years 1990 to 2099: a shorter number is no date
_SECONDS = range(10**9 // 2, 4_102_444_800)
_LONGEST = 60


class WrongDate(Exception):
    """There is no such day: «31 ноября»."""


def written_moment(text: str, *, today: date, timezone: tzinfo) -> datetime | None:
    """The aware moment that a cell names; a day without an hour is 9:00 of it, one without a year the last such day.

    None: it is no date at all. Raises WrongDate for a day that no month has.
    """
    plain = _plain(text)
    if not plain or len(plain) > _LONGEST:
        return None
    if _NUMBER.fullmatch(plain):
        return _counted(float(plain.replace(",", ".")), timezone)
    found = _ISO.fullmatch(plain) or _DAY_FIRST.fullmatch(plain) or _NAMED.fullmatch(plain)
    return None if found is None else _said(found, today, timezone)


def _plain(text: str) -> str:
    """Lowered with plain «е» and spaces, without a weekday, the hour last."""
    plain = _WEEKDAY.sub("", " ".join(text.lower().replace("ё", "е").replace("t", "т").split()))
    first = _CLOCK_FIRST.fullmatch(plain)
    return (f"{first[2]} {first[1]}" if first else plain).replace("z", "Z")


def _counted(number: float, timezone: tzinfo) -> datetime | None:
    """Days as Excel counts them, in the district's own clock, or seconds of the world's."""
    if int(number) in _SERIALS:
        moment = _SERIAL_FROM + timedelta(seconds=round(number * 86_400))
        return (moment if number % 1 else datetime.combine(moment, MORNING)).replace(tzinfo=timezone)
    return datetime.fromtimestamp(number, UTC) if int(number) in _SECONDS else None


def _said(found: re.Match[str], today: date, timezone: tzinfo) -> datetime | None:
    said = found.groupdict()
    month = _month(said["month"]) if "month" in said else int(said["m"])
    if month is None:
        return None
    clock = _clock(said)
    year = said.get("y")
    if year is None:
        day = _last(int(said["d"]), month, today)
    else:
        day = _day(int(year) + (_CENTURY if int(year) < _CENTURY // 20 else 0), month, int(said["d"]))
    moment = datetime.combine(day, clock)
    offset = said.get("offset")
    if offset is None:
        return moment.replace(tzinfo=timezone)
    return datetime.fromisoformat(f"{moment.isoformat()}{'+00:00' if offset == 'Z' else offset}")


def _month(word: str) -> int | None:
    """«ноября», «ноябрь», «нояб», «ноя»."""
    if word in {"май", "мая", "мае"}:
        return 5
    fits = [n for n, stem in enumerate(MONTH_STEMS, 1) if len(stem) >= _SHORTEST and (word.startswith(stem) or stem.startswith(word))]
    return fits[0] if len(fits) == 1 else None


def _clock(said: dict[str, str]) -> time:
    if said["h"] is None or (not any(int(said[name] or 0) for name in ("h", "min", "s")) and said["s"] and said.get("offset") is None):
        return MORNING  # a spreadsheet writes the hour of a plain day as 00:00:00
    try:
        return time(int(said["h"]), int(said["min"]), int(said["s"] or 0))
    except ValueError:
        raise WrongDate from None


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise WrongDate from None


def _last(day: int, month: int, today: date) -> date:
    """The last such day that has come; «29 февраля» may be four years ago."""
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise WrongDate
