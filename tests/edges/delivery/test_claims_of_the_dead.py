"""Several processes on one PostgreSQL: what a dead one was sending is free at once, what a living one sends is its own."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.delivery.courier import Courier
from bot.renderer import Renderer
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import Storage, open_storage
from bot.wakeups import Nudge
from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.messenger import Delivery, Message
from tests.conftest import DISTRICT, run_sql
from tests.kit.desk_town import StillClock, konakovo
from tests.kit.post_office import HeldPhotos, RecordingMessenger

ANN, PETER = ChatId(1001), ChatId(1002)


class HangingMessenger(RecordingMessenger):
    """What it is given is in flight until the test ends."""

    async def send(self, chat_id: ChatId, message: Message, **place: Any) -> Delivery:
        self.calls.append(("send", chat_id, message))
        await asyncio.Event().wait()
        raise AssertionError


def courier_on(storage: Storage, messenger: RecordingMessenger) -> Courier:
    return Courier(storage, StillClock(), messenger, Renderer(konakovo()), HeldPhotos(), konakovo().policy, Nudge(poll=0.05))


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Storage]:
    """The same database, seen by another process."""
    opened = await open_storage(postgres_url, DISTRICT)
    yield opened
    await opened.close()


async def say(storage: Storage, chat: ChatId) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=chat, code="stranger"))


async def step(courier: Courier) -> int:
    async with asyncio.TaskGroup() as group:
        return await courier._start_some(group)


async def in_flight(messenger: RecordingMessenger, count: int = 1) -> None:
    async with asyncio.timeout(30):
        while len(messenger.calls) < count:  # noqa: ASYNC110 - the messenger is the only witness
            await asyncio.sleep(0.01)


async def hearts_stand_still(url: str) -> None:
    """As if more than eight seconds had passed since the last beat."""
    if "courier" in metadata.tables:
        await run_sql(url, "UPDATE courier SET seen_at = seen_at - interval '8.1 seconds'")


async def test_what_a_dead_process_was_sending_is_sent_by_another_as_soon_as_its_heart_stands_still(
    postgres_storage: Storage, other: Storage, postgres_url: str
) -> None:
    dying, living = HangingMessenger(), RecordingMessenger()
    await say(postgres_storage, ANN)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(courier_on(postgres_storage, dying).run())
        await in_flight(dying)
        await say(postgres_storage, PETER)
        await in_flight(dying, 2)
        running.cancel()
    second = courier_on(other, living)
    assert await step(second) == 0
    await hearts_stand_still(postgres_url)
    await step(second)
    assert sorted(chat for _, chat, _ in living.calls) == [ANN, PETER]


async def test_what_a_living_process_sends_is_its_own(postgres_storage: Storage, other: Storage) -> None:
    sending = HangingMessenger()
    await say(postgres_storage, ANN)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(courier_on(postgres_storage, sending).run())
        await in_flight(sending)
        assert await step(courier_on(other, RecordingMessenger())) == 0
        running.cancel()


async def test_a_heart_beats_for_as_long_as_its_process_delivers(
    postgres_storage: Storage, other: Storage, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.heart.BEAT", 0.02)
    sending = HangingMessenger()
    await say(postgres_storage, ANN)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(courier_on(postgres_storage, sending).run())
        await in_flight(sending)
        await hearts_stand_still(postgres_url)
        await asyncio.sleep(0.5)
        assert await step(courier_on(other, RecordingMessenger())) == 0
        running.cancel()


async def test_processes_that_died_long_ago_are_forgotten(postgres_storage: Storage, postgres_url: str) -> None:
    await courier_on(postgres_storage, RecordingMessenger())._heart.start()  # type: ignore[union-attr] # PostgreSQL has one
    await run_sql(postgres_url, "UPDATE courier SET seen_at = seen_at - interval '2 days'")
    async with postgres_storage.transaction() as tx:
        assert await tx.couriers.forget_dead() == 1


async def test_a_file_of_one_process_needs_no_heartbeat(sqlite_url: str) -> None:
    opened = await open_storage(sqlite_url, DISTRICT)
    assert courier_on(opened, RecordingMessenger())._heart is None
    await opened.close()
