"""Read where incidents lay: for reminders, the history, the summary."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.engine.transaction import Tx
from incidents.acts.holder_time import Held, held, now_at
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Incident
from incidents.reading import DangerGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Lay:
    """Time by holder, and since when it lies at the approver (None: it does not)."""

    where: Held
    approval_since: datetime | None


async def lay(tx: Tx, incident: Incident, *, calendar: WorkCalendar, until: datetime) -> Lay:
    """Where the incident lay until then."""
    approvals = await tx.approvals.spans(incident.id)
    clock = None if DangerGrade.NOW in {incident.danger_grade, incident.danger_peak} else calendar
    where = held(await tx.log.of(incident.id), approvals, until=until, calendar=clock)
    return Lay(where=where, approval_since=now_at(approvals))
