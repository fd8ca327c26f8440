"""Modes end by themselves; second questions have their clock."""

from collections.abc import Mapping

from bot.ticks.context import Around, Tick
from bot.ticks.night import LATE
from incidents.deadlines.night_digest import work_begins
from incidents.desk.routing.modes import end_modes, post_trial_line
from incidents.desk.second_questions import remind_of_questions, tell_of_beside


async def modes(around: Around) -> None:
    """End what is over; compare once before a working day."""
    now, due = around.clock.now(), around.last(around.night_at)
    async with around.storage.transaction() as tx:
        changed = await end_modes(tx, around.policy, now=now) > 0
        if now - due <= LATE and work_begins(around.policy.calendar, due) is not None:
            changed = await post_trial_line(tx, around.policy, due=due, now=now) or changed
    if changed:
        around.nudge.outbox.set()


async def questions(around: Around) -> None:
    """Tell of second questions that wait too long."""
    async with around.storage.transaction() as tx:
        is_news = await tell_of_beside(tx, now=around.clock.now())
        told = await remind_of_questions(tx, around.policy, now=around.clock.now())
    if told or is_news:
        around.nudge.outbox.set()


TICKS: Mapping[str, tuple[Tick, float]] = {"modes": (modes, 60.0), "questions": (questions, 60.0)}
