"""A process of which everything waits for a lock is alive still: what it is sending and what it runs stay its own."""

import asyncio

from bot.delivery.heart import Heart
from bot.leases import Leases
from bot.storage.engine.storage import Storage

MANY = 20  # more than there are connections


async def test_a_process_that_is_stuck_keeps_its_heartbeat_and_its_leases(postgres_storage: Storage) -> None:
    heart, leases, end = Heart(postgres_storage), Leases(postgres_storage), asyncio.Event()

    async def hold(*, person_waits: bool) -> None:
        async with postgres_storage.transaction(person_waits=person_waits):
            await end.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(MANY):
            group.create_task(hold(person_waits=number % 2 == 0))
        await asyncio.sleep(0.2)
        beats = [asyncio.ensure_future(each) for each in (heart.start(), _asked(leases))]
        done, _ = await asyncio.wait(beats, timeout=10)
        end.set()
    assert all(each in done for each in beats), "neither waited for the others"
    assert beats[1].result() is True


async def _asked(leases: Leases) -> bool:
    leases.holds("poll")
    await leases.renew()
    return leases.holds("poll")
