"""Feeds in this process: of the settings, and added in the chat."""

import logging
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.config.district import District
from bot.config.settings_networks import FeedsSettings
from bot.reading.collect import Watched
from bot.storage.engine.storage import Storage
from collectors.feeds.feed import Feed
from collectors.feeds.feed_file import Limits
from collectors.feeds.look import Eye, in_ascii, look_at_feed
from collectors.feeds.network import KIND
from incidents.posts import Collector, Network, Source
from incidents.sources.networks import NetworkKind
from incidents.sources.source_links import FoundWall

LOG = logging.getLogger(__name__)

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class FeedAccess:
    """How feeds are read. A feed of this very machine is read where the settings name one: the town in a box."""

    kind: NetworkKind = KIND

    def __init__(self, settings: FeedsSettings, district: District, clock: Clock) -> None:
        hosts = {urlsplit(each.url).hostname or "" for each in settings.urls}
        self.addresses = settings.urls
        self._clock, self._edition = clock, district.places.edition()
        self._eye = Eye(names=district.places.is_named_in, zone=district.timezone, limits=Limits(allow_hosts=hosts & LOOPBACK))

    async def look(self, address: str, *, now: datetime | None = None) -> FoundWall:
        """The feed at an address that somebody named, read once. Raises SourceBroken."""
        return await look_at_feed(address, self._eye, now=now or self._clock.now())

    def collector_of(self, source: Source) -> Collector | None:
        """Who reads a feed; None for another network."""
        if source.network is not Network.FEED:
            return None
        return Feed(
            source.external_id,
            names=self._eye.names,
            now=self._clock.now,
            zone=self._eye.zone,
            is_local=source.settlement_id is not None,
            limits=self._eye.limits,
            edition=self._edition,
        )


async def watch_feeds(storage: Storage, feeds: FeedAccess) -> Sequence[Watched]:
    """A source and a collector for every feed of the settings; without a title it is called as its site."""
    found = []
    for each in feeds.addresses:
        url = in_ascii(each.url)
        async with storage.transaction() as tx:
            source = await tx.sources.add(Network.FEED, url, each.title or urlsplit(each.url).hostname or url, each.settlement_id)
        collector = feeds.collector_of(source)
        if collector is not None:
            found.append(Watched(source, collector))
    return found
