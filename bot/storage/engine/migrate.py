"""Migrations: run them, and check that they were run."""

import asyncio
from contextlib import nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engine.base_in_work import check_whole
from bot.storage.engine.base_lock import BaseLock
from bot.storage.engine.engine import is_sqlite, make_engine, parse
from bot.storage.engine.errors import NEWER, OLDER, StorageError, explained
from bot.storage.engine.sqlite_probe import check_file
from bot.storage.engine.word_index import make_word_index


def settings() -> Config:
    """Alembic's settings: the scripts are a package, so an installed copy finds them from any folder."""
    config = Config()
    config.set_main_option("script_location", "migrations:.")
    return config


def check_head(connection: Connection) -> None:
    """Raise StorageError when the database is not at the program's revision."""
    scripts = ScriptDirectory.from_config(settings())
    found = MigrationContext.configure(connection).get_current_revision()
    if found == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    raise StorageError(OLDER if found is None or found in known else NEWER)


def migrate(url: str, *, fills: bool = False) -> None:
    """Climb to the head in one transaction, creating the file of SQLite if need be. Raises StorageError.

    `fills`: a restore that keeps everybody else off the base.
    It runs a loop of its own: from a coroutine call it through `asyncio.to_thread`.
    """
    parsed = parse(url)
    if is_sqlite(parsed):
        check_file(parsed, must_exist=False)
    with BaseLock(Path(str(parsed.database))) if is_sqlite(parsed) else nullcontext():
        asyncio.run(_climb(parsed, fills=fills))


async def _climb(url: URL, *, fills: bool) -> None:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            if not fills:
                await connection.run_sync(check_whole)
            await connection.run_sync(upgrade)
            await connection.run_sync(make_word_index)
    except CommandError as error:
        raise StorageError(NEWER) from error
    except (SQLAlchemyError, OSError) as error:
        raise explained(error, url) from error
    finally:
        await engine.dispose()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Climb on this connection, inside its transaction. On PostgreSQL two programs that start at once take turns."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('otklik migrate'))")
    config = settings()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
