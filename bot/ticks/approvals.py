"""The approver's own clock."""

from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from incidents.desk.approval.approval_clock import watch


async def approvals(around: Around) -> None:
    """Remind, call others, release what nobody can approve."""
    async with around.storage.transaction() as tx:
        done = await watch(tx, around.policy, now=around.clock.now())
    if done:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"approvals": (approvals, 30.0)}
"""Twice a minute, as reminders are."""
