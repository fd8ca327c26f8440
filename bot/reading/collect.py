"""Collecting: sweep every source; posts and cursor are one commit.

A broken source is a state and stops nobody.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
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
from incidents.intake.messages import ManyPosts
from incidents.messages import SourceBack, SourceFails
from incidents.official import Role
from incidents.posts import Batch, Collector, Network, Post, Source, SourceBroken
from incidents.recipients import in_role
from incidents.sources.own_words import attributed

LOG = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=30)
"""A source that is broken for longer is told to the coordinators; a blink is not."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A source and who reads it."""

    source: Source
    collector: Collector


class Collecting:
    """Sweeps all sources. `backfill`: posts that stand there at the first sweep are taken in instead of being history."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        watched: Sequence[Watched],
        nudge: Nudge,
        *,
        backfill: bool = False,
        stop_clock: bool = False,
        collector_of: Callable[[Source], Collector | None] = lambda _source: None,
        own_wall: str | None = None,
    ) -> None:
        self._storage, self._clock, self._nudge, self._backfill = storage, clock, nudge, backfill
        self._stop_clock = stop_clock  # the region's rule for deleted posts
        self._collectors = {item.source.id: item.collector for item in watched}
        self._own_wall = own_wall  # of the administration, in VK
        self._collector_of = collector_of  # for sources that were added in the chat

    def watch(self, watched: Sequence[Watched]) -> None:
        """Read these too from the next sweep on."""
        for item in watched:
            self._collectors.setdefault(item.source.id, item.collector)

    async def sweep(self) -> None:
        """One sweep of every source, side by side: a slow one delays nobody."""
        async with self._storage.transaction() as tx:
            await tx.sources.mark_own(Network.VK, self._own_wall)
            sources = [source for source in await tx.sources.all() if source.paused_at is None and self._is_read(source)]
        async with asyncio.TaskGroup() as group:
            for source in sources:
                group.create_task(self._sweep(source))

    def _is_read(self, source: Source) -> bool:
        """Whether somebody reads it: by the settings, or since it was added in the chat."""
        if source.id not in self._collectors and source.added_by is not None:
            collector = self._collector_of(source)
            if collector is not None:
                self._collectors[source.id] = collector
        return source.id in self._collectors

    async def _sweep(self, source: Source) -> None:
        try:
            batch = await self._collectors[source.id].fetch(source.cursor)
        except SourceBroken as error:
            await self._broken(source, error.user_text)
        except Exception as error:  # a defect in one collector stops no other
            LOG.exception("the collector of source %s failed", source.id)
            await self._broken(source, f"внутренняя ошибка: {type(error).__name__}")
        else:
            await self._keep(source, batch)

    async def _keep(self, source: Source, batch: Batch) -> None:
        now = self._clock.now()
        history = source.baseline_at is None and not self._backfill
        async with self._storage.transaction() as tx:
            officials = {
                each.external_id for each in await tx.sources.all(removed=True) if each.is_official and each.network is source.network
            }
            posts = (attributed(post, source, officials) for post in batch.posts)
            for post in sorted(posts, key=lambda post: (post.parent_external_id is not None, post.published_at)):
                if await tx.door.receive(source, post, at=now, history=history) is Intake.MANY:
                    await _tell_many(tx, post, at=now)
            for deleted in await tx.posts.mark_gone(source.network, batch.gone, at=now):
                await gone(tx, deleted, now=now, stop_clock=self._stop_clock)
            healthy = replace(
                source,
                cursor=batch.cursor,
                baseline_at=source.baseline_at or now,
                last_ok_at=now,
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

    async def _broken(self, source: Source, because: str) -> None:
        """One line when it breaks, one to the coordinators when it stays so."""
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            if not source.is_broken:
                LOG.warning("источник не читается: %s: %s", source.title, because)
            day = now.astimezone().date()
            if _long(source, now) and await tx.slots.take(f"source_broken:{source.id}", day, at=now):
                await alert_coordinators(tx, SourceFails(source=source.id))
            await tx.sources.save(replace(source, broken_at=source.broken_at or now, broken_because=because))


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
