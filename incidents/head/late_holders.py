"""Who had late questions the longest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from incidents.acts.holder_time import Held, Holder, accepted_by_official, longest, spans
from incidents.approval.where_it_lay import Course, courses, lay_in
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.lateness import NOTHING, Clocks, late_run
from incidents.head.store import SummaryStores
from incidents.head.summary import Late
from incidents.ids import DepartmentId, IncidentId, OfficialId
from incidents.incident import Incident
from incidents.official import IN_DEPARTMENT, Official, service_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Longest:
    """Who had a question the longest, for how long, and the time of everybody."""

    holder: Holder | None
    spent: timedelta
    where: Held
    who: str | None = None  # of Holder.OFFICIAL


async def longest_of(tx: SummaryStores, incident: Incident, *, calendar: WorkCalendar, until: datetime) -> Longest:
    """Who had it the longest until then: the answer for the summary, its list and the workbook."""
    known = await courses(tx.log, tx.approvals, [incident.id])
    return longest_in(incident, known[incident.id], await acceptors(tx, [incident]), calendar=calendar, until=until)


async def acceptors(tx: SummaryStores, incidents: Iterable[Incident]) -> Mapping[OfficialId, Official]:
    """Who pressed «Принять», those who have left too."""
    return await tx.officials.these({each.accepted_by for each in incidents if each.accepted_by is not None})


def longest_in(
    incident: Incident, course: Course, people: Mapping[OfficialId, Official], *, calendar: WorkCalendar, until: datetime
) -> Longest:
    """The same of what was read already."""
    where = lay_in(incident, course, calendar=calendar, until=until).where
    if incident.rumour:  # the press service had it all the time
        where = Held(approval=where.route + where.department + where.approval)
    who = None
    if incident.accepted_by is not None and incident.accepted_at is not None and incident.accepted_at < until:
        official = people[incident.accepted_by]
        if official.role not in IN_DEPARTMENT:
            before = lay_in(incident, course, calendar=calendar, until=incident.accepted_at).where
            where, who = accepted_by_official(where, before), service_name(official, None)
    if incident.department_id is None:  # nobody has chosen whose it is
        where = replace(where, route=where.route + where.department, department=timedelta(0))
    holder = longest(where)
    spent = spans(where)[holder] if holder is not None else timedelta(0)
    return Longest(holder=holder, spent=spent, where=where, who=who if holder is Holder.OFFICIAL else None)


def late_until(
    incidents: Iterable[Incident], clocks: Mapping[IncidentId, Clocks], *, since: datetime, until: datetime
) -> Mapping[IncidentId, datetime]:
    """Of each late one: until when somebody had it, its late answer or the end of the period."""
    runs = {each.id: late_run(each, clocks.get(each.id, NOTHING), since, until) for each in incidents}
    return {id: min(run.met or until, until) for id, run in runs.items() if run is not None}


async def by_holder(
    tx: SummaryStores,
    late: Iterable[Incident],
    clocks: Mapping[IncidentId, Clocks],
    *,
    calendar: WorkCalendar,
    since: datetime,
    until: datetime,
) -> Sequence[Late]:
    """The late ones by who had them the longest, the most first, each with its longest time and the reasons that officials gave."""
    incidents = sorted(late, key=lambda each: each.number)
    ends = late_until(incidents, clocks, since=since, until=until)
    reasons = await tx.delays.of_each([each.id for each in incidents])
    found: dict[tuple[Holder, DepartmentId | None, str | None], list[tuple[IncidentId, timedelta]]] = {}
    known, people = await courses(tx.log, tx.approvals, [each.id for each in incidents]), await acceptors(tx, incidents)
    for incident in incidents:
        had = longest_in(incident, known[incident.id], people, calendar=calendar, until=ends.get(incident.id, until))
        holder = had.holder or (Holder.DEPARTMENT if incident.department_id is not None else Holder.ROUTE)
        department = incident.department_id if holder is Holder.DEPARTMENT else None
        found.setdefault((holder, department, had.who), []).append((incident.id, had.spent))
    lines = [
        Late(
            holder=holder,
            department_id=department,
            who=who,
            count=len(items),
            incident_ids=tuple(id for id, _ in items),
            longest=max(spent for _, spent in items),
            reasons=tuple(dict.fromkeys(reasons[id].text for id, _ in items if id in reasons)),
        )
        for (holder, department, who), items in found.items()
    ]
    return sorted(lines, key=lambda each: (-each.count, each.holder, each.department_id or "", each.who or ""))
