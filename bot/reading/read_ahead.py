"""Waiting posts, read in their turn, given out dangers first.

Reading a post takes a tenth of the time of taking it in, so a danger behind hundreds of others is known long before its turn.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.reading.post_reader import Read, ReaderNotStarted
from incidents.ids import PostId
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading

Text = tuple[PostId, int, PostId | None, str | None]
"""What a reading is of: a post, its revision, and what it stands under."""

AT_ONCE = 24
"""Posts that the reader is asked for together: while it reads one, nobody has to be there for the next question."""

FAILED, CALM = -1, 2
RANKS = {DangerGrade.NOW: 0, DangerGrade.RISK: 1}
BY_TURN = 4
"""Each fourth post is given out in its turn, however many dangers there are."""


def text_of(post: StoredPost) -> Text:
    """What a reading of the post is kept under."""
    return post.id, post.revision, post.parent_id, post.parent_text


class ReadAheadBatch:
    """`known`: what was read of them before; `read`: reads the first of several; `since`: a danger that is older goes in its turn."""

    def __init__(
        self,
        posts: Sequence[StoredPost],
        known: Mapping[Text, Reading],
        read: Callable[[Sequence[StoredPost]], Awaitable[Sequence[Read]]],
        *,
        since: datetime,
    ) -> None:
        self._posts, self._read, self._since = posts, read, since
        texts = map(text_of, posts)
        self._found: dict[int, Read] = {turn: known[text] for turn, text in enumerate(texts) if text in known}
        self._unread = [turn for turn in range(len(posts)) if turn not in self._found]
        self._given = 0
        self._news = asyncio.Event()
        self._is_over = False

    async def read_all(self) -> None:
        """Read them in their order, until there are no more, or `stop`, or the reader does not start."""
        rest, together = self._unread, 1
        try:
            while rest and not self._is_over:
                together = min(2 * together, AT_ONCE)  # the first ones are not to wait for so many others
                found = await self._read([self._posts[turn] for turn in rest[:together]])
                self._found |= dict(zip(rest, found, strict=False))
                self._news.set()
                if any(isinstance(each, ReaderNotStarted) for each in found):
                    break
                rest = rest[len(found) :]
        finally:
            self._is_over = True
            self._news.set()

    async def next(self) -> tuple[StoredPost, Read] | None:
        """What could not be read, else the most urgent of those that are read; None when all were given out."""
        while not self._found:
            if self._is_over:
                return None
            self._news.clear()
            await self._news.wait()
        self._given += 1
        turn = min(self._found) if self._given % BY_TURN == 0 else min(self._found, key=lambda each: (self._rank(each), each))
        return self._posts[turn], self._found.pop(turn)

    def stop(self) -> None:
        """Those that are being read are the last ones."""
        self._is_over = True

    def left(self) -> dict[Text, Reading]:
        """What was read and not given out."""
        return {text_of(self._posts[turn]): reading for turn, reading in self._found.items() if isinstance(reading, Reading)}

    def _rank(self, turn: int) -> int:
        reading = self._found[turn]
        if not isinstance(reading, Reading):
            return CALM if isinstance(reading, ReaderNotStarted) else FAILED
        is_fresh = self._posts[turn].post.published_at > self._since
        return RANKS.get(reading.danger_grade, CALM) if is_fresh and reading.danger_grade is not None else CALM
