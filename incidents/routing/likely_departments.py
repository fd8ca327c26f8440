"""Whose it may be: the departments for an incident, likeliest first."""

from collections.abc import Collection, Sequence

from incidents.ids import DepartmentId
from incidents.incident import Act, Incident
from incidents.official import IN_DEPARTMENT, Official
from incidents.routing.rules import likely_departments
from incidents.transaction import Transaction

OFFERED = 3
"""So many departments stand in the menu of «Не наше»."""


def staffed(officials: Collection[Official]) -> set[DepartmentId]:
    """Departments where somebody reads the messages."""
    return {o.department_id for o in officials if o.role in IN_DEPARTMENT and o.department_id is not None and o.active and o.reachable}


async def likely(tx: Transaction, incident: Incident) -> Sequence[DepartmentId]:
    """All staffed departments but its own: those that history and the rules name first, whoever sent it back last."""
    there = staffed(await tx.officials.all()) - {incident.department_id}
    voices = await tx.voices.of(incident.id)
    reading = await tx.readings.of(voices[0].post_id) if voices else None
    named = likely_departments(reading, rules=await tx.rules.all(), staffed=there) if reading is not None else ()
    others = [d.id for d in await tx.departments.all() if d.id in there and d.id not in named]
    back = {event.data.get("from") for event in await tx.log.of(incident.id) if event.act is Act.RETURN}
    return sorted([*named, *others], key=lambda each: each in back)
