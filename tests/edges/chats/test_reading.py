"""A chat that is read: threads, albums, edits and channels become posts, raw rows keep no words, silence is said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest
from aiogram import Bot
from sqlalchemy import select

from bot.delivery.chat_checks import AGAIN, ChatChecks, chat_line, look
from bot.reading.chat_access import ChatAccess
from bot.reading.collect import Collecting
from bot.storage.engine.own_district import everywhere
from bot.storage.sources.pushed import pushed
from bot.telegram.incoming.door import take_in
from bot.wakeups import Nudge
from incidents.answers.values import AnswerState
from incidents.posts import Post, Source, SourceMark
from incidents.sources.chats import ChatKind, ChatLack, SourceChat
from tests.kit.chat_standing import telegram_says
from tests.kit.chat_updates import (
    BOT,
    CHANNEL,
    NEIGHBOUR,
    TEXT,
    WRITTEN,
    Json,
    anonymous,
    channel_post,
    in_discussion,
    message,
    of_bot,
    photo,
    update,
)
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.phones import Phones, phones
from tests.kit.scripted_collector import sweep
from tests.kit.source_chats import becomes_source


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def collecting(town: DeskTown, album: float = 0.0) -> Collecting:
    chats = ChatAccess(town.storage, album=album)
    return Collecting(town.storage, town.clock, (), Nudge(), every=180.0, collector_of=chats.collector_of)


async def comes(town: DeskTown, *updates: Json) -> None:
    async with town.storage.transaction() as tx:
        await take_in(tx, BOT, updates, at=town.clock.now(), username="otklik_bot")


async def read(town: DeskTown, *updates: Json, one: Collecting | None = None) -> None:
    await comes(town, *updates)
    async with asyncio.TaskGroup() as group:
        await (one or collecting(town)).drain(group)


async def posts(town: DeskTown) -> dict[str, Post]:
    async with town.storage.transaction() as tx:
        return {each.post.external_id: each.post for each in await tx.unread.next(1000)}


async def source_of(town: DeskTown, chat: SourceChat) -> Source:
    assert chat.source_id is not None
    async with town.storage.transaction() as tx:
        return await tx.sources.get(chat.source_id)


async def test_words_become_posts_and_their_raw_rows_are_blanked(town: DeskTown) -> None:
    await becomes_source(town.storage)
    await read(town, update(1, message(11)), update(2, of_bot(12)), update(3, message(13, None, new_chat_title="Двор")))
    assert list(await posts(town)) == ["c/1234/11"]
    async with town.storage.transaction() as tx:
        assert [row.raw for row in await tx._all(everywhere(select(pushed)))] == [None, None, None]


async def test_what_was_changed_is_a_new_revision_of_the_same_post(town: DeskTown) -> None:
    await becomes_source(town.storage)
    await read(town, update(1, message(11)))
    await read(town, update(2, message(11, "На Лесной, 5 фонарь уже горит", edit_date=WRITTEN + 2), "edited_message"))
    assert [each.text for each in (await posts(town)).values()] == ["На Лесной, 5 фонарь уже горит"]


async def test_a_thread_begins_with_its_first_message_however_deep_the_answers_go(town: DeskTown) -> None:
    await becomes_source(town.storage)
    second = message(12, "И у нас", by=NEIGHBOUR, reply_to_message=message(11))
    third = message(13, "Спасибо", reply_to_message=message(12, by=NEIGHBOUR))
    fourth = message(14, "И мы ждём", reply_to_message=message(13))
    await read(town, update(1, message(11)), update(2, second), update(3, third))
    await read(town, update(4, fourth))
    found = await posts(town)
    assert {id: (post.parent_external_id, post.reply_to_external_id) for id, post in found.items()} == {
        "c/1234/11": (None, None),
        "c/1234/12": ("c/1234/11", None),
        "c/1234/13": ("c/1234/11", "c/1234/12"),
        "c/1234/14": ("c/1234/11", "c/1234/13"),
    }


async def test_who_answers_our_answer_speaks_in_the_thread_of_what_it_answers(town: DeskTown) -> None:
    await becomes_source(town.storage)
    await read(town, update(1, message(11)))
    async with town.storage.transaction() as tx:
        (post,) = await tx.unread.next(10)
    incident = (await town.take(post)).incident
    assert incident is not None
    answer = await town.draft(incident.id, "coordinator")
    async with town.storage.transaction() as tx:
        now = town.clock.now()
        await tx.answers.save(replace(answer, state=AnswerState.PUBLISHED, external_id="c/1234/50", published_at=now))
    await read(town, update(2, message(51, "Так и не починили", reply_to_message=of_bot(50))))
    assert (await posts(town))["c/1234/51"].parent_external_id == "c/1234/11"


async def test_an_album_of_ten_is_one_post_though_its_parts_come_apart(town: DeskTown) -> None:
    await becomes_source(town.storage)
    one = collecting(town, album=0.3)
    parts = [update(n, photo(30 + n, caption=TEXT if n == 1 else None)) for n in range(1, 11)]
    async with asyncio.TaskGroup() as group:
        await comes(town, *parts[:4])
        await one.drain(group)
        await asyncio.sleep(0)
        await comes(town, *parts[4:], update(11, message(50, "Рядом яма на дороге")))
    await read(town, one=one)
    found = await posts(town)
    assert sorted(found) == ["c/1234/31", "c/1234/50"]
    assert len(found["c/1234/31"].photos) == 10


async def test_a_post_of_a_channel_and_its_copy_in_the_discussion_are_one_post_with_its_comments(town: DeskTown) -> None:
    await becomes_source(town.storage)
    await becomes_source(town.storage, CHANNEL, ChatKind.CHANNEL)
    copied = in_discussion(20, of=9)
    comment = message(21, "У дома 7 тоже темно", reply_to_message=copied)
    await read(town, update(1, channel_post(9), "channel_post"), update(2, copied), update(3, comment))
    found = await posts(town)
    assert sorted(found) == ["c/1234/21", "redkino_today/9"]
    assert found["c/1234/21"].parent_external_id == "redkino_today/9"


async def test_what_an_official_chat_writes_in_its_own_name_is_kept_and_never_read(town: DeskTown) -> None:
    chat = await becomes_source(town.storage)
    await read(town, update(1, anonymous(11, "На Лесной яма, обойдите")))
    assert [post.author_id for post in (await posts(town)).values()] == [""]
    source = await source_of(town, chat)
    async with town.storage.transaction() as tx:
        await tx.sources.save_state(replace(source, mark=SourceMark.OFFICIAL))
    await read(town, update(2, anonymous(12, "Завтра отключат воду")), update(3, message(13)))
    assert sorted(await posts(town)) == ["c/1234/11", "c/1234/13"]


async def test_a_broken_update_is_left_out_and_the_rest_is_read(town: DeskTown) -> None:
    await becomes_source(town.storage)
    broken = message(11) | {"message_id": "x"}
    await read(town, update(1, broken), update(2, message(12)))
    assert list(await posts(town)) == ["c/1234/12"]


async def test_a_chatty_neighbour_is_no_news_for_the_coordinator(town: DeskTown) -> None:
    await becomes_source(town.storage)
    await read(town, *(update(n, message(100 + n, f"Доброе утро, соседи, это уже {n}")) for n in range(1, 26)))
    assert await town.says("many_posts") == []


async def test_a_chat_that_the_bot_does_not_hear_is_broken_in_words_and_whole_again_after(town: DeskTown) -> None:
    chat = await becomes_source(town.storage)
    one = collecting(town)
    async with town.storage.transaction() as tx:
        await tx.source_chats.save(replace(chat, lacks=(ChatLack.DEAF,)))
    await read(town, update(1, message(11)))
    assert list(await posts(town)) == ["c/1234/11"]  # what came before is read
    town.clock.move(seconds=200)
    await sweep(one)
    assert "слышит там только команды" in str((await source_of(town, chat)).broken_because)
    async with town.storage.transaction() as tx:
        await tx.source_chats.save(replace(chat, lacks=(ChatLack.POST,)))
    town.clock.move(seconds=200)
    await sweep(one)
    assert not (await source_of(town, chat)).is_broken


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


@pytest.mark.parametrize(
    ("kind", "status", "how", "lacks"),
    [
        (ChatKind.SUPERGROUP, "member", {}, (ChatLack.DEAF,)),
        (ChatKind.SUPERGROUP, "member", {"hears_all": True}, ()),
        (ChatKind.SUPERGROUP, "administrator", {}, ()),
        (ChatKind.SUPERGROUP, "left", {}, (ChatLack.GONE,)),
        (ChatKind.CHANNEL, "administrator", {"can_post_messages": True}, ()),
        (ChatKind.CHANNEL, "administrator", {}, (ChatLack.POST,)),
        (ChatKind.CHANNEL, "left", {}, (ChatLack.GONE,)),
    ],
)
async def test_what_the_bot_lacks_in_a_chat(hands: Phones, kind: ChatKind, status: str, how: Json, lacks: tuple[ChatLack, ...]) -> None:
    telegram_says(hands.telegram, status, kind=kind, **how)
    chat = await becomes_source(hands.town.storage, kind=kind)
    assert await look(hands.bot, chat) == lacks
    is_well, line = await chat_line(hands.bot, chat)
    assert is_well is (True if not lacks else None if lacks == (ChatLack.POST,) else False)
    assert line.startswith("Чат: Двор на Лесной, ")


async def test_rights_are_looked_at_once_then_after_an_hour_and_what_is_new_is_told(hands: Phones) -> None:
    telegram_says(hands.telegram, "member")
    town = hands.town
    chat = await becomes_source(town.storage)
    checks = ChatChecks(town.storage, town.clock, hands.bot, Nudge())
    assert [await checks.step(), await checks.step()] == [1, 0]
    assert {code for code, _ in await town.says()} == {"chat_fails"}
    await town.sweep_outbox()
    telegram_says(hands.telegram, "administrator")
    town.clock.move(seconds=AGAIN.total_seconds() + 1)
    assert await checks.step() == 1
    assert await town.says() == []
    async with town.storage.transaction() as tx:
        assert (await tx.source_chats.get(chat.id)).is_heard


async def test_a_chat_that_telegram_does_not_answer_about_holds_no_other(hands: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    town, looked = hands.town, asyncio.Event()
    silent = await becomes_source(town.storage)
    other = await becomes_source(town.storage, CHANNEL, ChatKind.CHANNEL)

    async def look(_bot: Bot, chat: SourceChat) -> tuple[ChatLack, ...]:
        if chat.id == silent.id:
            await looked.wait()
            raise OSError
        return (ChatLack.POST,)

    monkeypatch.setattr("bot.delivery.chat_checks.look", look)
    checks = ChatChecks(town.storage, town.clock, hands.bot, Nudge())

    async def lacks() -> tuple[ChatLack, ...]:
        async with town.storage.transaction() as tx:
            return (await tx.source_chats.get(other.id)).lacks

    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            step = group.create_task(checks.step())
            while not await lacks():  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
            step.cancel()
    assert await lacks() == (ChatLack.POST,)
    looked.set()
    with pytest.raises(OSError):
        await checks.step()
