"""The end of «Вернуть» after ten minutes; return of postponed incidents."""

import logging
from collections.abc import Mapping
from datetime import time

from bot.ticks.context import Around, Tick
from incidents.desk.acts.postponed_and_outside import come_back, repeat_questions
from incidents.desk.acts.undo import undo_over
from incidents.desk.head.orders import post_controlled, remind_of_orders

CONTROL_AT = time(8)
"""H4, on Mondays."""

LOG = logging.getLogger(__name__)


async def undo(around: Around) -> None:
    """Cards show the button no longer."""
    async with around.storage.transaction() as tx:
        over = await undo_over(tx, now=around.clock.now())
    if over:
        around.nudge.outbox.set()


async def waiting(around: Around) -> None:
    """Postponed cards come back on their day; other organisations are asked again on theirs."""
    now = around.clock.now()
    async with around.storage.transaction() as tx:
        asked = await repeat_questions(tx, now=now)
        ripe = await tx.next_looks.to_come_back(now)
    for id in ripe:
        try:
            async with around.storage.transaction() as tx:
                await come_back(tx, around.policy, id, now=now)
        except Exception:  # the others come back all the same
            LOG.exception("incident %s did not come back", id)
    if ripe or asked:
        around.nudge.outbox.set()


async def orders(around: Around) -> None:
    """What was not reported in time is asked about; on Monday morning the head reads what is watched."""
    now = around.clock.now()
    async with around.storage.transaction() as tx:
        late = await remind_of_orders(tx, now=now)
        monday = around.last(CONTROL_AT).date()
        posted = monday.weekday() == 0 and monday == around.today() and await post_controlled(tx, day=monday, now=now)
    if late or posted:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"undo": (undo, 30.0), "waiting": (waiting, 60.0), "orders": (orders, 60.0)}
