"""Waiting posts, read in their turn, given out dangers first.

Reading a post takes a tenth of the time of taking it in, so a danger behind hundreds of others is known long before its turn.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.reading.reader import ReaderDown, UnreadablePost
from incidents.ids import PostId
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading

Read = Reading | ReaderDown | UnreadablePost
Text = tuple[PostId, int]
"""A post and its revision."""

RANKS = {DangerGrade.NOW: 0, DangerGrade.RISK: 1}
CALM = 2


def text_of(post: StoredPost) -> Text:
    """What a reading is of."""
    return post.id, post.revision


class Hand:
    """`known`: what was read of them before. Reading ends with the first that cannot be read: whatever follows waits for another hand."""

    def __init__(self, posts: Sequence[StoredPost], known: Mapping[Text, Reading], read: Callable[[StoredPost], Awaitable[Read]]) -> None:
        self._posts, self._known, self._read = posts, known, read
        self._found: dict[int, Read] = {}
        self._order: list[tuple[int, int]] = []  # a heap: how urgent, whose turn
        self._news = asyncio.Event()
        self._is_over = False

    async def read_all(self) -> None:
        """Read them one after another, until there are no more or `stop`."""
        try:
            for turn, post in enumerate(self._posts):
                if self._is_over:
                    break
                reading = self._known.get(text_of(post)) or await self._read(post)
                self._found[turn] = reading
                heapq.heappush(self._order, (_rank(reading), turn))
                self._news.set()
                if not isinstance(reading, Reading):
                    break
        finally:
            self._is_over = True
            self._news.set()

    async def next(self) -> tuple[StoredPost, Read] | None:
        """The most urgent of those that are read, else the first of them; None when all were given out."""
        while not self._order:
            if self._is_over:
                return None
            self._news.clear()
            await self._news.wait()
        _rank, turn = heapq.heappop(self._order)
        return self._posts[turn], self._found.pop(turn)

    def stop(self) -> None:
        """The one that is being read is the last one."""
        self._is_over = True

    def left(self) -> dict[Text, Reading]:
        """What was read and not given out."""
        return {text_of(self._posts[turn]): reading for turn, reading in self._found.items() if isinstance(reading, Reading)}


def _rank(reading: Read) -> int:
    return RANKS.get(reading.danger_grade, CALM) if isinstance(reading, Reading) and reading.danger_grade else CALM
