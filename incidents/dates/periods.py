"""A period of the past in people's words: «с 1 по 20 ноября», «17–23 ноября», «20.11», «октябрь». Pure: today is an argument."""

import re
from datetime import date, timedelta

from incidents.dates.find import find_dates
from incidents.errors import DomainError

MOST = timedelta(days=366)
_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_MONTH = re.compile(rf"^\s*(?:за\s+)?(?P<month>{'|'.join(_MONTHS)})(?:ь|й|т)?(?:\s++(?P<year>20\d\d))?\s*+(?:г\.?|года?)?\s*$")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:по|до)\s*(\d{1,2}(?:\s+[а-я]+(?:\s+20\d\d)?|\.\d{1,2}(?:\.\d{2,4})?))")
_DASH = re.compile(r"(?<=[\dа-я])\s*[-–—]\s*(?=\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"20\d\d")
_BACK = {"вчера": 1, "позавчера": 2, "сегодня": 0}
_TWO = 2


def period_in(text: str, *, today: date) -> tuple[date, date]:
    """The first and the last day. Raises DomainError that says how to write it, or what is wrong with the days."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    days = _named(plain, today)
    if not days:
        raise DomainError("Период не разобрали. Напишите, например: «с 1 по 20 ноября», «17–23 ноября», «20 ноября», «октябрь»")
    first, last = min(days), max(days)
    if first > today:
        raise DomainError("Этот период ещё не начался. Назовите дни, которые уже прошли")
    if last - first > MOST:
        raise DomainError("Больше года сразу не считаем. Назовите период короче")
    return first, min(last, today)


def _named(plain: str, today: date) -> list[date]:
    if plain in _BACK:
        return [today - timedelta(days=_BACK[plain])]
    month = _MONTH.match(plain)
    if month is not None:
        return _whole_month(_MONTHS.index(month["month"]) + 1, month["year"], today)
    spaced = plain if _ISO.search(plain) else _DASH.sub(" по ", plain)
    whole = _SHORT.sub(lambda found: f"{found[1]}{_tail(found[2])} по {found[2]}", spaced)
    has_year = _YEAR.search(plain) is not None
    days = [each.date for each in find_dates(whole, today=today)][:_TWO]
    runs = bool(days) and days[0] <= today  # «с 20 по 30 ноября» on the 24th: this month's
    return days if has_year or runs else [_back(day, today) for day in days]


def _tail(last: str) -> str:
    """What follows the number of the last day: « ноября», «.11»."""
    return re.sub(r"^\d{1,2}", "", last)


def _back(day: date, today: date) -> date:
    """A day without a year is of the past."""
    if day <= today:
        return day
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day.replace(year=day.year - 1, day=28)


def _whole_month(month: int, year: str | None, today: date) -> list[date]:
    first = date(int(year) if year else today.year, month, 1)
    if year is None and first > today:
        first = first.replace(year=today.year - 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return [first, last]
