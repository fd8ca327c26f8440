"""Modes end by themselves; every morning of a trial week has its line."""

from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from bot.ticks.night import LATE
from incidents.deadlines.night_digest import work_begins
from incidents.desk.routing.modes import end_modes, post_trial_line


async def modes(around: Around) -> None:
    """End what is over; compare once before a working day."""
    now, due = around.clock.now(), around.last(around.night_at)
    async with around.storage.transaction() as tx:
        changed = await end_modes(tx, around.policy, now=now) > 0
        if now - due <= LATE and work_begins(around.policy.calendar, due) is not None:
            changed = await post_trial_line(tx, around.policy, due=due, now=now) or changed
    if changed:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"modes": (modes, 60.0)}
