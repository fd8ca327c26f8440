"""Keep the database and settings readable by their owner only."""

import os
import shlex
import stat
from pathlib import Path

from sqlalchemy.engine import make_url

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ENV = ".env"


def open_to_others(database_url: str) -> list[str]:
    """The files of SQLite and `.env` that the group or everybody may read or change; on Windows rights are told otherwise: none."""
    url = make_url(database_url)
    base = url.database if url.get_backend_name() == "sqlite" else None
    files = [base + end for end in ("", "-wal", "-shm", "-journal")] if base else []
    return [each for each in (*files, ENV) if _mode(each) & OTHERS] if os.name == "posix" else []


def rights_line(database_url: str) -> str | None:
    """What to do about such files, in one line; None: all is well."""
    found = open_to_others(database_url)
    if not found:
        return None
    return f"Права: в файлах слова жителей и токены, а читать их может не только владелец: chmod 600 {shlex.join(found)}"


def is_open_to_others(file: Path) -> bool:
    """Whether others than the owner may read or change it; on Windows rights are told otherwise: no."""
    return os.name == "posix" and bool(_mode(str(file)) & OTHERS)


def _mode(file: str) -> int:
    try:
        return Path(file).stat().st_mode
    except (OSError, ValueError):
        return 0
