"""The SQLite library of the whole program.

Python brings the system's SQLite, often of 3.7.0–3.51.2: there a WAL may corrupt the file when two connections meet
(docs/decisions/2026-11-26-wal-by-a-safe-library.md). `pysqlite3` brings a safe one for the common platforms. Two libraries on one
file in one process take each other's locks away, so a file of the bot is opened by this module's `sqlite3` and by no other.
"""

import sqlite3 as of_python
from typing import TYPE_CHECKING

__all__ = ["has_safe_wal", "sqlite3"]


def has_safe_wal(version: tuple[int, ...]) -> bool:
    """Whether several connections may share a WAL: fixed in 3.51.3, 3.50.7 and 3.44.6 (sqlite.org/wal.html)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


if TYPE_CHECKING:
    import sqlite3
elif has_safe_wal(of_python.sqlite_version_info):
    sqlite3 = of_python
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        sqlite3 = of_python
