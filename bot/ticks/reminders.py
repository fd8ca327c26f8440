"""Reminders and the ladder of every incident that is watched."""

import logging
from collections.abc import Mapping, Sequence
from hashlib import sha256

from bot.ticks.context import Around, Tick
from incidents.danger.doubts import is_over
from incidents.danger.head_hears import all_due
from incidents.danger.next_look import next_look
from incidents.desk.ask_danger import nobody_answered
from incidents.desk.deadlines.remind import escalate as climb
from incidents.ids import IncidentId
from incidents.policy import Policy

LOG = logging.getLogger(__name__)

LOT = 250
"""Incidents that are looked at in one transaction: of the thousands after an outage whoever presses waits for one lot."""


async def escalate(around: Around) -> None:
    """Post what is due now."""
    now = around.clock.now()
    ripe, doubtful = await _look(around)
    for id in ripe:
        try:
            async with around.storage.transaction() as tx:
                await climb(tx, around.policy, id, now=now)
        except Exception:  # the reminders of others are due all the same
            LOG.exception("incident %s was not escalated", id)
    for id in doubtful:
        try:
            async with around.storage.transaction() as tx:
                await nobody_answered(tx, around.policy, id, now=now)
        except Exception:  # the others wait for their answer all the same
            LOG.exception("incident %s is in doubt still", id)
    if ripe or doubtful:
        around.nudge.outbox.set()


async def _look(around: Around) -> tuple[Sequence[IncidentId], Sequence[IncidentId]]:
    """Where something is due, and where nobody said whether it is dangerous. Where nothing is, the next look is put off."""
    now, norms, calendar = around.clock.now(), around.policy.norms, around.policy.calendar
    ripe, doubtful, last, is_more = list[IncidentId](), list[IncidentId](), IncidentId(0), True
    while is_more:
        async with around.storage.transaction() as tx:
            if not last:
                await tx.next_looks.keep_rules(rules_of(around.policy))
            looked_at = await tx.next_looks.now_due(now, after=last, most=LOT)
            due_now = [each.id for each in looked_at if all_due(each, norms=norms, calendar=calendar, now=now)]
            over = [each.id for each in looked_at if is_over(each, now)]
            rest = [each for each in looked_at if each.id not in {*due_now, *over}]
            await tx.next_looks.put({each.id: next_look(each, norms=norms, calendar=calendar, now=now) for each in rest})
        ripe, doubtful, is_more = [*ripe, *due_now], [*doubtful, *over], len(looked_at) == LOT
        last = looked_at[-1].id if looked_at else last
    return ripe, doubtful


def rules_of(policy: Policy) -> int:
    """A number of all that moves deadlines: norms and working days, of the file and of the chat."""
    return int(sha256(repr((policy.norms, policy.calendar)).encode()).hexdigest()[:15], 16)


TICKS: Mapping[str, tuple[Tick, float]] = {"escalate": (escalate, 30.0)}
