"""The two engines behind one URL: SQLite or PostgreSQL.

A file with one writer, or a server.
"""

import asyncio
import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_

from bot.storage.engine.errors import StorageError
from bot.storage.engine.one_trip import one_trip_driver
from bot.storage.engine.sqlite_library import has_safe_wal, sqlite3

BUSY_SECONDS = 10
"""How long SQLite waits while another program (`invite`, `backup`) holds the file."""

AGAIN = 0.02
"""Seconds between two tries at what SQLite does not wait for."""

PROGRAM = "otklik"
"""How its connections are named on a server."""

CONNECTIONS = 15
"""Of a process to a server. They are kept: a new one costs a login and prepares every statement anew."""

FOR_HEARTBEATS = 2
"""Opened beside them while all are at work: the heartbeat of what is sent, and the leases."""

STATEMENTS = 300
"""Prepared on each of them: more than a process asks, else they push each other out."""

_KNOWN = "DATABASE__URL: нужен адрес вида sqlite+aiosqlite:///файл или postgresql+asyncpg://…"


def parse(url: str) -> URL:
    """The address, if it is one of our two engines. Raises StorageError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StorageError(_KNOWN) from None
    if parsed.drivername not in {"sqlite+aiosqlite", "postgresql+asyncpg"}:
        raise StorageError(_KNOWN)
    if is_sqlite(parsed) and parsed.database in {None, "", ":memory:"}:
        raise StorageError("DATABASE__URL: нужен файл, а не база в памяти")
    return parsed


def is_sqlite(url: URL) -> bool:
    """Whether the database is a file."""
    return url.get_backend_name() == "sqlite"


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL where the library's version is safe for several connections, else the rollback journal."""
    return "WAL" if has_safe_wal(version) else "DELETE"


def make_engine(url: URL) -> AsyncEngine:
    """An engine of either kind, not connected yet. Its errors show no parameters: residents' words are among them."""
    return _sqlite(url) if is_sqlite(url) else _postgresql(url)


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url, module=one_trip_driver(), pool_size=1, max_overflow=0, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # Any: SQLAlchemy's face of aiosqlite's connection
    connection.isolation_level = None  # the driver must not begin for us: it begins DEFERRED, and too late
    cursor = connection.cursor()
    _set_journal(cursor)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_journal(cursor: Any) -> None:  # Any: as above
    """SQLite waits for others at everything but this: two programs that open a new file at once would push each other out."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute(f"PRAGMA journal_mode={journal_mode(sqlite3.sqlite_version_info)}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            await_(asyncio.sleep(AGAIN))
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql(url: URL) -> AsyncEngine:
    settings = {"timezone": "UTC", "application_name": PROGRAM, "idle_in_transaction_session_timeout": "120000"}
    arguments = {"server_settings": settings, "timeout": 10, "prepared_statement_cache_size": STATEMENTS}
    pool = {"pool_size": CONNECTIONS, "max_overflow": FOR_HEARTBEATS, "pool_pre_ping": True}
    return create_async_engine(url, connect_args=arguments, hide_parameters=True, **pool)
