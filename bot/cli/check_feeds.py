"""What `otklik check` says of feeds, a line each."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.reading.feed_access import FeedAccess
from collectors.vk.check import Line
from handlers.sources.feed_line_words import feed_line
from incidents.posts import Source, SourceBroken

AT_ONCE = 8


async def check_feeds(feeds: FeedAccess, added: Sequence[Source], *, zone: tzinfo, now: datetime) -> Sequence[Line]:
    """Those of the settings, then those added in the chat (`added`), several at a time. Raises nothing."""
    named = {each.url: each.title for each in feeds.addresses} | {each.external_id: each.title for each in added if each.paused_at is None}
    pace = asyncio.Semaphore(AT_ONCE)

    async def line(url: str, title: str | None) -> Line:
        async with pace:
            try:
                found = await feeds.look(url, now=now)
            except SourceBroken as error:
                return False, f"Лента {title or url}: {error.user_text[:1].lower()}{error.user_text[1:]}"
        assert found.feed is not None
        return True, feed_line(f"«{title or found.title}»", found.feed, tz=zone, now=now)

    return await asyncio.gather(*(line(url, title) for url, title in named.items()))
