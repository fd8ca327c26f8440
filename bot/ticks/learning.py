"""Once a night the reader learns from what officials corrected."""

from collections.abc import Mapping
from datetime import time

from bot.reading.learning import learn
from bot.ticks.context import Around, Tick

NIGHT = time(3, 30)


async def learning(around: Around) -> None:
    """Learn, at its time or as soon after it as we live. One try a night: what failed is learned the next one."""
    if around.profile is None:
        return
    now, night = around.clock.now(), around.last(NIGHT).date()
    async with around.storage.transaction() as tx:
        if await tx.slots.was_taken("learn", since=night):
            return
    if around.learning_turn.locked():
        return  # another district learns: the next tick asks again, for a tick that waits looks like one that hangs
    async with around.learning_turn:
        async with around.storage.transaction() as tx:
            if not await tx.slots.take("learn", night, at=now):
                return
        await learn(around.storage, around.profile, now=now)


TICKS: Mapping[str, tuple[Tick, float]] = {"learning": (learning, 600.0)}
