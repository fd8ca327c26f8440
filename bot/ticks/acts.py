"""What the clock does for acts of officials: «Вернуть» leaves a card after ten minutes."""

from collections.abc import Mapping

from bot.ticks.around import Around, Tick
from incidents.desk.undo import undo_over


async def undo(around: Around) -> None:
    """Cards show the button no longer."""
    async with around.storage.transaction() as tx:
        over = await undo_over(tx, now=around.clock.now())
    if over:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"undo": (undo, 30.0)}
