"""«Решено?»: authors are asked once a working day."""

from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.desk.answers.done_check import ask_authors


async def done_check(around: Around) -> None:
    """Notice that it was turned on or off; schedule what is due today."""
    async with around.storage.transaction() as tx:
        asked = await ask_authors(tx, around.policy, now=around.clock.now())
    around.nudge.outbox.set()
    if asked:
        around.nudge.answers.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"done_check": (done_check, 300.0)}
