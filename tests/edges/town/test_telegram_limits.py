"""What the town's Telegram refuses as the real one: rights, media, commands, buttons; and that met limits are counted."""

import struct
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData

from sandbox.client import TownClient, open_town
from sandbox.photos import PHOTOS
from tests.kit.town.telegram import TOWN, refused, sent

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, speed=3600) as client:
        await client.post("tg/type", user_id=101, text="/start")
        yield client


async def upload(town: TownClient, method: str, field: str, content: bytes, **values: Any) -> Any:
    form = FormData({name: str(value) for name, value in values.items()})
    form.add_field(field, BytesIO(content), filename="file.bin")
    async with town.session.post(f"{town.base}/bot1:demo/{method}", data=form) as answer:
        return await answer.json()


def png(width: int, height: int) -> bytes:
    return PNG + struct.pack(">II", width, height) + b"\x00" * 16


async def test_an_administrator_without_the_right_deletes_its_own_words_only(town: TownClient) -> None:
    await town.post("town", chats=[{"id": -5, "bot_status": "administrator", "can_delete_messages": False}])
    own = await sent(town, chat_id=-5, text="Принято")
    theirs = (await town.post("tg/type", user_id=101, chat_id=-5, text="привет"))["message_id"]
    assert await refused(town, "deleteMessage", chat_id=-5, message_id=theirs) == "Bad Request: message can't be deleted"
    assert (await town.bot("deleteMessage", chat_id=-5, message_id=own["message_id"]))["ok"]
    standing = (await town.bot("getChatMember", chat_id=-5, user_id=1))["result"]
    assert standing["can_delete_messages"] is False
    await town.post("town", chats=[{"id": -5, "can_delete_messages": True}])
    assert (await town.bot("deleteMessage", chat_id=-5, message_id=theirs))["ok"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "IMAGE_PROCESS_FAILED"),
    ],
)
async def test_a_picture_that_telegram_cannot_show_is_refused(town: TownClient, content: bytes, words: str) -> None:
    assert (await upload(town, "sendPhoto", "photo", content, chat_id=101))["description"] == f"Bad Request: {words}"
    assert (await upload(town, "sendPhoto", "photo", png(2000, 100), chat_id=101))["ok"]


async def test_a_file_of_more_than_fifty_megabytes_is_no_answer_of_the_method(town: TownClient) -> None:
    body = await upload(town, "sendDocument", "document", b"0" * (50 * 1024 * 1024 + 1), chat_id=101)
    assert (body["error_code"], body["description"]) == (413, "Request Entity Too Large")


async def test_a_picture_is_taken_by_its_address_where_it_can_be_reached(town: TownClient) -> None:
    made = (await town.bot("sendPhoto", chat_id=101, photo=f"{town.base}/vk/photo/ice.jpg"))["result"]
    assert made["photo"][-1]["file_size"] == len(PHOTOS["ice"])
    assert "failed to get HTTP URL content" in await refused(town, "sendPhoto", chat_id=101, photo="https://example.com/a.jpg")


async def test_a_spoken_message_is_sent_on_by_its_id_and_as_a_file(town: TownClient) -> None:
    said = {"message_id": 9, "date": 1, "chat": {"id": 101, "type": "private"}, "voice": {"file_id": "AwAC", "duration": 4}}
    await town.post("tg/update", raw={"message": said})
    passed_on = (await town.bot("sendVoice", chat_id=101, voice="AwAC", caption="Поручили"))["result"]
    assert (passed_on["voice"]["file_id"], passed_on["voice"]["duration"], passed_on["caption"]) == ("AwAC", 4, "Поручили")
    made = (await upload(town, "sendVoice", "voice", b"OggS", chat_id=101))["result"]
    assert (await town.bot("getFile", file_id=made["voice"]["file_id"]))["result"]["file_size"] == 4
    assert "wrong remote file identifier" in await refused(town, "sendVoice", chat_id=101, voice="unknown")
    shown = (await town.get("tg/chat/101"))["messages"]
    assert [each["kind"] for each in shown[-2:]] == ["voice", "voice"]


@pytest.mark.parametrize(
    ("commands", "scope", "words"),
    [
        ([("Мои", "мои карточки")], None, "BOT_COMMAND_INVALID"),
        ([("My", "мои карточки")], None, "BOT_COMMAND_INVALID"),
        ([("my", " ")], None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("my", "а" * 257)], None, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([("my", "мои карточки")] * 101, None, "BOT_COMMANDS_TOO_MUCH"),
        ([("my", "мои карточки")], {"type": "chat", "chat_id": 999}, "chat not found"),
    ],
)
async def test_a_menu_that_telegram_would_not_take_is_refused(
    town: TownClient, commands: list[tuple[str, str]], scope: dict[str, Any] | None, words: str
) -> None:
    wish = {"commands": [{"command": name, "description": what} for name, what in commands]}
    assert await refused(town, "setMyCommands", **wish, **({"scope": scope} if scope else {})) == f"Bad Request: {words}"


async def test_a_button_copies_no_more_than_telegram_lets_it(town: TownClient) -> None:
    def copying(text: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": "Скопировать", "copy_text": {"text": text}}]]}

    assert "BUTTON_COPY_TEXT_INVALID" in await refused(town, "sendMessage", chat_id=101, text="а", reply_markup=copying("а" * 257))
    await sent(town, chat_id=101, text="а", reply_markup=copying("а" * 256))


async def test_limits_that_were_met_are_counted(town: TownClient) -> None:
    await town.post("clock", paused=True)
    for _ in range(3):
        await sent(town, chat_id=101, text="а")
    await refused(town, "sendMessage", chat_id=101, text="а")
    assert (await town.get("stats"))["telegram"]["limits"] == {"429": 1}


async def test_a_group_forbids_its_members_to_write_or_to_send_pictures_and_administrators_may_all(town: TownClient) -> None:
    await town.post("town", chats=[{"id": -5, "permissions": {"can_send_photos": False}}])
    await sent(town, chat_id=-5, text="Принято")
    taken = await upload(town, "sendPhoto", "photo", png(200, 100), chat_id=-5)
    assert taken["description"] == "Bad Request: not enough rights to send photos to the chat"
    await town.post("town", chats=[{"id": -5, "permissions": {"can_send_messages": False, "can_send_photos": True}}])
    words = "Bad Request: not enough rights to send text messages to the chat"
    assert await refused(town, "sendMessage", chat_id=-5, text="Принято") == words
    shown = (await town.bot("getChat", chat_id=-5))["result"]["permissions"]
    assert (shown["can_send_messages"], shown["can_send_photos"]) == (False, True)
    await town.post("town", chats=[{"id": -5, "bot_status": "administrator"}])
    await sent(town, chat_id=-5, text="Принято")


async def test_in_slow_mode_a_member_waits_between_two_messages(town: TownClient) -> None:
    await town.post("clock", paused=True, now="2026-06-01T06:00:00+00:00")
    await town.post("town", chats=[{"id": -5, "slow_mode": 30}])
    await sent(town, chat_id=-5, text="Первое")
    slow = await town.bot("sendMessage", chat_id=-5, text="Второе")
    assert (slow["error_code"], slow["parameters"]) == (429, {"retry_after": 30})
    assert (await town.bot("getChat", chat_id=-5))["result"]["slow_mode_delay"] == 30
    await town.post("clock", now="2026-06-01T06:00:30+00:00")
    await sent(town, chat_id=-5, text="Второе")


async def test_a_press_on_a_message_out_of_reach_says_only_where_it_stood(town: TownClient) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Принять", "callback_data": "x"}]]}
    card = await sent(town, chat_id=101, text="Карточка", reply_markup=keyboard)
    await town.bot("getUpdates", offset=-1)
    await town.post("tg/press", user_id=101, chat_id=101, message_id=card["message_id"], label="Принять", inaccessible=True)
    (update,) = [each for each in (await town.bot("getUpdates"))["result"] if "callback_query" in each]
    shown = update["callback_query"]["message"]
    assert (shown["message_id"], shown["date"], set(shown)) == (card["message_id"], 0, {"chat", "message_id", "date"})
