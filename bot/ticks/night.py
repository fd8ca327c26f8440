"""The night digest, before a working day (C11)."""

from collections.abc import Mapping
from datetime import timedelta

from bot.ticks.context import Around, Tick
from incidents.deadlines.night_digest import previous_digest
from incidents.desk.deadlines.night_digest import post_digest

LATE = timedelta(hours=2)
"""A digest missed for so long is of no use: the day has begun."""


async def night(around: Around) -> None:
    """Once, at its time or as soon after it as we live."""
    due, now = around.last(around.night_at), around.clock.now()
    if now - due > LATE:
        return
    async with around.storage.transaction() as tx:
        since = previous_digest(around.policy.calendar, due)
        posted = await post_digest(tx, around.policy, due=due, dropped_since=since, now=now)
    if posted:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"night": (night, 60.0)}
