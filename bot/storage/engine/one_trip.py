"""SQLite: one trip to its thread a statement, or none.

SQLAlchemy's adapter of aiosqlite opens a cursor, executes, fetches and closes it: each is handed over to the connection's
thread and back, and handing over, not SQLite, is most of a short statement's price. What waits for another program (the beginning and the
end of a transaction) and what took long the last time goes to the thread. See docs/decisions/2026-11-30-short-statements-on-the-loop.md.
"""

import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor, AsyncAdapt_aiosqlite_dbapi
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import greenlet_spawn
from sqlalchemy.util.concurrency import await_

from bot.storage.engine.built_once import Asked
from bot.storage.engine.sqlite_library import sqlite3

SHORT = 0.002
"""Seconds. What took longer the last time is not asked on the loop the next time."""

HOLD = 0.010
"""Seconds. Then a statement goes to the thread however short it is, so that others get their turn of the loop."""

MANY = 100
"""Ids of which a statement may be asked on the loop."""

_took: dict[Executable, float] = {}  # seconds of the last time, of statements that are built once

CHUNK = 64  # rows at a time when somebody reads as a stream: aiosqlite's own number
_Rows = list[tuple[Any, ...]]
_Trip = tuple[_Rows, Any, int, int | None, float]  # what it found and its description, count, last row, seconds


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Opens, executes, fetches and closes within one call of the thread; keeps what is left of it."""

    __slots__ = ("_description", "_lastrowid", "_rowcount")
    _adapt_connection: "Connection"
    _description: Any
    _lastrowid: int | None
    _rowcount: int

    def _make_new_cursor(self, connection: Any) -> Any:  # Any: what SQLAlchemy hands over has no types of its own
        self._description, self._rowcount, self._lastrowid = None, -1, None

    def _aenter_cursor(self, cursor: Any) -> Any:
        return None

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        if not self._adapt_connection.is_here:
            return super().execute(operation, parameters)
        try:
            self._rows.extend(self._taken(self._trip(partial(_one, operation, parameters))))
        except Exception as error:  # noqa: BLE001 - it is raised again, as the adapter words it
            self._adapt_connection._handle_exception(error)

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        self._rows.extend(await self._in_one_trip(partial(_one, operation, parameters)))

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        def many(cursor: sqlite3.Cursor) -> _Rows:
            cursor.executemany(operation, seq_of_parameters)
            return []

        await self._in_one_trip(many)

    async def _in_one_trip(self, act: Callable[[sqlite3.Cursor], _Rows]) -> _Rows:
        async with self._adapt_connection._execute_mutex:
            rows = self._taken(await self._connection._execute(partial(self._trip, act)))
        self._adapt_connection.was_away = time.perf_counter()
        return rows

    def _trip(self, act: Callable[[sqlite3.Cursor], _Rows]) -> _Trip:
        began, cursor = time.perf_counter(), self._connection._conn.cursor()
        try:
            return act(cursor), cursor.description, cursor.rowcount, cursor.lastrowid, time.perf_counter() - began
        finally:
            cursor.close()

    def _taken(self, trip: _Trip) -> _Rows:
        rows, self._description, self._rowcount, self._lastrowid, self._adapt_connection.took = trip
        return rows

    @property
    def description(self) -> Any:
        return self._description

    @property
    def rowcount(self) -> int:
        return self._rowcount

    @property
    def lastrowid(self) -> int:
        return self._lastrowid or 0

    async def _async_soft_close(self) -> None:
        """Nothing is open any more."""

    def close(self) -> None:
        self._rows.clear()


class Connection(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's face of aiosqlite's connection."""

    __slots__ = ("is_here", "took", "was_away")
    _cursor_cls = _Cursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.is_here = False  # whether statements are executed where they are asked, not in the thread
        self.took = 0.0  # seconds of the last statement
        self.was_away = 0.0  # when the last one came back from the thread, by `time.perf_counter`


def _one(operation: Any, parameters: Any, cursor: sqlite3.Cursor) -> _Rows:
    cursor.execute(operation, () if parameters is None else parameters)
    return cursor.fetchall() if cursor.description else []


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def _init_dbapi_attributes(self) -> None:
        """Errors are those of our library: aiosqlite names Python's own."""
        super()._init_dbapi_attributes()
        for name in ("DatabaseError", "Error", "IntegrityError", "NotSupportedError", "OperationalError", "ProgrammingError"):
            setattr(self, name, getattr(sqlite3, name))
        self.sqlite_version, self.sqlite_version_info = sqlite3.sqlite_version, sqlite3.sqlite_version_info

    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        kw["check_same_thread"] = False  # one statement at a time, wherever it runs
        connection: Any = aiosqlite.Connection(partial(sqlite3.connect, *arg, **kw), CHUNK)
        connection._thread.daemon = True  # as the stock adapter does: a thread that waits must not keep the program alive
        return Connection(self, await_(connection))


async def executed_here(connection: AsyncConnection, asked: Asked) -> CursorResult[Any] | None:  # Any: columns
    """The result; None: it is to be executed in the thread, as any other, and `learn` is to be told."""
    if _is_of_many(asked) or _took.get(asked.statement, SHORT) >= SHORT:
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
    if not _is_of_many(asked):
        _took[asked.statement] = _driver_of(connection).took


def _is_of_many(asked: Asked) -> bool:
    """Whether it is asked of many ids, or holds several rows: that it was short for one says nothing of them."""
    if not isinstance(asked.values, Mapping):
        return True
    return any(isinstance(value, Collection) and not isinstance(value, str) and len(value) > MANY for value in asked.values.values())


def _driver_of(connection: AsyncConnection) -> Connection:
    assert connection.sync_connection is not None
    driver = connection.sync_connection.connection.dbapi_connection
    assert isinstance(driver, Connection)
    return driver


def one_trip_driver() -> Any:
    """The driver for `create_async_engine(module=…)`: stock but for the trips."""
    return _Driver(aiosqlite, sqlite3)
