"""Ticks: APScheduler only wakes; what is due the database says.

A second tick finds nothing to do.
A tick is an async function of `Around`; a module of this folder brings its own `TICKS`.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.health.pulse import Pulse
from bot.ticks import (
    agenda,
    approvals,
    backup,
    catch_up,
    delay_reasons,
    done_check,
    housekeeping,
    late_replies,
    learning,
    modes,
    night,
    people,
    privacy,
    promises,
    region,
    reminders,
    sources,
    summary,
    undo_and_postponed,
    wrong_clock,
)
from bot.ticks.context import Around, Tick

__all__ = ["FASTEST", "TICKS", "Around", "Tick", "schedule"]

LOG = logging.getLogger(__name__)

FASTEST = 0.5  # real seconds: a fast scenario does not make a busy loop
BEAT = 5.0  # real seconds

TICKS: Mapping[str, tuple[Tick, float]] = {
    **reminders.TICKS,
    **night.TICKS,
    **delay_reasons.TICKS,
    **done_check.TICKS,
    **modes.TICKS,
    **summary.TICKS,
    **agenda.TICKS,
    **housekeeping.TICKS,
    **backup.TICKS,
    **learning.TICKS,
    **undo_and_postponed.TICKS,
    **approvals.TICKS,
    **promises.TICKS,
    **region.TICKS,
    **people.TICKS,
    **privacy.TICKS,
    **late_replies.TICKS,
    **sources.TICKS,
    **catch_up.TICKS,
    **wrong_clock.TICKS,
}
"""Name → the tick and its period in scenario seconds."""


def schedule(clock: Clock, ticks: Mapping[str, tuple[Tick, float]], around: Around, pulse: Pulse | None = None) -> AsyncIOScheduler:
    """A scheduler that fires each tick every so many scenario seconds; a slow tick is not run twice at once, a missed one is run late.

    `pulse`: it beats there, and a tick that never ends is seen there.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    if pulse is not None:
        scheduler.add_job(partial(_beat, pulse), "interval", seconds=BEAT, id="pulse", coalesce=True, misfire_grace_time=None)
    for name, (tick, seconds) in ticks.items():
        scheduler.add_job(
            partial(_guarded, name, tick, around, pulse or Pulse()),
            "interval",
            seconds=max(FASTEST, seconds / clock.rate),
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return scheduler


async def _beat(pulse: Pulse) -> None:
    pulse.of("scheduler")()


async def _guarded(name: str, tick: Tick, around: Around, pulse: Pulse) -> None:
    with pulse.at_work(f"tick {name}"):
        await _run(name, tick, around)


async def _run(name: str, tick: Tick, around: Around) -> None:
    try:
        async with around.storage.transaction() as tx:
            policy = await Policies(around.policy).read(tx)
        await tick(replace(around, policy=policy))
    except asyncio.CancelledError:
        LOG.debug("tick %s was cancelled: the process ends", name)
    except Exception:  # the next tick asks again
        LOG.exception("tick %s failed", name)
