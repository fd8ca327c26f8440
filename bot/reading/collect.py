"""Read each source at its own moment, posts and cursor together.

A broken source is a state and stops nobody, a slow one is waited for by nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.door import Intake
from bot.wakeups import Nudge
from incidents.desk.intake.take_in import gone
from incidents.ids import SourceId
from incidents.intake.messages import ManyPosts
from incidents.messages import SourceBack, SourceFails
from incidents.official import Role
from incidents.posts import Batch, Collector, Network, Post, Source, SourceBroken
from incidents.recipients import in_role
from incidents.sources.own_words import attributed

LOG = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=30)
"""A source that is broken for longer is told to the coordinators; a blink is not."""

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
    instead of being history.
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
    ) -> None:
        self._storage, self._clock, self._nudge, self._backfill = storage, clock, nudge, backfill
        self._stop_clock = stop_clock  # the region's rule for deleted posts
        self._collectors: dict[SourceId, Collector] = {}
        self._towns: dict[SourceId, str | None] = {}  # with which settlement each was made
        self.watch(watched)
        self._own_wall = own_wall  # of the administration, in VK
        self._every = every
        self._next: dict[SourceId, float] = {}  # by the clock's pace: a town that stands still is read too
        self._under_way: set[SourceId] = set()
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
            except Exception:  # a database that is away is asked again
                LOG.exception("what was pushed cannot be looked for")

    async def drain(self, group: asyncio.TaskGroup) -> None:
        """Start a sweep of every source with pushed rows; one that failed waits for its moment."""
        async with self._storage.transaction() as tx:
            waiting = await tx.pushed.waiting()
            sources = await tx.sources.all() if waiting else ()
        for source in sources:
            is_free = source.id not in self._under_way and source.paused_at is None and self._is_read(source)
            if (source.network, source.external_id) in waiting and is_free and (not source.is_broken or self._has_come(source)):
                self._under_way.add(source.id)
                group.create_task(self._sweep(source))

    async def _due(self) -> Sequence[Source]:
        """Whose moment has come and who is not being read already."""
        async with self._storage.transaction() as tx:
            read = [source for source in await tx.sources.all() if source.paused_at is None and self._is_read(source)]
            self._next = {source.id: self._next.get(source.id, self._first(source)) for source in read}
            due = [source for source in read if source.id not in self._under_way and self._has_come(source)]
            if due:
                await tx.sources.mark_own(Network.VK, self._own_wall)
        self._under_way.update(source.id for source in due)
        return due

    def _first(self, source: Source) -> float:
        """The moment that an earlier process kept, by the pace of this one."""
        left = (source.next_at - self._clock.now()).total_seconds() if source.next_at is not None else 0.0
        return self._clock.pace() + max(0.0, min(left, LONGEST if source.is_broken else self._every))

    def _has_come(self, source: Source) -> bool:
        """By the day's time, or by the pace that goes on while a scenario's time stands."""
        return source.next_at is None or source.next_at <= self._clock.now() or self._next.get(source.id, 0.0) <= self._clock.pace()

    def _wait(self) -> float:
        """Until the next moment of a source that is not being read, in seconds of the clock's pace."""
        moments = [at for id, at in self._next.items() if id not in self._under_way]
        return min(moments, default=NEWS + self._clock.pace()) - self._clock.pace()

    def _is_read(self, source: Source) -> bool:
        """Whether somebody reads it: by the settings, or since it was added in the chat; anew when its settlement is given there."""
        is_known = source.id in self._collectors and self._towns[source.id] == source.settlement_id
        collector = None if is_known or source.added_by is None else self._collector_of(source)
        if collector is not None:
            self._made(source, collector)
        return source.id in self._collectors

    def _made(self, source: Source, collector: Collector) -> None:
        self._collectors[source.id], self._towns[source.id] = collector, source.settlement_id

    async def _sweep(self, source: Source) -> None:
        wait = self._every
        try:
            wait = await self._read(source)
        except Exception as error:  # what one source wrote badly ends no other's sweep
            LOG.exception("source %s was read and not kept", source.id)
            with suppress(Exception):  # a database that is away tells of itself
                await self._broken(source, f"внутренняя ошибка: {type(error).__name__}", wait=wait)
        finally:
            self._under_way.discard(source.id)
            self._next[source.id] = self._clock.pace() + wait

    async def _read(self, source: Source) -> float:
        """How many seconds it then waits."""
        try:
            batch = await self._collectors[source.id].fetch(source.cursor)
        except SourceBroken as error:
            return await self._broken(source, error.user_text, wait=max(self._every, min(LONGEST, error.retry_after or 0.0)))
        except Exception as error:  # a defect in one collector stops no other
            LOG.exception("the collector of source %s failed", source.id)
            return await self._broken(source, f"внутренняя ошибка: {type(error).__name__}", wait=self._every)
        return await self._keep(source, batch)

    async def _keep(self, source: Source, batch: Batch) -> float:
        now = self._clock.now()
        history = source.baseline_at is None and not self._backfill and batch.drained is None
        async with self._storage.transaction() as tx:
            officials = {
                each.external_id for each in await tx.sources.all(removed=True) if each.is_official and each.network is source.network
            }
            posts = (attributed(post, source, officials) for post in batch.posts)
            for post in sorted(posts, key=lambda post: (post.parent_external_id is not None, post.published_at)):
                came = await tx.door.receive(source, post, at=now, history=history)
                if came is Intake.MANY and source.network is not Network.TELEGRAM:  # in a chat people talk much
                    await _tell_many(tx, post, at=now)
            for deleted in await tx.posts.mark_gone(source.network, batch.gone, at=now):
                await gone(tx, deleted, now=now, stop_clock=self._stop_clock)
            if batch.drained is not None:
                await tx.pushed.clear(source, batch.drained, at=now)
            healthy = replace(
                source,
                cursor=batch.cursor,
                baseline_at=source.baseline_at or now,
                last_ok_at=now,
                next_at=now + timedelta(seconds=self._every),
                broken_at=None,
                broken_because=None,
            )
            await tx.sources.save(healthy)
            if source.is_broken:
                LOG.info("источник снова отвечает: %s", source.title)
                if _long(source, now):
                    await alert_coordinators(tx, SourceBack(source=source.id))
        self._nudge.posts.set()
        self._nudge.outbox.set()
        if batch.drained is not None:
            self._nudge.pushed.set()  # there may be more
        return self._every

    async def _broken(self, source: Source, because: str, *, wait: float) -> float:
        """One line when it breaks, one to the coordinators when it stays so."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if not source.is_broken:
                LOG.warning("источник не читается: %s: %s", source.title, because)
            day = now.astimezone().date()
            if _long(source, now) and await tx.slots.take(f"source_broken:{source.id}", day, at=now):
                await alert_coordinators(tx, SourceFails(source=source.id))
            ill = replace(source, broken_at=source.broken_at or now, broken_because=because, next_at=now + timedelta(seconds=wait))
            await tx.sources.save(ill)
        return wait


async def _tell_many(tx: Tx, post: Post, *, at: datetime) -> None:
    """One line a day to the coordinators that an author writes very much: their harmless posts wait behind everybody else's."""
    who = blake2b(f"{post.network}:{post.author_id}".encode(), digest_size=8).hexdigest()
    if not await tx.slots.take(f"many_posts:{who}", at.astimezone().date(), at=at):
        return
    stored = await tx.posts.find(post.network, post.external_id)
    if stored is None:
        return
    for official in in_role(await tx.officials.all(), Role.COORDINATOR):
        await tx.outbox.say(official.user_id, ManyPosts(post=stored.id), sound=False)


def _long(source: Source, now: datetime) -> bool:
    return source.broken_at is not None and now - source.broken_at >= PATIENCE
