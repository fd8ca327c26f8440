"""SQLite through one trip a statement answers as through four, and makes one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import exc, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.engine.engine import make_engine

THREE: list[dict[str, Any]] = [{"a": 1, "b": "один"}, {"a": 2, "b": "два"}, {"a": 3, "b": None}]


@pytest.fixture(params=["ours", "stock"])
async def connection(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'one.db'}")
    engine = make_engine(url) if request.param == "ours" else create_async_engine(url)
    async with engine.connect() as opened:
        await opened.execute(text("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"))
        yield opened
    await engine.dispose()


async def test_rows_names_and_counts_are_those_of_the_stock_driver(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO t (a, b) VALUES (:a, :b)"), THREE)
    selected = await connection.execute(text("SELECT a, b FROM t ORDER BY a"))
    assert list(selected.keys()) == ["a", "b"]
    assert [tuple(row) for row in selected] == [(1, "один"), (2, "два"), (3, None)]
    assert (await connection.execute(text("SELECT a FROM t WHERE a > 9"))).all() == []
    updated = await connection.execute(text("UPDATE t SET b = 'x' WHERE a > 1"))
    assert updated.rowcount == 2
    inserted = await connection.execute(text("INSERT INTO t (b) VALUES ('ещё')"))
    assert inserted.lastrowid == 4


async def test_an_error_is_said_and_the_connection_goes_on(connection: AsyncConnection) -> None:
    await connection.execute(text("INSERT INTO t (a, b) VALUES (1, 'есть')"))
    with pytest.raises(exc.IntegrityError):
        await connection.execute(text("INSERT INTO t (a, b) VALUES (1, 'снова')"))
    with pytest.raises(exc.OperationalError):
        await connection.execute(text("SELECT nothing FROM nowhere"))
    assert (await connection.execute(text("SELECT count(*) FROM t"))).scalar_one() == 1


async def test_a_statement_makes_one_trip(connection: AsyncConnection, request: pytest.FixtureRequest) -> None:
    trips = 0
    stock: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, *args: object) -> object:
        nonlocal trips
        trips += 1
        return await stock(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_execute", counted)
        (await connection.execute(text("SELECT a, b FROM t"))).all()
    assert trips == (1 if "ours" in request.node.name else 4)
