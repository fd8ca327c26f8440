"""Reminders and the ladder of every incident that is watched."""

import logging
from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.danger.doubts import is_over
from incidents.deadlines.reminders import due
from incidents.desk.ask_danger import nobody_answered
from incidents.desk.deadlines.remind import escalate as climb

LOG = logging.getLogger(__name__)


async def escalate(around: Around) -> None:
    """Post what is due now."""
    now, norms, calendar = around.clock.now(), around.policy.norms, around.policy.calendar
    async with around.storage.transaction() as tx:
        watched = await tx.incidents.unfinished()
    ripe = [incident.id for incident in watched if due(incident, norms=norms, calendar=calendar, now=now)]
    for id in ripe:
        try:
            async with around.storage.transaction() as tx:
                await climb(tx, around.policy, id, now=now)
        except Exception:  # the reminders of others are due all the same
            LOG.exception("incident %s was not escalated", id)
    doubtful = [incident.id for incident in watched if is_over(incident, now)]
    for id in doubtful:
        try:
            async with around.storage.transaction() as tx:
                await nobody_answered(tx, around.policy, id, now=now)
        except Exception:  # the others wait for their answer all the same
            LOG.exception("incident %s is in doubt still", id)
    if ripe or doubtful:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"escalate": (escalate, 30.0)}
