"""Import a duty roster table: a dry run, then «Применить», whole.

The dry run names every bad cell.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incidents.desk.duty.shifts import tell_shifts, turn_watch
from incidents.duty.lookups import may_stand
from incidents.duty.messages import RosterReport
from incidents.duty.table import RosterChange, is_roster, read_roster
from incidents.errors import Unchanged, WrongStep
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.tables.incoming_files import FileJob, FileState
from incidents.tables.sheets import HEADER_WITHIN, SHOWN, Bad, Numbered, Sheet
from incidents.transaction import Transaction

MOST_DAYS = 400


async def look(tx: Transaction, policy: Policy, job: FileJob, lines: Sequence[Numbered], *, now: datetime) -> bool:
    """The dry run: tell what would change or what is wrong. False where the table is no roster."""
    at = next((n for n, (_, cells) in enumerate(lines[:HEADER_WITHIN]) if is_roster(cells)), None)
    if at is None:
        return False
    lines = lines[at:]
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.KEEP_ROSTER)
    if len(lines) > MOST_DAYS:
        raise WrongStep(f"В графике больше {MOST_DAYS} дней. Оставьте ближайшие и пришлите снова. Ничего не изменили")
    change, bad = await _read(tx, policy, lines, now)
    body: dict[str, Any] = {  # Any: JSON
        "lines": [[number, list(cells)] for number, cells in lines],
        "bad": [[b.row, b.column, b.text] for b in bad[:SHOWN]],
        "mistakes": len(bad),
        **{"added": len(change.added), "removed": len(change.removed), "kept": change.kept, "past": change.past},
    }
    nothing = not (bad or change.added or change.removed)
    state = FileState.FAILED if bad else FileState.DONE if nothing else FileState.ASKED
    await tx.files.save(job, state, purpose=Sheet.DUTY, body=body)
    await tx.audit.add("table_read", user_id=by.user_id, at=now, data={"sheet": Sheet.DUTY, "rows": len(lines) - 1, "bad": len(bad)})
    await tx.outbox.say(by.user_id, RosterReport(file=job.id))
    return True


async def apply(tx: Transaction, policy: Policy, job: FileJob, *, by: Official, now: datetime) -> None:
    """«Применить»: read again as things stand now, then change all of it in this transaction."""
    check_right(by, Right.KEEP_ROSTER)
    if job.state is not FileState.ASKED or job.body is None:
        raise Unchanged
    change, bad = await _read(tx, policy, [(number, cells) for number, cells in job.body["lines"]], now)
    if bad:
        first = bad[0]
        raise WrongStep(f"С тех пор всё изменилось. Строка {first.row}, «{first.column}»: {first.text}. Выгрузите график снова"[:200])
    known = {each.id: each.official_id for each in await tx.shifts.after(now)}
    for id in change.removed:
        await tx.shifts.remove(id)
    for official_id, starts_at, ends_at in change.added:
        await tx.shifts.add(official_id, starts_at, ends_at)
    await tx.files.save(job, FileState.DONE)
    data: dict[str, int | str | None] = {"sheet": Sheet.DUTY, "added": len(change.added), "removed": len(change.removed)}
    await tx.audit.add("table_applied", user_id=by.user_id, at=now, data=data)
    touched = {official_id for official_id, _, _ in change.added} | {known[id] for id in change.removed if id in known}
    await tell_shifts(tx, touched, now=now)
    await turn_watch(tx, now=now)


async def _read(tx: Transaction, policy: Policy, lines: Sequence[Numbered], now: datetime) -> tuple[RosterChange, list[Bad]]:
    people = may_stand(await tx.officials.all())
    zone = policy.calendar.timezone
    change, bad = read_roster(lines, shifts=await tx.shifts.after(now), people=people, now=now, timezone=zone)
    if len(lines) == 1 and not bad:
        bad = [Bad(row=lines[0][0], column=lines[0][1][0], text="под заголовком нет ни одной строки")]
    return change, bad
