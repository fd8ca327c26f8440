"""A server's clock ran a day ahead and is right again: nothing that was put off meanwhile waits for tomorrow."""

from datetime import datetime, timedelta

import pytest

from bot.storage.delivery.new_tries import QUIET
from bot.storage.engine.storage import Storage
from incidents.ids import ChatId
from incidents.messages import NotUnderstood
from tests.kit.values.samples import at

NOW, TOMORROW = at(12), at(12) + timedelta(days=1)
HOME = ChatId(7)
SOON = timedelta(minutes=1)


async def codes(storage: Storage, now: datetime) -> list[str | None]:
    async with storage.transaction() as tx:
        return [row.code for row in await tx.outbox.claim(now=now, lease=SOON, limit=5)]


async def put_back(storage: Storage, error: str) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.say(HOME, NotUnderstood())
        (row,) = await tx.outbox.claim(now=TOMORROW, lease=SOON, limit=5)
        await tx.outbox.put_back(row, until=TOMORROW + SOON, error=error, counts=True)


async def test_an_update_that_failed_meanwhile_is_tried_again_at_once(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx.inbox.add(1, [{"update_id": 1, "message": {"from": {"id": 7}}}], at=TOMORROW)
        row = await tx.inbox.next(now=TOMORROW)
        assert row is not None
        await tx.inbox.failed(row, "сломалось", now=TOMORROW)
        assert await tx.inbox.next(now=TOMORROW) is None
        assert await tx.inbox.next(now=NOW) is not None


async def test_a_message_that_failed_meanwhile_is_sent_at_once(storage: Storage) -> None:
    await put_back(storage, "TelegramNetworkError")
    assert await codes(storage, TOMORROW) == []
    assert await codes(storage, NOW) == ["not_understood"]


async def test_a_card_that_waits_for_the_morning_still_waits_for_it(storage: Storage) -> None:
    await put_back(storage, QUIET)
    assert await codes(storage, NOW) == []


@pytest.mark.parametrize("again", [False, True])
async def test_a_chat_that_was_paused_meanwhile_is_not_paused_for_a_day(storage: Storage, again: bool) -> None:
    async with storage.transaction() as tx:
        await tx.outbox.say(HOME, NotUnderstood())
        await tx.chats.pause(HOME, TOMORROW + SOON)
        if again:
            await tx.chats.pause(HOME, NOW + SOON)
    assert await codes(storage, NOW) == ([] if again else ["not_understood"])
    assert again is False or await codes(storage, NOW + SOON) == ["not_understood"]
