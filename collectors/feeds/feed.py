"""A feed as a collector: items that name the district, and comments."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from collectors.feeds.entry import Item, item_of
from collectors.feeds.feed_file import FeedFile, Limits, read_feed
from collectors.feeds.memory import Memory, Seen
from collectors.feeds.troubles import NO_ITEM
from incidents.posts import Batch, Post, SourceBroken

MAX_ITEMS = 300  # of one fetch, from its top: a feed shows ten to fifty
LATE = timedelta(hours=72)  # so long a comment may wait for its moderator and still be new

Names = Callable[[str], bool]
"""Whether a text names a place of the district."""


class Feed:
    """The feed at `url`, which is the source's id too. `now` is the scenario's, `zone` of dates that name none.

    An item that names no place of the district is remembered and left out. Comments are taken too where the feed is the district's
    own: its title or description names a place, or `is_local`. What was left out is judged anew when that changes, or the `edition` of
    the list of places; what the first sweep left out is history.
    """

    def __init__(
        self,
        url: str,
        *,
        names: Names,
        now: Callable[[], datetime],
        zone: tzinfo,
        is_local: bool = False,
        limits: Limits | None = None,
        edition: str = "",
    ) -> None:
        self._url, self._names, self._now, self._zone = url, names, now, zone
        self._is_local, self._limits, self._edition = is_local, limits or Limits(), edition

    async def fetch(self, cursor: str | None) -> Batch:
        """New and changed items since the cursor; with None, all that the feed shows. Raises SourceBroken."""
        memory, now = Memory.load(cursor), self._now()
        memory.judge_by(f"{self._is_local} {self._edition}")
        found = await read_feed(self._url, self._limits, etag=memory.etag, modified=memory.modified)
        if found is None:
            return Batch(posts=(), cursor=memory.dump())
        items = items_of(found, self._url, now=now, zone=self._zone)
        if memory.first:
            memory.since = int(min((each.post.published_at for each in items if each.is_dated), default=now).timestamp())
        posts = await self._news(found, items, memory)
        memory.etag, memory.modified, memory.first = found.etag, found.modified, False
        return Batch(posts=tuple(sorted(posts, key=_order)), cursor=memory.dump())

    async def _news(self, feed: FeedFile, items: Sequence[Item], memory: Memory) -> list[Post]:
        is_local = self._is_local or self._names(f"{feed.title}\n{feed.about}")
        news = []
        for item in reversed(items):  # the oldest first: of items without a date too
            before = memory.items.get(item.key)
            first_id = (before.external_id if before else "") or item.post.external_id
            taken, left_out = Seen(item.mark, first_id), Seen(memory.left_out(item.mark, is_local=is_local))
            if before is None and _resurfaced(item, memory):
                before = taken
            if before is not None and before.mark in {taken.mark, left_out.mark}:
                memory.see(item.key, before)
                continue
            await asyncio.sleep(0)  # a place is looked for in a millisecond: three hundred must not stop the others
            is_ours = (item.is_comment and is_local) or self._names(item.named)
            memory.see(item.key, taken if is_ours or memory.first else left_out._replace(external_id=before.external_id if before else ""))
            if is_ours:
                news.append(replace(item.post, external_id=first_id))
        return news


def items_of(feed: FeedFile, source_id: str, *, now: datetime, zone: tzinfo) -> Sequence[Item]:
    """What the feed shows, each once. Raises SourceBroken where all of it is put together in a way that nobody described."""
    found, broken = [], 0
    for entry in feed.entries[:MAX_ITEMS]:
        try:
            found.append(item_of(entry, feed, source_id, now=now, zone=zone))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            broken += 1
    if broken and not found:
        raise SourceBroken(NO_ITEM)
    by_key = {each.key: each for each in reversed(found) if each is not None}
    return tuple({each.post.external_id: each for each in by_key.values()}.values())[::-1]


def _resurfaced(item: Item, memory: Memory) -> bool:
    """An old item that came into sight because newer ones were taken away is no news."""
    return not memory.first and item.is_dated and item.post.published_at.timestamp() < memory.since - LATE.total_seconds()


def _order(post: Post) -> datetime:
    return post.published_at
