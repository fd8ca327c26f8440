"""Leave and deputies: who gets what is somebody's while they are away, and who may stand in. No clock: a tick starts and ends leaves."""

from collections.abc import Iterable, Mapping, Sequence

from incidents.ids import OfficialId
from incidents.official import IN_DEPARTMENT, Official, Role


def seats(officials: Iterable[Official]) -> Mapping[OfficialId, Official]:
    """Official → who gets what is theirs now: they themselves, or the deputy (the deputy's deputy…) when away.

    Those whom nothing can reach, neither themselves nor a deputy, are absent.
    """
    working = {each.id: each for each in officials if each.active}
    found = {id: _seat(each, working) for id, each in working.items()}
    return {id: seat for id, seat in found.items() if seat is not None}


def _seat(official: Official, working: Mapping[OfficialId, Official]) -> Official | None:
    seen: set[OfficialId] = set()
    now: Official | None = official
    while now is not None and (now.away or not now.reachable):
        seen.add(now.id)
        next_one = working.get(now.deputy_id) if now.away and now.deputy_id is not None else None
        now = next_one if next_one is not None and next_one.id not in seen else None
    return now


def may_replace(official: Official, officials: Sequence[Official]) -> list[Official]:
    """Who has the right to go on with their work: colleagues of the department, then whoever has the same role, then coordinators."""
    others = [each for each in officials if each.active and each.id != official.id]
    at_home = official.role in IN_DEPARTMENT
    colleagues = [o for o in others if at_home and o.role in IN_DEPARTMENT and o.department_id == official.department_id]
    same_role = [o for o in others if not at_home and o.role is official.role]
    coordinators = [o for o in others if o.role is Role.COORDINATOR]
    return list(dict.fromkeys([*colleagues, *same_role, *coordinators]))
