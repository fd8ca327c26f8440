"""Check typed links by asking their network, then add them.

Looked at outside of any transaction, by whichever network took the link.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.reading.access import Access
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from incidents.desk.sources import sources
from incidents.posts import SourceBroken
from incidents.sources.source_links import FoundWall, SourceJob

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
MAX_TRIES = 3
NO_NETWORK = "Читать эту сеть нечем. Скажите тому, кто обслуживает бота"


class SourceJobs:
    """Looks at what waits, one link at a time, until cancelled."""

    def __init__(self, storage: Storage, clock: Clock, networks: Sequence[Access], nudge: Nudge) -> None:
        self._storage, self._clock, self._networks, self._nudge = storage, clock, networks, nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.sources.wait()

    async def step(self) -> bool:
        """Look at one link; False when there was none."""
        async with self._storage.transaction() as tx:
            now = self._clock.now()
            job = await tx.source_jobs.next_to_do(now=now, lease=LEASE)
            if job is None:
                self._nudge.sources.due_at = await tx.source_jobs.next_moment(now=now)
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
        for network in self._networks:
            if network.kind.is_address(job.address):
                return await network.look(job.address)
        raise SourceBroken(NO_NETWORK, fatal=True)

    async def _add(self, job: SourceJob, found: FoundWall) -> None:
        async with self._storage.transaction() as tx:
            await sources.add(tx, job, found, now=self._clock.now())

    async def _refuse(self, job: SourceJob, because: str) -> None:
        async with self._storage.transaction() as tx:
            await sources.refuse(tx, job, because)
