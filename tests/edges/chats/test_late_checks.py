"""A look at a chat that ends after the bot was thrown out of it: what is known since stays."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiogram import Bot

from bot.delivery.chat_checks import ChatChecks
from bot.telegram.adapter import make_bot
from bot.wakeups import Nudge
from incidents.desk.sources import chats as desk
from incidents.ids import ChatId
from incidents.sources.chats import ChatLack, SourceChat
from tests.kit.chat_updates import CHAT
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.phones import TOKEN
from tests.kit.source_chats import becomes_source


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def test_a_look_that_is_older_than_what_is_known_counts_for_nothing(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    await becomes_source(town.storage)

    async def thrown_out_meanwhile(_: Bot, chat: SourceChat) -> tuple[ChatLack, ...]:
        async with town.storage.transaction() as tx:
            await desk.thrown_out(tx, chat.chat_id, now=town.clock.now())
        return ()

    monkeypatch.setattr("bot.delivery.chat_checks.look", thrown_out_meanwhile)
    checks = ChatChecks(town.storage, town.clock, make_bot(TOKEN, api_base="http://127.0.0.1:9", proxy=None), Nudge())
    assert await checks.step() == 1
    async with town.storage.transaction() as tx:
        known = await tx.source_chats.in_chat(ChatId(CHAT))
        assert known is not None and known.lacks == (ChatLack.GONE,)
        assert [each.id for each in await tx.source_chats.to_check(town.clock.now() - timedelta(hours=1))] == [known.id]
