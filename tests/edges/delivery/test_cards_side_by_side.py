"""Several cards of one incident are written down at once: none has to be tried again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import pytest

from bot.delivery import settling
from bot.storage.delivery.copies import Copies, Copy
from incidents.ids import ChatId, IncidentId
from incidents.messenger import Done
from tests.kit.post_office import Post, post_office
from tests.kit.values.samples import reading

BESIDE = 0.3  # real seconds in which the other one comes as far
PATIENCE = 60.0


@pytest.fixture
async def post(postgres_url: str) -> AsyncIterator[Post]:
    async with post_office(postgres_url) as post:
        yield post


async def deliver(post: Post) -> None:
    """As the running courier does: all that is due at once."""
    started = 1
    while started:
        async with asyncio.TaskGroup() as group:
            started = await post.courier._start_some(group)


def refused(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the database did not take at the first try."""
    return [record.getMessage() for record in caplog.records if record.name == settling.__name__]


async def test_two_cards_of_one_incident_do_not_lock_each_other_out(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    save = Copies.save

    async def slow(copies: Copies, copy: Copy) -> None:
        await save(copies, copy)
        await asyncio.sleep(BESIDE)

    monkeypatch.setattr(Copies, "save", slow)
    incident = (await post.town.take(await post.town.write(), reading())).incident
    assert incident is not None
    await deliver(post)
    async with post.town.storage.transaction() as tx:
        assert len(await tx.copies.of(incident.id)) > 1
    assert refused(caplog) == []


async def test_photos_of_two_cards_do_not_either(post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    keep = Copies.keep_photos

    async def slow(copies: Copies, id: IncidentId, chat_id: ChatId, messages: Sequence[int]) -> None:
        await keep(copies, id, chat_id, messages)
        await asyncio.sleep(BESIDE)

    monkeypatch.setattr(Copies, "keep_photos", slow)
    post.messenger.says("photos", *[Done(message_id=700 + number) for number in range(9)])
    incident = (await post.town.take(await post.town.write(photos=("https://x/1",)), reading())).incident
    assert incident is not None
    await deliver(post)
    assert [call for call in post.messenger.calls if call[0] == "photos"]
    assert refused(caplog) == []


async def test_a_card_is_shown_while_somebody_changes_its_incident(post: Post) -> None:
    """It shows what stands; the change asks for a fresh one."""
    incident = (await post.town.take(await post.town.write(), reading())).incident
    assert incident is not None
    async with post.town.storage.transaction() as tx:
        await tx.incidents.get(incident.id)
        delivering = asyncio.ensure_future(deliver(post))
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while len(post.messenger.calls) < 2:  # noqa: ASYNC110 - the messenger is the witness
                    await asyncio.sleep(0.01)
        shown = len(post.messenger.calls)
    await delivering
    assert shown == 2
