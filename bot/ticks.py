"""Ticks: APScheduler only wakes us; what is due is a question to the database, and a second tick finds nothing to do."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta, tzinfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.nudge import Nudge
from bot.profile.worktime import Decrees
from bot.storage import Storage
from bot.worker import alert_coordinators
from incidents.desk.common import Policy
from incidents.desk.escalate import escalate
from incidents.desk.people import post_summary
from incidents.reminders import due

LOG = logging.getLogger(__name__)

ESCALATE_EVERY = 30.0  # scenario seconds
SUMMARY_EVERY = 60.0
PURGE_EVERY = 3600.0
FASTEST = 0.5  # real seconds: a fast scenario does not make a busy loop
KEEP_ROWS = timedelta(days=7)

Tick = Callable[[], Awaitable[None]]


class Ticks:
    """The periodic questions. Each is idempotent, takes nothing and keeps nothing."""

    def __init__(
        self, storage: Storage, clock: Clock, policy: Policy, nudge: Nudge, *, summary_at: time, timezone: tzinfo, decrees: Decrees
    ) -> None:
        self._storage, self._clock, self._policy, self._nudge = storage, clock, policy, nudge
        self._summary_at, self._timezone, self._decrees = summary_at, timezone, decrees

    async def escalate(self) -> None:
        """Reminders and the ladder of every incident that is watched."""
        now, norms, calendar = self._clock.now(), self._policy.norms, self._policy.calendar
        async with self._storage.transaction() as tx:
            watched = await tx.open_incidents()
        ripe = [incident.id for incident in watched if due(incident, norms=norms, calendar=calendar, now=now)]
        for id in ripe:
            try:
                async with self._storage.transaction() as tx:
                    await escalate(tx, self._policy, id, now=now)
            except Exception:  # the reminders of others are due all the same
                LOG.exception("incident %s was not escalated", id)
        if ripe:
            self._nudge.outbox.set()

    async def summary(self) -> None:
        """The head's message of the day, once, at its time or as soon after it as we live."""
        now = self._clock.now()
        due = self.summary_moment(now)
        async with self._storage.transaction() as tx:
            first = min((source.baseline_at for source in await tx.sources() if source.baseline_at), default=None)
            if first is None or first >= due:
                return  # nobody was reading then: there is nothing to tell
            posted = await post_summary(tx, day=due.date(), since=due - timedelta(days=1), until=due, now=now)
        if posted:
            self._nudge.outbox.set()

    def summary_moment(self, now: datetime) -> datetime:
        """The last moment of the summary that is not in the future (local, aware)."""
        local = now.astimezone(self._timezone)
        moment = datetime.combine(local.date(), self._summary_at, self._timezone)
        return moment if moment <= local else datetime.combine(local.date() - timedelta(days=1), self._summary_at, self._timezone)

    async def calendar(self) -> None:
        """Tell the coordinators once a month that the coming transfers of days off are not known."""
        now = self._clock.now()
        warning = self._decrees.warning(now)
        if warning is None:
            return
        async with self._storage.transaction() as tx:
            if await tx.take_slot("calendar", now.astimezone(self._timezone).date().replace(day=1), at=now):
                await alert_coordinators(tx, "refusal", text=warning)

    async def purge(self) -> None:
        """Forget handled rows after a week."""
        async with self._storage.transaction() as tx:
            before = self._clock.now() - KEEP_ROWS
            await tx.inbox_purge(before)
            await tx.outbox_purge(before)


def schedule(clock: Clock, ticks: dict[str, tuple[Tick, float]]) -> AsyncIOScheduler:
    """A scheduler that fires each tick every so many scenario seconds; a slow tick is not run twice at once, a missed one is run late."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, (tick, seconds) in ticks.items():
        scheduler.add_job(
            _guarded(name, tick),
            "interval",
            seconds=max(FASTEST, seconds / clock.rate),
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return scheduler


def _guarded(name: str, tick: Tick) -> Tick:
    async def run() -> None:
        try:
            await tick()
        except asyncio.CancelledError:
            LOG.debug("tick %s was cancelled: the process ends", name)
        except Exception:  # the next tick asks again
            LOG.exception("tick %s failed", name)

    return run
