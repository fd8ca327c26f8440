"""Check typed links by asking their network, then add them.

Looked at outside of any transaction.
"""

import logging
from datetime import timedelta

from bot.clock import Clock
from bot.reading.feed_access import FeedAccess
from bot.reading.ok_access import OkAccess
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from collectors.vk.client import Caller
from collectors.vk.look import look_at
from incidents.desk.sources import sources as desk
from incidents.posts import SourceBroken
from incidents.sources.source_links import FoundWall, SourceJob, is_feed, is_ok

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
MAX_TRIES = 3
NO_TOKEN = "Читать ВКонтакте нечем: на сервере нет сервисного ключа (VK__SERVICE_TOKEN). Скажите тому, кто обслуживает бота"  # noqa: S105 - words


class SourceJobs:
    """Looks at what waits, one link at a time, until cancelled. `reader` None: there is no token of VK."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        reader: Caller | None,
        nudge: Nudge,
        *,
        feeds: FeedAccess | None = None,
        ok: OkAccess | None = None,
    ) -> None:
        self._storage, self._clock, self._reader, self._nudge, self._feeds, self._ok = storage, clock, reader, nudge, feeds, ok

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.sources.wait()

    async def step(self) -> bool:
        """Look at one link; False when there was none."""
        async with self._storage.transaction() as tx:
            job = await tx.source_jobs.next_to_do(now=self._clock.now(), lease=LEASE)
        if job is None:
            return False
        try:
            await self._add(job, await self._look(job))
        except SourceBroken as error:
            await self._refuse(job, error.user_text)
        except Exception:
            LOG.exception("link %s was not looked at", job.id)
            if job.tries >= MAX_TRIES:
                await self._refuse(job, "Проверить ссылку не получилось")
        self._nudge.outbox.set()
        return True

    async def _look(self, job: SourceJob) -> FoundWall:
        if self._feeds is not None and is_feed(job.address):
            return await self._feeds.look(job.address)
        if self._ok is not None and is_ok(job.address):
            return await self._ok.look(job.address)
        if self._reader is None:
            raise SourceBroken(NO_TOKEN, fatal=True)
        return await look_at(self._reader, job.address)

    async def _add(self, job: SourceJob, found: FoundWall) -> None:
        async with self._storage.transaction() as tx:
            await desk.add(tx, job, found, now=self._clock.now())

    async def _refuse(self, job: SourceJob, because: str) -> None:
        async with self._storage.transaction() as tx:
            await desk.refuse(tx, job, because)
