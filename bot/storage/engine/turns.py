"""Turns at SQLite's connection: whoever a person waits for goes first.

A burst queues dozens of cards; a press behind all of them would be answered after the person has pressed again.
"""

import asyncio
from collections import deque
from contextlib import AbstractAsyncContextManager

IN_A_ROW = 3
"""So many of those go one after another while others wait too: a flood of updates may slow the rest down, not stop it."""

_Queue = deque[asyncio.Future[None]]


class Turns:
    """A lock with two queues, each in its order; `ahead` is the same lock for those who go first."""

    def __init__(self) -> None:
        self._first, self._rest = _Queue(), _Queue()
        self._is_taken = False
        self._in_a_row = 0
        self.ahead: AbstractAsyncContextManager[None] = _Ahead(self)

    async def __aenter__(self) -> None:
        """Take the turn behind everybody."""
        await self.take(first=False)

    async def __aexit__(self, *_: object) -> None:
        """Leave it to the next one."""
        self.end()

    async def take(self, *, first: bool) -> None:
        """Wait for the turn, and have it until it is passed on."""
        if self._is_taken:
            await self._wait(self._first if first else self._rest)
        self._is_taken = True
        self._in_a_row = self._in_a_row + 1 if first else 0

    async def _wait(self, queue: _Queue) -> None:
        mine = asyncio.get_running_loop().create_future()
        queue.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was ours already
                self.end()
            raise

    def end(self) -> None:
        """To the next one who still waits; in between nobody else can take it."""
        has_had_enough = self._in_a_row >= IN_A_ROW
        for queue in (self._rest, self._first) if has_had_enough else (self._first, self._rest):
            while queue:
                mine = queue.popleft()
                if not mine.done():
                    mine.set_result(None)
                    return
        self._is_taken = False


class _Ahead(AbstractAsyncContextManager[None]):
    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    async def __aenter__(self) -> None:
        await self._turns.take(first=True)

    async def __aexit__(self, *_: object) -> None:
        self._turns.end()
