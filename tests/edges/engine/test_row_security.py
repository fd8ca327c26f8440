"""PostgreSQL itself shows a transaction the rows of its district alone, whatever the statement forgets."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.engine.migrate import migrate
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import counter, metadata
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import DistrictId
from tests.conftest import run_sql
from tests.edges.conftest import is_superuser

ROLE_SCRIPT = Path(__file__).parents[3] / "deploy" / "container" / "role.sh"
OURS, THEIRS = DistrictId("konakovo"), DistrictId("primer")
ALL = select(func.count()).select_from(counter)


@pytest.fixture
async def both(plain_url: str) -> AsyncIterator[tuple[Storage, Storage]]:
    """Two districts of one database, a row each."""
    storages = [await open_storage(plain_url, district) for district in (OURS, THEIRS)]
    for storage in storages:
        async with storage.transaction() as tx:
            await tx._next("row")
    yield storages[0], storages[1]
    await asyncio.gather(*(storage.close() for storage in storages))


async def test_a_statement_that_names_nobody_sees_our_rows(both: tuple[Storage, Storage]) -> None:
    for storage in both:
        async with storage.transaction() as tx:
            assert await tx._scalar(everywhere(ALL)) == 1
            assert await tx._run(everywhere(update(counter).values(value=7))) == 1


async def test_a_row_of_another_district_is_not_taken(both: tuple[Storage, Storage]) -> None:
    async with both[0].transaction() as tx:
        row = everywhere(insert(counter).values(district_id=THEIRS, name="x", value=1))
        with pytest.raises(DBAPIError, match="row-level security"):
            await tx._run(row)


@pytest.mark.usefixtures("both")
async def test_who_names_no_district_sees_all(plain_url: str) -> None:
    engine = create_async_engine(plain_url)
    async with engine.begin() as connection:
        assert (await connection.execute(ALL)).scalar_one() == 2
    await engine.dispose()


async def test_a_district_is_named_for_one_transaction(both: tuple[Storage, Storage]) -> None:
    async with both[0].transaction() as tx:
        assert await tx._scalar(everywhere(ALL)) == 1
    async with both[0]._engine.connect() as connection:  # the same connection, from the pool
        assert (await connection.execute(ALL)).scalar_one() == 2


async def test_no_table_is_left_out(plain_url: str) -> None:
    engine = create_async_engine(plain_url)
    async with engine.connect() as connection:
        held = await connection.exec_driver_sql("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        policies = await connection.exec_driver_sql("SELECT tablename FROM pg_policies")
        assert {name for (name,) in held} == set(metadata.tables) == {name for (name,) in policies}
    await engine.dispose()


async def test_a_role_that_passes_by_is_told_apart(plain_url: str, postgres_url: str, postgres_server: str) -> None:
    storages = [await open_storage(url, OURS) for url in (plain_url, postgres_url)]
    assert [await storage.keeps_districts_apart() for storage in storages] == [True, not await is_superuser(postgres_server)]
    await asyncio.gather(*(storage.close() for storage in storages))


async def test_sqlite_has_no_roles(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, OURS)
    assert await storage.keeps_districts_apart()
    await storage.close()


@pytest.mark.skipif(shutil.which("psql") is None, reason="psql is not installed")
async def test_the_role_of_the_container_is_a_plain_one(postgres_server: str) -> None:
    if not await is_superuser(postgres_server):
        pytest.skip("the server that was given lets us make no roles")
    url = make_url(postgres_server)
    host = {"PGHOST": str(url.host or url.query["host"]), "PGPORT": str(url.port or 5432)}
    await run_sql(postgres_server, "CREATE ROLE otklik_image LOGIN SUPERUSER PASSWORD 'secret'")
    try:
        env = os.environ | host | {"POSTGRES_USER": "otklik_image", "POSTGRES_PASSWORD": "it's a secret", "PGPASSWORD": "secret"}
        script = await asyncio.create_subprocess_exec(ROLE_SCRIPT, env=env)
        assert await script.wait() == 0
        plain = url.set(username="otklik", password="it's a secret", database="otklik").render_as_string(hide_password=False)
        await asyncio.to_thread(migrate, plain)
        storage = await open_storage(plain, OURS)
        assert await storage.keeps_districts_apart()
        await storage.close()
        (password,) = await asked(postgres_server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'otklik_image'")
        assert password is None, "the image's own role is let in from inside alone"
    finally:
        names = ("DROP DATABASE IF EXISTS otklik WITH (FORCE)", "DROP ROLE IF EXISTS otklik", "DROP ROLE otklik_image")
        await run_sql(postgres_server, *names)


async def asked(url: str, question: str) -> Sequence[object]:
    """The first row."""
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        row = (await connection.exec_driver_sql(question)).one()
    await engine.dispose()
    return tuple(row)
