"""The region's list as a table: guess its columns, ask the doubtful."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from incidents.errors import DomainError
from incidents.region.values import RegionRow, moment_of
from incidents.sources.post_links import find_link

MAX_ROWS = 10_000
LOOKED_AT = 200  # rows by which a column is judged
MOSTLY = 0.6
NO_COLUMN = -1
"""An official says that the list has no such column."""

_HEADER_WITHIN = 20
_NUMBER = re.compile(r"№?\s*\d{4,18}")
_COUNTED = re.compile(r"\d{1,6}")
_TEXT = 20  # characters of an average text


class Field(StrEnum):
    """What a line of the list says."""

    LINK = "link"
    NUMBER = "number"
    DUE = "due"
    PUBLISHED = "published"
    TEXT = "text"


FIELD_TITLES = {
    Field.LINK: "ссылка на пост",
    Field.NUMBER: "номер в системе региона",
    Field.DUE: "срок ответа",
    Field.PUBLISHED: "дата поста",
    Field.TEXT: "текст жителя",
}
_HEADERS = {
    Field.LINK: re.compile(r"ссылк|url|link|адрес пост|источник"),
    Field.NUMBER: re.compile(r"номер|^№|\bid\b|\bид\b|код"),
    Field.DUE: re.compile(r"срок|дедлайн|ответить до|контрольн|до какого"),
    Field.PUBLISHED: re.compile(r"дата|опубликов|создан|поступ|время"),
    Field.TEXT: re.compile(r"текст|сообщени|содержани|описани|обращени"),
}
_ORDER = (Field.LINK, Field.NUMBER, Field.DUE, Field.PUBLISHED, Field.TEXT)

Chosen = Mapping[str, int]
"""Field → column, for what is known already (also by an official's press)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnQuestion:
    """Columns that may be the field alike. `field`: a Field, or a WorksField of a list of works."""

    field: str
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under their header («» where there is none)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, number: int) -> Iterator[str]:
        """The filled cells of one column."""
        return (row[number] for row in self.rows if number < len(row) and row[number])


def table_of(lines: Sequence[Sequence[str]]) -> Table:
    """Find where the list begins: the row above the first link is the header. Raises DomainError where there is no link at all."""
    first = next((n for n, cells in enumerate(lines) if any(find_link(cell) for cell in cells)), None)
    if first is None:
        raise DomainError("В таблице нет ссылок на посты ВК, ОК или Telegram. Нужен столбец со ссылками, без него не сверить")
    if len(lines) - first > MAX_ROWS:
        raise DomainError(f"В таблице больше {MAX_ROWS} строк. Оставьте нужные дни и пришлите снова, сейчас ничего не взяли")
    header = lines[first - 1] if 0 < first <= _HEADER_WITHIN else ()
    return Table(header=tuple(header), rows=tuple(tuple(cells) for cells in lines[first:]))


def guess(table: Table, chosen: Chosen) -> dict[str, int] | ColumnQuestion:
    """Every field's column, or the first question. A field that no column fits is left out."""
    known = dict(chosen)
    for field in _ORDER:
        if field in known:
            continue
        found = _columns(table, field, taken=set(known.values()))
        if len(found) > 1:
            return ColumnQuestion(field=field, columns=found[:6])
        if found:
            known[field] = found[0]
    return known


def _columns(table: Table, field: Field, *, taken: set[int]) -> tuple[int, ...]:
    """Columns whose values fit; a header that names the field settles it."""
    width = max((len(row) for row in table.rows), default=0)
    fits = [n for n in range(width) if n not in taken and _fits(table, n, field)]
    if field is Field.TEXT:
        fits = sorted(fits, key=lambda n: -_average(table, n))[:1]
    named = [n for n in fits if n < len(table.header) and _HEADERS[field].search(table.header[n].lower())]
    if field is Field.PUBLISHED and named:
        return (named[0],)
    if field is Field.DUE:
        return tuple(named) if named else ()  # a date without the word «срок» is no deadline
    return tuple(named if named else fits)


def _fits(table: Table, number: int, field: Field) -> bool:
    cells = [cell for cell, _ in zip(table.column(number), range(LOOKED_AT), strict=False)]
    if not cells:
        return False
    if field is Field.NUMBER and _is_counting(cells):
        return False
    return sum(map(_TESTS[field], cells)) >= len(cells) * MOSTLY


def _is_counting(cells: Sequence[str]) -> bool:
    """«1, 2, 3»: the number of a line, not of a post."""
    numbers = [int(cell) for cell in cells if _COUNTED.fullmatch(cell)]
    return len(numbers) == len(cells) and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and len(numbers) > 1


def _average(table: Table, number: int) -> float:
    cells = [cell for cell, _ in zip(table.column(number), range(LOOKED_AT), strict=False)]
    return sum(map(len, cells)) / max(1, len(cells))


def _is_date(cell: str) -> bool:
    return moment_of(cell, now=_ANY, timezone=_ANY.tzinfo or _UTC) is not None


_ANY = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_UTC: tzinfo = _ANY.tzinfo  # type: ignore[assignment]  # it was written with one
_TESTS: Mapping[Field, Callable[[str], bool]] = {
    Field.LINK: lambda cell: find_link(cell) is not None,
    Field.NUMBER: lambda cell: _NUMBER.fullmatch(cell) is not None,
    Field.DUE: _is_date,
    Field.PUBLISHED: _is_date,
    Field.TEXT: lambda cell: len(cell) >= _TEXT and find_link(cell) is None,
}


def rows_of(table: Table, columns: Mapping[str, int], *, now: datetime, timezone: tzinfo) -> tuple[list[RegionRow], int]:
    """Lines with a link, one a post (the last of a post wins), and how many lines had none."""
    found: dict[str, RegionRow] = {}
    without = 0
    for cells in table.rows:
        said = {name: cells[at] for name, at in columns.items() if 0 <= at < len(cells)}
        link = find_link(said.get(Field.LINK, ""))
        if link is None:
            without += 1
            continue
        number = re.sub(r"\D", "", said.get(Field.NUMBER, ""))
        found[link.key] = RegionRow(
            key=link.key,
            url=link.url,
            number=number or None,
            due=moment_of(said.get(Field.DUE, ""), now=now, timezone=timezone),
            published_at=moment_of(said.get(Field.PUBLISHED, ""), now=now, timezone=timezone),
            text=said.get(Field.TEXT, ""),
        )
    return list(found.values()), without
