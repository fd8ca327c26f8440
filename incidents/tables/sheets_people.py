"""The table of officials: its rows read with every mistake named, and written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.errors import DomainError
from incidents.ids import DepartmentId
from incidents.official import IN_DEPARTMENT, ROLE_TITLES, Department, Official, Role
from incidents.people.department_contacts import phone_in
from incidents.tables.sheets import LONGEST, Bad, Numbered, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRow:
    """`number` None: nobody yet, an invitation."""

    number: int | None
    name: str
    role: Role
    department_id: DepartmentId | None
    phone: str | None = None  # None: the table has no such column
    lawyer: bool | None = None


def read_officials(
    header: Sequence[str], rows: Sequence[Numbered], *, officials: Sequence[Official], departments: Sequence[Department]
) -> tuple[list[OfficialRow], list[Bad]]:
    """Rows of people. A number must be of somebody who works here; a row without one is an invitation."""
    reader, found, seen = Reader(header), [], set[int]()
    ids = {each.id for each in officials}
    homes = {each.id.lower(): each.id for each in departments} | {each.title.lower(): each.id for each in departments}
    roles = {title.lower(): role for role, title in ROLE_TITLES.items()} | {role.value: role for role in Role}
    for row in rows:
        before = len(reader.bad)
        number, role = reader.cell(row, "Номер сотрудника"), roles.get(reader.cell(row, "Роль").lower())
        id = int(number) if number.isascii() and number.isdecimal() and len(number) <= 18 else None  # noqa: PLR2004 - a database key
        if number and (id is None or id not in ids):
            reader.wrong(row, "Номер сотрудника", f"сотрудника с номером «{number[:20]}» нет; для нового оставьте пусто")
        if id is not None and id in seen:
            reader.wrong(row, "Номер сотрудника", "этот сотрудник уже был выше")
        if role is None:
            reader.wrong(row, "Роль", f"бывает: {', '.join(ROLE_TITLES.values())}")
        home = homes.get(reader.cell(row, "Отдел").lower())
        if role in IN_DEPARTMENT and home is None:
            reader.wrong(row, "Отдел", "этой роли нужен отдел: его код или название")
        phone, lawyer = _phone(reader, row), _lawyer(reader, row)
        seen |= {id} if id is not None else set()
        if role is not None and len(reader.bad) == before:
            name = reader.cell(row, "Имя")[:LONGEST]
            own = home if role in IN_DEPARTMENT else None
            found.append(OfficialRow(number=id, name=name, role=role, department_id=own, phone=phone, lawyer=lawyer))
    return found, reader.bad


def _phone(reader: Reader, row: Numbered) -> str | None:
    """None: the table says nothing of it."""
    if not reader.has("Рабочий телефон"):
        return None
    try:
        return phone_in(cell) if (cell := reader.cell(row, "Рабочий телефон")) else ""
    except DomainError as error:
        reader.wrong(row, "Рабочий телефон", error.user_text)
        return None


def _lawyer(reader: Reader, row: Numbered) -> bool | None:
    """None: the table says nothing of it."""
    if not reader.has("Юрист"):
        return None
    said = {"": False, "нет": False, "да": True}.get(reader.cell(row, "Юрист").lower())
    if said is None:
        reader.wrong(row, "Юрист", "да, нет или пусто")
    return said


def officials_sheet(officials: Sequence[Official], titles: Mapping[DepartmentId, str]) -> list[list[str]]:
    """The rows that come back as they are: one a person."""
    return [
        [
            str(each.id),
            each.name,
            ROLE_TITLES[each.role],
            titles.get(each.department_id, "") if each.department_id else "",
            each.phone,
            "да" if each.lawyer else "",
        ]
        for each in officials
    ]
