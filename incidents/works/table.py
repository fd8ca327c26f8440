"""Columns of a utility's list, guessed by headers and by values."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from incidents.errors import DomainError
from incidents.places.values import PlaceBook
from incidents.region.table import NO_COLUMN, Chosen, ColumnQuestion
from incidents.sources.post_links import find_link
from incidents.tables.sheets import Numbered
from incidents.works.when import said_in

LOOKED_AT = 60  # rows by which a column is judged
MOSTLY = 0.6
_HEADER_WITHIN = 20


class WorksField(StrEnum):
    """What a column of the list says. Codes stand in buttons: add, never rename."""

    DAY = "wday"
    SINCE = "wsince"
    UNTIL = "wuntil"
    BOTH = "wspan"
    TOWN = "wtown"
    STREET = "wstreet"
    KIND = "wkind"
    WHAT = "wwhat"


WORKS_FIELD_TITLES = {
    WorksField.DAY: "день работ",
    WorksField.SINCE: "начало",
    WorksField.UNTIL: "конец",
    WorksField.BOTH: "время с и до",
    WorksField.TOWN: "населённый пункт",
    WorksField.STREET: "где: улицы",
    WorksField.KIND: "что отключают",
    WorksField.WHAT: "какие работы",
}
_HEADERS = {
    WorksField.SINCE: re.compile(r"начал|^с$|^с |отключени[ея] с|время отключ|откл\.?$"),
    WorksField.UNTIL: re.compile(r"оконч|конец|^по$|^до$|^до |включени|заверш|восстан|подачи"),
    WorksField.BOTH: re.compile(r"время|период|срок|интервал|часы|продолж|когда"),
    WorksField.DAY: re.compile(r"дата|число|^день"),
    WorksField.TOWN: re.compile(r"нас\w{0,20}\.?\s*пункт|пос[её]л|город|деревн|^село|муницип|территор"),
    WorksField.STREET: re.compile(r"улиц|адрес|место|объект|^где|потребител"),
    WorksField.KIND: re.compile(r"ресурс|услуг|что отключ|вид отключ|вид ресурс|коммунал"),
    WorksField.WHAT: re.compile(r"работ|причин|описани|содержани|мероприят|цель|примечан"),
}
_FAMILIES = {
    "light": r"электр|энерго|\bсвет|\bвл[- ]?\d|\bтп[- ]?\d",
    "heat": r"тепл|отоплен|котельн",
    "gas": r"\bгаз",
    "telecom": r"интернет|связ|телевид|телефони",
    "bus": r"автобус|рейс",
    "road": r"дорог|дорож|асфальт|проезд|движени",
    "water": r"\bвод[аыуо]|водоснаб|водопров|\bхвс|\bгвс|канализ",
}
_FAMILY = {family: re.compile(pattern) for family, pattern in _FAMILIES.items()}
_BECAUSE = re.compile(r"\bв связи со?\b")
_ABOUT = re.compile(r"отключ|плановы|ремонт|\bработ|обесточ|без (?:света|воды|газа|тепла)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWorks:
    """The list under its header. `title`: what stands above it and the file's name."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, number: int) -> list[str]:
        """The first filled cells of one column."""
        cells = (cells[number] for _, cells in self.rows if number < len(cells) and cells[number])
        return [cell for cell, _ in zip(cells, range(LOOKED_AT), strict=False)]


def family_in(text: str) -> str | None:
    """What is switched off, by the first word that says it; «в связи с» speaks of no telecom."""
    words = _BECAUSE.sub(" ", text.lower())
    found = {family: match.start() for family, pattern in _FAMILY.items() if (match := pattern.search(words))}
    return min(found, key=lambda family: found[family], default=None)


def listed(name: str, lines: Sequence[Numbered]) -> ListedWorks | None:
    """The list and its header; None where the table is none of planned works: it has links to posts, or no words of works."""
    if any(find_link(cell) for _, cells in lines[:200] for cell in cells):
        return None
    at = next((n for n, (_, cells) in enumerate(lines[:_HEADER_WITHIN]) if _is_header(cells)), None)
    if at is None:
        return None
    title = " ".join([*(cell for _, cells in lines[:at] for cell in cells if cell), re.sub(r"[_\W]+", " ", name)])
    words = f"{title} {' '.join(lines[at][1])}".lower()
    if family_in(words) is None and _ABOUT.search(words) is None and not _is_timed(lines[at][1]):
        return None
    return ListedWorks(title=title, header=tuple(lines[at][1]), rows=tuple((number, tuple(cells)) for number, cells in lines[at + 1 :]))


def _is_header(cells: Sequence[str]) -> bool:
    """Two columns at least are named by words that we know, and one of them is of a place."""
    named = {field for cell in cells for field, pattern in _HEADERS.items() if cell and pattern.search(cell.lower())}
    return bool(named & {WorksField.TOWN, WorksField.STREET}) and bool(named - {WorksField.TOWN, WorksField.STREET})


def _is_timed(cells: Sequence[str]) -> bool:
    """A column tells until when: a list of addresses with hours is of works whatever it is called."""
    return any(_HEADERS[field].search(cell.lower()) for cell in cells if cell for field in (WorksField.UNTIL, WorksField.BOTH))


def guess(table: ListedWorks, chosen: Chosen, book: PlaceBook, *, now: datetime, timezone: tzinfo) -> dict[str, int] | ColumnQuestion:
    """Every field's column, or the first question. A field that no column fits is left out. Raises DomainError without place or time."""
    known = dict(chosen)
    for field, pattern in _HEADERS.items():
        if field in known:
            continue
        free = [n for n in range(len(table.header)) if n not in known.values()]
        named = [n for n in free if pattern.search(table.header[n].lower()) and _fits(table, n, field, now=now, timezone=timezone)]
        if len(named) > 1 and field in {WorksField.SINCE, WorksField.UNTIL, WorksField.TOWN}:
            return ColumnQuestion(field=field, columns=tuple(named[:6]))
        if named:
            known[field] = max(named, key=lambda n: _average(table, n)) if field is WorksField.WHAT else named[0]
    at = {field: number for field, number in known.items() if number != NO_COLUMN}
    if not {WorksField.TOWN, WorksField.STREET} & at.keys():
        wanted = [n for n in range(len(table.header)) if n not in at.values() and _are_places(table, n, book)]
        if len(wanted) != 1 and WorksField.STREET not in known:
            columns = tuple(wanted or [n for n in range(len(table.header)) if n not in at.values() and table.column(n)])[:6]
            if columns:
                return ColumnQuestion(field=WorksField.STREET, columns=columns)
        if not wanted or WorksField.STREET in known:
            raise DomainError("В таблице нет столбца с адресами. Добавьте столбец «Населённый пункт» или «Адрес» и пришлите снова")
        known[WorksField.STREET] = wanted[0]
    if not {WorksField.UNTIL, WorksField.BOTH, WorksField.DAY} & at.keys():
        raise DomainError("В таблице не видно, до какого часа работы. Добавьте столбцы «Начало» и «Окончание» и пришлите снова")
    return known


def _fits(table: ListedWorks, number: int, field: WorksField, *, now: datetime, timezone: tzinfo) -> bool:
    cells = table.column(number)
    if not cells:
        return False
    is_when = field in {WorksField.DAY, WorksField.SINCE, WorksField.UNTIL, WorksField.BOTH}
    test: Callable[[str], bool] = (
        (lambda cell: not said_in(cell, now=now, timezone=timezone).is_nothing)
        if is_when
        else (lambda cell: re.search("[а-яё]", cell.lower()) is not None)
    )
    return sum(map(test, cells)) >= len(cells) * MOSTLY


def _are_places(table: ListedWorks, number: int, book: PlaceBook) -> bool:
    cells = table.column(number)[:20]
    return bool(cells) and sum(bool(book.find(cell)) for cell in cells) >= len(cells) * MOSTLY


def _average(table: ListedWorks, number: int) -> float:
    cells = table.column(number)
    return sum(map(len, cells)) / max(1, len(cells))
