"""Access to all networks in this process, and their first sources."""

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from bot.config.district import District
from bot.config.settings import Settings
from bot.reading.access import Access
from bot.reading.chat_access import ChatAccess
from bot.reading.collect import Collecting, Watched
from bot.reading.feed_access import FeedAccess, watch_feeds
from bot.reading.ok_access import OkAccess
from bot.reading.vk_access import VkAccess, watch_walls
from bot.reading.vk_beyond import watch_beyond
from bot.storage.engine.storage import Storage
from handlers.kit.masking import spare_pages
from incidents.posts import Collector, Source


class NetworkAccess:
    """Every network, each as the settings give it. Close it."""

    def __init__(self, settings: Settings, district: District, clock: Clock, storage: Storage) -> None:
        self.poll_seconds = float(settings.schedule.poll_seconds)
        self.vk = VkAccess(settings.vk, clock, storage=storage, poll_seconds=self.poll_seconds)
        self.ok = OkAccess(settings.ok, clock)
        self.feeds = FeedAccess(settings.feeds, district, clock)
        self.all: Sequence[Access] = (self.vk, self.ok, self.feeds, ChatAccess(storage))
        self._district, self._looks_beyond = district, settings.vk.search
        self._walls, self._clock, self._storage = settings.vk.walls, clock, storage
        spare_pages(wall.address for wall in self._walls)

    @property
    def photo_hosts(self) -> Sequence[str]:
        """Machines of our own that photos may come from: the town in a box."""
        return (*self.vk.photo_hosts, *self.ok.photo_hosts)

    async def watched(self) -> Sequence[Watched]:
        """Sources of the settings, with who reads each."""
        beyond = await watch_beyond(self._storage, self.vk, self._district, self._clock) if self._looks_beyond else ()
        return [*await self._named_walls(), *beyond, *await watch_feeds(self._storage, self.feeds)]

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a source that was added in the chat; None: nobody can."""
        return next((collector for each in self.all if (collector := each.collector_of(source)) is not None), None)

    async def name_walls(self, collecting: Collecting) -> None:
        """Ask again for walls that VK could not name at the start, until cancelled."""
        while self.vk.unknown:
            await self._clock.sleep(self.poll_seconds)
            collecting.watch(await self._named_walls())
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Stop the threads and let the connections go."""
        self.vk.close()
        await self.ok.close()

    async def _named_walls(self) -> Sequence[Watched]:
        return await watch_walls(self._storage, self.vk, self._walls, self._clock)
