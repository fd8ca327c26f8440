"""What the region does not know yet, at noon and five (R12)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.storage.engine.transaction import Tx
from bot.ticks.context import Around, Tick
from incidents.recipients import coordinators
from incidents.region.messages import RegionToEnter

AT = (time(12, 0), time(17, 0))
LATE = timedelta(hours=2)
"""A reminder missed for so long is left to the next one."""


async def region(around: Around) -> None:
    """Once for each of the two hours of a working day, if there is anything to enter."""
    now = around.clock.now()
    for at in AT:
        due = around.last(at)
        if now - due > LATE or not around.policy.calendar.is_working(due):
            continue
        async with around.storage.transaction() as tx:
            if await _remind(tx, f"R12:{at:%H}", due.date(), now):
                around.nudge.outbox.set()


async def _remind(tx: Tx, job: str, day: date, now: datetime) -> bool:
    if await tx.slots.taken([(job, day)]) or not await tx.region.in_use() or not await tx.region.waits():
        return False
    if not await tx.slots.take(job, day, at=now):
        return False
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, RegionToEnter(), sound=False)
    return True


TICKS: Mapping[str, tuple[Tick, float]] = {"region": (region, 60.0)}
