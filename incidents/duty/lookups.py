"""Read-only questions about the duty roster."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from incidents.duty.roster import may_stand_for
from incidents.duty.store import Shifts
from incidents.duty.values import ON_DUTY, Shift
from incidents.official import Official, Role
from incidents.official_store import Officials


def may_stand(officials: Iterable[Official]) -> list[Official]:
    """Who may be put on duty: the people on duty first, then coordinators, then departments."""
    order = (Role.DUTY, Role.COORDINATOR, Role.CHIEF, Role.EXECUTOR)
    able = [each for each in officials if each.active and each.role in ON_DUTY]
    return sorted(able, key=lambda each: (order.index(each.role), each.name, each.id))


async def own_shifts(shifts: Shifts, who: Official, *, now: datetime) -> list[Shift]:
    """Shifts of theirs that have not begun."""
    return [each for each in await shifts.after(now) if each.official_id == who.id and each.starts_at > now]


async def choices(
    officials: Officials, shifts: Shifts, shift: Shift, who: Official, *, now: datetime
) -> tuple[Sequence[Official], Sequence[Shift]]:
    """Who may take the shift, and which shifts of theirs it may be swapped for, the nearest first."""
    people = [each for each in await officials.all() if may_stand_for(who, each)]
    ids = {each.id for each in people}
    others = [each for each in await shifts.after(now) if each.official_id in ids and each.starts_at > now]
    free = [each for each in others if not (each.starts_at < shift.ends_at and shift.starts_at < each.ends_at)]
    return people, free
