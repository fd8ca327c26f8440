"""The head's message of the day."""

from collections.abc import Mapping
from datetime import timedelta

from bot.ticks.context import Around, Tick
from incidents.desk.head.summary import post_summary


async def summary(around: Around) -> None:
    """Once, at its time or as soon after it as we live."""
    due = around.last(around.summary_at)
    async with around.storage.transaction() as tx:
        first = min((source.baseline_at for source in await tx.sources.all() if source.baseline_at), default=None)
        if first is None or first >= due:
            return  # nobody was reading then: there is nothing to tell
        posted = await post_summary(tx, day=due.date(), since=due - timedelta(days=1), until=due, now=around.clock.now())
    if posted:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"summary": (summary, 60.0)}
