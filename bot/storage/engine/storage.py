"""The storage: a database of one district, and its transactions."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import String, bindparam, column, func, literal_column, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.engine.base_in_work import check_whole
from bot.storage.engine.base_lock import BaseLock
from bot.storage.engine.engine import CONNECTIONS, is_sqlite, journal_mode, make_engine, parse
from bot.storage.engine.errors import StorageError, base_moved, explained
from bot.storage.engine.migrate import check_head
from bot.storage.engine.notices import Line, Lines, Queue
from bot.storage.engine.own_district import guarded
from bot.storage.engine.shielded import unbroken
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.sqlite_probe import check_file
from bot.storage.engine.sqlite_writes import OtherPrograms, Writes, driver_of
from bot.storage.engine.transaction import Tx
from bot.storage.engine.turns import Turns
from bot.storage.engine.word_index import make_word_index
from incidents.ids import DistrictId

LAST_SECONDS = 5.0
"""How long closing waits for transactions that still run: they are short, and one that hangs is cancelled."""

AT_ONCE = 8
"""Transactions of one of several districts on PostgreSQL: one that is stuck leaves connections to the others."""


class Storage:
    """On SQLite all transactions of the process go one after another through one connection; on PostgreSQL side by side."""

    def __init__(self, engine: AsyncEngine, district_id: DistrictId, file: Path | None = None) -> None:
        self.district_id = district_id
        self._engine = engine
        self._own = guarded(engine, district_id)
        self._lines = Lines(engine)
        self._file = file  # SQLite's
        self._is_this = _inode(file)
        self._is_blind = file is not None and journal_mode(sqlite3.sqlite_version_info) == "WAL"  # to a file that is taken away
        self._lock = BaseLock(file) if file is not None else None  # against a restore under our feet
        self._turns = Turns() if self.is_embedded else Turns(CONNECTIONS)
        self._writes = Writes(OtherPrograms(engine, self._turns)) if self.is_embedded else None
        self._inside: set[asyncio.Task[object]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._is_shared = False  # the connections are another storage's
        self.on_failure: Callable[[Exception, bool], None] = _nobody
        """Hears of every transaction that fails: the exception, and whether the transaction had begun."""

    def beside(self, district_id: DistrictId) -> "Storage":
        """The storage of another district of the same base, over the same connections, which stay ours to close."""
        other = Storage(self._engine, district_id)
        other._file, other._is_this, other._is_blind = self._file, self._is_this, self._is_blind
        other._turns = self._turns if self.is_embedded else Turns(AT_ONCE)
        other._writes = self._writes.beside() if self._writes is not None else None
        other._lines, other._is_shared = self._lines, True
        return other

    def is_in_place(self) -> bool:
        """Whether the path still leads to the file that was opened.

        It may wait for the disk: from a coroutine call it in a thread.
        """
        return _inode(self._file) == self._is_this

    @property
    def is_embedded(self) -> bool:
        """Whether one process owns the database (SQLite): what another one claimed was left by the dead."""
        return is_sqlite(self._engine.url)

    @asynccontextmanager
    async def transaction(self, *, person_waits: bool = False, is_heartbeat: bool = False) -> AsyncIterator[Tx]:
        """Commit at the exit, roll back on any exception: a cancelled task leaves nothing open behind it.

        `person_waits`: somebody has pressed and looks at the phone, so it goes before others that wait for their turn.
        `is_heartbeat`: it waits for no turn on PostgreSQL. A process whose queue is long is not dead.
        A transaction inside a transaction of the same task would wait for itself for ever on SQLite: RuntimeError.
        """
        turn = self._turns.ahead if person_waits else self._turns
        with self._counted():
            async with nullcontext() if is_heartbeat and not self.is_embedded else turn, self._begun() as tx:
                yield tx

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Closing waits for whoever is inside: a connection that comes back after it is nobody's, and its thread outlives us."""
        task = asyncio.current_task()
        assert task is not None
        if task in self._inside:
            raise RuntimeError("a transaction inside a transaction")
        self._inside.add(task)
        self._idle.clear()
        try:
            yield
        finally:
            self._inside.discard(task)
            if not self._inside:
                self._idle.set()

    @asynccontextmanager
    async def showing(self, *, person_waits: bool = False) -> AsyncIterator[Tx]:
        """A transaction that shows incidents and changes none: it neither waits for those who do nor keeps them waiting."""
        async with self.transaction(person_waits=person_waits) as tx:
            tx.incidents.locks = False
            yield tx

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[Tx]:
        connection = self._own.connect()
        began = False
        try:
            await unbroken(_begin(connection, None if self.is_embedded else self.district_id))
            began = True
            self._check_place()
            tx = Tx(connection, self.district_id)
            before = self._changes(connection)
            yield tx
            await tx.incident_words.write()
            await tx.tell_others()
            await unbroken(self._commit(connection, tx, before))
        except Exception as error:
            self.on_failure(error, began)
            raise
        finally:
            await unbroken(_end(connection))

    async def _commit(self, connection: AsyncConnection, tx: Tx, before: int) -> None:
        """Our own workers hear of it at once, whoever is cancelled meanwhile and whatever becomes of the notices."""
        await connection.commit()
        if self._writes is not None:
            self._writes.committed(tx.woken, is_changed=self._changes(connection) != before)
        else:
            self._lines.committed(self.district_id, tx.woken)

    def _check_place(self) -> None:
        if self._is_blind and not self.is_in_place():
            raise base_moved()

    def _changes(self, connection: AsyncConnection) -> int:
        """How many rows SQLite's connection has changed since it was opened."""
        return int(driver_of(connection).total_changes) if self.is_embedded else 0

    def listening(self, heard: Callable[[Queue], None]) -> AbstractAsyncContextManager[Line | Writes]:
        """Hear of what anybody writes to the district's queues."""
        return self._writes.listening(heard) if self._writes is not None else self._lines.listening(self.district_id, heard)

    async def count_again(self) -> None:
        """Let SQLite count the tables that have grown, so that it takes the right indexes. PostgreSQL does it by itself."""
        if self.is_embedded:
            async with self.transaction() as tx:
                await tx.counters.count_again()

    async def checkpoint(self) -> None:
        """Write SQLite's WAL into the file and cut it: what was erased stands in it until then. Nothing to do elsewhere."""
        if self.is_embedded:
            with self._counted():
                async with self._turns:
                    await unbroken(self._cut_wal())

    async def _cut_wal(self) -> None:
        async with self._engine.connect() as connection:
            await driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def keeps_districts_apart(self) -> bool:
        """Whether the engine itself hides other districts' rows from us; a PostgreSQL role may pass by. SQLite has no such thing: True."""
        if self.is_embedded:
            return True
        async with self._engine.connect() as connection:
            passes = select(column("rolsuper") | column("rolbypassrls")).select_from(table("pg_roles"))
            return not (await connection.execute(passes.where(column("rolname") == literal_column("current_user")))).scalar_one()

    async def migrated(self) -> bool:
        """True at the program's own revision. Raises StorageError with what to do when the database is older, newer or not whole."""
        async with self._engine.connect() as connection:
            await connection.run_sync(check_head)
            await connection.run_sync(check_whole)  # the last: a restore marks the base before it fills it
        return True

    async def close(self) -> None:
        """Give all connections back: those of transactions that are just ending too, else their threads would outlive us."""
        try:
            async with asyncio.timeout(LAST_SECONDS):
                await self._idle.wait()
        except TimeoutError:
            for task in self._inside:
                task.cancel()
            await self._idle.wait()
        if self._is_shared:
            return
        await unbroken(self._engine.dispose())
        if self._lock is not None:
            self._lock.close()


OWN_ROWS = select(func.set_config("otklik.district", bindparam("district", type_=String), True))


async def _begin(connection: AsyncConnection, named: DistrictId | None) -> None:
    try:
        await connection.start()
    except OSError as error:  # a server's socket that is not there is no file of ours
        raise ConnectionError(str(error)) from error
    await connection.begin()
    if named is not None:  # PostgreSQL shows its rows alone: migration 2026_12_01_row_security
        await connection.execute(OWN_ROWS, {"district": named})


async def _end(connection: AsyncConnection) -> None:
    """Roll back what was not committed and give the connection back; a connection that never came needs nothing."""
    if connection.sync_connection is not None:
        await connection.close()


async def open_storage(url: str, district_id: DistrictId) -> Storage:
    """Open and try to write. Raises StorageError: one Russian line that says what to do."""
    parsed = parse(url)
    if is_sqlite(parsed):
        await asyncio.to_thread(check_file, parsed, must_exist=True)
    engine = make_engine(parsed)
    try:
        async with engine.connect() as connection:
            if is_sqlite(parsed):  # another library may have written it
                await connection.run_sync(make_word_index)
                await connection.commit()
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        raise explained(error, parsed) from error
    try:
        return Storage(engine, district_id, Path(str(parsed.database)) if is_sqlite(parsed) else None)
    except StorageError:
        await engine.dispose()
        raise


def _inode(file: Path | None) -> tuple[int, int] | None:
    try:
        known = file.stat() if file is not None else None
    except OSError:
        return None
    return (known.st_dev, known.st_ino) if known is not None else None


def _nobody(_error: Exception, _began: bool) -> None:
    """Until somebody listens."""
