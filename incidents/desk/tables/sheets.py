"""Import tables of officials, departments and rules.

A dry run with every bad row named, then «Применить», whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidents.desk.people.department_contacts import log_contact
from incidents.desk.people.links import invite
from incidents.desk.people.moving import lock_people
from incidents.desk.people.staff import change_role
from incidents.desk.routing.rules import log_rules
from incidents.errors import Unchanged, WrongStep
from incidents.ids import DepartmentId, FileJobId, OfficialId
from incidents.official import IN_DEPARTMENT, Department, Official, title_of
from incidents.people.department_contacts import Contact
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.routing.taxonomy import groups
from incidents.tables.incoming_files import FileJob, FileState
from incidents.tables.messages import SheetReport
from incidents.tables.sheets import HEADER_WITHIN, SHOWN, Bad, DepartmentRow, Known, Numbered, Sheet, read_departments, read_rules, sheet_of
from incidents.tables.sheets_people import OfficialRow, read_officials
from incidents.transaction import Transaction

MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A table as it was understood. `value` is what is applied."""

    sheet: Sheet
    count: int
    invited: int
    bad: Sequence[Bad]
    value: Any  # Any: rows of one of three kinds


def known_of(policy: Policy) -> Known:
    """What rules of this district may name."""
    return Known(groups=set(groups(policy.topics)), topics=set(policy.topics), is_place=lambda id: policy.places.of(id) is not None)


async def look(tx: Transaction, job: FileJob, lines: Sequence[Numbered], known: Known, *, now: datetime) -> bool:
    """The dry run: tell what would change or what is wrong. False where the table is none of these."""
    at = next((n for n, (_, cells) in enumerate(lines[:HEADER_WITHIN]) if sheet_of(cells) is not None), None)
    if at is None:
        return False
    lines, sheet = lines[at:], sheet_of(lines[at][1])
    assert sheet is not None
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.KEEP_TABLES)
    if len(lines) > MOST_ROWS:
        raise WrongStep(f"В таблице больше {MOST_ROWS} строк, столько сотрудников и правил не бывает. Ничего не изменили")
    read = await _read(tx, lines, known)
    body: dict[str, Any] = {
        "lines": [[number, list(cells)] for number, cells in lines],
        "bad": [[b.row, b.column, b.text] for b in read.bad[:SHOWN]],
    }
    body |= {"count": read.count, "invited": read.invited, "mistakes": len(read.bad)}
    await tx.files.save(job, FileState.FAILED if read.bad else FileState.ASKED, purpose=sheet, body=body)
    await tx.audit.add("table_read", user_id=by.user_id, at=now, data={"sheet": sheet, "rows": read.count, "bad": len(read.bad)})
    await tx.outbox.say(by.user_id, SheetReport(file=job.id))
    return True


async def apply(tx: Transaction, policy: Policy, id: FileJobId, known: Known, *, by: Official, now: datetime) -> Sheet:
    """«Применить»: read again as things stand now, then change all of it in this transaction."""
    await lock_people(tx, by=by)
    job = await tx.files.get(id)
    if job.state is not FileState.ASKED or job.body is None or "lines" not in job.body:
        raise Unchanged
    read = await _read(tx, [(number, cells) for number, cells in job.body["lines"]], known)
    if read.bad:
        first = read.bad[0]
        raise WrongStep(f"С тех пор всё изменилось. Строка {first.row}, «{first.column}»: {first.text}. Выгрузите таблицу снова"[:200])
    match read.sheet:
        case Sheet.OFFICIALS:
            await _apply_officials(tx, policy, read.value, by=by, now=now)
        case Sheet.DEPARTMENTS:
            await _apply_departments(tx, read.value, by=by, now=now)
        case _:
            before = await tx.rules.all()
            await tx.rules.put(read.value)
            await log_rules(tx, "all", None, "table", before, by=by, now=now)
    await tx.files.save(job, FileState.DONE)
    await tx.audit.add("table_applied", user_id=by.user_id, at=now, data={"sheet": read.sheet, "rows": read.count})
    return read.sheet


async def drop(tx: Transaction, id: FileJobId, *, by: Official) -> None:
    """«Отменить»: nothing changes. A list of works is its sender's own."""
    job = await tx.files.get(id)
    if job.purpose != Sheet.WORKS or job.official_id != by.id:
        check_right(by, Right.KEEP_TABLES)
    if job.state is not FileState.ASKED:
        raise Unchanged
    await tx.files.save(job, FileState.DONE)


async def _read(tx: Transaction, lines: Sequence[Numbered], known: Known) -> Read:
    header, rows = lines[0][1], lines[1:]
    sheet = sheet_of(header)
    assert sheet is not None
    departments = await tx.departments.all()
    value: Any  # Any: rows of one of three kinds
    invited = 0
    match sheet:
        case Sheet.OFFICIALS:
            value, bad = read_officials(header, rows, officials=await tx.officials.all(), departments=departments)
            invited = sum(row.number is None for row in value)
        case Sheet.DEPARTMENTS:
            value, bad = read_departments(header, rows)
        case _:
            value, bad = read_rules(header, rows, departments=departments, known=known)
    if not rows:
        bad = [Bad(row=lines[0][0], column=header[0], text="под заголовком нет ни одной строки")]
    return Read(sheet=sheet, count=len(rows), invited=invited, bad=bad, value=value)


async def _apply_officials(tx: Transaction, policy: Policy, rows: Sequence[OfficialRow], *, by: Official, now: datetime) -> None:
    for row in rows:
        if row.number is None:
            await invite(tx, row.role, row.department_id, by=by, now=now)
            continue
        official = await tx.officials.get(OfficialId(row.number))
        known = replace(
            official,
            name=row.name or official.name,
            phone=official.phone if row.phone is None else row.phone,
            lawyer=official.lawyer if row.lawyer is None else row.lawyer,
        )
        if known != official:
            await tx.officials.save(known)
        if (row.role, row.department_id) != (official.role, official.department_id):
            await change_role(tx, policy, official.id, row.role, row.department_id, by=by, now=now)


async def _apply_departments(tx: Transaction, rows: Sequence[DepartmentRow], *, by: Official, now: datetime) -> None:
    before = {each.id: each for each in await tx.departments.all()}
    for row in rows:
        await tx.departments.put(Department(id=row.id, district_id=tx.district_id, title=row.title))
        old = before.get(row.id)
        held = {Contact.PHONE: old.phone if old else None, Contact.HOURS: old.hours if old else None}
        said = {Contact.PHONE: row.phone, Contact.HOURS: row.hours}
        after = {each: held[each] if said[each] is None else said[each] or None for each in Contact}
        if after != held:
            await tx.departments.set_contacts(row.id, phone=after[Contact.PHONE], hours=after[Contact.HOURS])
        for each in Contact:
            if after[each] != held[each]:
                await log_contact(tx, row.id, each, held[each], after[each], by=by, now=now)
    await _retitle(tx, {row.id: row.title for row in rows if row.id not in before or before[row.id].title != row.title})


async def _retitle(tx: Transaction, renamed: Mapping[DepartmentId, str]) -> None:
    """A renamed department is renamed in the titles of its people."""
    for official in await tx.officials.all():
        title = renamed.get(official.department_id) if official.department_id is not None else None
        if title is not None and official.role in IN_DEPARTMENT:
            await tx.officials.save(replace(official, title=title_of(official.role, title)))
