"""Copy SQLite's file while the bot works; look whether it is whole.

`VACUUM INTO` reads one moment of the base and writes what lives in it: erased rows do not come along.
"""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from bot.storage.backup.passport import OURS, Progress
from bot.storage.engine.engine import BUSY_SECONDS
from bot.storage.engine.errors import StorageError, explained
from bot.storage.engine.sqlite_library import sqlite3

MARGIN = 16 << 20  # bytes that stay free
SPARE = 512 << 20  # of the disk where the base itself grows, or as much as the base has
LOOK_EVERY = 0.2  # seconds
FIRST = b"SQLite format 3\0"
FOREIGN = "{path} не похож на копию базы Отклика: назовите файл otklik-….db, который сделал otklik backup"
BROKEN = "База в {path} повреждена (проверка целости не прошла): возьмите другую копию"


def copy_to(url: URL, part: Path, on_progress: Progress) -> None:
    """Copy the base into an empty file that its owner alone reads. Raises StorageError."""
    base = Path(str(url.database))
    try:
        connection = sqlite3.connect(base, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            size = _size(connection)
            check_room(part.parent, size, spare=max(size, SPARE) if _on_one_disk(base, part.parent) else MARGIN)
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS))
            with _watched(part, size, on_progress):
                connection.execute("VACUUM INTO ?", (str(part),))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise explained(error, url) from error


def check_room(folder: Path, size: int, *, spare: int | None = None) -> None:
    """Raise StorageError where the disk has no room: a full disk would stop the bot too. `spare`: bytes that stay free after it."""
    free, wanted = shutil.disk_usage(folder).free, size + (MARGIN if spare is None else spare)
    if free < wanted:
        raise StorageError(f"Для копии не хватает места в {folder}: нужно {_megabytes(wanted)} МБ, свободно {_megabytes(free)} МБ")


def _on_one_disk(base: Path, folder: Path) -> bool:
    return base.stat().st_dev == folder.stat().st_dev


def _megabytes(size: int) -> int:
    return -(-size // (1 << 20))


def _size(connection: sqlite3.Connection) -> int:
    (pages,), (page,) = connection.execute("PRAGMA page_count").fetchone(), connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(page)


@contextmanager
def _watched(part: Path, total: int, on_progress: Progress) -> Iterator[None]:
    """Tell how the file grows: SQLite itself does not."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_EVERY):
            on_progress(min(part.stat().st_size, total), total)

    thread = threading.Thread(target=look, name="backup-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


_OUR_TABLES = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('alembic_version', 'incident')"


def revision_of(path: Path) -> str:
    """The schema's revision of a whole file. Raises StorageError for what is foreign or damaged."""
    try:
        with path.open("rb") as file:
            if file.read(len(FIRST)) != FIRST:
                raise StorageError(FOREIGN.format(path=path))
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        try:
            return _checked(connection, path)
        finally:
            connection.close()
    except sqlite3.Error:
        raise StorageError(BROKEN.format(path=path)) from None


def _checked(connection: sqlite3.Connection, path: Path) -> str:
    if connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('alembic_version', 'incident')"
    ).fetchone() != (2,):
        raise StorageError(FOREIGN.format(path=path))
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise StorageError(BROKEN.format(path=path))
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None:
        raise StorageError(FOREIGN.format(path=path))
    return str(found[0])


def make_one_file(path: Path) -> None:
    """Nothing of the base stays in a file beside it, and the disk has it all. Raises StorageError."""
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        finally:
            connection.close()
    except sqlite3.Error:
        raise StorageError(BROKEN.format(path=path)) from None
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_sqlite_file(path: Path) -> bool:
    """Whether it begins as SQLite's files do. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(FIRST)) == FIRST
