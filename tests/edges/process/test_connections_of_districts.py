"""Connections of several districts on PostgreSQL: one that is stuck leaves some to the others."""

import asyncio

from bot.storage.engine.storage import Storage
from incidents.ids import DistrictId

MANY = 20  # more than there are connections


async def test_a_district_that_is_stuck_leaves_connections_to_the_others(postgres_storage: Storage) -> None:
    stuck, other = postgres_storage.beside(DistrictId("primer")), postgres_storage.beside(postgres_storage.district_id)
    ends = asyncio.Event()

    async def hold() -> None:
        async with stuck.transaction():
            await ends.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(MANY):
            group.create_task(hold())
        await asyncio.sleep(0.2)
        asked = group.create_task(other.migrated())
        done, _ = await asyncio.wait([asked], timeout=10)
        ends.set()
        assert asked in done, "the others go on"
