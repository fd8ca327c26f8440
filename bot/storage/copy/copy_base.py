"""Copy a whole database into an empty one: everything or nothing.

Rows go as they lie, all districts, in one transaction of the new base. Before it is committed every table is read back and compared.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.storage.engine.transaction  # noqa: F401 - all tables: a row of one points to another
from bot.storage.backup.make import nothing
from bot.storage.backup.passport import OUR_FOLDER, OURS, Progress
from bot.storage.backup.sqlite_copy import make_one_file
from bot.storage.copy.at_work import refuse_while_used
from bot.storage.copy.key_positions import key_positions, set_key_positions
from bot.storage.copy.plain_rows import Sum, count, lots, put, set_pointers
from bot.storage.engine.base_in_work import check_filled, kept_alone
from bot.storage.engine.base_lock import BaseLock
from bot.storage.engine.engine import is_sqlite, make_engine, parse
from bot.storage.engine.errors import StorageError, codes, explained
from bot.storage.engine.migrate import check_head, upgrade
from bot.storage.engine.schema import metadata
from bot.storage.engine.sqlite_probe import check_file
from bot.storage.engine.word_index import make_word_index
from bot.storage.restore.chains import broken_chain

NOT_EMPTY = "База «{name}», куда копировать, не пустая: назовите новую, пустую. В этой ничего не изменилось"
_NOT_THE_SAME = "Таблица «{table}» переписалась не так, как лежала. Новая база осталась пустой, прежняя цела: повторите"
_NOT_TAKEN = "Таблица «{table}»: новая база не приняла строку ({why}). Она осталась пустой, прежняя цела. Найдёт причину LOG__LEVEL=DEBUG"
_CHANGED = "В базе изменён журнал действий (инцидент с ключом {id}): проверьте otklik audit verify. Новая база осталась пустой"
_OF_THE_ROWS = ("22", "23", "SQLITE_CONSTRAINT", "SQLITE_MISMATCH", "SQLITE_TOOBIG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What stands in the new base."""

    tables: int
    rows: int


def copy_base(url: str, to: str, *, on_progress: Progress = nothing) -> Copied:
    """Copy all that the program keeps. Raises StorageError: one Russian line; then both bases are as they were.

    It runs a loop of its own: from a coroutine call it in a thread.
    """
    source = parse(url)
    with _of_target():
        target = parse(to)
    if is_sqlite(source):
        check_file(source, must_exist=True)
    if not is_sqlite(target):
        with _alone(source):
            return asyncio.run(_copy(source, target, on_progress))
    base = Path(str(target.database))
    _check_free(base)
    try:
        with _alone(source), BaseLock(base, alone=True):
            return _into_file(source, target, base, on_progress)
    except OSError as error:
        raise StorageError(f"Копия не записана, {error.filename or base}: {error.strerror}") from error


def _alone(source: URL) -> AbstractContextManager[object]:
    """Nobody else uses SQLite's file; of a server `refuse_while_used` asks."""
    return BaseLock(Path(str(source.database)), alone=True) if is_sqlite(source) else nullcontext()


def _check_free(base: Path) -> None:
    if not base.parent.is_dir():
        raise StorageError(f"Папки {base.parent} нет: создайте её или поправьте адрес в --to")
    if base.exists() and (base.is_dir() or base.stat().st_size):
        raise StorageError(NOT_EMPTY.format(name=base))


def _into_file(source: URL, target: URL, base: Path, on_progress: Progress) -> Copied:
    """Make it in a folder beside; a rename is the last step."""
    _check_free(base)
    room = base.with_name(f".{base.name}.copying")
    shutil.rmtree(room, ignore_errors=True)  # of a copy that was broken off
    room.mkdir(mode=OUR_FOLDER)
    try:
        fresh = room / base.name
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT, OURS))
        copied = asyncio.run(_copy(source, target.set(database=str(fresh)), on_progress))
        make_one_file(fresh)
        fresh.replace(base)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return copied


async def _copy(source: URL, target: URL, on_progress: Progress) -> Copied:
    async with kept_alone(source), _connected(target, "--to") as here:
        async with _connected(source) as there:
            await there.run_sync(check_head)
            await there.run_sync(check_filled)
            await refuse_while_used(there)
            if await here.run_sync(lambda sync: inspect(sync).get_table_names()):
                raise StorageError(NOT_EMPTY.format(name=target.database))
            await here.run_sync(upgrade)
            bar = _Bar(on_progress, 2 * sum([await count(there, table) for table in metadata.sorted_tables]))
            sums = await _write_all(there, here, bar)
            await set_key_positions(here, await key_positions(there))
            await here.run_sync(make_word_index)
        await _check(here, sums, bar)
        await here.commit()
    return Copied(tables=len(sums), rows=sum(each.rows for each in sums.values()))


class _Bar:
    def __init__(self, tell: Progress, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def add(self, rows: int) -> None:
        self._done += rows
        self._tell(self._done, self._total)


async def _write_all(there: AsyncConnection, here: AsyncConnection, bar: _Bar) -> Mapping[str, Sum]:
    sums: dict[str, Sum] = {}
    for table in metadata.sorted_tables:
        total = sums[table.name] = Sum()
        async for rows in lots(there, table):
            for row in rows:
                total.add(row)
            try:
                await put(here, table, rows)
            except SQLAlchemyError as error:
                raise _not_taken(error, table.name, here.engine.url) from error
            bar.add(len(rows))
        try:
            await set_pointers(there, here, table)
        except SQLAlchemyError as error:
            raise _not_taken(error, table.name, here.engine.url) from error
    return sums


async def _check(here: AsyncConnection, sums: Mapping[str, Sum], bar: _Bar) -> None:
    for table in metadata.sorted_tables:
        total = Sum()
        async for rows in lots(here, table):
            for row in rows:
                total.add(row)
            bar.add(len(rows))
        if total != sums[table.name]:
            raise StorageError(_NOT_THE_SAME.format(table=table.name))
    if (broken := await broken_chain(here)) is not None:
        raise StorageError(_CHANGED.format(id=broken))


def _not_taken(error: SQLAlchemyError, table: str, target: URL) -> StorageError:
    if why := next((code for code in codes(error) if code.startswith(_OF_THE_ROWS)), None):
        return StorageError(_NOT_TAKEN.format(table=table, why=why))
    return explained(error, target)


@asynccontextmanager
async def _connected(url: URL, setting: str = "DATABASE__URL") -> AsyncIterator[AsyncConnection]:
    """One transaction that sees one moment; errors of the engine in words that name the setting."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            if not is_sqlite(url):
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(explained(error, url).user_text.replace("DATABASE__URL", setting)) from error
    finally:
        await engine.dispose()


@contextmanager
def _of_target() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        raise StorageError(error.user_text.replace("DATABASE__URL", "--to")) from None
