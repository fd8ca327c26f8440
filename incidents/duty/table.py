"""The roster as a table, dates × people: written, and read.

Every bad cell is named. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from incidents.dates.russian import WEEKDAYS_SHORT
from incidents.duty.roster import DAY, DayPart, part_of, span, starting_on
from incidents.duty.values import LONGEST, Shift
from incidents.ids import OfficialId, ShiftId
from incidents.official import Official
from incidents.region.values import moment_of
from incidents.tables.sheets import Bad, Numbered

DATE_COLUMN = "Дата дежурства"
WEEKDAY_COLUMN = "День"
WEEKS_OUT = 5

MARKS: Mapping[str, DayPart] = {
    **dict.fromkeys(("д", "день", "дн", "дневная"), DayPart.DAY),
    **dict.fromkeys(("н", "ночь", "ноч", "ночная"), DayPart.NIGHT),
    **dict.fromkeys(("с", "сутки", "сут", "24", "24 ч", "х", "x", "+", "да", "1"), DayPart.FULL),
}
PART_WORDS = {DayPart.DAY: "день", DayPart.NIGHT: "ночь", DayPart.FULL: "сутки"}
HOW = "день, ночь, сутки или часы: 9:00-18:00"
_FREE = frozenset({"-", "–", "—", "в", "вых", "выходной", "0", "отпуск", "о"})
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """What the table asks for: whose new shifts, which go."""

    added: tuple[tuple[OfficialId, datetime, datetime], ...]
    removed: tuple[ShiftId, ...]
    kept: int  # cells that say what is so already
    past: int  # days that are over: left as they are


def is_roster(header: Sequence[str]) -> bool:
    """Whether the first filled column is of dates of duty."""
    named = [cell.strip().lower() for cell in header if cell.strip()]
    return bool(named) and named[0] in {DATE_COLUMN.lower(), "дежурства", "дата дежурств"}


def column_title(official: Official, everyone: Sequence[Official]) -> str:
    """How a person's column is headed: the name, with the number where two have one name."""
    title = official.name.strip() or official.title
    twins = sum(1 for each in everyone if (each.name.strip() or each.title) == title)
    return f"{title} (№ {official.id})" if twins > 1 else title


def roster_sheet(
    shifts: Sequence[Shift], people: Sequence[Official], *, since: date, timezone: tzinfo
) -> tuple[list[str], list[list[str]]]:
    """The header and a row a day, from `since` on."""
    rows = []
    for n in range(7 * WEEKS_OUT):
        day = since + n * DAY
        begun = starting_on(shifts, day, timezone)
        cells = [_cell([each for each in begun if each.official_id == person.id], timezone) for person in people]
        rows.append([f"{day:%d.%m.%Y}", WEEKDAYS_SHORT[day.weekday()], *cells])
    return [DATE_COLUMN, WEEKDAY_COLUMN, *(column_title(each, people) for each in people)], rows


def _cell(shifts: Sequence[Shift], timezone: tzinfo) -> str:
    return "; ".join(_words(each, timezone) for each in shifts)


def _words(shift: Shift, timezone: tzinfo) -> str:
    part = part_of(shift, timezone)
    if part is not None:
        return PART_WORDS[part]
    start, end = shift.starts_at.astimezone(timezone), shift.ends_at.astimezone(timezone)
    return f"{start.hour}:{start.minute:02}-{end.hour}:{end.minute:02}"


def read_roster(
    lines: Sequence[Numbered], *, shifts: Sequence[Shift], people: Sequence[Official], now: datetime, timezone: tzinfo
) -> tuple[RosterChange, list[Bad]]:
    """The table against the shifts that are known. Of its days and people it says all: an empty cell takes a shift away."""
    bad: list[Bad] = []
    number, header = lines[0]
    columns = _columns(number, header, people, bad)
    dated = next(n for n, cell in enumerate(header) if cell.strip())
    wanted: dict[tuple[OfficialId, datetime, datetime], tuple[int, str]] = {}
    days: set[date] = set()
    past = 0
    for number, cells in lines[1:]:
        day = _day(cells[dated] if dated < len(cells) else "", now, timezone)
        if day is None:
            bad.append(Bad(row=number, column=DATE_COLUMN, text="дата не разобралась, пишите 24.11.2026"))
        elif day in days:
            bad.append(Bad(row=number, column=DATE_COLUMN, text="этот день уже был выше"))
        elif day < now.astimezone(timezone).date():
            past += 1
        else:
            days.add(day)
            for at, person in columns.items():
                shifts_said, unclear = _read_cell(cells[at] if at < len(cells) else "", day, timezone)
                wanted |= {(person.id, start, end): (number, header[at]) for start, end in shifts_said}
                bad += [Bad(row=number, column=header[at], text=f"«{each[:20]}» непонятно: {HOW}") for each in unclear]
    _overlaps(wanted, bad)
    present = {
        (each.official_id, each.starts_at, each.ends_at): each.id
        for each in shifts
        if each.starts_at.astimezone(timezone).date() in days and each.official_id in {person.id for person in columns.values()}
    }
    added = tuple(sorted((key for key in wanted if key not in present and key[2] > now), key=lambda key: (key[1], key[0])))
    removed = tuple(sorted(id for key, id in present.items() if key not in wanted and key[1] > now))
    return RosterChange(added=added, removed=removed, kept=len(wanted.keys() & present.keys()), past=past), bad


def _columns(number: int, header: Sequence[str], people: Sequence[Official], bad: list[Bad]) -> dict[int, Official]:
    known = {_plain(column_title(each, people)): each for each in people}
    found: dict[int, Official] = {}
    for at, cell in enumerate(header):
        title = " ".join(cell.split())
        if not title or title.lower() in {DATE_COLUMN.lower(), "дежурства", "дата дежурств", WEEKDAY_COLUMN.lower(), "день недели"}:
            continue
        person = known.get(_plain(title)) or _alone(title, people)
        if person is None:
            bad.append(Bad(row=number, column=title, text="такого сотрудника нет или подходит нескольким, имена видно в /people"))
        elif person in found.values():
            bad.append(Bad(row=number, column=title, text="столбец этого человека уже есть левее"))
        else:
            found[at] = person
    if not found and not bad:
        bad.append(Bad(row=number, column=DATE_COLUMN, text="нет ни одного столбца с именем сотрудника"))
    return found


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").replace(",", " ").replace(".", " ").split())


def _alone(title: str, people: Sequence[Official]) -> Official | None:
    """The only one whose name has words that begin so: «Иванов П.»."""
    wanted = _plain(title).split()
    fits = [each for each in people if wanted and all(any(word.startswith(w) for word in _plain(each.name).split()) for w in wanted)]
    return fits[0] if len(fits) == 1 else None


def _day(text: str, now: datetime, timezone: tzinfo) -> date | None:
    words = text.strip().lower()
    for weekday in WEEKDAYS_SHORT:  # «пн 24.11», «24.11.2026 пн»
        words = words.removeprefix(f"{weekday} ").removesuffix(f" {weekday}").removesuffix(f", {weekday}").strip()
    moment = moment_of(words, now=now, timezone=timezone)
    return None if moment is None else moment.astimezone(timezone).date()


def _read_cell(said: str, day: date, timezone: tzinfo) -> tuple[list[tuple[datetime, datetime]], list[str]]:
    """The shifts that a cell names, and the words in it that name none."""
    found, unclear = [], []
    for piece in filter(None, (part.strip().lower().rstrip(".") for part in re.split(r"[;/,]", said))):
        hours = _HOURS.fullmatch(piece)
        if piece in MARKS:
            found.append(span(day, MARKS[piece], timezone))
        elif hours is not None and (both := _hours(hours, day, timezone)) is not None:
            found.append(both)
        elif piece not in _FREE:
            unclear.append(piece)
    return found, unclear


def _hours(hours: re.Match[str], day: date, timezone: tzinfo) -> tuple[datetime, datetime] | None:
    try:
        begins, ends = (time(int(hours[n]) % 24 if hours[n] == "24" else int(hours[n]), int(hours[n + 1] or 0)) for n in (1, 3))
    except ValueError:
        return None
    start, end = datetime.combine(day, begins, timezone), datetime.combine(day, ends, timezone)
    end = end if end > start else end + timedelta(days=1)
    return (start, end) if end - start <= LONGEST else None


def _overlaps(wanted: Mapping[tuple[OfficialId, datetime, datetime], tuple[int, str]], bad: list[Bad]) -> None:
    """One person cannot stand twice at one time."""
    ordered = sorted(wanted, key=lambda key: (key[0], key[1]))
    for former, following in pairwise(ordered):
        if former[0] == following[0] and following[1] < former[2]:
            row, column = wanted[following]
            bad.append(Bad(row=row, column=column, text="эта смена начинается раньше, чем кончилась прошлая"))
