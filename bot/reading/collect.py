"""Read each source at its own moment, posts and cursor together.

A broken source is a state and stops nobody, a slow one is waited for by nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.health.meters import Meters
from bot.reading.broken_sources import tell_back, tell_broken
from bot.reading.kept_batch import keep_batch
from bot.reading.silence import Silence
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.unreadable_rows import set_unreadable_aside
from bot.wakeups import Nudge
from incidents.ids import SourceId
from incidents.posts import Batch, Collector, Network, Source, SourceBroken
from incidents.sources.health import wait_of

LOG = logging.getLogger(__name__)

NEWS = 5.0
"""Seconds of the clock's pace between two looks for sources that were added or are due."""

LONGEST = 3600.0
"""Seconds that a network may ask us to wait: a moment further away was written by a clock that ran ahead."""

LEAST = 0.25
"""Real seconds between two such looks: a fast scenario makes no busy loop."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A source and who reads it."""

    source: Source
    collector: Collector


class Collecting:
    """Reads each source when its moment comes.

    `every`: seconds between two sweeps of a source. `backfill`: posts that stand there at the first sweep are taken in
    instead of being history. `reads`: whether this process reads a network, where there are several.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        watched: Sequence[Watched],
        nudge: Nudge,
        *,
        every: float = 0.0,
        backfill: bool = False,
        stop_clock: bool = False,
        collector_of: Callable[[Source], Collector | None] = lambda _source: None,
        own_wall: str | None = None,
        know: Callable[[Sequence[Source]], None] = lambda _sources: None,
        meters: Meters | None = None,
        reads: Callable[[Network], bool] = lambda _network: True,
    ) -> None:
        self._storage, self._clock, self._nudge, self._backfill = storage, clock, nudge, backfill
        self._stop_clock, self._own_wall = stop_clock, own_wall  # the region's rule for deleted posts; of the administration, in VK
        self._collectors: dict[SourceId, Collector] = {}
        self._towns: dict[SourceId, str | None] = {}  # with which settlement each was made
        self.watch(watched)
        self._every, self._reads, self._know = every, reads, know  # who plans a day for all sources of a network is told which are read
        self._next: dict[SourceId, float] = {}  # by the clock's pace: a town that stands still is read too
        self._under_way: set[SourceId] = set()
        self._resting: set[SourceId] = set()  # their last sweep failed: they wait for their moment
        self.silence, self._meters = Silence(), meters or Meters()
        self._collector_of = collector_of  # for sources that were added in the chat

    def watch(self, watched: Sequence[Watched]) -> None:
        """Read these too from the next sweep on."""
        for item in watched:
            if item.source.id not in self._collectors:
                self._made(item.source, item.collector)

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen(group))
            while True:
                await self.begin(group)
                await self._clock.sleep(max(LEAST * self._clock.rate, min(NEWS, self._wait())))

    async def begin(self, group: asyncio.TaskGroup) -> None:
        """Start a sweep of every source that is due."""
        for source in await self._due():
            group.create_task(self._sweep(source))

    async def _listen(self, group: asyncio.TaskGroup) -> None:
        """Sweep at once what something was pushed to."""
        while True:
            await self._nudge.pushed.wait()
            try:
                await self.drain(group)
            except Exception as error:  # a database that is away is asked again
                LOG.exception("what was pushed cannot be looked for")
                if await set_unreadable_aside(self._storage, Queue.PUSHED, error, now=self._clock.now()):
                    self._nudge.pushed.set()

    async def drain(self, group: asyncio.TaskGroup) -> None:
        """Start a sweep of every source with pushed rows; one that failed waits for its moment."""
        async with self._storage.transaction() as tx:
            waiting = await tx.pushed.waiting()
            sources = await tx.sources.all() if waiting else ()
        for source in sources:
            is_free = source.id not in self._under_way and source.paused_at is None and self._is_read(source)
            if (source.network, source.external_id) in waiting and is_free and (source.id not in self._resting or self._has_come(source)):
                self._under_way.add(source.id)
                group.create_task(self._sweep(source))

    async def _due(self) -> Sequence[Source]:
        """Whose moment has come and who is not being read already."""
        async with self._storage.transaction() as tx:
            read = [source for source in await tx.sources.all() if source.paused_at is None and self._is_read(source)]
            self._know(read)
            self.silence.watch(read)
            self._next = {source.id: self._next.get(source.id, self._first(source)) for source in read}
            due = [source for source in read if source.id not in self._under_way and self._has_come(source)]
            if due:
                await tx.sources.mark_own(Network.VK, self._own_wall)
        self._under_way.update(source.id for source in due)
        return due

    def _first(self, source: Source) -> float:
        """The moment that an earlier process kept, by the pace of this one."""
        left = (source.next_at - self._clock.now()).total_seconds() if source.next_at is not None else 0.0
        return self._clock.pace() + max(0.0, min(left, LONGEST if source.is_broken else wait_of(source, self._every)))

    def _has_come(self, source: Source) -> bool:
        """By the day's time, or by the pace that goes on while a scenario's time stands."""
        return source.next_at is None or source.next_at <= self._clock.now() or self._next.get(source.id, 0.0) <= self._clock.pace()

    def _wait(self) -> float:
        """Until the next moment of a source that is not being read, in seconds of the clock's pace."""
        pace = self._clock.pace()
        return min((at - pace for id, at in self._next.items() if id not in self._under_way), default=NEWS)

    async def has_sources(self) -> bool:
        """Whether this process or one beside it reads anything."""
        async with self._storage.transaction() as tx:
            return any(each.paused_at is None and self._has_collector(each) for each in await tx.sources.all())

    def _is_read(self, source: Source) -> bool:
        return self._has_collector(source) and self._reads(source.network)

    def _has_collector(self, source: Source) -> bool:
        """Whether it is read: by the settings, or since it was added in the chat; anew when its settlement is given there."""
        is_known = source.id in self._collectors and self._towns[source.id] == source.settlement_id
        collector = None if is_known or source.added_by is None else self._collector_of(source)
        if collector is not None:
            self._made(source, collector)
        return source.id in self._collectors

    def _made(self, source: Source, collector: Collector) -> None:
        self._collectors[source.id], self._towns[source.id] = collector, source.settlement_id

    async def _sweep(self, source: Source) -> None:
        """Read it; one whose network holds the question until something happens is asked again at once."""
        wait, one = self._every, source
        try:
            while (wait := await self._read(one)) < 0.0:
                async with self._storage.transaction() as tx:
                    one = await tx.sources.get(source.id)
                if one.paused_at is not None or one.removed_at is not None or not self._reads(one.network):
                    break
        except Exception as error:  # what one source wrote badly ends no other's sweep
            LOG.exception("source %s was read and not kept", source.id)
            wait = self._every
            with suppress(Exception):  # a database that is away tells of itself
                await self._broken(one, f"внутренняя ошибка: {type(error).__name__}", wait=wait)
        finally:
            self._under_way.discard(source.id)
            self._next[source.id] = self._clock.pace() + max(0.0, wait)

    async def _read(self, source: Source) -> float:
        """How many seconds it then waits; less than none: it is asked again at once."""
        try:
            batch = await self._collectors[source.id].fetch(source.cursor)
        except SourceBroken as error:
            self._meters.failed("source", "token" if error.token else "fatal" if error.fatal else "later")
            self._meters.rested(source.network, error.retry_after or 0.0)
            self.silence.failed(source, error)
            wait = max(self._every, min(LONGEST, error.retry_after or 0.0))
            return await self._broken(source, error.user_text, wait=wait, is_told=error.fatal and not error.token, of_the_key=error.token)
        except Exception as error:  # a defect in one collector stops no other
            LOG.exception("the collector of source %s failed", source.id)
            if await set_unreadable_aside(self._storage, Queue.PUSHED, error, now=self._clock.now()):
                return -1.0
            self._meters.failed("source", "defect")
            return await self._broken(source, f"внутренняя ошибка: {type(error).__name__}", wait=self._every)
        self.silence.read(source)
        return await self._keep(source, batch)

    async def _keep(self, source: Source, batch: Batch) -> float:
        now, wait = self._clock.now(), wait_of(source, self._every) if batch.again_in is None else batch.again_in
        if batch.ill is not None and not source.is_broken:
            LOG.warning("источник читается не весь: %s: %s", source.title, batch.ill)
        if source.last_ok_at is not None:
            self._meters.missed(source.network, now - source.last_ok_at - timedelta(seconds=wait_of(source, self._every)))
        async with self._storage.transaction() as tx:
            await keep_batch(tx, source, batch, now=now, backfill=self._backfill, stop_clock=self._stop_clock)
            kept = replace(
                source,
                cursor=batch.cursor,
                baseline_at=source.baseline_at or now,
                last_ok_at=now,
                next_at=now + timedelta(seconds=wait),
                broken_at=None if batch.ill is None else source.broken_at or now,
                broken_because=batch.ill,
                quota=batch.quota,
            )
            await tx.sources.save(kept)
            if batch.ill is not None:
                await tx.sources_health.failed(source.id, batch.ill, day=now.astimezone().date(), at=now)
                await tell_broken(tx, source, now)
            elif source.is_broken:
                LOG.info("источник снова отвечает: %s", source.title)
                await tell_back(tx, source, now)
        self._nudge.posts.set()
        self._nudge.outbox.set()
        if batch.drained is not None:
            self._nudge.pushed.set()  # there may be more
        self._resting.discard(source.id)
        return -1.0 if batch.again_in == 0.0 else wait

    async def _broken(self, source: Source, because: str, *, wait: float, is_told: bool = False, of_the_key: bool = False) -> float:
        """One line when it breaks, one to the coordinators when it stays so, or at once where waiting will not help."""
        if not source.is_broken and source.id not in self._resting:  # a full disk keeps no state, so the row alone would say it each time
            LOG.warning("источник не читается: %s: %s", source.title, because)
        self._resting.add(source.id)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            await tell_broken(tx, source, now, at_once=is_told, of_the_key=of_the_key)
            ill = replace(source, broken_at=source.broken_at or now, broken_because=because, next_at=now + timedelta(seconds=wait))
            await tx.sources.save(ill)
            await tx.sources_health.failed(source.id, because, day=now.astimezone().date(), at=now)
        return wait
