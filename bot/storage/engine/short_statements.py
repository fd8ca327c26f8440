"""Short statements of SQLite run where they are asked, without a trip to its thread.

The trip costs more than most statements: a task that nobody can break off, a hand-over to the thread and one back. What waits for another
program (the beginning and the end of a transaction) and what took long the last time goes to the thread.
See docs/decisions/2026-11-30-short-statements-on-the-loop.md.
"""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import greenlet_spawn

from bot.storage.engine.built_once import Asked
from bot.storage.engine.one_trip import Connection

SHORT = 0.002
"""Seconds. What took longer the last time is not asked on the loop the next time."""

HOLD = 0.010
"""Seconds. Then a statement goes to the thread however short it is, so that others get their turn of the loop."""

_took: dict[Executable, float] = {}  # seconds of the last time, of statements that are built once


async def execute(connection: AsyncConnection, asked: Asked) -> CursorResult[Any] | None:  # Any: columns
    """The result; None: it is to be executed in the thread, as any other, and `learn` is to be told."""
    if not isinstance(asked.values, Mapping) or _took.get(asked.statement, SHORT) >= SHORT:
        return None
    driver = _driver_of(connection)
    if time.perf_counter() - driver.was_away > HOLD:
        return None
    assert connection.sync_connection is not None
    driver.is_here = True
    try:
        return await greenlet_spawn(connection.sync_connection.execute, asked.statement, asked.values)  # it never waits
    finally:
        driver.is_here = False
        _took[asked.statement] = driver.took


def learn(connection: AsyncConnection, asked: Asked) -> None:
    """How long the statement took that was just executed."""
    _took[asked.statement] = _driver_of(connection).took


def _driver_of(connection: AsyncConnection) -> Connection:
    assert connection.sync_connection is not None
    driver = connection.sync_connection.connection.dbapi_connection
    assert isinstance(driver, Connection)
    return driver
