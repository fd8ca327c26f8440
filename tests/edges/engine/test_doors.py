"""A database that cannot be used is one clear Russian line, whatever is wrong with it."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.storage.engine import engine as engines
from bot.storage.engine.engine import journal_mode, make_engine
from bot.storage.engine.errors import NEWER, OLDER, StorageError, explained, fails_for_now
from bot.storage.engine.migrate import migrate
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import Storage, open_storage
from tests.conftest import fresh_postgres, run_sql
from tests.kit.values.stored import DISTRICT

NOBODY = 65534


@contextmanager
def somebody_without_rights() -> Iterator[None]:
    """Root may write anywhere, so under root the process becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody else's rights hide."""
    with tempfile.TemporaryDirectory(prefix="otklik-doors-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def refusal(url: str) -> str:
    """What the person reads."""
    with pytest.raises(StorageError) as error:
        storage = await open_storage(url, DISTRICT)
        try:
            await storage.migrated()
        finally:
            await storage.close()
    assert "\n" not in error.value.user_text
    return error.value.user_text


async def refusal_of_migrate(url: str) -> str:
    with pytest.raises(StorageError) as error:
        await asyncio.to_thread(migrate, url)
    return error.value.user_text


@pytest.fixture
def database(folder: Path) -> Path:
    path = folder / "otklik.db"
    migrate(url_of(path))
    return path


def rights(path: Path, mode: int) -> None:
    path.chmod(mode)


async def test_a_file_that_is_read_only(database: Path) -> None:
    rights(database.parent, 0o777)
    rights(database, 0o444)
    with somebody_without_rights():
        line = await refusal(url_of(database))
        assert line == await refusal_of_migrate(url_of(database))
    assert line == f"База {database} доступна только для чтения: дайте права на запись файлу и папке {database.parent}"


async def test_a_folder_without_rights_to_write(database: Path) -> None:
    rights(database, 0o666)
    rights(database.parent, 0o555)
    with somebody_without_rights():
        line = await refusal(url_of(database))
    assert line in {
        f"База {database} не открывается: проверьте права на папку {database.parent}",
        f"База {database} доступна только для чтения: дайте права на запись файлу и папке {database.parent}",
    }


async def test_a_folder_without_rights_to_make_a_file(folder: Path) -> None:
    rights(folder, 0o555)
    with somebody_without_rights():
        line = await refusal_of_migrate(url_of(folder / "new.db"))
    assert line == f"База {folder}/new.db не открывается: проверьте права на папку {folder}"


async def test_a_folder_that_may_not_even_be_entered(database: Path) -> None:
    rights(database.parent, 0o000)
    with somebody_without_rights():
        line = await refusal(url_of(database))
    assert line == f"База {database} не открывается: проверьте права на папку {database.parent}"


async def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "otklik.db"
    for line in (await refusal(url_of(path)), await refusal_of_migrate(url_of(path))):
        assert line == f"Папки {path.parent} нет: создайте её или поправьте DATABASE__URL"


async def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    assert await refusal(url_of(tmp_path)) == f"DATABASE__URL: {tmp_path} — папка, а нужен файл"


async def test_a_database_that_was_never_made_is_not_made_by_opening(tmp_path: Path) -> None:
    path = tmp_path / "otklik.db"
    assert await refusal(url_of(path)) == f"Базы {path} ещё нет: выполните otklik migrate"
    assert not path.exists()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("это не база " * 100)
    for line in (await refusal(url_of(path)), await refusal_of_migrate(url_of(path))):
        assert line == f"Файл {path} не похож на базу: поправьте DATABASE__URL"


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)


async def test_a_damaged_database(sqlite_url: str) -> None:
    path = Path(make_url(sqlite_url).database or "")
    damage(path)
    assert await refusal(sqlite_url) == f"База {path} повреждена: восстановите её из резервной копии"


async def test_a_database_that_another_program_holds(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    path = make_url(sqlite_url).database
    other = sqlite3.connect(path or "", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        for line in (await refusal(sqlite_url), await refusal_of_migrate(sqlite_url)):
            assert line == f"База {path} занята другой программой: закройте её и повторите"
    finally:
        other.close()


@pytest.mark.parametrize("url", ["", "чушь", "mysql://a:secret@b/c", "sqlite:///x.db", "postgresql://a:secret@b/c"])
async def test_an_address_of_another_kind(url: str) -> None:
    assert await refusal(url) == "DATABASE__URL: нужен адрес вида sqlite+aiosqlite:///файл или postgresql+asyncpg://…"


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
async def test_a_database_in_memory(url: str) -> None:
    assert await refusal(url) == "DATABASE__URL: нужен файл, а не база в памяти"


async def test_a_server_that_does_not_answer() -> None:
    url = "postgresql+asyncpg://otklik:secret@127.0.0.1:1/otklik"
    for line in (await refusal(url), await refusal_of_migrate(url)):
        assert line == "PostgreSQL 127.0.0.1:1 не отвечает: проверьте адрес и запущен ли сервер"


async def test_a_server_without_such_a_database(postgres_server: str) -> None:
    url = make_url(postgres_server).set(database="nowhere").render_as_string(hide_password=False)
    assert "нет базы «nowhere»: создайте её" in await refusal(url)


class Said(Exception):
    """An error of the server, as asyncpg has it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("password secret")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Said("28P01"), "PostgreSQL db не принял имя или пароль: проверьте DATABASE__URL"),
        (Said("53300"), "PostgreSQL db не принимает новых соединений: проверьте его пределы"),
        (Said("57P03"), "PostgreSQL db ещё запускается: повторите через минуту"),
        (Said("25006"), "База PostgreSQL «otklik» доступна только для чтения"),
        (RuntimeError("secret"), "База не открывается (RuntimeError): проверьте DATABASE__URL"),
    ],
)
def test_what_a_server_says_is_said_in_russian(error: Exception, line: str) -> None:
    assert explained(error, make_url("postgresql+asyncpg://u:secret@db/otklik")).user_text == line


def of_the_server(sqlstate: str) -> DBAPIError:
    return DBAPIError("SELECT 1", {}, Said(sqlstate))


def of_the_file(name: str) -> OperationalError:
    error = sqlite3.OperationalError("a residents' word")
    error.sqlite_errorname = name
    return OperationalError("SELECT 1", {}, error)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (of_the_server("57P01"), True),  # shut down
        (of_the_server("53300"), True),  # too many connections
        (of_the_server("08006"), True),
        (of_the_server("40P01"), True),
        (of_the_server("22021"), False),  # a character that it does not take
        (of_the_server("42P01"), False),
        (of_the_file("SQLITE_FULL"), True),
        (of_the_file("SQLITE_READONLY_DBMOVED"), True),
        (of_the_file("SQLITE_BUSY"), True),
        (of_the_file("SQLITE_ERROR"), False),
        (DBAPIError("SELECT 1", {}, Exception("gone"), connection_invalidated=True), True),
        (ConnectionRefusedError(), True),
        (FileNotFoundError("a font"), False),
        (RuntimeError("a defect"), False),
    ],
)
def test_trouble_of_the_database_is_told_from_a_defect_of_ours(error: Exception, passes: bool) -> None:
    assert fails_for_now(error) is passes


async def test_a_database_older_than_the_program(tmp_path: Path, postgres_server: str) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_empty")
    for url in (url_of(path), empty):
        assert await refusal(url) == OLDER


async def test_a_database_newer_than_the_program(sqlite_url: str, postgres_server: str) -> None:
    with sqlite3.connect(make_url(sqlite_url).database or "") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    newer = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_newer")
    await asyncio.to_thread(migrate, newer)
    await run_sql(newer, "UPDATE alembic_version SET version_num = '9999'")
    for url in (sqlite_url, newer):
        assert await refusal(url) == NEWER
        assert await refusal_of_migrate(url) == NEWER


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 46, 1), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 4), "WAL"),
    ],
)
def test_the_write_ahead_log_is_used_where_it_is_safe(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


async def test_a_servers_socket_that_is_not_there_is_trouble_of_the_database(tmp_path: Path) -> None:
    engine = make_engine(make_url(f"postgresql+asyncpg://otklik@/otklik?host={tmp_path}"))
    storage = Storage(engine, DISTRICT)
    with pytest.raises(ConnectionError) as failed:
        async with storage.transaction():
            pass
    assert isinstance(failed.value.__cause__, FileNotFoundError)
    assert fails_for_now(failed.value)
    await storage.close()


async def test_a_file_that_was_taken_away_takes_nothing_more(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    failures: list[Exception] = []
    storage.on_failure = lambda error, _began: failures.append(error)
    await asyncio.to_thread(Path(str(make_url(sqlite_url).database)).unlink)
    with pytest.raises(DBAPIError) as failed:
        async with storage.transaction() as tx:
            await tx.slots.take("a job", date(2026, 11, 26), at=datetime(2026, 11, 26, tzinfo=UTC))
    assert fails_for_now(failed.value)
    assert failures == [failed.value]
    await storage.close()
