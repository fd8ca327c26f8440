"""Turns at the database: whoever a person waits for goes first.

A burst queues dozens of cards; a press behind all of them would be answered after the person has pressed again.
"""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager

IN_A_ROW = 3
"""So many of those go one after another while others wait too: a flood of updates may slow the rest down, not stop it."""

STUCK = 0.5
"""Real seconds. Nobody gives way to people of whom none has come or gone for so long: one waits for a lock, and the rest goes on."""

REST = 3
"""So many of the rest are at work at once, where several are: all that begin between two presses delay the second."""

_Queue = deque[asyncio.Future[None]]


class Turns:
    """A lock for `at_once` holders with two queues, each in its order; `ahead` is the same lock for those who go first.

    One holder is SQLite's connection. Of several the rest has `REST`, and none of it begins while one that a person waits for is at work:
    they run on one thread.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._first, self._rest = _Queue(), _Queue()
        self._free, self._free_for_rest = at_once, REST
        self._people, self._in_a_row, self._moved_at = 0, 0, 0.0
        self._look: asyncio.TimerHandle | None = None
        self.ahead: AbstractAsyncContextManager[None] = _Ahead(self)

    async def __aenter__(self) -> None:
        """Take the turn behind everybody."""
        await self.take(first=False)

    async def __aexit__(self, *_: object) -> None:
        """Leave it to the next one."""
        self.end(first=False)

    async def take(self, *, first: bool) -> None:
        """Wait for the turn, and have it until it is passed on."""
        if self._may_begin(first=first):
            self._begin(first=first)
        else:
            await self._wait(first=first)

    def end(self, *, first: bool) -> None:
        """To the next ones who still wait; in between nobody else can take it."""
        self._free += 1
        if first:
            self._people -= 1
            self._moved_at = asyncio.get_running_loop().time()
        else:
            self._free_for_rest += 1
        self._pass_on()

    def _may_begin(self, *, first: bool) -> bool:
        if first or not self._free:
            return self._free > 0
        is_in_nobodys_way = not self._people or self._in_a_row >= IN_A_ROW
        return self._free_for_rest > 0 and (is_in_nobodys_way or asyncio.get_running_loop().time() - self._moved_at >= STUCK)

    def _begin(self, *, first: bool) -> None:
        self._free -= 1
        if first:
            self._people += 1
            self._in_a_row += 1
            self._moved_at = asyncio.get_running_loop().time()
        else:
            self._free_for_rest -= 1
            self._in_a_row = 0

    async def _wait(self, *, first: bool) -> None:
        mine = asyncio.get_running_loop().create_future()
        (self._first if first else self._rest).append(mine)
        self._look_later()
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was ours already
                self.end(first=first)
            raise

    def _pass_on(self) -> None:
        while any(self._give(first=first) for first in ((False, True) if self._in_a_row >= IN_A_ROW else (True, False))):
            pass
        self._look_later()

    def _look_later(self) -> None:
        """The rest that gives way looks whether people are stuck."""
        if self._look is None and self._rest and self._free_for_rest and self._free:
            self._look = asyncio.get_running_loop().call_later(STUCK, self._look_now)

    def _look_now(self) -> None:
        self._look = None
        self._pass_on()

    def _give(self, *, first: bool) -> bool:
        """Whether somebody of the queue has begun."""
        queue = self._first if first else self._rest
        while queue and queue[0].done():
            queue.popleft()
        if not queue or not self._may_begin(first=first):
            return False
        self._begin(first=first)
        queue.popleft().set_result(None)
        return True


class _Ahead(AbstractAsyncContextManager[None]):
    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def __aenter__(self) -> None:
        await self._turns.take(first=True)

    async def __aexit__(self, *_: object) -> None:
        self._turns.end(first=True)
