"""Rows of a utility's list: read, bad ones named, past ones refused.

Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from incidents.errors import DomainError
from incidents.places.values import PlaceBook
from incidents.region.table import NO_COLUMN
from incidents.tables.sheets import Bad
from incidents.works.table import WORKS_FIELD_TITLES, ListedWorks, WorksField, family_in
from incidents.works.values import MAX_TEXT, WorkPlace, places_in
from incidents.works.when import CellTimes, lasting, said_in

MAX_ROWS, MAX_SIGNS = 2_000, 500_000
"""Rows, and code points of all cells, of one list: it is read while everybody waits."""

LONGEST = timedelta(days=366)
_PLACE = (WorksField.STREET, WorksField.TOWN)
_TIME = (WorksField.UNTIL, WorksField.BOTH, WorksField.DAY)
DEFAULT_TEXT = {
    "water": "отключение воды",
    "heat": "отключение тепла",
    "light": "отключение электричества",
    "gas": "отключение газа",
    "telecom": "перерыв связи",
    "road": "ремонт дороги",
    "bus": "отмена рейсов",
}
_BEFORE_HOUSE = r"(?:(?:домов|дома|дом|д|корп|кв|к|стр|уч|№)\.?\s*+){0,6}+"  # no longer list of such words is a house; longest first
_LETTER = r"(?:(?:\s++(?![дк]\.?\s*+[№\dа-яa-z]))?[а-яa-z](?![а-яa-z])|\s++(?=\.))?+"  # «5 к 2» is a block of its own, «5 к» a letter
_HOUSE = rf"{_BEFORE_HOUSE}\s*+\d++{_LETTER}(?:\s*+[/\\-](?:\s*+\d++)?+{_LETTER}){{0,60}}+\.?+"
"""Every sign has one way to be read, so a cell of any length is read in one go: possessive throughout."""

_FAR = 120  # code points from the end of a name within which its last houses are looked for; what is left of a name is no longer

_ONLY_HOUSES = re.compile(rf"{_HOUSE}(?:\s++{_HOUSE})*+|(?:дома?|д)\.?|(?:весь|вся|всё|все|полностью|частично|частный)\b.*", re.IGNORECASE)
_TAIL = re.compile(rf"(?<!\s)\s++{_HOUSE}(?:[\s.–—-]*+(?<=\s){_HOUSE}){{0,20}}+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """Works as one row of the list tells them."""

    family: str
    places: tuple[WorkPlace, ...]
    since: datetime
    until: datetime
    text: str


class _Unclear(Exception):
    """What a row does not say, and the columns where it should."""

    def __init__(self, text: str, *fields: WorksField) -> None:
        super().__init__(text)
        self.text, self.fields = text, fields


def rows_of(
    table: ListedWorks, columns: Mapping[str, int], book: PlaceBook, *, now: datetime, timezone: tzinfo
) -> tuple[list[PlannedRow], list[Bad], int]:
    """Rows that can be entered, every bad one, and how many are doubled in the list itself. What is over is refused with its row."""
    if len(table.rows) > MAX_ROWS:
        raise DomainError(f"В таблице больше {MAX_ROWS} строк. Оставьте ближайшие дни и пришлите снова, сейчас ничего не взяли")
    if sum(len(cell) for _, cells in table.rows for cell in cells) > MAX_SIGNS:
        raise DomainError("В таблице слишком много текста. Оставьте место, время и вид работ на ближайшие дни и пришлите снова")
    reader = _Reader(table, columns, book, now, timezone)
    found: list[PlannedRow] = []
    bad: list[Bad] = []
    doubled = 0
    for number, cells in table.rows:
        row = reader.row(number, cells)
        if isinstance(row, Bad):
            bad.append(row)
        elif row is not None and row in found:
            doubled += 1
        elif row is not None:
            found.append(row)
    return found, bad, doubled


class _Reader:
    """Rows one after another: a cell that was merged over several rows says the same for all of them."""

    def __init__(self, table: ListedWorks, columns: Mapping[str, int], book: PlaceBook, now: datetime, timezone: tzinfo) -> None:
        self._columns, self._book, self._now, self._timezone = columns, book, now, timezone
        self._header, self._above = table.header, dict[str, str]()
        self._family = family_in(" ".join(table.header)) or family_in(table.title)
        self._town = ""
        self._default = self._day_of(table.title)

    def row(self, number: int, cells: Sequence[str]) -> PlannedRow | Bad | None:
        """The works of a row; None for a line that is a heading or a signature."""
        try:
            return self._read(cells)
        except _Unclear as error:
            return Bad(row=number, column=self._name(*error.fields), text=error.text)

    def _read(self, cells: Sequence[str]) -> PlannedRow | None:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            self._heading(filled[0])
            return None
        said = {field: self._cell(cells, field) for field in WorksField}
        if not (said[WorksField.TOWN] or said[WorksField.STREET]):
            raise _Unclear("не сказано, где", *_PLACE)
        family = family_in(said[WorksField.KIND]) or family_in(said[WorksField.WHAT]) or self._family
        if family is None:
            raise _Unclear("не сказано, что отключают: вода, тепло, свет, газ, связь", WorksField.KIND, WorksField.WHAT)
        since, until = self._span(said)
        if until <= self._now:
            raise _Unclear("уже прошло, не берём", *_TIME)
        if until - since > LONGEST:
            raise _Unclear("дольше года, проверьте дату", *_TIME)
        try:
            places = places_in(place_words(said[WorksField.TOWN] or self._town, said[WorksField.STREET]), self._book)
        except DomainError as error:
            raise _Unclear(error.user_text, *_PLACE) from error
        text = " ".join(said[WorksField.WHAT].split())[:MAX_TEXT] or DEFAULT_TEXT[family]
        return PlannedRow(family=family, places=places, since=since, until=until, text=text[:1].lower() + text[1:])

    def _cell(self, cells: Sequence[str], field: WorksField) -> str:
        at = self._columns.get(field, NO_COLUMN)
        said = cells[at] if 0 <= at < len(cells) else ""
        if field is WorksField.STREET:
            return said
        if said:
            self._above[field] = said
        return said or self._above.get(field, "")

    def _heading(self, words: str) -> None:
        """«Электроэнергия», «пгт Редкино», «25 ноября» over the rows of a part."""
        self._family = family_in(words) or self._family
        day = self._day_of(words)
        if day is not None:
            self._default = day
        spots = [] if day or family_in(words) else self._book.find(words)
        if spots and spots[0].place.settlement and spots[0].place.street is None:
            self._town = spots[0].place.settlement

    def _span(self, said: Mapping[WorksField, str]) -> tuple[datetime, datetime]:
        day, since, until, both = (self._when(said[f]) for f in (WorksField.DAY, WorksField.SINCE, WorksField.UNTIL, WorksField.BOTH))
        span = lasting(day=day, since=since, until=until, both=both, default=self._default, timezone=self._timezone)
        if isinstance(span, str):
            raise _Unclear(span, *_TIME)
        return span

    def _when(self, cell: str) -> CellTimes:
        return said_in(cell, now=self._now, timezone=self._timezone)

    def _day_of(self, words: str) -> date | None:
        days = self._when(words).days
        return days[0] if days else None

    def _name(self, *fields: WorksField) -> str:
        """The header of the first of these columns that there is."""
        at = next((self._columns[f] for f in fields if self._columns.get(f, NO_COLUMN) != NO_COLUMN), None)
        return self._header[at] if at is not None and self._header[at] else WORKS_FIELD_TITLES[fields[0]]


def place_words(town: str, streets: str) -> str:
    """«Редкино, ул. Гагарина, ул. Диева» of two cells: without houses, «весь посёлок» and what else is no name."""
    return ", ".join([*_names(town), *_names(streets)])


def _names(text: str) -> Iterator[str]:
    for piece in re.split(r"[,;:\n]|(?<!\s)\s++и\s+", text):
        words = " ".join(piece.split()).strip(" .-–—")
        while words and (tail := _TAIL.search(words, max(0, len(words) - _FAR))) is not None:
            words = words[: tail.start()].strip(" .-–—")
        if words and not _ONLY_HOUSES.fullmatch(words):
            yield words[:_FAR]
