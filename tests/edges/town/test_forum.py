"""The town's forums, migrations, points of the map and edits of pictures, spoken to as aiogram does it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat
from aiogram.types import BufferedInputFile, InputMediaPhoto

from sandbox.client import TownClient, open_town
from sandbox.photos import PHOTOS
from tests.kit.town.telegram import NOT_MODIFIED, TOWN, keyboard, refusal, refused, sent

FORUM = -1001


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=3600) as client:
        await client.start(101, 102)
        yield client


@pytest.fixture
async def bot(town: TownClient) -> AsyncIterator[Bot]:
    async with Bot("1:demo", session=AiohttpSession(api=TelegramAPIServer.from_base(town.base))) as made:
        yield made


async def promote(town: TownClient, status: str = "administrator") -> None:
    await town.post("town", chats=[{"id": FORUM, "bot_status": status}])


async def test_a_topic_is_opened_renamed_closed_opened_again_and_deleted(bot: Bot, town: TownClient) -> None:
    await promote(town)
    topic = await bot.create_forum_topic(FORUM, "Дороги")
    written = await bot.send_message(FORUM, "в тему", message_thread_id=topic.message_thread_id)
    assert await bot.edit_forum_topic(FORUM, topic.message_thread_id, name="Дороги и дворы")
    assert await bot.close_forum_topic(FORUM, topic.message_thread_id)
    await bot.send_message(FORUM, "администратор пишет и в закрытую", message_thread_id=topic.message_thread_id)
    await promote(town, "member")
    assert (
        await refused(town, "sendMessage", chat_id=FORUM, text="а", message_thread_id=topic.message_thread_id)
        == "Bad Request: TOPIC_CLOSED"
    )
    await promote(town)
    assert await bot.reopen_forum_topic(FORUM, topic.message_thread_id)
    shown = await town.get(f"tg/chat/{FORUM}")
    assert {"id": topic.message_thread_id, "name": "Дороги и дворы"} in shown["chat"]["topics"]
    told = [next(iter(message["extra"])) for message in shown["messages"] if message["kind"] == "service"]
    assert told == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]
    assert await bot.delete_forum_topic(FORUM, topic.message_thread_id)
    shown = await town.get(f"tg/chat/{FORUM}")
    assert [topic["id"] for topic in shown["chat"]["topics"]] == [5]
    assert next(message for message in shown["messages"] if message["message_id"] == written.message_id)["deleted"]
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(FORUM, "в никуда", message_thread_id=topic.message_thread_id)


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("createForumTopic", {"chat_id": -5, "name": "а"}, "Bad Request: the chat is not a forum"),
        ("createForumTopic", {"chat_id": FORUM, "name": " "}, "Bad Request: topic name must be non-empty"),
        ("createForumTopic", {"chat_id": FORUM, "name": "а" * 129}, "Bad Request: topic name is too long"),
        ("createForumTopic", {"chat_id": FORUM, "name": "а", "icon_color": 1}, "Bad Request: wrong topic icon color specified"),
        ("editForumTopic", {"chat_id": FORUM, "message_thread_id": 99, "name": "а"}, "Bad Request: message thread not found"),
        ("editForumTopic", {"chat_id": FORUM, "message_thread_id": 5}, "Bad Request: TOPIC_NOT_MODIFIED"),
        ("editForumTopic", {"chat_id": FORUM, "message_thread_id": 5, "name": "Инциденты"}, "Bad Request: TOPIC_NOT_MODIFIED"),
        ("reopenForumTopic", {"chat_id": FORUM, "message_thread_id": 5}, "Bad Request: TOPIC_NOT_MODIFIED"),
        ("sendLocation", {"chat_id": 101, "latitude": 91, "longitude": 0}, "Bad Request: wrong location specified"),
        ("sendLocation", {"chat_id": 101, "longitude": 0}, "Bad Request: latitude is empty"),
        ("sendLocation", {"chat_id": 101, "latitude": "север", "longitude": 0}, "Bad Request: can't parse latitude JSON object"),
    ],
)
async def test_what_telegram_refuses_is_refused(town: TownClient, method: str, values: dict[str, Any], words: str) -> None:
    await promote(town)
    assert await refused(town, method, **values) == words


async def test_a_bot_that_is_no_administrator_opens_no_topic_and_nothing_is_closed_twice(town: TownClient) -> None:
    assert await refused(town, "createForumTopic", chat_id=FORUM, name="а") == "Bad Request: not enough rights to create a topic"
    await promote(town)
    assert (await town.bot("closeForumTopic", chat_id=FORUM, message_thread_id=5))["ok"]
    assert await refused(town, "closeForumTopic", chat_id=FORUM, message_thread_id=5) == "Bad Request: TOPIC_NOT_MODIFIED"


async def test_a_group_that_becomes_a_supergroup_answers_under_its_new_id_only(bot: Bot, town: TownClient) -> None:
    before = (await town.bot("getUpdates"))["result"]
    new = (await town.post("tg/migrate", chat_id=-5))["chat_id"]
    assert str(new).startswith("-100")
    updates = (await town.bot("getUpdates", offset=before[-1]["update_id"] + 1))["result"]
    assert [update["message"]["chat"]["id"] for update in updates] == [-5, new]
    assert updates[0]["message"]["migrate_to_chat_id"] == new
    assert updates[1]["message"]["migrate_from_chat_id"] == -5
    body = await town.bot("sendMessage", chat_id=-5, text="а")
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new}
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(-5, "а")
    assert (await bot.send_message(new, "переехали")).chat.title == "Дороги"
    assert await town.post("tg/type", user_id=101, chat_id=new, text="/my")


async def test_only_a_plain_group_is_made_a_supergroup_and_only_once(town: TownClient) -> None:
    assert "нет обычной группы" in await refusal(town, "tg/migrate", chat_id=FORUM)
    new = (await town.post("tg/migrate", chat_id=-5))["chat_id"]
    assert str(new) in await refusal(town, "tg/migrate", chat_id=-5)


async def test_a_point_and_a_venue_are_sent_and_have_no_text_to_edit(bot: Bot, town: TownClient) -> None:
    point = await bot.send_location(101, latitude=56.7, longitude=36.8, horizontal_accuracy=20)
    assert point.location is not None
    assert (point.location.latitude, point.location.longitude, point.location.horizontal_accuracy) == (56.7, 36.8, 20)
    venue = await bot.send_venue(101, latitude="56.7", longitude=36.8, title="Яма", address="Лесная, 5")  # type: ignore[arg-type]  # as a form carries it
    assert venue.venue is not None
    assert (venue.venue.title, venue.venue.address, venue.venue.location.latitude) == ("Яма", "Лесная, 5", 56.7)
    assert venue.location == venue.venue.location
    values = {"chat_id": 101, "message_id": venue.message_id}
    assert await refused(town, "editMessageText", text="а", **values) == "Bad Request: there is no text in the message to edit"
    assert await refused(town, "editMessageCaption", caption="а", **values) == "Bad Request: there is no caption in the message to edit"
    media = {"type": "photo", "media": "attach://a"}
    assert await refused(town, "editMessageMedia", media=media, **values) == "Bad Request: message can't be edited"


async def test_the_words_under_a_picture_change_and_so_does_the_picture(bot: Bot, town: TownClient) -> None:
    first = await bot.send_photo(101, BufferedInputFile(PHOTOS["ice"], "ice.jpg"), caption="лёд")
    edited = await bot.edit_message_caption(chat_id=101, message_id=first.message_id, caption="<b>лёд</b> убран", parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.photo) == ("лёд убран", first.photo)
    values = {"chat_id": 101, "message_id": first.message_id}
    assert await refused(town, "editMessageCaption", caption="<b>лёд</b> убран", parse_mode="HTML", **values) == NOT_MODIFIED
    media = InputMediaPhoto(media=BufferedInputFile(PHOTOS["lamp"], "lamp.jpg"), caption="фонарь")
    other = await bot.edit_message_media(media, chat_id=101, message_id=first.message_id)
    assert not isinstance(other, bool)
    assert other.caption == "фонарь"
    assert other.photo != first.photo
    assert other.photo is not None
    same = {"type": "photo", "media": other.photo[-1].file_id, "caption": "фонарь"}
    assert await refused(town, "editMessageMedia", media=same, **values) == NOT_MODIFIED
    video = {"type": "video", "media": "a"}
    assert await refused(town, "editMessageMedia", media=video, **values) == "Bad Request: type video is not served by the sandbox"


async def test_a_text_becomes_a_picture_with_a_keyboard(town: TownClient) -> None:
    photo = (await town.post("tg/type", user_id=101, photo="ice"))["message_id"]
    file_id = next(message for message in (await town.get("tg/chat/101"))["messages"] if message["message_id"] == photo)["photos"][0][
        "file_id"
    ]
    message = await sent(town, chat_id=101, text="а")
    media = {"type": "photo", "media": file_id, "caption": "б"}
    body = await town.bot("editMessageMedia", chat_id=101, message_id=message["message_id"], media=media, reply_markup=keyboard("Да"))
    assert body["result"]["caption"] == "б"
    assert "text" not in body["result"]
    assert body["result"]["reply_markup"] == keyboard("Да")


async def test_a_sent_picture_is_found_and_downloaded_unharmed(bot: Bot, town: TownClient) -> None:
    message = await bot.send_photo(101, BufferedInputFile(PHOTOS["ice"], "ice.jpg"))
    assert message.photo is not None
    file = await bot.get_file(message.photo[-1].file_id)
    assert file.file_path is not None
    body = await bot.download_file(file.file_path)
    assert body is not None
    assert body.read() == PHOTOS["ice"]
