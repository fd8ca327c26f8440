"""What the calendar does to people: leaves begin and end, groups hear how they stand, the watch turns."""

from collections.abc import Mapping
from datetime import time, timedelta

from bot.ticks.context import Around, Tick
from incidents.desk.duty.roster import post_gaps
from incidents.desk.duty.shifts import turn_watch
from incidents.desk.people.department_groups import post_digests
from incidents.desk.people.leave import turn_leaves

DIGESTS_AT = (time(9, 5), time(15, 0))
GAPS_AT = time(10, 0)
TOO_LATE = timedelta(hours=1)


async def leaves(around: Around) -> None:
    """Start and end leaves of this local date."""
    async with around.storage.transaction() as tx:
        turned = await turn_leaves(tx, today=around.today(), now=around.clock.now())
    if turned:
        around.nudge.outbox.set()


async def digests(around: Around) -> None:
    """R10 into the departments' groups, in working time; one that is an hour late is not said any more."""
    now = around.clock.now()
    for at in DIGESTS_AT:
        due = around.last(at)
        if now - due > TOO_LATE or not around.policy.calendar.is_working(due):
            continue
        async with around.storage.transaction() as tx:
            job = f"R10 {at:%H:%M}"
            if await post_digests(tx, around.policy.calendar, day=due.date(), job=job, now=now):
                around.nudge.outbox.set()


async def watch(around: Around) -> None:
    """Who is on duty by the roster now."""
    async with around.storage.transaction() as tx:
        turned = await turn_watch(tx, now=around.clock.now())
    if turned:
        around.nudge.outbox.set()


async def duty_gaps(around: Around) -> None:
    """The working day before a gap in the roster, to the coordinators; told late rather than never while people are at work."""
    now = around.clock.now()
    due = around.last(GAPS_AT)
    if due.astimezone(around.timezone).date() != now.astimezone(around.timezone).date() or not around.policy.calendar.is_working(now):
        return
    async with around.storage.transaction() as tx:
        if await post_gaps(tx, around.policy, now=now):
            around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {
    "leaves": (leaves, 60.0),
    "digests": (digests, 60.0),
    "watch": (watch, 30.0),
    "duty_gaps": (duty_gaps, 300.0),
}
"""Name → the tick and its period in scenario seconds."""
