"""The evening of a working day: the coordinators read what the head will be asked to decide."""

from collections.abc import Mapping
from datetime import timedelta

from bot.ticks.context import Around, Tick
from incidents.desk.head.head_agenda import post_agenda

LATE = timedelta(hours=5)
"""A proposal missed for so long is of no use: the evening is over."""


async def agenda(around: Around) -> None:
    """Once, at its time or as soon after it as we live."""
    due, now = around.last(around.agenda_at), around.clock.now()
    if now - due > LATE:
        return
    async with around.storage.transaction() as tx:
        posted = await post_agenda(tx, around.policy, day=due.date(), now=now)
    if posted:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"agenda": (agenda, 60.0)}
