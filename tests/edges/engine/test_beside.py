"""Storages of several districts over one pool of connections."""

import asyncio

import pytest

from bot.storage.engine.storage import Storage
from incidents.ids import DistrictId
from incidents.posts import Network

PRIMER = DistrictId("primer")


async def test_each_sees_its_own_rows_alone(storage: Storage) -> None:
    other = storage.beside(PRIMER)
    async with storage.transaction() as tx:
        await tx.sources.add(Network.VK, "-1", "Наше Конаково", None)
    async with other.transaction() as tx:
        assert await tx.sources.all() == []
        await tx.sources.add(Network.VK, "-1", "Наш Кедровск", None)
    async with storage.transaction() as tx:
        assert [each.title for each in await tx.sources.all()] == ["Наше Конаково"]
    await other.close()


async def test_districts_that_write_at_the_same_time_all_write(storage: Storage) -> None:
    others = [storage.beside(DistrictId(f"d{number}")) for number in range(5)]

    async def write(of: Storage) -> None:
        for number in range(5):
            async with of.transaction() as tx:
                await tx.sources.add(Network.VK, f"-{number + 1}", of.district_id, None)

    await asyncio.gather(*(write(each) for each in (storage, *others)))
    for each in (storage, *others):
        async with each.transaction() as tx:
            assert [source.title for source in await tx.sources.all()] == [each.district_id] * 5
        if each is not storage:
            await each.close()


async def test_one_that_is_closed_leaves_the_connections_to_the_others(storage: Storage) -> None:
    gone, stays = storage.beside(PRIMER), storage.beside(DistrictId("another"))
    await gone.close()
    for each in (storage, stays):
        async with each.transaction() as tx:
            assert await tx.sources.all() == []
    await stays.close()


async def test_a_failure_is_told_to_its_own_district(storage: Storage) -> None:
    other, heard = storage.beside(PRIMER), []
    storage.on_failure = lambda error, _began: heard.append(("konakovo", type(error)))
    other.on_failure = lambda error, _began: heard.append(("primer", type(error)))
    with pytest.raises(ZeroDivisionError):
        async with other.transaction():
            raise ZeroDivisionError
    assert heard == [("primer", ZeroDivisionError)]
    await other.close()
