"""Files beside a base: take a copy whole, put a base in the place of another.

SQLite replays a WAL into whatever file stands beside it: none may stay without its base, or meet another one.
"""

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.storage.backup.passport import OURS
from bot.storage.backup.sqlite_copy import check_room, make_one_file
from bot.storage.engine.base_lock import fresh_of
from bot.storage.engine.errors import StorageError

SIDES = ("-wal", "-shm", "-journal")
_WRITTEN = ("-wal", "-journal")  # what a base is not whole without
_WRITTEN_TO = "Рядом с копией лежит {path}: её открывала другая программа. Уберите этот файл, если вам нужна сама копия, и повторите"


def check_untouched(copy: Path) -> None:
    """Raise StorageError when something was written to a copy after its passport."""
    for side in _sides(copy, _WRITTEN):
        raise StorageError(_WRITTEN_TO.format(path=side))


def take(copy: Path, fresh: Path) -> None:
    """Copy the file with what stands in the files beside it, into one. Raises StorageError, OSError."""
    sides = _sides(copy, _WRITTEN)
    check_room(fresh.parent, sum(each.stat().st_size for each in (copy, *sides)))
    for each in (copy, *sides):
        path = fresh.with_name(fresh.name + each.name.removeprefix(copy.name))
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, OURS))
        shutil.copyfile(each, path)
    if sides:
        make_one_file(fresh)


def place(fresh: Path, base: Path, now: datetime) -> Path | None:
    """Put it in the place of the base; gives back where the former one lies.

    Cut at any moment it leaves the former base as it was, or `fresh_of(base)`, with which nothing starts and `finish` goes on.
    """
    aside = _put_aside(base, now)
    fresh.replace(fresh_of(base))
    finish(base)
    return aside


def finish(base: Path) -> None:
    """Do the last step of a restore, where one was cut there."""
    if (ready := fresh_of(base)).exists():
        for side in SIDES:
            base.with_name(base.name + side).unlink(missing_ok=True)
        ready.replace(base)


def _put_aside(base: Path, now: datetime) -> Path | None:
    """Let the former base, with what belongs to it, have a second name; None: there is no base."""
    aside = base.with_name(f"{base.name}.before-{now:%Y-%m-%d-%H%M%S}")
    for side in ("", *SIDES):
        if (file := base.with_name(base.name + side)).exists():
            _second_name(file, aside.with_name(aside.name + side))
    return aside if aside.exists() else None


def _second_name(file: Path, name: Path) -> None:
    """A link, or a copy where the disk knows none."""
    name.unlink(missing_ok=True)
    with suppress(OSError):
        os.link(file, name)
        return
    check_room(name.parent, file.stat().st_size)
    shutil.copy2(file, name)


def _sides(base: Path, sides: tuple[str, ...]) -> list[Path]:
    """Those that hold something."""
    files = [base.with_name(base.name + side) for side in sides]
    return [file for file in files if file.exists() and file.stat().st_size]
