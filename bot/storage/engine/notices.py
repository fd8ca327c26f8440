"""Notices of PostgreSQL: which queue of which district was written to.

They leave with the commit of what they tell of, and with no other.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from functools import cache, partial
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

CHANNEL = "otklik"
PROOF = 5.0
"""Real seconds between two proofs that the line lives, and how long each may take."""


class Queue(StrEnum):
    """What a process may wait for. The values stand in notices: a program before or after this one reads them."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    UNREAD = "unread"
    ANSWERS = "answers"
    FILES = "files"
    PHOTOS = "photos"
    SOURCES = "sources"
    PUSHED = "pushed"


@cache
def telling(queues: frozenset[Queue], district_id: str) -> Select[Any]:  # Any: a row that nobody reads
    """Tell of them when the transaction commits; the server joins equal notices of one transaction."""
    return select(*(func.pg_notify(CHANNEL, f"{queue} {district_id}") for queue in sorted(queues)))


class Line:
    """An open line; it does not open itself again."""

    def __init__(self, raw: Any) -> None:  # Any: a connection of asyncpg, which has no types
        self._raw = raw
        self._is_lost = asyncio.Event()
        self._proof, self._echo = asyncio.Lock(), asyncio.Event()
        self._name = f"proof {uuid4().hex}"
        self._ears: dict[str, Callable[[], None]] = {}
        raw.add_termination_listener(lambda _raw: self._is_lost.set())

    @property
    def is_lost(self) -> bool:
        """Whether nothing comes by it any more."""
        return self._is_lost.is_set()

    @property
    def is_needed(self) -> bool:
        """Whether any district listens."""
        return bool(self._ears)

    def hear(self, district_id: str, heard: Callable[[Queue], None] | None) -> None:
        """From now on the district is told; None: not any more."""
        for queue in Queue:
            self._ears.pop(f"{queue} {district_id}", None)
            if heard is not None:
                self._ears[f"{queue} {district_id}"] = partial(heard, queue)

    def take(self, _raw: object, _process: int, _channel: str, payload: str) -> None:
        """A notice came."""
        if payload == self._name:
            self._echo.set()
        elif payload in self._ears:
            self._ears[payload]()

    def committed(self, district_id: str, queues: Collection[Queue]) -> None:
        """Our own commit: the district hears of it before the server tells."""
        for queue in queues:
            self.take(None, 0, CHANNEL, f"{queue} {district_id}")

    async def prove(self) -> None:
        """A notice to ourselves comes back; by a pgbouncer that shares connections it does not. Raises TimeoutError."""
        async with self._proof:  # one question at a time on a connection
            self._echo.clear()
            await self._raw.execute("SELECT pg_notify($1, $2)", CHANNEL, self._name, timeout=PROOF)
            async with asyncio.timeout(PROOF):
                await self._echo.wait()

    async def until_lost(self) -> None:
        """Wait until the line breaks: the server says so, or does not answer. Raises what it said, if anything."""
        while not self.is_lost:
            with suppress(TimeoutError):
                async with asyncio.timeout(PROOF):
                    await self._is_lost.wait()
                return
            await self.prove()

    async def close(self) -> None:
        """Close it; whoever still listens is to open another one."""
        self._is_lost.set()
        with suppress(Exception):  # it may be broken, and nobody needs it any more
            await self._raw.close(timeout=PROOF)


class Lines:
    """The line of a process to one server, on a connection of its own beside the pool's: all its districts hear by it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._turn = engine, asyncio.Lock()
        self._line: Line | None = None

    def committed(self, district_id: str, queues: Collection[Queue]) -> None:
        """What a transaction of ours wrote; nothing where nobody listens."""
        if self._line is not None and not self._line.is_lost:
            self._line.committed(district_id, queues)

    @asynccontextmanager
    async def listening(self, district_id: str, heard: Callable[[Queue], None]) -> AsyncIterator[Line]:
        """Hear of what is committed in the district from now on. A line that did not answer is left by all."""
        async with self._turn:
            if self._line is None or self._line.is_lost:
                self._line = await self._opened()
            line = self._line
            line.hear(district_id, heard)
        is_well = False
        try:
            yield line
            is_well = not line.is_lost
        except (asyncio.CancelledError, GeneratorExit):
            is_well = True
            raise
        finally:
            line.hear(district_id, None)
            if not is_well or not line.is_needed:
                await line.close()

    async def _opened(self) -> Line:
        connection = await self._engine.raw_connection()
        raw: Any = connection.driver_connection  # Any: see Line
        connection.detach()
        line = Line(raw)
        try:
            await raw.add_listener(CHANNEL, line.take)
            await line.prove()
        except BaseException:
            await line.close()
            raise
        return line
