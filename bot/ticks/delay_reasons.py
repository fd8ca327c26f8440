"""The evening before: ask once for reasons of overdue cards.

Before the head sees the figure.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.ticks.context import Around, Tick
from incidents.desk.deadlines.ask_delay_reason import ask_reason, to_ask
from incidents.ids import IncidentId

LOG = logging.getLogger(__name__)

AT = time(16, 30)
LATE = timedelta(hours=1)


async def reasons(around: Around) -> None:
    """Once a card, in the last hour and a half of a working day."""
    now, due = around.clock.now(), around.last(AT)
    if now - due > LATE or not around.policy.calendar.is_working(now):
        return
    overdue: list[tuple[datetime, IncidentId]] = []
    last: IncidentId | None = IncidentId(0)
    while last is not None:
        async with around.storage.transaction() as tx:
            some, last = await to_ask(tx, now=now, after=last)
        overdue += some
    asked = False
    for _, id in sorted(overdue):
        try:
            async with around.storage.transaction() as tx:
                asked = await ask_reason(tx, id, now=now) or asked
        except Exception:  # others are asked all the same
            LOG.exception("nobody was asked for the reason of incident %s", id)
    if asked:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"reasons": (reasons, 300.0)}
