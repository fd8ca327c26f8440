"""Migrations: run them, and check that they were run.

Whether they were is read from the base and from the scripts' headers: Alembic, a third of a second of a processor, is for those who climb.
"""

import asyncio
import re
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, inspect, select, table
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

import migrations
from bot.storage.engine.base_in_work import check_whole
from bot.storage.engine.base_lock import BaseLock
from bot.storage.engine.engine import is_sqlite, make_engine, parse
from bot.storage.engine.errors import NEWER, OLDER, StorageError, explained
from bot.storage.engine.sqlite_probe import check_file
from bot.storage.engine.word_index import make_word_index

if TYPE_CHECKING:
    from alembic.config import Config

TABLE = "alembic_version"
HEADER = re.compile(r'^(revision|down_revision)(?:: .+)? = (?:"(\w+)"|None)$', re.MULTILINE)


def settings() -> "Config":
    """Alembic's settings: the scripts are a package, so an installed copy finds them from any folder."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", "migrations:.")
    return config


def check_head(connection: Connection) -> None:
    """Raise StorageError when the database is not at the program's revision."""
    before = revisions()
    found = current_revision(connection)
    if found in before.keys() - set(before.values()):
        return
    raise StorageError(OLDER if found is None or found in before else NEWER)


def current_revision(connection: Connection) -> str | None:
    """Where the database stands; None: it was never migrated."""
    if not inspect(connection).has_table(TABLE):
        return None
    found: str | None = connection.execute(select(column("version_num")).select_from(table(TABLE))).scalar()
    return found


def revisions() -> Mapping[str, str | None]:
    """Every revision of the program, and which one it follows."""
    found = {}
    for script in (Path(migrations.__file__).parent / "versions").glob("*.py"):
        said = dict(HEADER.findall(script.read_text(encoding="utf-8")))
        if "revision" in said:
            found[said["revision"]] = said["down_revision"] or None
    return found


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
    from alembic.util import CommandError  # noqa: PLC0415 - see above

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
    from alembic import command  # noqa: PLC0415 - see above

    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('otklik migrate'))")
    config = settings()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
