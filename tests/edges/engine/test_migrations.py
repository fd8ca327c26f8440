"""Migrations go forward: from every past revision to the head, and «migrated» equals «from scratch», on both engines."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, inspect
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import ReflectedIndex

from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.migrate import migrate, revisions, settings, upgrade
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import open_storage
from tests.conftest import fresh_postgres
from tests.kit.values.stored import DISTRICT

REVISIONS = ["base", *(script.revision for script in reversed(list(ScriptDirectory.from_config(settings()).walk_revisions())))]


def test_a_start_reads_the_same_revisions_as_alembic_without_it() -> None:
    scripts = ScriptDirectory.from_config(settings())
    assert revisions() == {script.revision: script.down_revision for script in scripts.walk_revisions()}
    assert set(revisions()) - set(revisions().values()) == {scripts.get_current_head()}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    return fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_migrations")


def shape(connection: Connection) -> dict[str, object]:
    """Tables with their columns, keys and indexes as the engine tells them."""
    seen = inspect(connection)
    tables = sorted(set(seen.get_table_names()) - {"alembic_version"})
    return {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)),
            seen.get_pk_constraint(table),
            sorted(map(str, seen.get_foreign_keys(table))),
            sorted(map(str, seen.get_unique_constraints(table))),
            sorted(_index(index) for index in seen.get_indexes(table)),
        )
        for table in tables
    }


def _index(index: ReflectedIndex) -> tuple[object, ...]:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return index["name"], index["column_names"], index["unique"], sorted(options.items())


@pytest.mark.parametrize("start", ["base", *REVISIONS[1::10]])
async def test_a_database_climbs_from_a_past_revision(empty_url: str, start: str) -> None:
    engine = make_engine(parse(empty_url))
    async with engine.begin() as connection:
        if start != "base":
            await connection.run_sync(upgrade, start)
    await engine.dispose()
    await asyncio.to_thread(migrate, empty_url)
    storage = await open_storage(empty_url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_a_database_climbs_step_by_step_through_every_past_revision(empty_url: str) -> None:
    engine = make_engine(parse(empty_url))
    for revision in REVISIONS[1:]:
        async with engine.begin() as connection:
            await connection.run_sync(upgrade, revision)
        async with engine.connect() as connection:
            assert await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision()) == revision
    await engine.dispose()
    storage = await open_storage(empty_url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_migrated_equals_from_scratch(empty_url: str) -> None:
    engine = make_engine(parse(empty_url))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        scratch = await connection.run_sync(shape)
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(upgrade)
        assert await connection.run_sync(shape) == scratch
        assert await connection.run_sync(lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)) == []
    await engine.dispose()


async def test_to_migrate_twice_changes_nothing(empty_url: str) -> None:
    await asyncio.to_thread(migrate, empty_url)
    await asyncio.to_thread(migrate, empty_url)


async def test_two_programs_that_migrate_at_once_take_turns(empty_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, empty_url) for _ in range(2)))
    storage = await open_storage(empty_url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_programs_that_open_a_new_file_at_once_wait_for_one_another(tmp_path: Path) -> None:
    async def opened(url: URL) -> None:
        engine = make_engine(url)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("SELECT 1")
        await engine.dispose()

    for turn in range(40):  # unmended it broke once in ten or so
        url = parse(f"sqlite+aiosqlite:///{tmp_path}/{turn}.db")
        await asyncio.gather(*(asyncio.to_thread(asyncio.run, opened(url)) for _ in range(4)))


async def test_a_migration_works_from_any_folder(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await asyncio.to_thread(migrate, empty_url)


async def test_every_table_and_unique_key_names_the_district() -> None:
    for table in metadata.sorted_tables:
        assert "district_id" in table.columns, table.name
        for index in table.indexes:
            assert "district_id" in index.columns, index.name
        for key in table.constraints:
            if isinstance(key, UniqueConstraint | PrimaryKeyConstraint):
                columns = set(key.columns.keys())
                assert columns == {"id"} or "district_id" in columns, table.name
