"""Whose it may be: the departments for an incident, likeliest first."""

from collections.abc import Collection, Sequence

from incidents.ids import DepartmentId
from incidents.incident import Act, Incident
from incidents.official import IN_DEPARTMENT, Official
from incidents.routing.department_scores import departments_of_group, scored_departments
from incidents.routing.store import RouteStores

OFFERED = 3
"""So many departments stand in the menu of «Не наше»."""

PROBABLE = 0.1
"""What is below it is chance: a share of history counts twice, a topic of one part in ten is the least that is worth a button."""


def staffed(officials: Collection[Official]) -> set[DepartmentId]:
    """Departments where somebody reads the messages."""
    return {o.department_id for o in officials if o.role in IN_DEPARTMENT and o.department_id is not None and o.active and o.reachable}


async def likely(tx: RouteStores, incident: Incident) -> Sequence[DepartmentId]:
    """All staffed departments but its own: the probable ones first, the others by title, whoever sent it back last."""
    there = staffed(await tx.officials.all()) - {incident.department_id}
    first, back = await probable(tx, incident), await _sent_back(tx, incident)
    others = [d.id for d in await tx.departments.all() if d.id in there and d.id not in first]
    return sorted([*first, *others], key=lambda each: each in back)


async def probable(tx: RouteStores, incident: Incident) -> Sequence[DepartmentId]:
    """Those that history or a rule gives a fair chance, likeliest first, then those with other topics of its group.

    Nobody who has sent it back, and none to fill the room.
    """
    there = staffed(await tx.officials.all()) - {incident.department_id} - await _sent_back(tx, incident)
    voices, rules = await tx.voices.of(incident.id), await tx.rules.all()
    reading = await tx.readings.of(voices[0].post_id) if voices else None
    scored = scored_departments(reading, rules=rules, staffed=there) if reading is not None else ()
    named = [id for id, score in scored if score >= PROBABLE]
    near = [id for id in departments_of_group(incident.group, rules) if id in there]
    return list(dict.fromkeys([*named, *near]))[:OFFERED]


async def _sent_back(tx: RouteStores, incident: Incident) -> set[DepartmentId]:
    return {DepartmentId(str(e.data["from"])) for e in await tx.log.of(incident.id) if e.act is Act.RETURN and e.data.get("from")}
