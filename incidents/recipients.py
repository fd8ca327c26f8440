"""Who works beside whom: the people of an incident's department, its chief, the coordinators."""

from collections.abc import Sequence

from incidents.incident import Incident
from incidents.official import IN_DEPARTMENT, Official, Role


def colleagues(incident: Incident, officials: Sequence[Official], *, but: Official) -> list[Official]:
    """The department's people who can be reached, except one."""
    return [o for o in _reachable(officials) if _is_of(o, incident) and o.id != but.id]


def chiefs(incident: Incident, officials: Sequence[Official]) -> list[Official]:
    """Chiefs of the department who can be reached."""
    return [o for o in _reachable(officials) if o.role is Role.CHIEF and _is_of(o, incident)]


def executors(incident: Incident, officials: Sequence[Official]) -> list[Official]:
    """Executors of the department who can be reached."""
    return [o for o in _reachable(officials) if o.role is Role.EXECUTOR and _is_of(o, incident)]


def coordinators(officials: Sequence[Official]) -> list[Official]:
    """Coordinators who can be reached."""
    return [o for o in _reachable(officials) if o.role is Role.COORDINATOR]


def nearest(incident: Incident, officials: Sequence[Official]) -> list[Official]:
    """Who can act on it now: its holder, else its department, else the coordinators."""
    holder = [o for o in _reachable(officials) if o.id == incident.holder_id]
    return holder or executors(incident, officials) or chiefs(incident, officials) or coordinators(officials)


def answerable(incident: Incident, officials: Sequence[Official]) -> list[Official]:
    """Who answers to the head for it: the department's chief, else its executors, else the coordinators."""
    return chiefs(incident, officials) or executors(incident, officials) or coordinators(officials)


def _reachable(officials: Sequence[Official]) -> list[Official]:
    return [o for o in officials if o.active and o.reachable]


def _is_of(official: Official, incident: Incident) -> bool:
    return official.role in IN_DEPARTMENT and official.department_id is not None and official.department_id == incident.department_id
