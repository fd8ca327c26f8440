"""Read where incidents lay: for reminders, the history, the summary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.engine.transaction import Tx
from incidents.acts.holder_time import Held, Holder, blamed, held, now_at
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.summary import Late
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Incident
from incidents.reading import DangerGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Lay:
    """Time by holder, and since when it lies at the approver (None: it does not)."""

    where: Held
    approval_since: datetime | None


async def lay(tx: Tx, incident: Incident, *, calendar: WorkCalendar, until: datetime) -> Lay:
    """Where the incident lay until then."""
    spans = await tx.approvals.spans(incident.id)
    clock = None if incident.danger_grade is DangerGrade.NOW else calendar
    where = held(await tx.log.of(incident.id), spans, until=until, calendar=clock)
    return Lay(where=where, approval_since=now_at(spans))


async def by_holder(tx: Tx, late: Iterable[Late], *, calendar: WorkCalendar, until: datetime) -> Sequence[Late]:
    """The late ones by who had them, the most first, each with its longest time and the reasons that officials gave."""
    ids = [id for each in late for id in each.incident_ids]
    reasons = await tx.delays.of_each(ids)
    found: dict[tuple[Holder, DepartmentId | None], list[tuple[IncidentId, timedelta]]] = {}
    for id in ids:
        incident = await tx.incidents.get(id)
        end = min(incident.answered_at or until, until)
        where = (await lay(tx, incident, calendar=calendar, until=end)).where
        over = calendar.between(incident.answer_by, end) if incident.answer_by else timedelta(0)
        holder = blamed(where, over) if incident.department_id is not None else Holder.ROUTE
        if incident.rumour:  # the press service had it all the time
            holder, where = Holder.APPROVAL, Held(approval=where.route + where.department + where.approval)
        spent = {Holder.ROUTE: where.route, Holder.DEPARTMENT: where.department, Holder.APPROVAL: where.approval}[holder]
        department = incident.department_id if holder is Holder.DEPARTMENT else None
        found.setdefault((holder, department), []).append((id, spent))
    lines = [
        Late(
            holder=holder,
            department_id=department,
            count=len(items),
            incident_ids=tuple(id for id, _ in items),
            longest=max(spent for _, spent in items),
            reasons=tuple(dict.fromkeys(reasons[id].text for id, _ in items if id in reasons)),
        )
        for (holder, department), items in found.items()
    ]
    return sorted(lines, key=lambda each: (-each.count, each.holder, each.department_id or ""))
