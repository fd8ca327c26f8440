"""Whether PostgreSQL's base is being filled or copied, or half filled.

SQLite has a lock beside its file for that (`base_lock`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Column, MetaData, Table, func, inspect, select
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engine.engine import PROGRAM, is_sqlite, make_engine
from bot.storage.engine.errors import StorageError, explained
from bot.storage.engine.types import Moment, database_moment

TAKEN = "База «{name}» сейчас восстанавливается или копируется: подождите, пока otklik restore или copy закончит"
HALF = "База «{name}» не до конца восстановлена: создайте новую пустую базу и повторите otklik restore"

half_filled = Table("half_filled", MetaData(), Column("since", Moment, nullable=False))
"""Stands from the first step of a restore to the last one; no table of the program's."""

_LOCK = func.hashtext("otklik base")


def check_whole(connection: Connection) -> None:
    """Raise StorageError where a restore or a copy works on the base, or a restore was cut. Nothing to ask on SQLite."""
    if connection.dialect.name == "sqlite":
        return
    if not connection.scalar(select(func.pg_try_advisory_xact_lock_shared(_LOCK))):
        raise StorageError(TAKEN.format(name=connection.engine.url.database))
    check_filled(connection)


def check_filled(connection: Connection) -> None:
    """Raise StorageError where a restore was cut."""
    if connection.dialect.name != "sqlite" and inspect(connection).has_table(half_filled.name):
        raise StorageError(HALF.format(name=connection.engine.url.database))


@asynccontextmanager
async def kept_alone(url: URL) -> AsyncIterator[None]:
    """Keep bots and other commands from starting on a server's base. Raises StorageError. SQLite: nothing is done."""
    if is_sqlite(url):
        yield
        return
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")  # held for long, with no transaction open
    try:
        connection = await _locked(engine)
        try:
            yield
        finally:
            await connection.close()
    finally:
        await engine.dispose()  # the lock goes with its session


async def _locked(engine: AsyncEngine) -> AsyncConnection:
    try:
        connection = await engine.connect()
        await connection.execute(select(func.set_config("application_name", f"{PROGRAM} alone", False)))  # no bot (`copy.at_work`)
        is_ours = await connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))
    except (SQLAlchemyError, OSError) as error:
        raise explained(error, engine.url) from error
    if not is_ours:
        await connection.close()
        raise StorageError(TAKEN.format(name=engine.url.database))
    return connection


@asynccontextmanager
async def half_filled_until_done(url: URL) -> AsyncIterator[None]:
    """Mark an empty base, so that nothing starts on it if it is left half filled; the mark goes only at a good end."""
    await _changed(url, is_marked=True)
    yield
    await _changed(url, is_marked=False)


async def _changed(url: URL, *, is_marked: bool) -> None:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            if is_marked:
                await connection.run_sync(half_filled.create, checkfirst=True)  # of a restore that was cut before it filled anything
                await connection.execute(half_filled.insert().values(since=database_moment(0.0)))
            else:
                await connection.run_sync(half_filled.drop)
    except (SQLAlchemyError, OSError) as error:
        raise explained(error, url) from error
    finally:
        await engine.dispose()
