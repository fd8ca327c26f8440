"""Promises whose day has come, or is over."""

import logging
from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.desk.promises.promises import watch

LOG = logging.getLogger(__name__)


async def promises(around: Around) -> None:
    """Remind, break, settle."""
    now = around.clock.now()
    async with around.storage.transaction() as tx:
        standing = await tx.promises.still_open()
    done = False
    for promise in standing:
        try:
            async with around.storage.transaction() as tx:
                done |= await watch(tx, around.policy, promise, now=now)
        except Exception:  # the promises of others are due all the same
            LOG.exception("promise %s was not looked after", promise.id)
    if done:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"promises": (promises, 60.0)}
"""Once a minute."""
