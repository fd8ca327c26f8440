"""Drain of what was pushed: rows of a source as posts.

The cursor is the number of the last row.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence

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
        last = _number(cursor)
        posts: dict[str, Post] = {}
        gone: dict[str, None] = {}
        for row in await self._rows(last):
            last = row.id
            told = self._told(row)
            for post in told.posts:
                gone.pop(post.external_id, None)
                posts[post.external_id] = post  # the latest words count
            gone |= dict.fromkeys(told.gone)
        return Batch(posts=tuple(posts.values()), cursor=json.dumps({"row": last}), gone=tuple(gone), drained=last)

    def _told(self, row: PushedRow) -> EventNews:
        try:
            return self._read(row)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError) as error:
            LOG.warning("pushed event %s of %s is not as documented and is left out: %s", row.id, row.pushed.network, type(error).__name__)
            return EventNews()


def _number(cursor: str | None) -> int:
    try:
        return int(json.loads(cursor)["row"]) if cursor else 0
    except (LookupError, TypeError, ValueError, RecursionError):
        return 0
