"""Copy the database while the bot works; keep so many copies."""

import asyncio
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.backup.passport import (
    OUR_FOLDER,
    POSTGRESQL,
    SQLITE,
    Passport,
    Progress,
    checksum,
    copies_in,
    passport_of,
    write_passport,
)
from bot.storage.backup.postgres_dump import dump_to
from bot.storage.backup.sqlite_copy import copy_to, make_one_file, revision_of
from bot.storage.backup.without_talk import drop_talk, talk_ids
from bot.storage.engine.engine import is_sqlite, make_engine, parse
from bot.storage.engine.errors import StorageError, explained
from bot.storage.engine.migrate import current_revision
from bot.storage.engine.sqlite_probe import check_file
from incidents.ids import DistrictId

PART = ".part"
_LEFT = 86_400.0  # seconds: nobody makes one copy for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A copy that stands, and how many older ones went."""

    path: Path
    passport: Passport
    dropped: int


def nothing(_done: int, _total: int) -> None:
    """Nobody looks on."""


def make_copy(
    url: str, folder: Path, *, district: DistrictId, now: datetime, keep: int | None = None, on_progress: Progress = nothing
) -> Made:
    """Copy, check the copy, then take away all but the newest `keep`. Raises StorageError: one Russian line.

    `now`: local, it names the file. It runs a loop of its own: from a coroutine call it in a thread.
    """
    parsed = parse(url)
    try:
        folder.mkdir(mode=OUR_FOLDER, parents=True, exist_ok=True)
        path = folder / f"otklik-{district}-{now:%Y-%m-%d-%H%M%S}{SQLITE if is_sqlite(parsed) else POSTGRESQL}"
        part = path.with_name(path.name + PART)
        _clear(folder, district)
        try:
            revision = _copy(parsed, part, on_progress)
            size, digest = checksum(part, nothing)
            _settle(part)
            passport = Passport(district=district, revision=revision, taken_at=now, size=size, sha256=digest, program=_program())
            write_passport(path, passport)
            part.replace(path)
            _settle(folder)
        finally:
            part.unlink(missing_ok=True)
        return Made(path=path, passport=passport, dropped=_rotate(folder, district, keep) if keep else 0)
    except OSError as error:
        raise StorageError(f"Копия не записана, {error.filename or folder}: {error.strerror}") from error


def _copy(url: URL, part: Path, on_progress: Progress) -> str:
    """Into the file; gives back the schema's revision."""
    if is_sqlite(url):
        check_file(url, must_exist=True)
        copy_to(url, part, on_progress)
        revision = revision_of(part)
        asyncio.run(drop_talk(url.set(database=str(part))))
        make_one_file(part)
        return revision
    return asyncio.run(_dump(url, part))


async def _dump(url: URL, part: Path) -> str:
    """Dump the base without talk, as of one moment; gives back its revision."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            revision = await connection.run_sync(current_revision)
            if revision is None:
                raise StorageError("В этой базе нет Отклика: копировать нечего")
            await connection.execute(select(func.set_config("idle_in_transaction_session_timeout", "0", True)))
            snapshot = str((await connection.execute(select(func.pg_export_snapshot()))).scalar())
            try:
                talk = await talk_ids(connection)
            except StorageError:
                talk = ()  # a copy before an upgrade
            await asyncio.to_thread(dump_to, url, part, snapshot=snapshot, talk=talk)
    except (SQLAlchemyError, OSError) as error:
        raise explained(error, url) from error
    finally:
        await engine.dispose()
    return revision


def _clear(folder: Path, district: str) -> None:
    """What a copy that was broken off has left."""
    for left in folder.glob(f"otklik-{district}-*{PART}*"):
        if time.time() - left.stat().st_mtime > _LEFT:  # another copy may be being made now
            left.unlink(missing_ok=True)


def _rotate(folder: Path, district: str, keep: int) -> int:
    known = sorted(copies_in(folder, district), key=lambda each: each[1].taken_at, reverse=True)
    for path, _ in known[keep:]:
        path.unlink(missing_ok=True)
        passport_of(path).unlink(missing_ok=True)
    return len(known[keep:])


def _settle(path: Path) -> None:
    """Until the disk has it."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _program() -> str:
    with suppress(PackageNotFoundError):
        return version("otklik")
    return "?"
