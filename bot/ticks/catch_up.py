"""After an outage: one digest of what is older than a day."""

from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.desk.intake.catch_up import post_catch_up


async def catch_up(around: Around) -> None:
    """When everything is read, or after an hour; by day."""
    async with around.storage.transaction() as tx:
        posted = await post_catch_up(tx, around.policy, is_busy=await tx.unread.are_more_than(0), now=around.clock.now())
    if posted:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"catch_up": (catch_up, 60.0)}
