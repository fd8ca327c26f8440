"""A process of which everything waits for a lock is alive still: what it is sending and what it runs stay its own."""

import asyncio
from contextlib import suppress

import pytest

from bot.delivery import heart as heart_module
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


async def test_a_database_that_stays_away_is_one_line_of_each_until_it_is_back(
    postgres_storage: Storage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_storage: Storage, **_how: bool) -> None:
        raise ConnectionError

    monkeypatch.setattr(heart_module, "BEAT", 0.01)
    heart, leases = Heart(postgres_storage), Leases(postgres_storage)
    await heart.start()
    leases.holds("sweeps")
    for _ in range(2):
        with monkeypatch.context() as patched, suppress(TimeoutError):
            patched.setattr(Storage, "transaction", away)
            for _ in range(5):
                await leases.renew()
            async with asyncio.timeout(0.2):
                await heart.run()
        await leases.renew()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await heart.run()
    told = [record.getMessage() for record in caplog.records]
    assert sorted(told) == ["leases are not renewed: ConnectionError"] * 2 + ["no heartbeat: ConnectionError"] * 2
