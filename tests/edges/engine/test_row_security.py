"""PostgreSQL itself shows a transaction the rows of its district alone, whatever the statement forgets."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import counter, metadata
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import DistrictId

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
