"""Import a utility's table of planned works: a dry run, then «Занести»."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from incidents.desk.works.works import tell_cards
from incidents.errors import NotFound, Unchanged
from incidents.ids import WorksId
from incidents.official import Official
from incidents.policy import Policy
from incidents.region.table import NO_COLUMN, ColumnQuestion
from incidents.role_rights import Right, check_right
from incidents.tables.incoming_files import FileJob, FileState
from incidents.tables.messages import FileColumn
from incidents.tables.sheets import SHOWN, Bad, Numbered, Sheet
from incidents.transaction import Transaction
from incidents.works.messages import WorksReport
from incidents.works.rows import PlannedRow, rows_of
from incidents.works.table import ListedWorks, WorksField, guess, listed
from incidents.works.values import MAX_PLACES, Works

EXAMPLES = 5
"""So many of the works are shown before they are entered."""


async def look(tx: Transaction, policy: Policy, job: FileJob, lines: Sequence[Numbered], *, now: datetime) -> bool:
    """Guess, ask or tell what would be entered. False where the table is no list of works."""
    table = listed(job.name, lines)
    if table is None:
        return False
    await _go_on(tx, policy, job, table, {}, now=now)
    return True


async def choose_column(tx: Transaction, policy: Policy, job: FileJob, field: str, column: int, *, by: Official, now: datetime) -> None:
    """An official said which column is the field. Raises Unchanged for a question that is answered already."""
    check_right(by, Right.PLAN_WORKS)
    if job.state is not FileState.ASKED or job.body is None or "asked" not in job.body or field not in set(WorksField):
        raise Unchanged
    await _go_on(tx, policy, job, _table(job.body), {**job.body["chosen"], field: column}, now=now)


async def apply(tx: Transaction, policy: Policy, job: FileJob, *, by: Official, now: datetime) -> int:
    """«Занести»: all rows of the dry run that are still good, in this transaction. Gives back how many works."""
    check_right(by, Right.PLAN_WORKS)
    if job.state is not FileState.ASKED or job.body is None or "asked" in job.body:
        raise Unchanged
    fresh, _, _ = await _read(tx, policy, _table(job.body), job.body["chosen"], now=now)
    if not fresh:
        raise NotFound("Заносить уже нечего: все эти работы занесены или кончились. Список: /works")
    for row in fresh:
        kept = await tx.works.add(_works(tx, row, by, now))
        await tell_cards(tx, kept)
    await tx.files.save(job, FileState.DONE)
    await tx.audit.add("table_applied", user_id=by.user_id, at=now, data={"sheet": Sheet.WORKS, "rows": len(fresh)})
    return len(fresh)


async def _go_on(tx: Transaction, policy: Policy, job: FileJob, table: ListedWorks, chosen: Mapping[str, int], *, now: datetime) -> None:
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.PLAN_WORKS)
    columns = guess(table, chosen, policy.places, now=now, timezone=policy.calendar.timezone)
    body: dict[str, Any] = {  # Any: JSON
        "title": table.title,
        "header": list(table.header),
        "numbered": [[number, list(cells)] for number, cells in table.rows],
        "rows": [list(cells) for _, cells in table.rows[:20]],
        "chosen": {**columns} if not isinstance(columns, ColumnQuestion) else {**chosen},
    }
    if isinstance(columns, ColumnQuestion):
        asked = {"field": columns.field, "columns": list(columns.columns)}
        await tx.files.save(job, FileState.ASKED, purpose=Sheet.WORKS, body={**body, "asked": asked})
        await tx.outbox.say(by.user_id, FileColumn(file=job.id))
        return
    fresh, bad, known = await _read(tx, policy, table, columns, now=now)
    body |= {"bad": [[b.row, b.column, b.text] for b in bad[:SHOWN]], "mistakes": len(bad), "known": known, "count": len(fresh)}
    body["examples"] = [_told(row) for row in fresh[:EXAMPLES]]
    await tx.files.save(job, FileState.ASKED if fresh else FileState.FAILED, purpose=Sheet.WORKS, body=body)
    data: dict[str, int | str | None] = {"sheet": Sheet.WORKS, "rows": len(table.rows), "bad": len(bad)}
    await tx.audit.add("table_read", user_id=by.user_id, at=now, data=data)
    await tx.outbox.say(by.user_id, WorksReport(file=job.id))


async def _read(
    tx: Transaction, policy: Policy, table: ListedWorks, columns: Mapping[str, int], *, now: datetime
) -> tuple[list[PlannedRow], list[Bad], int]:
    """Works of the list that we do not have, streets of one notice together; bad rows; how many rows are known already."""
    used = {field: at for field, at in columns.items() if at != NO_COLUMN}
    rows, bad, known = rows_of(table, used, policy.places, now=now, timezone=policy.calendar.timezone)
    there = {(each.family, each.since, each.until, place) for each in await tx.works.after(now) for place in each.places}
    fresh: list[PlannedRow] = []
    for row in rows:
        places = tuple(place for place in row.places if (row.family, row.since, row.until, place) not in there)
        known += not places
        there |= {(row.family, row.since, row.until, place) for place in places}
        if places:
            _join(fresh, replace(row, places=places))
    return fresh, bad, known


def _join(fresh: list[PlannedRow], row: PlannedRow) -> None:
    """One notice of several streets is one piece of works."""
    for n, each in enumerate(fresh):
        same = (each.family, each.since, each.until, each.text) == (row.family, row.since, row.until, row.text)
        towns = {place.settlement_id for place in (*each.places, *row.places)}
        if same and len(towns) == 1 and len(each.places) + len(row.places) <= MAX_PLACES:
            fresh[n] = replace(each, places=(*each.places, *row.places))
            return
    fresh.append(row)


def _works(tx: Transaction, row: PlannedRow, by: Official, now: datetime) -> Works:
    return Works(
        id=WorksId(0),
        district_id=tx.district_id,
        family=row.family,
        places=row.places,
        since=row.since,
        until=row.until,
        text=row.text,
        created_by=by.id,
        created_at=now,
    )


def _table(body: Mapping[str, Any]) -> ListedWorks:  # Any: JSON
    rows = tuple((number, tuple(cells)) for number, cells in body["numbered"])
    return ListedWorks(title=body["title"], header=tuple(body["header"]), rows=rows)


def _told(row: PlannedRow) -> list[Any]:  # Any: JSON
    places = [[each.settlement_id, each.street_id, each.title] for each in row.places]
    return [row.family, places, row.since.isoformat(), row.until.isoformat(), row.text]
