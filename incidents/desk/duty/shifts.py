"""Add and remove shifts; turn the watch.

Dangers follow whoever is on duty.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.desk.refresh import refresh
from incidents.duty.messages import ShiftBegan, ShiftOver, YourShifts
from incidents.duty.values import REMEMBERED, shifts_in, watches
from incidents.errors import Unchanged
from incidents.ids import OfficialId, ShiftId
from incidents.official import Official, Watch
from incidents.policy import Policy
from incidents.reading import DangerGrade
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

GATHERED = timedelta(minutes=10)
"""Changes of the roster within so much time are told at once."""


async def add_shifts(tx: Transaction, policy: Policy, text: str, *, by: Official, now: datetime) -> int:
    """Typed lines become shifts, all of them or none; gives back how many."""
    check_right(by, Right.KEEP_ROSTER)
    taken = shifts_in(text, officials=await tx.officials.all(), now=now, timezone=policy.calendar.timezone)
    if not taken:
        raise Unchanged
    for official_id, starts_at, ends_at in taken:
        await tx.shifts.add(official_id, starts_at, ends_at)
    await tx.audit.add("shifts_added", user_id=by.user_id, at=now, data={"count": len(taken)})
    await tell_shifts(tx, {official_id for official_id, _, _ in taken}, now=now)
    await turn_watch(tx, now=now)
    return len(taken)


async def remove_shift(tx: Transaction, id: ShiftId, *, by: Official, now: datetime) -> None:
    """Take a shift away; whoever is on duty then is told."""
    check_right(by, Right.KEEP_ROSTER)
    whose = [each.official_id for each in await tx.shifts.after(now - REMEMBERED) if each.id == id]
    if not await tx.shifts.remove(id):
        raise Unchanged
    await tx.audit.add("shift_removed", user_id=by.user_id, at=now, data={"shift": id})
    await tell_shifts(tx, whose, now=now)
    await turn_watch(tx, now=now)


async def tell_shifts(tx: Transaction, ids: Iterable[OfficialId], *, now: datetime) -> None:
    """Whose shifts changed hears of all of theirs, without a sound; what changes within some minutes is one message."""
    number, rest = divmod(int(now.timestamp()), int(GATHERED.total_seconds()))
    people = {each.id: each for each in await tx.officials.all()}
    for id in sorted(set(ids)):
        if id in people and await tx.slots.take(f"your_shifts {id} {number}", now.date(), at=now):
            then = now + GATHERED - timedelta(seconds=rest)
            await tx.outbox.say(people[id].user_id, YourShifts(official=id), sound=False, not_before=then)


async def turn_watch(tx: Transaction, *, now: datetime) -> int:
    """Set how everybody stands in the roster at this moment; gives back for how many it changed. A second call changes nothing."""
    stand = watches(await tx.shifts.after(now - REMEMBERED), now=now)
    changed = [each for each in await tx.officials.all() if each.watch is not stand.get(each.id)]
    for each in changed:
        await tx.officials.set_watch(each.id, stand.get(each.id))
        await _tell(tx, replace(each, watch=stand.get(each.id)), was=each.watch)
    if changed:
        for incident in await tx.incidents.unfinished():
            if incident.danger_grade is not None and incident.danger_grade is DangerGrade.NOW:
                await refresh(tx, incident)
    return len(changed)


async def _tell(tx: Transaction, official: Official, *, was: Watch | None) -> None:
    """A shift begins with a sound, ends without one."""
    if official.watch is Watch.NOW:
        await tx.outbox.say(official.user_id, ShiftBegan(official=official.id))
    elif was is Watch.NOW:
        await tx.outbox.say(official.user_id, ShiftOver(), sound=False)
