"""Sources that gave nothing for a month, chats that nobody decided about."""

from collections.abc import Mapping
from datetime import time, timedelta

from bot.ticks.context import Around, Tick
from incidents.desk.sources.announcements import end_lost
from incidents.desk.sources.chats import end_unanswered
from incidents.desk.sources.weekly_hint import post_hint

MONDAY, AT, LATE = 0, time(10, 0), timedelta(hours=8)
"""After the morning's digest; what was missed for so long waits for the next week."""


async def sources_hint(around: Around) -> None:
    """On Monday, at its time or as soon after it as we live."""
    due, now = around.last(AT), around.clock.now()
    if due.weekday() != MONDAY or now - due > LATE:
        return
    async with around.storage.transaction() as tx:
        posted = await post_hint(tx, day=due.date(), now=now)
    if posted:
        around.nudge.outbox.set()


async def chats_unanswered(around: Around) -> None:
    """Proposals that nobody answered for a week end, and announcements that were lost."""
    now = around.clock.now()
    async with around.storage.transaction() as tx:
        ended = await end_unanswered(tx, now=now) + await end_lost(tx, now=now)
    if ended:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"sources_hint": (sources_hint, 600.0), "chats_unanswered": (chats_unanswered, 600.0)}
