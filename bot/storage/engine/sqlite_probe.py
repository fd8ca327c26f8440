"""Probe SQLite's file before it is used: rights and damage.

They come out when it is written, not when it is opened.
"""

from pathlib import Path

from sqlalchemy.engine import URL

from bot.storage.engine import engine
from bot.storage.engine.base_lock import check_placed
from bot.storage.engine.errors import StorageError, explained
from bot.storage.engine.sqlite_library import sqlite3


def check_file(url: URL, *, must_exist: bool) -> None:
    """Try to write and take it back. Raises StorageError: one Russian line that says what to do.

    It waits for other programs, so from a coroutine call it in a thread. A connection of aiosqlite that fails to open
    leaves a thread behind which speaks to a loop that may be closed by then: hence the plain driver.
    """
    path = Path(url.database or "")
    _check_place(path, must_exist=must_exist)
    try:
        connection = sqlite3.connect(path, timeout=engine.BUSY_SECONDS, isolation_level=None)
        try:
            _try_to_write(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise explained(error, url) from error


def _try_to_write(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {int(version)}")
    connection.execute("ROLLBACK")


def _check_place(path: Path, *, must_exist: bool) -> None:
    try:
        if path.is_dir():
            raise StorageError(f"DATABASE__URL: {path} — папка, а нужен файл")
        if not path.parent.is_dir():
            raise StorageError(f"Папки {path.parent} нет: создайте её или поправьте DATABASE__URL")
        check_placed(path)
        if must_exist and not path.exists():
            raise StorageError(f"Базы {path} ещё нет: выполните otklik migrate")
    except OSError:
        raise StorageError(f"База {path} не открывается: проверьте права на папку {path.parent}") from None
