"""Writes to SQLite's file wake the queues.

The district's own commits and those of other programs.

Beside `notices.py`, which does it for the processes on one PostgreSQL.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engine.notices import Queue
from bot.storage.engine.shielded import unbroken

LOOK = 0.5
"""Real seconds between two looks whether anybody wrote; they cost nothing beside looks into queues."""


def driver_of(connection: AsyncConnection) -> Any:  # Any: aiosqlite's connection
    """The driver's own connection of an open one."""
    assert connection.sync_connection is not None
    return connection.sync_connection.connection.driver_connection


class OtherPrograms:
    """Whether other programs wrote to the file (`invite`, `import`): one question for all districts of the process."""

    def __init__(self, engine: AsyncEngine, turn: AbstractAsyncContextManager[None]) -> None:
        self._engine, self._turn = engine, turn
        self._version, self._asked_at = 0, float("-inf")

    async def version(self) -> int:
        """A number that is another one after a commit of others; ours do not change it."""
        async with self._turn:
            if time.monotonic() - self._asked_at >= LOOK / 2:
                self._version, self._asked_at = await unbroken(self._asked()), time.monotonic()
            return self._version

    async def _asked(self) -> int:
        async with self._engine.connect() as connection:
            rows = await driver_of(connection).execute_fetchall("PRAGMA data_version")
        return int(rows[0][0])


class Writes:
    """What is written to a district. What its own commit says is due wakes at once, any other change within `LOOK`."""

    def __init__(self, others: OtherPrograms) -> None:
        self._others = others
        self._ears: list[Callable[[Queue], None]] = []
        self._is_changed, self._seen = False, 0

    def beside(self) -> "Writes":
        """Those of another district of the same file."""
        return Writes(self._others)

    def committed(self, woken: Collection[Queue], *, is_changed: bool) -> None:
        """A transaction of the district was committed."""
        self._is_changed |= is_changed
        for heard in self._ears:
            for queue in woken:
                heard(queue)

    @asynccontextmanager
    async def listening(self, heard: Callable[[Queue], None]) -> AsyncIterator["Writes"]:
        """Hear of what is committed in the district from now on."""
        self._is_changed, self._seen = False, await self._others.version()  # whoever begins to listen looks once, after this
        self._ears.append(heard)
        try:
            yield self
        finally:
            self._ears.remove(heard)

    async def until_lost(self) -> None:
        """Look while somebody listens, until the file cannot be asked. Raises what was said then."""
        while True:
            await asyncio.sleep(LOOK)
            version = await self._others.version()
            if self._is_changed or version != self._seen:
                self._is_changed, self._seen = False, version
                for heard in self._ears:
                    for queue in Queue:
                        heard(queue)
