"""Copies of the database: made while the bot works, checked, kept so many."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.engine import make_url

from bot.storage.backup.make import make_copy
from bot.storage.backup.passport import passport_of, read_passport
from bot.storage.backup.sqlite_copy import revision_of
from bot.storage.engine.errors import StorageError
from bot.storage.engine.sqlite_library import sqlite3
from tests.kit.desk_town import DISTRICT, START, DeskTown, desk_town


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """As a server gives it: what is made carelessly is readable by everybody."""
    former = os.umask(0o022)
    yield
    os.umask(former)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def incidents_in(copy: Path) -> int:
    connection = sqlite3.connect(copy)
    try:
        (number,) = connection.execute("SELECT count(*) FROM incident").fetchone()
    finally:
        connection.close()
    return int(number)


def garble(base: Path) -> None:
    content = base.read_bytes()
    base.write_bytes(content[:8192] + os.urandom(len(content) - 8192))


async def test_a_copy_is_whole_has_a_passport_and_is_read_by_its_owner_only(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    await town.open()
    seen: list[tuple[int, int]] = []
    folder = tmp_path / "copies"
    made = await asyncio.to_thread(
        make_copy, sqlite_url, folder, district=DISTRICT, now=START, on_progress=lambda done, total: seen.append((done, total))
    )
    passport = read_passport(made.path)
    assert passport is not None
    assert (passport.taken_at, passport.district, passport.size) == (START, DISTRICT, made.path.stat().st_size)
    assert passport.revision == revision_of(made.path)
    assert incidents_in(made.path) == 1
    assert (mode(folder), mode(made.path), mode(passport_of(made.path))) == (0o700, 0o600, 0o600)
    assert sorted(each.name for each in folder.iterdir()) == sorted([made.path.name, passport_of(made.path).name])


async def test_presses_go_on_while_a_copy_is_made_and_the_copy_is_one_moment(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    opened = 0
    async with asyncio.TaskGroup() as group:
        copying = group.create_task(asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START))
        while not copying.done() or opened < 3:
            await town.open(f"Яма номер {opened} на дороге, колесо пробили")
            opened += 1
    made = copying.result()
    assert 0 <= incidents_in(made.path) <= opened


async def test_only_the_newest_are_kept_and_nobody_elses_file_goes(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("otklik-konakovo-2020-01-01-000000.db", "otklik.db", "notes.txt"):
        (folder / name).write_text("мой файл")
    for day in range(4):
        now = START + timedelta(days=day)
        made = await asyncio.to_thread(make_copy, sqlite_url, folder, district=DISTRICT, now=now, keep=2)
        assert made.dropped == (1 if day > 1 else 0)
    names = sorted(each.name for each in folder.glob("*.db"))
    assert names == [
        "otklik-konakovo-2020-01-01-000000.db",
        "otklik-konakovo-2026-11-26-061400.db",
        "otklik-konakovo-2026-11-27-061400.db",
        "otklik.db",
    ]
    assert len(list(folder.glob("*.json"))) == 2


async def test_a_disk_without_room_gives_no_copy_and_leaves_nothing(
    town: DeskTown, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=300 << 20)  # room for the copy, but the base would soon have none to grow
    monkeypatch.setattr("bot.storage.backup.sqlite_copy.shutil.disk_usage", lambda folder: free)
    with pytest.raises(StorageError, match="не хватает места"):
        await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
    assert list((tmp_path / "copies").iterdir()) == []

    monkeypatch.setattr("bot.storage.backup.sqlite_copy._on_one_disk", lambda base, folder: False)
    made = await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
    assert made.path.exists(), "a disk of its own may be filled"


async def test_a_damaged_base_gives_no_copy(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    await town.storage.close()
    base = Path(str(make_url(sqlite_url).database))
    garble(base)
    with pytest.raises(StorageError, match="повреждена"):
        await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
    assert list((tmp_path / "copies").glob("*.db")) == []


async def test_a_folder_that_cannot_be_made_is_said_in_words(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Копия не записана"):
        await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "file" / "copies", district=DISTRICT, now=START)


async def test_without_pg_dump_the_error_says_what_to_install(
    postgres_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match="Программы pg_dump нет: поставьте клиент PostgreSQL"):
        await asyncio.to_thread(make_copy, postgres_database, tmp_path / "copies", district=DISTRICT, now=START)
    assert list((tmp_path / "copies").iterdir()) == []
