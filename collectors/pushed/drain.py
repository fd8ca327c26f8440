"""Drain of what was pushed: raw rows as posts.

The cursor is the number of the last row.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from incidents.posts import Batch, Post
from incidents.sources.pushed import EventNews, PushedRow

LOG = logging.getLogger(__name__)

AT_ONCE = 100
"""Rows of one batch: what is left wakes the next one."""

Rows = Callable[[int], Awaitable[Sequence[PushedRow]]]
"""The rows of the source after this number, at most AT_ONCE."""


class Drain:
    """Reads the rows of one source; `read` says what an event tells. An event that cannot be read is said in the log and left out."""

    def __init__(self, rows: Rows, read: Callable[[PushedRow], EventNews]) -> None:
        self._rows, self._read = rows, read

    async def fetch(self, cursor: str | None) -> Batch:
        """What came after the cursor. All of it is news, at the first fetch too: before the source stood nothing was kept of it."""
        last, told = _number(cursor), []
        for row in await self._rows(last):
            last = row.id
            told.append(readable_news(partial(self._read, row), f"pushed event {row.id} of {row.pushed.network}"))
        posts, gone = summed(told)
        return Batch(posts=posts, cursor=json.dumps({"row": last}), gone=gone, drained=last)


def readable_news(read: Callable[[], EventNews], what: str) -> EventNews:
    """What an event tells; one that is not as documented is said in the log and tells nothing."""
    try:
        return read()
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError) as error:
        LOG.warning("%s is not as documented and is left out: %s", what, type(error).__name__)
        return EventNews()


def summed(told: Iterable[EventNews]) -> tuple[tuple[Post, ...], tuple[str, ...]]:
    """What stands after all of these events, and what has gone: the latest one counts."""
    posts: dict[str, Post] = {}
    gone: dict[str, None] = {}
    for news in told:
        for post in news.posts:
            gone.pop(post.external_id, None)
            posts[post.external_id] = post
        gone |= dict.fromkeys(news.gone)
    return tuple(posts.values()), tuple(gone)


def _number(cursor: str | None) -> int:
    try:
        return int(json.loads(cursor)["row"]) if cursor else 0
    except (LookupError, TypeError, ValueError, RecursionError):
        return 0
