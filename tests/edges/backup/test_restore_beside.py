"""Restore and the files beside a base: a WAL is never lost, never mixed into another base."""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.backup.make import make_copy
from bot.storage.backup.passport import passport_of
from bot.storage.engine.errors import StorageError
from bot.storage.engine.migrate import migrate
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import open_storage
from bot.storage.restore.restore import Restoration, restore
from tests.kit.desk_town import DISTRICT, START, desk_town

TITLE, IN_WAL = "SELECT title FROM source", "UPDATE source SET title = 'Записано последним'"


@dataclass
class Lying:
    """A base that nobody uses, and a copy of it."""

    url: str
    base: Path
    copy: Path

    @property
    def wal_of_the_copy(self) -> Path:
        return Path(f"{self.copy}-wal")

    @property
    def beside(self) -> list[str]:
        """What a restore has put aside."""
        return sorted(each.name.partition(".before-")[2][17:] for each in self.base.parent.glob("*.before-*"))

    async def restore(self, copy: Path | None = None, *, hours: int = 5) -> Restoration:
        return await asyncio.to_thread(restore, self.url, copy or self.copy, district=DISTRICT, now=START + timedelta(hours=hours))


@pytest.fixture
async def lying(sqlite_url: str, tmp_path: Path) -> Lying:
    async with desk_town(sqlite_url) as town:
        await town.open()
        base = Path(sqlite_url.removeprefix("sqlite+aiosqlite:///"))
        made = await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
    return Lying(sqlite_url, base, made.path)


def write_and_die(base: Path) -> None:
    """The last transaction stands in the WAL, as after a loss of power."""
    pulled = base.with_name("pulled")
    connection = sqlite3.connect(base, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0", IN_WAL):
        connection.execute(statement)
    for side in ("", "-wal"):
        shutil.copyfile(f"{base}{side}", f"{pulled}{side}")
    connection.close()
    for side in ("", "-wal"):
        Path(f"{pulled}{side}").replace(f"{base}{side}")


def titles(base: Path) -> set[str]:
    connection = sqlite3.connect(base)
    found = {title for (title,) in connection.execute(TITLE)}
    connection.close()
    return found


async def test_a_copy_is_taken_with_the_wal_beside_it(lying: Lying) -> None:
    passport_of(lying.copy).unlink()
    write_and_die(lying.copy)
    was = lying.wal_of_the_copy.read_bytes()
    await lying.restore()
    assert titles(lying.base) == {"Записано последним"}
    assert lying.wal_of_the_copy.read_bytes() == was, "the copy itself stays as it was"


async def test_a_proved_copy_that_was_written_to_is_refused_in_words(lying: Lying) -> None:
    lying.wal_of_the_copy.write_bytes(b"what another program has left")
    before = lying.base.read_bytes()
    with pytest.raises(StorageError, match=r"Рядом с копией лежит .*-wal: .*Уберите этот файл"):
        await lying.restore()
    assert lying.base.read_bytes() == before
    lying.wal_of_the_copy.write_bytes(b"")
    assert (await lying.restore()).is_proved, "an empty one means nothing"


async def test_the_former_base_keeps_its_wal(lying: Lying) -> None:
    write_and_die(lying.base)
    done = await lying.restore()
    assert titles(lying.base) != {"Записано последним"}
    assert done.aside is not None
    assert titles(done.aside) == {"Записано последним"}


async def test_the_wal_of_a_base_that_is_lost_does_not_get_into_the_restored_one(lying: Lying) -> None:
    write_and_die(lying.base)
    lying.base.unlink()
    await lying.restore()
    assert titles(lying.base) != {"Записано последним"}
    assert lying.beside == ["-wal"]


async def test_a_cut_at_the_last_step_loses_nothing_and_makes_no_empty_base(lying: Lying, monkeypatch: pytest.MonkeyPatch) -> None:
    write_and_die(lying.base)
    really = Path.replace

    def cut(source: Path, target: Path) -> Path:
        if Path(target) == lying.base:
            raise OSError(5, "the power went", str(target))
        return really(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(StorageError, match="the power went"):
            await lying.restore()
    assert lying.beside == ["", "-wal"], "the former base stands aside whole before anything else"
    for use in (open_storage(lying.url, DISTRICT), asyncio.to_thread(migrate, lying.url)):
        with pytest.raises(StorageError, match="не до конца восстановлена: повторите otklik restore"):
            await use
    await lying.restore(hours=6)
    (former,) = lying.base.parent.glob("*.before-*-111400")
    assert titles(former) == {"Записано последним"}
    storage = await open_storage(lying.url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_where_the_disk_knows_no_links_the_former_base_is_copied(lying: Lying, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_paths: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", no_links)
    write_and_die(lying.base)
    done = await lying.restore()
    assert done.aside is not None
    assert titles(done.aside) == {"Записано последним"}
