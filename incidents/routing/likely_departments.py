"""Whose it may be: the departments for an incident, likeliest first."""

from collections.abc import Collection, Sequence

from incidents.ids import DepartmentId
from incidents.incident import Act, Incident
from incidents.official import IN_DEPARTMENT, Official
from incidents.routing.rules import scored_departments
from incidents.transaction import Transaction

OFFERED = 3
"""So many departments stand in the menu of «Не наше»."""

PROBABLE = 0.1
"""What is below it is chance: a share of history counts twice, a topic of one part in ten is the least that is worth a button."""


def staffed(officials: Collection[Official]) -> set[DepartmentId]:
    """Departments where somebody reads the messages."""
    return {o.department_id for o in officials if o.role in IN_DEPARTMENT and o.department_id is not None and o.active and o.reachable}


async def likely(tx: Transaction, incident: Incident) -> Sequence[DepartmentId]:
    """All staffed departments but its own: those that history and the rules name first, whoever sent it back last."""
    there = staffed(await tx.officials.all()) - {incident.department_id}
    named = [id for id, _ in await _named(tx, incident, there)][:OFFERED]
    others = [d.id for d in await tx.departments.all() if d.id in there and d.id not in named]
    back = await _sent_back(tx, incident)
    return sorted([*named, *others], key=lambda each: each in back)


async def probable(tx: Transaction, incident: Incident) -> Sequence[DepartmentId]:
    """Those that history or a rule gives a fair chance, likeliest first: nobody who has sent it back, none to fill the room."""
    there = staffed(await tx.officials.all()) - {incident.department_id} - await _sent_back(tx, incident)
    return [id for id, score in await _named(tx, incident, there) if score >= PROBABLE][:OFFERED]


async def _named(tx: Transaction, incident: Incident, there: Collection[DepartmentId]) -> Sequence[tuple[DepartmentId, float]]:
    voices = await tx.voices.of(incident.id)
    reading = await tx.readings.of(voices[0].post_id) if voices else None
    return scored_departments(reading, rules=await tx.rules.all(), staffed=there) if reading is not None else ()


async def _sent_back(tx: Transaction, incident: Incident) -> set[DepartmentId]:
    return {DepartmentId(str(e.data["from"])) for e in await tx.log.of(incident.id) if e.act is Act.RETURN and e.data.get("from")}
