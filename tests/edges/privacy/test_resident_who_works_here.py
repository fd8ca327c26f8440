"""Somebody wrote as a resident and is an official now: erasing the post leaves them at work."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.storage.delivery.chats import chat
from bot.storage.engine.own_district import everywhere
from incidents.ids import ChatId
from incidents.posts import Network
from tests.kit.desk_town import DeskTown, desk_town

STRANGER = ChatId(7007)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as made:
        yield made


async def _chats(town: DeskTown) -> set[int]:
    async with town.storage.transaction() as tx:
        return {row.chat_id for row in await tx._all(everywhere(select(chat.c.chat_id)))}


async def _erase(town: DeskTown, author: ChatId, *, old: bool) -> None:
    """A message of theirs to the bot, years ago; it goes."""
    post = await town.write("На Лесной опять яма на дороге", network=Network.PRIVATE, external_id=f"{author}/1", author_id=str(author))
    await town.take(post)
    await town.sweep_outbox()
    incident = await town.open("В Редкино на Правды нет тепла")
    async with town.storage.transaction() as tx:
        await tx.chats.pause(author, town.clock.now())
        await tx.audit.add("enrolled", user_id=author, at=town.clock.now(), data={})
        await tx.outbox.refresh_here(incident.id, author, None)
        reach = await tx.personal_data.reach([post.id])
        await tx.personal_data.erase(reach, at=town.clock.now(), old=old)


@pytest.mark.parametrize("old", [True, False])
async def test_the_cards_of_one_who_works_here_go_on_coming(town: DeskTown, old: bool) -> None:
    ann = town.chat("ann")
    await _erase(town, ann, old=old)
    assert ann in {row.chat_id for row in await town.rows()}
    assert ann in await _chats(town)
    assert ("enrolled", ann) in await town.audited()


async def test_of_one_who_left_the_chat_goes_by_request(town: DeskTown) -> None:
    ann = town.who("ann")
    async with town.storage.transaction() as tx:
        await tx.officials.save(replace(ann, active=False, left_at=town.clock.now()))
    await _erase(town, ann.user_id, old=False)
    assert ann.user_id not in {row.chat_id for row in await town.rows()}
    assert ann.user_id not in await _chats(town)


async def test_by_the_term_nobodys_chat_goes(town: DeskTown) -> None:
    """Whoever wrote years ago may be writing today."""
    await _erase(town, STRANGER, old=True)
    assert STRANGER in {row.chat_id for row in await town.rows()}
    assert STRANGER in await _chats(town)
