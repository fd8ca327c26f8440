"""Patterns of Russian dates and the day that each means.

Text comes lowered, «ё» as «е», position by position.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.dates.russian import MONTH_STEMS

Meaning = tuple[date, bool]
"""The day, and whether the words left it vague."""

_SHORT = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_MONTH = (
    r"(?P<month>январ|феврал|март|апрел|ма(?=[яйюе]\b)|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|(?:янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|нояб|дек)(?=\b))"
)
_DAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_DAY = r"(?P<day>понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)(?:[ауеюияы]|ью|ой)?(?![а-я])"
_NUMBERS = {
    "один": 1, "одного": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "двое": 2, "три": 3, "трех": 3, "трое": 3, "четыре": 4,
    "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9,
    "девяти": 9, "десять": 10, "десяти": 10, "четырнадцать": 14, "четырнадцати": 14, "пятнадцать": 15, "пятнадцати": 15,
    "двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30,
}  # fmt: skip
NUMBER = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"

_UNITS = r"(?!\s*(?:млн|млрд|тыс|руб|₽|%|км|м\b|мм|см|л\b|кв|куб|градус|°|час|мин|га\b|т\b|кг|раз))"
_NO_DAY = (
    r"(?!\s+(?:этаж|подъезд|дом|корпус|класс|микрорайон|мкр|маршрут|участ|год|разряд|километр|школ|автобус|лиц|отряд|пункт|раз|район))"
)

AGO = timedelta(days=90)
"""A day and a month without a year are so far behind us at most: «20 ноября» on the 24th is this year's, «20 января» the next one's."""


def number(words: str) -> int:
    """«3» and «трех» as a number."""
    return int(words) if words.isdigit() else _NUMBERS[words]


def last_of(day: date) -> date:
    """The last day of its month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def friday_of(day: date) -> date:
    """The Friday of its week: a week that is named ends when people stop working."""
    return day + timedelta(days=4 - day.weekday())


def add_working(day: date, days: int) -> date:
    """So many weekdays later."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5  # noqa: PLR2004 - Saturday
    return day


def _month_of(words: str) -> int:
    known = MONTH_STEMS.index(words) if words in MONTH_STEMS else next(i for i, short in enumerate(_SHORT) if words.startswith(short))
    return known + 1


def _of_year(month: int, day: int, year: int | None, today: date) -> date | None:
    years = (today.year - 1, today.year, today.year + 1) if year is None else (year,)
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year is not None or found >= today - AGO:
            return found
    return None


def _year(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if len(words) == 4 else 2000 + int(words)  # noqa: PLR2004 - «26» is 2026


def _named(m: re.Match[str], before: str, today: date) -> Meaning | None:
    found = _of_year(_month_of(m["month"]), int(m["d"]), _year(m["year"]), today)
    return (found, False) if found else None


def _numeric(m: re.Match[str], before: str, today: date) -> Meaning | None:
    if m["year"] is None and (before in {"в", "около", "на"} or re.match(r"\s*(?:-|–|до)\s*\d{1,2}[.:]\d\d\b", m.string[m.end() :])):
        return None  # «в 12.10» is a time
    if m["year"] is None and re.search(r"\bс\s+\d{1,2}[.:]\d\d\s+до\s+$", m.string[: m.start()]):
        return None
    found = _of_year(int(m["m"]), int(m["d"]), _year(m["year"]), today)
    return (found, False) if found else None


def _iso(m: re.Match[str], before: str, today: date) -> Meaning | None:
    found = _of_year(int(m["m"]), int(m["d"]), int(m["year"]), today)
    return (found, False) if found else None


def _of_month(m: re.Match[str], before: str, today: date) -> Meaning | None:
    """«25-го», «30 числа»: the next such day from today on."""
    is_plain = m["word"] is None
    ends = re.match(r"\s*(?:[.,;!?)»]|$)", m.string[m.end() :])
    if is_plain and before not in {"до", "к", "с", "после", "не позднее", "не позже"} and not ends:
        return None
    day, month = int(m["d"]), today.replace(day=1)
    for _ in range(3):
        if 1 <= day <= last_of(month).day and month.replace(day=day) >= today:
            return month.replace(day=day), False
        month = last_of(month) + timedelta(days=1)
    return None


def _weekday(m: re.Match[str], before: str, today: date) -> Meaning | None:
    is_alone = m.string.strip(" .!") == m[0]
    if before not in {"в", "во", "до", "к", "ко", "с", "со", "на", "не позднее", "не позже", "после"} and not is_alone:
        return None
    which = m["which"] or ""
    if which.startswith(("прошл", "кажд")):
        return None
    wanted = _DAYS.index(m["day"])
    monday = today - timedelta(days=today.weekday())
    if which.startswith(("следующ", "будущ")):
        return monday + timedelta(days=7 + wanted), False
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=ahead or (0 if which.startswith("эт") else 7)), False


_NEAR = {"позавчера": -2, "вчера": -1, "сегодня": 0, "послезавтра": 2, "завтра": 1}


def _near(m: re.Match[str], before: str, today: date) -> Meaning | None:
    word = next(name for name in _NEAR if m[0].startswith(name))
    return today + timedelta(days=_NEAR[word]), False


def _span(m: re.Match[str], before: str, today: date) -> Meaning | None:
    """«через 3 дня», «в течение двух недель», «за 5 рабочих дней»."""
    if before not in {"через", "в течение", "за"}:
        return None
    n, unit = number(m["n"] or "1"), m["unit"]
    if before == "через" and m["n"] is None and unit.startswith("д"):
        return None  # «ходит через день»
    if m["working"]:
        return add_working(today, n), False
    if unit.startswith("недел"):
        return today + timedelta(days=7 * n), False
    if unit.startswith("месяц"):
        month = today.replace(day=1)
        for _ in range(n):
            month = last_of(month) + timedelta(days=1)
        return month.replace(day=min(today.day, last_of(month).day)), False
    return today + timedelta(days=n), False


def _end_of(m: re.Match[str], before: str, today: date) -> Meaning | None:
    is_vague = before not in {"до", "к", "не позднее", "не позже"}
    what = m["what"]
    if what.startswith("недел"):
        return friday_of(today) if today.weekday() < 5 else today + timedelta(days=6 - today.weekday()), is_vague  # noqa: PLR2004 - weekend
    if what.startswith("год"):
        return date(today.year, 12, 31), is_vague
    if what.startswith("месяц"):
        return last_of(today), is_vague
    return today, is_vague


def _week(m: re.Match[str], before: str, today: date) -> Meaning | None:
    ahead = 7 if m["which"].startswith(("следующ", "будущ")) else 0
    return max(friday_of(today) + timedelta(days=ahead), today), True


def _weekend(m: re.Match[str], before: str, today: date) -> Meaning | None:
    monday = today - timedelta(days=today.weekday())
    return (friday_of(today), False) if before == "до" else (monday + timedelta(days=6), True)


def _month(m: re.Match[str], before: str, today: date) -> Meaning | None:
    """«до декабря», «в декабре», «к декабрю», «до конца ноября», «в начале декабря»."""
    first = _of_year(_month_of(m["month"]), 1, None, today)
    if first is None or (last_of(first) < today):
        return None
    part = m["part"] or ""
    if part:
        return _part_of(first, part, before)
    if before in {"до", "к"}:
        return first - timedelta(days=before == "до"), False
    return (last_of(first), True) if before in {"в", "на"} else None


def _part_of(first: date, part: str, before: str) -> Meaning:
    if part.startswith("кон"):
        return last_of(first), before not in {"до", "к"}
    return first.replace(day=10 if part.startswith("нача") else 20), True


def _next_month(m: re.Match[str], before: str, today: date) -> Meaning | None:
    return last_of(last_of(today) + timedelta(days=1)) if m["which"].startswith(("след", "буд")) else last_of(today), True


def _new_year(m: re.Match[str], before: str, today: date) -> Meaning | None:
    return (date(today.year, 12, 31), False) if before in {"до", "к"} else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a kind of date is written, and what it means."""

    written: re.Pattern[str]
    means: Callable[[re.Match[str], str, date], Meaning | None]


def _pattern(written: str, means: Callable[[re.Match[str], str, date], Meaning | None]) -> Pattern:
    return Pattern(re.compile(written), means)


NAMED_DAY = _pattern(
    rf"(?<![\d.,/№-])(?:\d{{1,2}}\s*[-–—]\s*)?(?P<d>\d{{1,2}})(?:-?(?:ого|го|ое|е|ому|му))?\s+{_MONTH}(?:[яьюеа]|\.)?(?![а-я])"
    r"(?:\s+(?P<year>20\d\d)(?:\s*(?:года|г\.?)(?![а-я]))?)?",
    _named,
)
PATTERNS = (
    NAMED_DAY,
    _pattern(rf"(?<![\d.,/:№-])(?P<d>\d{{1,2}})\.(?P<m>\d\d)(?:\.(?P<year>20\d\d|\d\d))?(?![\d/])(?![.,:-]\d){_UNITS}", _numeric),
    _pattern(r"(?<![\d.,/№-])(?P<d>\d{1,2})/(?P<m>\d\d?)/(?P<year>20\d\d)(?!\d)", _iso),
    _pattern(r"(?<![\d-])(?P<year>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])", _iso),
    _pattern(r"(?<![\d.,/№-])(?P<d>\d{1,2})(?:-?(?:ого|го|ое|е|ому|му))?(?P<word>\s+числ[аоу])(?![а-я])(?!\s+кажд)", _of_month),
    _pattern(rf"(?<![\d.,/№-])(?P<d>\d{{1,2}})-?(?:ого|го|ому|му)(?P<word>(?!))?(?![а-я]){_NO_DAY}", _of_month),
    _pattern(rf"(?<![а-я])(?:(?P<which>(?:следующ|будущ|ближайш|эт|прошл|кажд)\w++)\s+)?{_DAY}", _weekday),
    _pattern(r"(?<![а-я])(?:сегодня|послезавтра|завтра|позавчера|вчера)(?![а-я])", _near),
    _pattern(r"(?<![а-я])завтрашн(?:его|ему)\s+дн[яю]", _near),
    _pattern(
        rf"(?<![а-я])(?:{NUMBER}\s+)?(?P<working>рабоч\w+\s+)?(?P<unit>день|дня|дней|сутки|суток|недел[яюьи]|недель|месяц[ае]?|месяцев)(?![а-я])",
        _span,
    ),
    _pattern(r"(?<![а-я])кон(?:ца|цу|це|ец)\s+(?:эт\w+\s+|текущ\w+\s+|рабоч\w+\s+)?(?P<what>дня|недели|месяца|года)(?![а-я])", _end_of),
    _pattern(r"(?<![а-я])(?P<which>следующ\w+|будущ\w+|эт\w+|текущ\w+)\s+недел[еюи](?![а-я])", _week),
    _pattern(r"(?<![а-я])(?P<which>следующем|будущем|этом|текущем)\s+месяце(?![а-я])", _next_month),
    _pattern(r"(?<![а-я])выходны[ехм]+(?![а-я])", _weekend),
    _pattern(rf"(?<![а-я\d])(?:(?P<part>кон\w+|начал\w+|середин\w+)\s+)?{_MONTH}(?:[яеюйьуа])(?![а-я])", _month),
    _pattern(r"(?<![а-я])нов(?:ого|ому)\s+год[ау](?![а-я])", _new_year),
)
