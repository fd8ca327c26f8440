"""What the calendar does to people: leaves begin and end."""

from collections.abc import Mapping

from bot.ticks.around import Around, Tick
from incidents.desk.leave import turn_leaves


async def leaves(around: Around) -> None:
    """Start and end leaves of this local date."""
    async with around.storage.transaction() as tx:
        turned = await turn_leaves(tx, today=around.today(), now=around.clock.now())
    if turned:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"leaves": (leaves, 60.0)}
"""Name → the tick and its period in scenario seconds."""
