"""Find a past period in Russian text: «17–23 ноября», «20.11», «октябрь».

Pure: today is an argument.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from incidents.dates.find import FoundDate, find_dates
from incidents.dates.patterns import NUMBER
from incidents.dates.russian import MONTH_STEMS
from incidents.errors import DomainError

MOST = timedelta(days=366)
_MONTH = re.compile(rf"^\s*(?:за\s+)?(?P<month>{'|'.join(MONTH_STEMS)})(?:ь|й|т)?(?:\s++(?P<year>20\d\d))?\s*+(?:г\.?|года?)?\s*$")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\s*(?:по|до)\s*(\d{1,2}(?:\s+[а-я]+(?:\s+20\d\d)?|\.\d{1,2}(?:\.\d{2,4})?))")
_DASH = re.compile(r"(?<=[\dа-я])\s*[-–—]\s*(?=\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"20\d\d")
_BACK = {"вчера": 1, "позавчера": 2, "сегодня": 0}
_TWO = 2
_DAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_WEEKDAY = re.compile("|".join(_DAYS))
_CALENDAR = re.compile(rf"\d\s*(?:{'|'.join(MONTH_STEMS)})|\d\.\d|-го|числ", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(rf"\d{{1,2}}\s+(?:{'|'.join(MONTH_STEMS)})[а-я]*")
_UNENDED = re.compile(r"(?<![а-я])с[о]?\s.*\s(?:по|до)$|\d\s*[-–—]$")
_WHOLE_YEAR = re.compile(r"^(?:за\s+)?(?P<year>20\d\d)\s*(?:г\.?|год|года)?$")
_YEARS = re.compile(rf"{NUMBER}\s+(?:лет|года)(?![а-я])|20\d\d(?:\s*года?)?\s*(?:-|–|—|по|до)\s*20\d\d(?!-)")
_WRITE = "Напишите, например: «с 1 по 20 ноября», «17–23 ноября», «20 ноября», «с понедельника», «октябрь»"
TOO_LONG = "Больше года сразу не считаем. Назовите период короче, например «октябрь» или «2026 год»"


def period_in(text: str, *, today: date) -> tuple[date, date]:
    """The first and the last day. Raises DomainError that says how to write it, or what is wrong with the days."""
    plain = " ".join(text.lower().replace("ё", "е").split())
    if _UNENDED.search(plain):
        raise DomainError(f"После «{plain.split()[-1]}» нет последнего дня. {_WRITE}")
    if _YEARS.search(plain):
        raise DomainError(TOO_LONG)
    days = _named(plain, today)
    if not days:
        wrong = _DAY_OF_MONTH.search(plain)
        raise DomainError(f"Дня «{wrong[0]}» в календаре нет. {_WRITE}" if wrong else f"Период не разобрали. {_WRITE}")
    first, last = min(days), max(days)
    if first > today:
        raise DomainError("Этот период ещё не начался. Назовите дни, которые уже прошли")
    if last - first > MOST:
        raise DomainError(TOO_LONG)
    return first, min(last, today)


def _named(plain: str, today: date) -> list[date]:
    if plain in _BACK:
        return [today - timedelta(days=_BACK[plain])]
    year = _WHOLE_YEAR.match(plain)
    if year is not None:
        return [date(int(year["year"]), 1, 1), date(int(year["year"]), 12, 31)]
    month = _MONTH.match(plain)
    if month is not None:
        return _whole_month(MONTH_STEMS.index(month["month"]) + 1, month["year"], today)
    weekdays = [_DAYS.index(each) for each in _WEEKDAY.findall(plain)][:_TWO]
    if weekdays and not any(letter.isdigit() for letter in plain):
        return _of_weekdays(weekdays, today, runs=plain.startswith(("с ", "со ")))
    spaced = plain if _ISO.search(plain) else _DASH.sub(" по ", plain)
    whole = _SHORT.sub(lambda found: f"{found[1]}{_tail(found[2])} по {found[2]}", spaced)
    found = list(find_dates(whole, today=today))[:_TWO]
    days = _past(found, today, has_year=_YEAR.search(plain) is not None)
    return [*days, today] if len(days) == 1 and found[0].words.startswith(("с ", "со ")) and days[0] <= today else days


def _of_weekdays(named: Sequence[int], today: date, *, runs: bool) -> list[date]:
    """The last such day, today too; a second one is the next after it. `runs`: «с понедельника» goes on until today."""
    first = today - timedelta(days=(today.weekday() - named[0]) % 7)
    last = today if runs and len(named) == 1 else first + timedelta(days=(named[-1] - named[0]) % 7)
    return [first, last]


def _past(found: Sequence[FoundDate], today: date, *, has_year: bool) -> list[date]:
    """The days meant: a day of a month without a year is one that has been, «завтра» is tomorrow."""
    runs = bool(found) and found[0].date <= today  # «с 20 по 30 ноября» on the 24th: this month's
    as_told = has_year or runs
    return [each.date if as_told or not _CALENDAR.search(each.words) else _back(each.date, today) for each in found]


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
