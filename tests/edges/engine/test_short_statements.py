"""A short statement of SQLite makes no trip to the thread, and does what it would have done there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import exc, insert, select

from bot.storage.engine import one_trip
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.schema import counter
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from tests.kit.values.stored import DISTRICT


@built_once
def named(district_id: str, name: str) -> Any:  # Any: a statement
    return select(counter.c.value).where(counter.c.district_id == district_id, counter.c.name == name)


ADDED = insert(counter)


def one(name: str, value: int) -> Asked:
    return Asked(ADDED, {"district_id": DISTRICT, "name": name, "value": value})


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    storage = await open_storage(sqlite_url, DISTRICT)
    yield storage
    await storage.close()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_trip, "_took", {})
    monkeypatch.setattr(one_trip, "SHORT", 60.0)  # whatever the machine does meanwhile
    monkeypatch.setattr(one_trip, "HOLD", 60.0)


@contextmanager
def counted() -> Iterator[list[int]]:
    trips = [0]
    stock: Any = aiosqlite.Connection._execute

    async def trip(self: aiosqlite.Connection, *args: object) -> object:
        trips[0] += 1
        return await stock(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aiosqlite.Connection, "_execute", trip)
        yield trips


async def asked(tx: Tx, name: str = "cards") -> int | None:
    found: int | None = await tx._scalar(named(district_id=DISTRICT, name=name))
    return found


async def test_the_first_time_it_goes_to_the_thread_and_then_no_more(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx._run(one("cards", 7))
        with counted() as trips:
            assert [await asked(tx), await asked(tx), await asked(tx, "none")] == [7, 7, None]
    assert trips == [1]


async def test_what_took_long_the_last_time_goes_to_the_thread(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with storage.transaction() as tx:
        await asked(tx)
        monkeypatch.setattr(one_trip, "SHORT", 0.0)
        with counted() as trips:
            await asked(tx)
            await asked(tx)
    assert trips == [2]


async def test_a_transaction_that_holds_the_loop_goes_to_the_thread_in_between(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with storage.transaction() as tx:
        await asked(tx)
        monkeypatch.setattr(one_trip, "HOLD", -1.0)
        with counted() as trips:
            await asked(tx)
    assert trips == [1]


@pytest.mark.parametrize("is_known", [False, True])
async def test_an_error_is_said_and_leaves_nothing_behind(storage: Storage, *, is_known: bool) -> None:
    async with storage.transaction() as tx:
        await tx._run(one("cards", 7))
        if is_known:
            await tx._run(one("known", 1))
    with pytest.raises(exc.IntegrityError):
        async with storage.transaction() as tx:
            await tx._run(one("more", 1))
            await tx._run(one("cards", 8))
    async with storage.transaction() as tx:
        assert [await asked(tx), await asked(tx, "more")] == [7, None]


async def test_several_rows_at_once_and_counts_are_as_in_the_thread(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx._run(one("first", 1)) == 1
        assert await tx._run(one("second", 2)) == 1
        rows = [{"district_id": DISTRICT, "name": f"n{n}", "value": n} for n in range(3)]
        assert await tx._run(Asked(ADDED, rows)) == 3
        assert [await asked(tx, f"n{n}") for n in range(3)] == [0, 1, 2]
