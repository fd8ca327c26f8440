"""Find dates in Russian text: «до 25 ноября», «25.11», «через три дня».

Pure: today is an argument.
A day and a month without a year are the nearest: at most 90 days behind, else the next one ahead. A weekday is the next
one, never today. A week, a month or a weekend that is only named («на следующей неделе») gives its last working day and is marked as vague.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from incidents.dates.hours import EVENING, MORNING, later_in, time_in
from incidents.dates.patterns import NAMED_DAY, PATTERNS, Meaning

__all__ = ["FoundDate", "date_in", "find_dates", "moment_in", "no_such_day"]

_BEFORE = re.compile(r"(?<![а-я])(не\s+позднее|не\s+позже|в\s+течени[еи]|через|около|после|до|ко|к|со|с|от|за|во|в|на|по)\s+$")
_LEAP_YEAR = date(2028, 1, 1)
_DEADLINE = frozenset({"до", "к", "не позднее", "не позже", "в течение", "за"})
_SAME = {"ко": "к", "со": "с", "во": "в", "в течении": "в течение"}
_STREET = re.compile(
    r"(?<![а-я])(?:ул|улиц[аеуы]|пл|площад[иью]+|пер|переул\w+|пр|проезд\w*|просп\w*|имени|им|шк|школ\w+)\.?\s+(?:имени\s+|им\.?\s+)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text: `words` stand at [start, end) with the preposition. `is_deadline`: «до», «к», «в течение»: by that day."""

    start: int
    end: int
    date: date
    words: str
    is_deadline: bool
    is_vague: bool = False


def find_dates(text: str, *, today: date) -> tuple[FoundDate, ...]:
    """All dates in the order of the text. House numbers, «2,5», telephones, hours and streets named by a date are none."""
    plain = _plain(text)
    found = [one for each in PATTERNS for m in each.written.finditer(plain) if (one := _found(text, plain, m, each.means, today))]
    kept: list[FoundDate] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def date_in(text: str, *, today: date) -> date | None:
    """The first date that a text names."""
    return next((found.date for found in find_dates(text, today=today)), None)


def no_such_day(text: str) -> str | None:
    """The first day of a named month that no year has, as it stands: «31 ноября»."""
    plain = _plain(text)
    for found in NAMED_DAY.written.finditer(plain):
        if NAMED_DAY.means(found, "", _LEAP_YEAR) is None and not _is_name(text, plain, found):
            return text[found.start() : found.end()]
    return None


def moment_in(text: str, *, now: datetime, timezone: tzinfo) -> datetime | None:
    """The moment that a text names, aware UTC: «завтра в 15:00», «до 16», «через 2 часа», «в пятницу к обеду».

    An hour without a day is the next such hour. A day without an hour is 9:00 of it, and 18:00 where it is a deadline or today.
    """
    plain, local = _plain(text), now.astimezone(timezone)
    later = later_in(plain)
    if later is not None:
        return (now + later).astimezone(UTC)
    found = next(iter(find_dates(text, today=local.date())), None)
    rest = plain if found is None else f"{plain[: found.start]} {plain[found.end :]}"
    hour = time_in(rest) or (time_in(plain) if found and "дня" in found.words else None)
    if found is None:
        if hour is None:
            return None
        moment = datetime.combine(local.date(), hour, timezone)
        return (moment if moment > local else moment + timedelta(days=1)).astimezone(UTC)
    if hour is None:
        hour = EVENING if found.is_deadline or found.date == local.date() else MORNING
    return datetime.combine(found.date, hour, timezone).astimezone(UTC)


def _plain(text: str) -> str:
    """Lowered, with plain «е» and spaces, every letter at its place."""
    lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.replace("ё", "е").replace("\u00a0", " ").replace("\u202f", " ")


def _found(
    text: str, plain: str, m: re.Match[str], means: Callable[[re.Match[str], str, date], Meaning | None], today: date
) -> FoundDate | None:
    stands = _BEFORE.search(plain[: m.start()])
    before = re.sub(r"\s+", " ", stands[1]) if stands else ""
    before = _SAME.get(before, before)
    if before not in _DEADLINE and _is_name(text, plain, m):
        return None
    meaning = means(m, before, today)
    if meaning is None:
        return None
    day, is_vague = meaning
    start = stands.start() if stands else m.start()
    return FoundDate(start=start, end=m.end(), date=day, words=text[start : m.end()], is_deadline=before in _DEADLINE, is_vague=is_vague)


def _is_name(text: str, plain: str, m: re.Match[str]) -> bool:
    """«ул. 8 Марта», «на 9 Мая»: a street or a feast, not a day."""
    if _STREET.search(plain[: m.start()]):
        return True
    named = m.groupdict().get("month")
    return bool(named) and text[m.start("month")].isupper() and not text.isupper() and m.groupdict().get("d") is not None
