"""Officials, departments and rules as tables: what a header says the table is, and its rows read with every mistake named. Pure."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from incidents.errors import DomainError
from incidents.ids import DepartmentId
from incidents.official import Department
from incidents.people.department_contacts import hours_in, phone_in
from incidents.routing.rules import Rule

Numbered = tuple[int, Sequence[str]]
"""A row with its number in the file."""


class Sheet(StrEnum):
    """What a table holds. Codes stand in the database."""

    OFFICIALS = "officials"
    DEPARTMENTS = "departments"
    RULES = "rules"
    DUTY = "duty"  # roster_table reads it
    WORKS = "works"  # works_table reads it


HEADERS: Mapping[Sheet, tuple[str, ...]] = {
    Sheet.OFFICIALS: ("Номер сотрудника", "Имя", "Роль", "Отдел", "Рабочий телефон", "Юрист"),
    Sheet.DEPARTMENTS: ("Код отдела", "Название", "Телефон для жителей", "Часы для жителей"),
    Sheet.RULES: ("Номер правила", "Правило", "Внутри правила", "Отдел", "Группы", "Темы", "Места", "Опасное", "Выключено"),
}
OPTIONAL = frozenset({"Телефон для жителей", "Часы для жителей", "Выключено", "Рабочий телефон", "Юрист"})
"""Columns without which a table is what it is: one made before they were there."""

_ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A mistake: the row and the column as people see them."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What rules may name."""

    groups: Collection[str]
    topics: Collection[str]
    is_place: Callable[[str], bool]


def sheet_of(header: Sequence[str]) -> Sheet | None:
    """Which table this header is of; None: none of ours."""
    named = {cell.strip().lower() for cell in header}
    return next(
        (sheet for sheet, columns in HEADERS.items() if {column.lower() for column in columns if column not in OPTIONAL} <= named), None
    )


class Reader:
    """Cells of one table by the names of their columns; mistakes are gathered, not raised."""

    def __init__(self, header: Sequence[str]) -> None:
        self._at = {cell.strip().lower(): n for n, cell in reversed(list(enumerate(header)))}
        self.bad: list[Bad] = []

    def has(self, column: str) -> bool:
        """Whether the table has this column."""
        return column.lower() in self._at

    def cell(self, row: Numbered, column: str) -> str:
        """The words of a cell; "" where the row is shorter."""
        at = self._at[column.lower()]
        return row[1][at].strip() if at < len(row[1]) else ""

    def wrong(self, row: Numbered, column: str, text: str) -> None:
        """Note a mistake."""
        self.bad.append(Bad(row=row[0], column=column, text=text))


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRow:
    """A department of a table. Contacts are None where the table has no such column, "" where the cell is empty."""

    id: DepartmentId
    title: str
    phone: str | None = None
    hours: str | None = None


def read_departments(header: Sequence[str], rows: Sequence[Numbered]) -> tuple[list[DepartmentRow], list[Bad]]:
    """Codes with titles and contacts: new departments are added, known ones renamed."""
    reader, found = Reader(header), dict[str, DepartmentRow]()
    for row in rows:
        code, title, before = reader.cell(row, "Код отдела"), reader.cell(row, "Название"), len(reader.bad)
        phone, hours = _contact(reader, row, "Телефон для жителей", phone_in), _contact(reader, row, "Часы для жителей", hours_in)
        if not _ID.fullmatch(code):
            reader.wrong(row, "Код отдела", "латинские буквы, цифры и чёрточка, с буквы: housing")
        elif code in found:
            reader.wrong(row, "Код отдела", f"код «{code}» уже был выше")
        elif not title or len(title) > LONGEST:
            reader.wrong(row, "Название", f"от 1 до {LONGEST} знаков, как на карточке: отдел ЖКХ")
        if len(reader.bad) == before:
            found[code] = DepartmentRow(id=DepartmentId(code), title=title, phone=phone, hours=hours)
    return list(found.values()), reader.bad


def _contact(reader: Reader, row: Numbered, column: str, read: Callable[[str], str]) -> str | None:
    if not reader.has(column):
        return None
    words = reader.cell(row, column)
    try:
        return read(words) if words else ""
    except DomainError as error:
        reader.wrong(row, column, error.user_text)
        return None


@dataclass(slots=True)
class _Node:
    row: Numbered
    rule: Rule
    parent: int | None
    children: list["_Node"] = field(default_factory=list)

    def whole(self) -> Rule:
        own = self.rule
        return Rule(
            number=own.number,
            title=own.title,
            department_id=own.department_id,
            groups=own.groups,
            topics=own.topics,
            settlements=own.settlements,
            danger=own.danger,
            active=own.active,
            children=tuple(child.whole() for child in self.children),
        )


def read_rules(
    header: Sequence[str], rows: Sequence[Numbered], *, departments: Sequence[Department], known: Known
) -> tuple[tuple[Rule, ...], list[Bad]]:
    """The whole routing tree, in the order of the rows; «Внутри правила» names a rule above."""
    reader, nodes = Reader(header), dict[int, _Node]()
    homes = {each.id.lower(): each.id for each in departments} | {each.title.lower(): each.id for each in departments}
    roots: list[_Node] = []
    for row in rows:
        number, parent = reader.cell(row, "Номер правила"), reader.cell(row, "Внутри правила")
        if not (number.isascii() and number.isdecimal() and 0 < len(number) <= 6):  # noqa: PLR2004 - digits of a number on a card
            reader.wrong(row, "Номер правила", "целое число, оно стоит на карточке: «правило 4»")
            continue
        if int(number) in nodes:
            reader.wrong(row, "Номер правила", f"правило {number} уже было выше")
            continue
        node = _Node(row, _rule(reader, row, int(number), homes, known), int(parent) if parent.isdecimal() and parent.isascii() else None)
        if parent and node.parent not in nodes:
            reader.wrong(row, "Внутри правила", f"правила «{parent[:20]}» выше нет")
        nodes[int(number)] = node
        (nodes[node.parent].children if node.parent in nodes and node.parent is not None else roots).append(node)
    for node in nodes.values():
        if not reader.cell(node.row, "Отдел") and not node.children:
            reader.wrong(node.row, "Отдел", "правило никуда не ведёт: нужен отдел или вложенные правила")
    return tuple(node.whole() for node in roots), sorted(reader.bad, key=lambda bad: bad.row)


def _rule(reader: Reader, row: Numbered, number: int, homes: Mapping[str, DepartmentId], known: Known) -> Rule:
    title, home, danger = reader.cell(row, "Правило"), reader.cell(row, "Отдел"), reader.cell(row, "Опасное").lower()
    if not title or len(title) > LONGEST:
        reader.wrong(row, "Правило", f"от 1 до {LONGEST} знаков, как на карточке: вода на дорогах")
    if home and home.lower() not in homes:
        reader.wrong(row, "Отдел", f"отдела «{home[:40]}» нет")
    off = reader.cell(row, "Выключено").lower() if reader.has("Выключено") else ""
    if off not in {"", "да", "нет"}:
        reader.wrong(row, "Выключено", "да, нет или пусто")
    if danger not in {"", "да", "нет"}:
        reader.wrong(row, "Опасное", "да, нет или пусто")
    return Rule(
        number=number,
        title=title,
        department_id=homes.get(home.lower()),
        groups=_names(reader, row, "Группы", known.groups.__contains__),
        topics=_names(reader, row, "Темы", known.topics.__contains__),
        settlements=_names(reader, row, "Места", known.is_place),
        danger={"да": True, "нет": False}.get(danger),
        active=off != "да",
    )


def _names(reader: Reader, row: Numbered, column: str, is_known: Callable[[str], bool]) -> frozenset[str]:
    names = [name.strip() for name in re.split(r"[;,]", reader.cell(row, column)) if name.strip()]
    for name in names:
        if not is_known(name):
            reader.wrong(row, column, f"«{name[:40]}» нет в справочнике")
    return frozenset(names)


def departments_sheet(departments: Sequence[Department]) -> list[list[str]]:
    """One a department."""
    return [[each.id, each.title, each.phone or "", each.hours or ""] for each in departments]


def rules_sheet(rules: Sequence[Rule], titles: Mapping[DepartmentId, str], parent: int | None = None) -> list[list[str]]:
    """One a rule, a child under its parent."""
    rows = []
    for each in rules:
        home = titles.get(each.department_id, "") if each.department_id else ""
        sets = ["; ".join(sorted(names)) for names in (each.groups, each.topics, each.settlements)]
        danger = "" if each.danger is None else "да" if each.danger else "нет"
        rows.append([str(each.number), each.title, str(parent or ""), home, *sets, danger, "" if each.active else "да"])
        rows += rules_sheet(each.children, titles, each.number)
    return rows


HEADER_WITHIN = 10
"""Above the header people write a title."""

SHOWN = 15
"""So many bad rows are told; the rest is counted."""
