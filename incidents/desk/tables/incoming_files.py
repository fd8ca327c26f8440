"""A file sent to the bot: read, its columns asked, then used."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from incidents.desk.duty import roster_table
from incidents.desk.intake import journal
from incidents.desk.region import region
from incidents.desk.tables import sheets
from incidents.desk.works import works_import
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.ids import FileJobId
from incidents.messages import Refusal
from incidents.official import Official
from incidents.policy import Policy
from incidents.region.messages import RegionReport
from incidents.region.table import ColumnQuestion, Field, Table, guess, rows_of, table_of
from incidents.role_rights import Right, check_right
from incidents.tables.incoming_files import MAX_BYTES, REGION, TABLES, UNSURE, FileJob, FileState
from incidents.tables.messages import FileColumn
from incidents.tables.sheets import Numbered, Sheet
from incidents.transaction import Transaction


async def take_file(tx: Transaction, *, by: Official, purpose: str | None, file_id: str, name: str, size: int, now: datetime) -> FileJob:
    """An official sent a file. Raises DomainError for what can be no table of ours."""
    if name.lower().endswith(".xlsm"):
        raise DomainError("Файлы с макросами (XLSM) не берём. Сохраните в Excel как «Книга Excel (XLSX)» и пришлите снова")
    if not name.lower().endswith(TABLES):
        raise DomainError("Нужна таблица: файл XLSX или CSV. Старый XLS сохраните в Excel как XLSX и пришлите снова")
    if size > MAX_BYTES:
        raise DomainError("Файл больше 20 МБ, Telegram его боту не отдаст. Оставьте в таблице нужные строки и пришлите снова")
    job = FileJob(
        id=FileJobId(0),
        district_id=tx.district_id,
        official_id=by.id,
        purpose=purpose,
        file_id=file_id,
        name=name[-100:],
        size=size,
        state=FileState.WAITING,
        created_at=now,
        due_at=now,
    )
    return await tx.files.add(job)


async def read_file(tx: Transaction, policy: Policy, job: FileJob, lines: Sequence[Numbered], *, now: datetime) -> None:
    """The file's lines are here: a table of ours, else the region's. Raises DomainError: nothing was imported."""
    if await sheets.look(tx, job, lines, sheets.known_of(policy), now=now):
        return
    if await roster_table.look(tx, policy, job, lines, now=now):
        return
    if await works_import.look(tx, policy, job, lines, now=now):
        return
    if await journal.look(tx, policy, job, lines, now=now):
        return
    table = table_of([cells for _, cells in lines])
    await _use(tx, policy, job, table, {}, now=now)


async def choose_column(tx: Transaction, policy: Policy, id: FileJobId, field: str, column: int, *, by: Official, now: datetime) -> None:
    """An official said which column is the field. Raises Unchanged for a question that is answered already."""
    job = await tx.files.get(id)
    if job.purpose == Sheet.WORKS:
        await works_import.choose_column(tx, policy, job, field, column, by=by, now=now)
        return
    check_right(by, Right.KEEP_REGION)
    if job.state is not FileState.ASKED or job.body is None:
        raise Unchanged
    if field not in set(Field):
        raise WrongStep
    chosen = {**job.body["chosen"], Field(field): column}
    table = Table(header=tuple(job.body["header"]), rows=tuple(tuple(row) for row in job.body["rows"]))
    await _use(tx, policy, job, table, chosen, now=now)


async def choose_list(tx: Transaction, policy: Policy, id: FileJobId, *, receptions: bool, by: Official, now: datetime) -> None:
    """An official said what the list is. Raises Unchanged for a question that is answered already."""
    check_right(by, Right.BRING_LISTS)
    check_right(by, Right.KEEP_REGION)
    job = await tx.files.get(id)
    if job.state is not FileState.ASKED or job.purpose != UNSURE or job.body is None:
        raise Unchanged
    lines = [(number, _with_contact(job, number, cells)) for number, cells in job.body["lines"]]
    if not receptions:
        await _use(tx, policy, job, table_of([cells for _, cells in lines]), {}, now=now)
    elif not await journal.show(tx, policy, job, lines, now=now):
        raise DomainError("Добавьте первой строкой названия столбцов, например «Дата» и «Обращение», и пришлите таблицу снова")


def _with_contact(job: FileJob, number: int, cells: Sequence[str]) -> tuple[str, ...]:
    """A row as it stood in the file: whom to call back is kept apart from it."""
    called, column = job.contacts.get(str(number), ""), job.contacts.get("column")
    return tuple(called if n == column else cell for n, cell in enumerate(cells))


async def mark_failed(tx: Transaction, job: FileJob, text: str, *, now: datetime) -> None:
    """Tell whoever sent it why nothing was imported."""
    official = await tx.officials.get(job.official_id)
    await tx.files.save(job, FileState.FAILED)
    await tx.audit.add("file_refused", user_id=official.user_id, at=now, data={"file": job.id})
    await tx.outbox.say(official.user_id, Refusal(text=text))


async def _use(tx: Transaction, policy: Policy, job: FileJob, table: Table, chosen: Mapping[str, int], *, now: datetime) -> None:
    official = await tx.officials.get(job.official_id)
    check_right(official, Right.KEEP_REGION)
    columns = guess(table, chosen)
    if isinstance(columns, ColumnQuestion):
        await tx.files.save(job, FileState.ASKED, purpose=REGION, body=_body(table, chosen, columns))
        await tx.outbox.say(official.user_id, FileColumn(file=job.id))
        return
    rows, without = rows_of(table, columns, now=now, timezone=policy.calendar.timezone)
    result = await region.take_list(tx, rows, by=official, now=now)
    await tx.files.save(job, FileState.DONE, purpose=REGION)
    report = RegionReport(rows=len(rows), without=without, same=result.same, told=result.told, theirs=result.theirs, ours=result.ours)
    await tx.outbox.say(official.user_id, report)


def _body(table: Table, chosen: Mapping[str, int], question: ColumnQuestion) -> dict[str, Any]:  # Any: JSON
    asked = {"field": question.field, "columns": list(question.columns)}
    return {"header": list(table.header), "rows": [list(row) for row in table.rows], "chosen": dict(chosen), "asked": asked}
