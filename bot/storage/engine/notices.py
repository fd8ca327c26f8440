"""Notices of PostgreSQL: which queue of which district was written to.

They leave with the commit of what they tell of, and with no other.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import Any

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


def telling(queues: Collection[Queue], district_id: str) -> Select[Any]:  # Any: a row that nobody reads
    """Tell of them when the transaction commits; the server joins equal notices of one transaction."""
    return select(*(func.pg_notify(CHANNEL, f"{queue} {district_id}") for queue in sorted(queues)))


class Line:
    """An open line; it does not open itself again."""

    def __init__(self, raw: Any) -> None:  # Any: a connection of asyncpg, which has no types
        self._raw = raw
        self._is_lost = asyncio.Event()
        raw.add_termination_listener(lambda _raw: self._is_lost.set())

    async def until_lost(self) -> None:
        """Wait until the line breaks: the server says so, or does not answer. Raises what it said, if anything."""
        while not self._is_lost.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PROOF):
                    await self._is_lost.wait()
                return
            await self._raw.execute("SELECT 1", timeout=PROOF)


@asynccontextmanager
async def listening(engine: AsyncEngine, district_id: str, heard: Callable[[Queue], None]) -> AsyncIterator[Line]:
    """Hear of what is committed from now on, on a connection of its own beside the pool's."""
    names = {f"{queue} {district_id}": queue for queue in Queue}

    def take(_raw: object, _process: int, _channel: str, payload: str) -> None:
        if payload in names:
            heard(names[payload])

    connection = await engine.raw_connection()
    raw: Any = connection.driver_connection  # Any: see Line
    connection.detach()
    try:
        line = Line(raw)
        await raw.add_listener(CHANNEL, take)
        yield line
    finally:
        with suppress(Exception):  # it may be broken, and nobody needs it any more
            await raw.close(timeout=PROOF)
