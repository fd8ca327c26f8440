"""The lock beside SQLite's file: who uses it, who replaces it.

The file `otklik.db.lock` is never taken away. The system lets go of the lock when a process dies.
"""

import os
from pathlib import Path
from typing import Self

from bot.storage.engine.errors import StorageError

try:
    import fcntl
except ImportError:  # Windows: nothing is locked
    fcntl = None  # type: ignore[assignment]  # a module or nothing

OURS = 0o600
TAKEN = "База {path} сейчас восстанавливается из копии: подождите, пока otklik restore закончит"
UNPLACED = "База {path} не до конца восстановлена: повторите otklik restore"
IN_USE = "На базе {path} работает бот или другая команда otklik: остановите бота (sudo systemctl stop otklik) и повторите"


class InUse(StorageError):
    """Others hold the lock."""


class BaseLock:
    """A lock on the base, held until `close`; many may use it, one alone may replace it."""

    def __init__(self, base: Path, *, alone: bool = False) -> None:
        """Raises StorageError when the others do not allow it; who may not make the file works without it, unless `alone`."""
        self._handle: int | None = None
        if fcntl is None:
            return
        try:
            self._handle = os.open(f"{base}.lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), OURS)
            fcntl.flock(self._handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise InUse((IN_USE if alone else TAKEN).format(path=base)) from None
        except OSError as error:
            self.close()
            if alone:
                raise StorageError(f"{base}.lock: {error.strerror}") from None

    def close(self) -> None:
        """Let go."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def fresh_of(base: Path) -> Path:
    """Where the restored base lies, whole, from the moment when the former one is touched until it takes its place."""
    return base.with_name(f".{base.name}.restored")


def check_placed(base: Path) -> None:
    """Raise StorageError where a restore was cut at its last step: the file may lack its WAL, or be away."""
    if fresh_of(base).exists():
        raise StorageError(UNPLACED.format(path=base))
