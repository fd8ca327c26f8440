"""What a clock that ran ahead wrote is put right with it.

Nothing is done while the clock runs ahead, nor at a step forward: no hour of ours proves that it is the wrong one. When it was set back for
ten minutes, and no network and no messenger has said a later hour, what lies ahead and may not lies there no more
(docs/decisions/2026-12-02-a-wrong-clock-is-put-right.md).
"""

import logging
from collections.abc import Mapping

from bot.storage.health.moment_leads import REGISTER
from bot.ticks.context import Around, Tick
from incidents.desk.deadlines.early_reminders import forget_early

LOG = logging.getLogger(__name__)

UNKNOWN_RULES = 0
"""No rules of reminders have this number."""


async def wrong_clock(around: Around) -> None:
    """Put all tables right, each in a transaction of its own.

    What fails half-way is done again by the next tick.
    """
    now = around.clock.now()
    rows = early = 0
    async with around.storage.transaction() as tx:
        if not await tx.wrong_moments.are_to_put_right(now=now):
            return
    for table in REGISTER:
        async with around.storage.transaction() as tx:
            rows += await tx.wrong_moments.put_right(table, now=now, today=around.today())
    async with around.storage.transaction() as tx:
        await tx.promises.keep_unbroken()
        await tx.next_looks.keep_rules(UNKNOWN_RULES)  # each open incident is looked at anew
        reminded = [each.id for each in await tx.incidents.unfinished() if each.reminded] if rows else []
    for id in reminded:
        async with around.storage.transaction() as tx:
            early += await forget_early(tx, around.policy, id, now=now)
    async with around.storage.transaction() as tx:
        await tx.wrong_moments.are_right(now=now)
    if rows:
        LOG.warning("часы сервера спешили: исправлено строк базы: %d, напомним снова о карточках: %d", rows, early)
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"wrong_clock": (wrong_clock, 60.0)}
