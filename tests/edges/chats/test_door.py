"""What people write in a chat that is read goes to its source, once; what others write stays dropped."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.storage.delivery.inbox import inbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from bot.storage.sources.pushed import pushed
from bot.telegram.incoming.door import take_in, wanted_updates
from incidents.ids import ChatId
from incidents.sources.chats import ChatKind, ChatState
from tests.kit.chat_updates import BOT, CHANNEL, CHANNEL_CHAT, CHAT, SUPERGROUP, TEXT, WRITTEN, Json, channel_post, message, of_bot, update
from tests.kit.desk_town import START
from tests.kit.source_chats import becomes_source


async def comes(storage: Storage, *updates: Json, username: str | None = "otklik_bot") -> None:
    async with storage.transaction() as tx:
        await take_in(tx, BOT, updates, at=START, username=username)


async def kept(storage: Storage) -> tuple[list[tuple[str, str]], list[int]]:
    """What waits for the sources, and what waits in the inbox."""
    async with storage.transaction() as tx:
        rows = await tx._all(everywhere(select(pushed).order_by(pushed.c.id)))
        return [(row.source, row.external_id) for row in rows], [row.update_id for row in await tx._all(everywhere(select(inbox)))]


async def test_what_is_written_in_a_chat_that_is_read_waits_for_its_source_once(storage: Storage) -> None:
    await becomes_source(storage)
    said = [update(1, message(11)), update(2, message(11, "Уже горит", edit_date=WRITTEN + 2), "edited_message")]
    await comes(storage, *said)
    await comes(storage, *said)
    assert await kept(storage) == ([(str(CHAT), f"{BOT}:1"), (str(CHAT), f"{BOT}:2")], [])


async def test_no_name_is_kept_with_it(storage: Storage) -> None:
    await becomes_source(storage)
    await comes(storage, update(1, message(11)))
    async with storage.transaction() as tx:
        (row,) = await tx._all(everywhere(select(pushed)))
    assert TEXT in json.dumps(row.raw, ensure_ascii=False)
    assert "Пётр" not in json.dumps(row.raw, ensure_ascii=False)


async def test_talk_of_any_other_chat_stays_dropped(storage: Storage) -> None:
    await becomes_source(storage)
    other = SUPERGROUP | {"id": -1009}
    await comes(storage, update(1, message(11, chat=other)), update(2, channel_post(5), "channel_post"))
    assert await kept(storage) == ([], [])


async def test_a_chat_that_is_asked_about_or_removed_is_not_heard(storage: Storage) -> None:
    chat = await becomes_source(storage)
    async with storage.transaction() as tx:
        await tx.source_chats.save(replace(chat, state=ChatState.PROPOSED))
    await comes(storage, update(1, message(11)))
    async with storage.transaction() as tx:
        await tx.source_chats.save(chat)
        assert chat.source_id is not None
        await tx.sources.save_state(replace(await tx.sources.get(chat.source_id), removed_at=START))
    await comes(storage, update(2, message(12)))
    assert await kept(storage) == ([], [])


@pytest.mark.parametrize(
    "raw",
    [
        update(1, message(11, "/sources")),
        update(1, message(11, "/connect@otklik_bot")),
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 77}, "data": "sc1:agree:1", "message": of_bot(5)}},
        {"update_id": 1, "my_chat_member": {"chat": SUPERGROUP, "from": {"id": 77}, "date": 1}},
        update(1, message(11, chat={"id": 77, "type": "private"})),
    ],
    ids=["command", "named command", "press", "standing", "private"],
)
async def test_what_is_meant_for_the_bot_goes_to_the_inbox_from_there_too(storage: Storage, raw: Json) -> None:
    await becomes_source(storage)
    await comes(storage, raw)
    assert await kept(storage) == ([], [1])


async def test_words_after_a_command_to_another_bot_are_read(storage: Storage) -> None:
    await becomes_source(storage)
    await comes(storage, update(1, message(11, f"/help@another_bot {TEXT}")), update(2, message(12, reply_to_message=of_bot(5))))
    assert (await kept(storage))[0] == [(str(CHAT), f"{BOT}:1"), (str(CHAT), f"{BOT}:2")]


async def test_posts_of_channels_are_asked_for_only_where_a_channel_is_read(storage: Storage) -> None:
    async def wanted() -> tuple[str, ...]:
        async with storage.transaction() as tx:
            return await wanted_updates(tx)

    await becomes_source(storage)
    assert await wanted() == ("message", "edited_message", "callback_query", "my_chat_member")
    await becomes_source(storage, CHANNEL, ChatKind.CHANNEL)
    assert (await wanted())[-2:] == ("channel_post", "edited_channel_post")
    await comes(storage, update(1, channel_post(5), "channel_post"), update(2, channel_post(5, "Иначе"), "edited_channel_post"))
    assert (await kept(storage))[0] == [(str(CHANNEL_CHAT["id"]), f"{BOT}:1"), (str(CHANNEL), f"{BOT}:2")]


async def test_a_group_that_becomes_a_supergroup_is_read_on_and_loses_no_word(storage: Storage) -> None:
    group: Json = {"id": -45, "type": "group", "title": "Двор"}
    chat = await becomes_source(storage, -45, ChatKind.GROUP)
    moved = message(12, None, chat=group, migrate_to_chat_id=CHAT)
    came = message(1, None, migrate_from_chat_id=-45)
    await comes(storage, update(1, message(11, chat=group)), update(2, moved), update(3, came), update(4, message(2)))
    assert (await kept(storage))[0] == [(str(CHAT), f"{BOT}:{n}") for n in (1, 3, 4)]
    async with storage.transaction() as tx:
        now = await tx.source_chats.get(chat.id)
        assert (now.chat_id, now.kind) == (CHAT, ChatKind.SUPERGROUP)
        assert now.source_id is not None
        assert (await tx.sources.get(now.source_id)).external_id == str(CHAT)


@pytest.mark.parametrize("raw", [{"message": message(1)}, {"update_id": 1, "message": {"chat": {"type": "group"}}}, {"update_id": 2}])
async def test_what_is_no_update_breaks_nothing(storage: Storage, raw: Mapping[str, object]) -> None:
    await becomes_source(storage)
    await comes(storage, dict(raw))
    assert (await kept(storage))[0] == []


async def test_neither_a_pinned_message_nor_a_person_who_is_marked_is_kept(storage: Storage) -> None:
    await becomes_source(storage)
    marked = [{"type": "text_mention", "offset": 0, "length": 4, "user": {"id": 5, "first_name": "Пётр"}}]
    await comes(storage, update(1, message(11) | {"entities": marked}), update(2, message(12) | {"pinned_message": message(3)}))
    async with storage.transaction() as tx:
        rows = await tx._all(everywhere(select(pushed)))
    raw = json.dumps([row.raw for row in rows], ensure_ascii=False)
    assert "Пётр" not in raw and "pinned_message" not in raw
    assert "text_mention" in raw


async def test_what_was_written_before_the_announcement_stood_is_not_read_though_it_is_changed_after(storage: Storage) -> None:
    await becomes_source(storage)
    await becomes_source(storage, CHANNEL, ChatKind.CHANNEL)
    before: Json = {"date": WRITTEN - 1}
    late = {"edit_date": WRITTEN + 600}
    await comes(
        storage,
        update(1, message(11) | before | late, "edited_message"),
        update(2, channel_post(5) | before | late, "edited_channel_post"),
        update(3, message(12) | before),  # Telegram kept it while the bot was away
        update(4, message(13) | late, "edited_message"),
        update(5, message(14, "/sources") | before),
    )
    assert await kept(storage) == ([(str(CHAT), f"{BOT}:4")], [5])
    async with storage.transaction() as tx:
        raw = json.dumps(
            [row.raw for row in await tx._all(everywhere(select(pushed)))] + [row.raw for row in await tx._all(everywhere(select(inbox)))]
        )
    assert str(WRITTEN - 1) in raw and raw.count('"date"') == 2


PLAIN: Json = {"id": -45, "type": "group", "title": "Двор"}
UPGRADED = message(12, None, chat=PLAIN, migrate_to_chat_id=CHAT)


@pytest.mark.parametrize("state", [ChatState.PROPOSED, ChatState.AGREED, ChatState.UNSAID, ChatState.NEW])
async def test_a_group_that_becomes_a_supergroup_before_it_is_read_is_asked_about_there(storage: Storage, state: ChatState) -> None:
    chat = await becomes_source(storage, -45, ChatKind.GROUP)
    async with storage.transaction() as tx:
        await tx.source_chats.save(replace(chat, state=state))
    await comes(storage, update(1, UPGRADED))
    async with storage.transaction() as tx:
        now = await tx.source_chats.get(chat.id)
    assert (now.chat_id, now.kind, now.state) == (CHAT, ChatKind.SUPERGROUP, state)
    assert await kept(storage) == ([], [])


async def test_a_supergroup_that_the_bot_was_asked_about_meanwhile_takes_the_place_of_its_group(storage: Storage) -> None:
    chat = await becomes_source(storage, -45, ChatKind.GROUP)
    async with storage.transaction() as tx:  # Telegram says that the bot is in the new one before it says that the old one moved
        await tx.source_chats.put(replace(chat, id=0, chat_id=ChatId(CHAT), state=ChatState.NEW, source_id=None))
    await comes(storage, update(1, UPGRADED), update(2, message(2)))
    assert (await kept(storage))[0] == [(str(CHAT), f"{BOT}:2")]
    async with storage.transaction() as tx:
        (stands,) = await tx.source_chats.standing()
        assert (stands.id, stands.chat_id) == (chat.id, CHAT)
        assert stands.source_id is not None
        assert (await tx.sources.get(stands.source_id)).external_id == str(CHAT)


async def test_a_group_whose_supergroup_is_read_already_stays_as_it_was(storage: Storage) -> None:
    old, new = await becomes_source(storage, -45, ChatKind.GROUP), await becomes_source(storage, CHAT, ChatKind.SUPERGROUP)
    async with storage.transaction() as tx:
        await tx.supergroups.chat_moved(ChatId(-45), ChatId(CHAT))
        assert [await tx.source_chats.get(each.id) for each in (old, new)] == [old, new]
