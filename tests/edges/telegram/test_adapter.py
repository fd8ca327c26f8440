"""Telegram as a Messenger: what it says becomes a Delivery, and what we send is what Telegram wants."""

import asyncio
import gc
import json
import weakref
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import EditMessageText
from aiogram.methods.base import Response
from aiogram.types import BufferedInputFile

from bot.telegram.adapter import BACK_OFF, NOT_HEARD, Telegram, make_bot
from bot.telegram.methods import cover
from incidents.ids import ChatId
from incidents.messenger import Attached, Button, Dead, Delivery, Done, Gone, Later, Message, Moved, Refused
from tests.kit.phones import TOKEN, FakeTelegram, fake_telegram

ANN = ChatId(1001)
HELLO = Message(html="<b>Здравствуйте</b>")
CHAT = {"id": 1001, "type": "private"}
SENT = {"message_id": 5, "date": 1, "chat": CHAT}


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as fake:
        for method in ("sendMessage", "editMessageText", "sendPhoto"):
            fake.says[method] = (200, {"ok": True, "result": SENT})
        fake.says["sendMediaGroup"] = (200, {"ok": True, "result": [SENT, {**SENT, "message_id": 6}]})
        yield fake


@pytest.fixture
async def messenger(telegram: FakeTelegram) -> AsyncIterator[Telegram]:
    bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
    yield Telegram(bot)
    await bot.session.close()


def refusal(code: int, description: str, **parameters: int) -> tuple[int, Any]:  # Any: JSON
    body = {"ok": False, "error_code": code, "description": description}
    return code, {**body, "parameters": parameters} if parameters else body


async def test_a_message_is_sent_with_its_keyboard_sound_topic_and_reply(telegram: FakeTelegram, messenger: Telegram) -> None:
    rows = (
        (Button(label="Принять", data="c1:accept:1", primary=True), Button(label="Открыть", url="https://vk.com/wall-1_1")),
        (Button(label="Скопировать", copy="текст"),),
    )
    delivery = await messenger.send(ANN, Message(html="<b>Яма</b>", rows=rows), silent=True, topic_id=9, reply_to=4)
    assert delivery == Done(message_id=5)
    ((method, body),) = telegram.calls
    assert method == "sendMessage"
    assert (body["text"], body["parse_mode"], body["disable_notification"], body["message_thread_id"]) == (
        "<b>Яма</b>",
        "HTML",
        "true",
        "9",
    )
    reply = json.loads(body["reply_parameters"])
    assert (reply["message_id"], reply["allow_sending_without_reply"]) == (4, True)
    assert json.loads(body["link_preview_options"]) == {"is_disabled": True}
    first, second = json.loads(body["reply_markup"])["inline_keyboard"]
    assert [button["text"] for button in first] == ["Принять", "Открыть"]
    assert first[0]["style"] == "primary"
    assert second == [{"text": "Скопировать", "copy_text": {"text": "текст"}}]


async def test_a_plain_message_has_neither_keyboard_nor_reply(telegram: FakeTelegram, messenger: Telegram) -> None:
    await messenger.send(ANN, HELLO)
    body = telegram.calls[0][1]
    assert not {"reply_markup", "reply_parameters", "message_thread_id"} & set(body)
    assert body["disable_notification"] == "false"


async def test_an_edit_replaces_text_and_buttons(telegram: FakeTelegram, messenger: Telegram) -> None:
    assert await messenger.edit(ANN, 5, HELLO) == Done(message_id=5)
    method, body = telegram.calls[0]
    assert (method, body["message_id"]) == ("editMessageText", "5")


@pytest.mark.parametrize(
    ("said", "delivery"),
    [
        (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Later(seconds=7.0, because="слишком часто", counts=False)),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100777), Moved(chat_id=ChatId(-100777))),
        (refusal(403, "Forbidden: bot was blocked by the user"), Dead),
        (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), Dead),
        (refusal(400, "Bad Request: chat not found"), Dead),
        (refusal(400, "Bad Request: not enough rights to send text messages to the chat"), Dead),
        (refusal(400, "Bad Request: not enough rights to send photos to the chat"), Refused),
        (refusal(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Dead),
        (refusal(400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"), Refused),
        (refusal(400, "Bad Request: need administrator rights in the channel chat"), Dead),
        (refusal(401, "Unauthorized"), Later(seconds=60.0, because="Unauthorized", chat_only=False, counts=False)),
        (refusal(404, "Not Found"), Later(seconds=60.0, because="Not Found", chat_only=False, counts=False)),
        (refusal(400, "Bad Request: can't parse entities: Unsupported start tag"), Refused),
        (refusal(400, "Bad Request: message is too long"), Refused),
        (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Refused),
        (refusal(400, "Bad Request: message is not modified: specified new message content"), Done()),
        (refusal(400, "Bad Request: message to edit not found"), Gone),
        (refusal(400, "Bad Request: message can't be edited"), Gone),
        (refusal(400, "Bad Request: MESSAGE_ID_INVALID"), Gone),
        (refusal(500, "Internal Server Error"), Later),
        ((502, "<html>Bad gateway</html>"), Later),
    ],
)
async def test_what_telegram_says_is_sorted(
    telegram: FakeTelegram, messenger: Telegram, said: tuple[int, Any], delivery: Delivery | type[Delivery]
) -> None:
    telegram.says["editMessageText"] = said
    found = await messenger.edit(ANN, 5, HELLO)
    if isinstance(delivery, type):
        assert isinstance(found, delivery)
    else:
        assert found == delivery


async def test_a_failing_server_holds_everybody_back_and_counts_as_nobodys_failure(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendMessage"] = (502, "<html>Bad gateway</html>")
    assert await messenger.send(ANN, HELLO) == Later(seconds=BACK_OFF, because="ClientDecodeError", chat_only=False, counts=False)


@pytest.mark.parametrize("proxy", [None, "socks5://127.0.0.1:9", "http://127.0.0.1:9"])
async def test_a_line_or_a_proxy_that_is_down_counts_as_nobodys_failure(proxy: str | None) -> None:
    bot: Bot = make_bot(TOKEN, api_base="http://127.0.0.1:9", proxy=proxy)
    try:
        found = await Telegram(bot).send(ANN, HELLO)
    finally:
        await bot.session.close()
    assert found == Later(seconds=BACK_OFF, because="TelegramNetworkError", chat_only=False, counts=False)


async def test_a_topic_that_is_gone_sends_into_the_chats_general_one(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendMessage"] = refusal(400, "Bad Request: message thread not found")
    assert isinstance(await messenger.send(ChatId(-100), HELLO, topic_id=9), Refused)
    assert [body.get("message_thread_id") for _, body in telegram.calls] == ["9", None]


@pytest.mark.parametrize("said", ["Bad Request: TOPIC_DELETED", "Bad Request: TOPIC_CLOSED", "Bad Request: message thread not found"])
async def test_photos_for_a_topic_that_is_gone_go_there_too(telegram: FakeTelegram, messenger: Telegram, said: str) -> None:
    telegram.says["sendPhoto"] = refusal(400, said)
    await messenger.send_photos(ChatId(-100), [b"one"], topic_id=9)
    assert [body.get("message_thread_id") for _, body in telegram.calls] == ["9", None]


async def test_another_refusal_in_a_topic_is_not_tried_again(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendMessage"] = refusal(400, "Bad Request: message is too long")
    await messenger.send(ChatId(-100), HELLO, topic_id=9)
    assert len(telegram.calls) == 1


async def test_one_photo_goes_alone_and_more_as_an_album_of_ten_at_most(telegram: FakeTelegram, messenger: Telegram) -> None:
    assert await messenger.send_photos(ANN, [b"one"], reply_to=5, topic_id=9) == Done(message_id=5)
    assert await messenger.send_photos(ANN, [b"photo"] * 12, reply_to=5) == Done(message_id=5, album=(5, 6))
    (one, first), (many, album) = telegram.calls
    assert (one, many) == ("sendPhoto", "sendMediaGroup")
    assert first["message_thread_id"] == "9"
    assert len(json.loads(album["media"])) == 10
    assert json.loads(album["reply_parameters"])["message_id"] == 5
    assert album["disable_notification"] == "true"


@pytest.mark.parametrize(
    "said",
    [
        (200, {"ok": True, "result": True}),
        refusal(400, "Bad Request: message to delete not found"),
        refusal(400, "Bad Request: message can't be deleted for everyone"),
    ],
)
async def test_taking_away_what_is_not_there_is_done(telegram: FakeTelegram, messenger: Telegram, said: tuple[int, Any]) -> None:
    telegram.says["deleteMessage"] = said
    assert await messenger.delete(ANN, 5) == Done()


OLD = refusal(400, "Bad Request: message can't be deleted for everyone")


async def test_a_photo_too_old_to_be_taken_away_is_covered(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["deleteMessage"] = OLD
    assert await messenger.delete(ANN, 5, is_photo=True) == Done()
    assert [method for method, _ in telegram.calls] == ["deleteMessage", "editMessageMedia"]
    body = telegram.calls[-1][1]
    media = json.loads(body["media"])
    assert (body["message_id"], media["type"], media["caption"]) == ("5", "photo", "Фото ушло вместе с карточкой")
    assert body[media["media"].removeprefix("attach://")].filename == "photo.jpg"
    assert isinstance(grey := cover().media, BufferedInputFile) and len(grey.data) < 4096


async def test_an_old_message_that_is_no_photo_is_covered_by_none(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["deleteMessage"] = OLD
    assert await messenger.delete(ANN, 5) == Done()
    assert [method for method, _ in telegram.calls] == ["deleteMessage"]


@pytest.mark.parametrize(
    ("said", "is_done"),
    [("message to edit not found", True), ("message is not modified", True), ("message can't be edited", False), ("PHOTO_INVALID", False)],
)
async def test_a_photo_that_can_be_neither_deleted_nor_covered_is_not_called_done(
    telegram: FakeTelegram, messenger: Telegram, said: str, *, is_done: bool
) -> None:
    telegram.says |= {"deleteMessage": OLD, "editMessageMedia": refusal(400, f"Bad Request: {said}")}
    found = await messenger.delete(ANN, 5, is_photo=True)
    assert isinstance(found, Done) if is_done else isinstance(found, Refused)


async def test_taking_away_too_fast_waits(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["deleteMessage"] = refusal(429, "Too Many Requests: retry after 7", retry_after=7)
    assert isinstance(await messenger.delete(ANN, 5), Later)


async def test_the_official_server_is_the_default() -> None:
    bot = make_bot(TOKEN, api_base=None, proxy=None)
    assert bot.session.api.base.startswith("https://api.telegram.org/")
    await bot.session.close()


async def test_a_recording_goes_by_its_id_with_the_text_as_its_caption(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendVoice"] = (200, {"ok": True, "result": {"message_id": 8, "date": 1, "chat": {"id": ANN, "type": "private"}}})
    assert await messenger.send(ANN, replace(HELLO, voice="AwAC")) == Done(message_id=8)
    method, body = telegram.calls[0]
    assert (method, body["voice"], body["caption"]) == ("sendVoice", "AwAC", HELLO.html)
    assert "reply_markup" not in body or body["reply_markup"]


async def test_whoever_takes_no_recordings_gets_the_text_and_how_to_hear_it(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendVoice"] = refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
    await messenger.send(ANN, replace(HELLO, voice="AwAC"))
    (_, _), (method, body) = telegram.calls
    assert method == "sendMessage"
    assert body["text"] == f"{HELLO.html}\n{NOT_HEARD}"


async def test_a_picture_is_shown_in_the_chat_as_a_reply(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendPhoto"] = (200, {"ok": True, "result": {"message_id": 9, "date": 1, "chat": {"id": ANN, "type": "private"}}})
    photo = Message(html="", attached=Attached(name="day.png", content=b"\x89PNG", is_photo=True))
    assert await messenger.send(ANN, photo, silent=True, reply_to=4) == Done(message_id=9)
    method, body = telegram.calls[0]
    assert (method, body["disable_notification"], "caption" in body) == ("sendPhoto", "true", False)
    assert json.loads(body["reply_parameters"])["message_id"] == 4


UPLOADS = [
    (413, "<html>Request Entity Too Large</html>"),
    refusal(413, "Request Entity Too Large"),
    refusal(422, "Unprocessable Entity"),
    refusal(500, "Internal Server Error"),
    refusal(404, "Not Found"),
    (502, "<html>Bad gateway</html>"),
]


@pytest.mark.parametrize("said", UPLOADS)
async def test_an_upload_that_fails_is_a_failure_of_its_own_and_pauses_nobody(
    telegram: FakeTelegram, messenger: Telegram, said: tuple[int, Any]
) -> None:
    telegram.says["sendPhoto"] = telegram.says["sendDocument"] = said
    table = Message(html="Таблица", attached=Attached(name="a.xlsx", content=b"PK"))
    for delivery in (await messenger.send_photos(ANN, [b"one"]), await messenger.send(ANN, table)):
        assert isinstance(delivery, Later)
        assert (delivery.counts, delivery.chat_only) == (True, True)


@pytest.mark.parametrize("said", [refusal(422, "Unprocessable Entity"), refusal(413, "Request Entity Too Large"), refusal(409, "Conflict")])
async def test_a_text_that_telegram_answers_oddly_is_a_failure_of_its_own(
    telegram: FakeTelegram, messenger: Telegram, said: tuple[int, Any]
) -> None:
    telegram.says["sendMessage"] = said
    delivery = await messenger.send(ANN, HELLO)
    assert isinstance(delivery, Later)
    assert (delivery.counts, delivery.chat_only) == (True, True)


@pytest.mark.parametrize("proxy", [None, "socks5://127.0.0.1:9"])
async def test_photos_for_which_no_line_opens_count_as_nobodys_failure(proxy: str | None) -> None:
    bot: Bot = make_bot(TOKEN, api_base="http://127.0.0.1:9", proxy=proxy)
    try:
        found = await Telegram(bot).send_photos(ANN, [b"one"])
    finally:
        await bot.session.close()
    assert found == Later(seconds=BACK_OFF, because="TelegramNetworkError", chat_only=False, counts=False)


async def test_an_upload_may_take_longer_than_a_text(telegram: FakeTelegram, messenger: Telegram) -> None:
    messenger._bot.session.timeout = 0.2  # a text's limit
    telegram.hold = asyncio.Event()

    async def answer_late() -> None:
        await asyncio.sleep(0.6)
        assert telegram.hold is not None
        telegram.hold.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(answer_late())
        delivery = await messenger.send_photos(ANN, [b"one"])
    assert delivery == Done(message_id=5)


async def test_a_text_that_was_taken_with_an_answer_we_cannot_read_is_not_sent_again(telegram: FakeTelegram, messenger: Telegram) -> None:
    odd = {**SENT, "date": "tomorrow", "chat": {"id": 1001, "type": "a new kind"}}
    telegram.says["sendMessage"] = (200, {"ok": True, "result": odd})
    telegram.says["sendMediaGroup"] = (200, {"ok": True, "result": [odd, odd]})
    assert await messenger.send(ANN, HELLO) == Done(message_id=5)
    assert await messenger.send_photos(ANN, [b"one"] * 2) == Done(message_id=5)


async def test_a_server_that_knows_no_recordings_gets_the_words(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendVoice"] = refusal(404, "Not Found")
    assert await messenger.send(ANN, replace(HELLO, voice="AwAC")) == Done(message_id=5)
    assert telegram.calls[-1][1]["text"] == f"{HELLO.html}\n{NOT_HEARD}"


async def test_a_text_that_hangs_holds_everybody_back_and_counts_as_nobodys_failure(telegram: FakeTelegram, messenger: Telegram) -> None:
    messenger._bot.session.timeout = 0.2
    telegram.hold = asyncio.Event()
    found = await messenger.send(ANN, HELLO)
    telegram.hold.set()
    assert found == Later(seconds=BACK_OFF, because="TelegramNetworkError", chat_only=False, counts=False)


async def test_a_wait_of_thirty_five_seconds_is_of_one_chat_only(telegram: FakeTelegram, messenger: Telegram) -> None:
    telegram.says["sendMessage"] = refusal(429, "Too Many Requests: retry after 35", retry_after=35)
    assert await messenger.send(ANN, HELLO) == Later(seconds=35.0, because="слишком часто", counts=False)


async def test_the_model_of_an_answer_is_built_once(telegram: FakeTelegram, messenger: Telegram) -> None:
    """pydantic holds it weakly: whatever collects garbage between two answers made the next one build it."""
    await messenger.edit(ANN, 5, HELLO)
    first = weakref.ref(Response[EditMessageText.__returning__])
    gc.collect()
    assert first() is not None
    await messenger.edit(ANN, 5, HELLO)
    assert first() is Response[EditMessageText.__returning__]
