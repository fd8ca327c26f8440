"""Turns at the database: whoever a person waits for goes first.

A burst queues dozens of cards; a press behind all of them would be answered after the person has pressed again.
"""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager

IN_A_ROW = 3
"""So many of those go one after another while others wait too: a flood of updates may slow the rest down, not stop it."""

BETWEEN = 3
"""So many of the rest are at work at once while people press: all that begin between two presses delay the second."""

LATELY = 0.5
"""Real seconds. Whoever has pressed before that is no more waited for; where none of the rest has begun for so long one does."""

STUCK = 3.0
"""Real seconds. A press that is at work for so long waits for somebody itself, and nobody waits for it."""

_Queue = deque[asyncio.Future[None]]


class Turns:
    """A lock for `at_once` holders with two queues, each in its order; `ahead` is the same lock for those who go first.

    One holder is SQLite's connection. Several run on one thread: none of the rest begins while one that a person waits for is at work.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._first, self._rest = _Queue(), _Queue()
        self._free, self._at_work, self._people = at_once, 0, 0
        self._kept = min(1, at_once - 1)  # of several one is left to people: it is there when they come
        self._in_a_row, self._begun = 0, 0
        self._pressed_at = float("-inf")
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
        if not (self._first if first else self._rest) and self._may_begin(first=first):
            self._begin(first=first)
        else:
            await self._wait(first=first)

    def end(self, *, first: bool) -> None:
        """To the next ones who still wait; in between nobody else can take it."""
        self._free += 1
        if first:
            self._people -= 1
            self._pressed_at = asyncio.get_running_loop().time()
        else:
            self._at_work -= 1
        self._let_in()

    def _may_begin(self, *, first: bool) -> bool:
        if first:
            return self._free > 0
        if self._free <= self._kept:
            return False
        if asyncio.get_running_loop().time() - self._pressed_at >= (STUCK if self._people else LATELY):
            return True
        return self._at_work < BETWEEN and (not self._people or self._in_a_row >= IN_A_ROW)

    def _begin(self, *, first: bool) -> None:
        self._free -= 1
        if first:
            self._people += 1
            self._in_a_row += 1
            self._pressed_at = asyncio.get_running_loop().time()
        else:
            self._at_work += 1
            self._begun += 1
            self._in_a_row = 0

    async def _wait(self, *, first: bool) -> None:
        mine = asyncio.get_running_loop().create_future()
        (self._first if first else self._rest).append(mine)
        self._let_in()
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was ours already
                self.end(first=first)
            raise

    def _let_in(self) -> None:
        while any(self._let_one_in(first=first) for first in ((False, True) if self._in_a_row >= IN_A_ROW else (True, False))):
            pass
        self._look_later()

    def _look_later(self) -> None:
        if self._look is None and self._rest and self._free > self._kept:
            self._look = asyncio.get_running_loop().call_later(LATELY, self._look_now, self._begun)

    def _look_now(self, begun: int) -> None:
        """People or the few of the rest who are at work may be stuck, waiting for somebody's lock."""
        self._look = None
        if self._free > self._kept and self._begun == begun:
            self._let_one_in(first=False, is_due=True)
        self._let_in()

    def _let_one_in(self, *, first: bool, is_due: bool = False) -> bool:
        """Whether somebody of the queue has begun."""
        queue = self._first if first else self._rest
        while queue and queue[0].done():
            queue.popleft()
        if not queue or not (is_due or self._may_begin(first=first)):
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
