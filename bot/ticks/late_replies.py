"""Whoever joined after a post to all gets the short reply too."""

import logging
from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.desk.answers.everyone.post_to_all import spread

LOG = logging.getLogger(__name__)


async def threads(around: Around) -> None:
    """Schedule what is new; nothing, where all are told."""
    now = around.clock.now()
    async with around.storage.transaction() as tx:
        going = await tx.short_replies.going_on(now=now)
    done = 0
    for id in going:
        try:
            async with around.storage.transaction() as tx:
                done += await spread(tx, around.policy, await tx.answers.get(id), now=now)
        except Exception:  # the others are told all the same
            LOG.exception("short replies of post %s were not scheduled", id)
    if done:
        around.nudge.outbox.set()
        around.nudge.answers.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"threads": (threads, 30.0)}
