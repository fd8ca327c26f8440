"""The town's Bot API: what it takes, what it refuses in Telegram's words, and that aiogram lives with it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import tdjson
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    ReplyParameters,
)

from sandbox.client import TownClient, open_town
from sandbox.errors import TelegramError
from sandbox.photos import PHOTOS
from sandbox.telegram.html import HtmlParser
from tests.kit.town.telegram import NOT_MODIFIED, TOWN, keyboard, refusal, refused, sent


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=3600) as client:
        await client.start(101, 102)
        yield client


@pytest.fixture
async def bot(town: TownClient) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(town.base))
    async with Bot("1:demo", session=session) as made:
        yield made


async def test_updates_stay_until_a_later_offset_confirms_them(town: TownClient) -> None:
    first = (await town.bot("getUpdates"))["result"]
    assert (await town.bot("getUpdates", limit=1))["result"] == first[:1]
    rest = (await town.bot("getUpdates", offset=first[0]["update_id"] + 1))["result"]
    assert rest == first[1:]
    assert (await town.bot("getUpdates", offset=-1))["result"] == rest[-1:]
    assert (await town.bot("getUpdates", offset=rest[-1]["update_id"] + 1))["result"] == []


async def test_a_long_poll_wakes_when_something_comes(town: TownClient) -> None:
    updates = (await town.bot("getUpdates"))["result"]
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(town.bot("getUpdates", offset=updates[-1]["update_id"] + 1, timeout=20))
        await asyncio.sleep(0.2)
        typed = await town.post("tg/type", user_id=101, text="/start abc")
    (update,) = poll.result()["result"]
    assert update["update_id"] == typed["update_id"]
    assert update["message"]["text"] == "/start abc"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_second_poller_pushes_the_first_out_with_409(town: TownClient) -> None:
    offset = (await town.bot("getUpdates"))["result"][-1]["update_id"] + 1
    async with asyncio.TaskGroup() as group:
        first = group.create_task(town.bot("getUpdates", offset=offset, timeout=20))
        await asyncio.sleep(0.2)
        second = group.create_task(town.bot("getUpdates", offset=offset, timeout=0))
    assert first.result()["error_code"] == 409
    assert first.result()["description"].startswith("Conflict: terminated by other getUpdates request")
    assert second.result() == {"ok": True, "result": []}


async def test_updates_of_kinds_not_allowed_do_not_come(town: TownClient) -> None:
    offset = (await town.bot("getUpdates", allowed_updates=["callback_query"]))["result"][-1]["update_id"] + 1
    await town.post("tg/type", user_id=101, text="мимо")
    message = await sent(town, chat_id=101, text="а", reply_markup=keyboard("Да"))
    await town.post("tg/press", user_id=101, chat_id=101, message_id=message["message_id"], label="Да")
    kinds = [set(update) - {"update_id"} for update in (await town.bot("getUpdates", offset=offset))["result"]]
    assert kinds == [{"callback_query"}]


async def test_updates_older_than_a_day_of_the_scenario_are_gone(town: TownClient) -> None:
    await town.post("clock", now="2026-06-02T07:00:00+00:00")
    assert (await town.bot("getUpdates"))["result"] == []


async def test_a_raw_update_that_no_library_can_parse_is_delivered_as_it_is(town: TownClient) -> None:
    put = await town.post("tg/update", raw={"message": {"message_id": "не число"}})
    last = (await town.bot("getUpdates", offset=-1))["result"][0]
    assert last == {"update_id": put["update_id"], "message": {"message_id": "не число"}}


async def test_html_becomes_entities_counted_in_utf16(town: TownClient) -> None:
    html = '🧊 <b>Лёд</b> &lt;у дома&gt; <a href="https://vk.com/wall-1_7">пост</a><blockquote expandable>a\nb</blockquote>'
    message = await sent(town, chat_id=101, text=html, parse_mode="HTML")
    assert message["text"] == "🧊 Лёд <у дома> постa\nb"
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "text_link", "offset": 16, "length": 4, "url": "https://vk.com/wall-1_7"},
        {"type": "expandable_blockquote", "offset": 20, "length": 3},
    ]
    shown = (await town.get("tg/chat/101"))["messages"][-1]
    assert (shown["text"], shown["html"]) == (message["text"], html)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<x>а</x>", 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        ("я <", "can't parse entities: Unclosed start tag at byte offset 3"),
        ("<b>а", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<b>а</i>", 'can\'t parse entities: Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
        ("а</b>", "can't parse entities: Unexpected end tag at byte offset 2"),
        ("<span>а</span>", 'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b> </b>", "text must be non-empty"),
        ("", "message text is empty"),
        ("а" * 4097, "message is too long"),
    ],
)
async def test_text_that_telegram_refuses_is_refused_in_its_words(town: TownClient, html: str, words: str) -> None:
    assert await refused(town, "sendMessage", chat_id=101, text=html, parse_mode="HTML") == f"Bad Request: {words}"


async def test_length_is_counted_after_parsing_and_more_than_a_hundred_entities_are_dropped(town: TownClient) -> None:
    assert len((await sent(town, chat_id=101, text=f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML"))["text"]) == 4096
    many = await sent(town, chat_id=101, text="<b>а</b> " * 120, parse_mode="HTML")
    assert len(many["entities"]) == 100


@pytest.mark.parametrize(
    ("buttons", "words"),
    [
        ([[{"text": "а", "callback_data": "я" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "а", "callback_data": "x"}] * 8] * 13, "reply markup is too long"),
        ([[{"text": "а"}]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ([[{"callback_data": "x"}]], "can't parse inline keyboard button: Can't find field \"text\""),
        ([[{"text": 5, "callback_data": "x"}]], 'can\'t parse inline keyboard button: Field "text" must be of type String'),
        ([[{"text": "а", "url": "http://localhost/"}]], "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
    ],
)
async def test_a_keyboard_that_telegram_refuses_is_refused_in_its_words(town: TownClient, buttons: Any, words: str) -> None:
    markup = {"inline_keyboard": buttons}
    assert await refused(town, "sendMessage", chat_id=101, text="а", reply_markup=markup) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("sendMessage", {"text": "а"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 101}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 777, "text": "а"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 103, "text": "а"}, "Forbidden: bot can't initiate conversation with a user"),
        ("sendMessage", {"chat_id": -1001, "message_thread_id": 9, "text": "а"}, "Bad Request: message thread not found"),
        (
            "sendMessage",
            {"chat_id": 101, "text": "а", "reply_parameters": {"message_id": 9}},
            "Bad Request: message to be replied not found",
        ),
        ("sendMessage", {"chat_id": 101, "text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
        ("editMessageText", {"chat_id": 101, "message_id": 9, "text": "а"}, "Bad Request: message to edit not found"),
        ("editMessageText", {"chat_id": 101, "message_id": 1, "text": "а"}, "Bad Request: message can't be edited"),
        ("deleteMessage", {"chat_id": 101, "message_id": 9}, "Bad Request: message to delete not found"),
        ("sendMediaGroup", {"chat_id": 101, "media": []}, "Bad Request: too few media to send"),
        ("sendChatAction", {"chat_id": 101, "action": "петь"}, "Bad Request: wrong parameter action in request"),
        ("logOutForever", {}, "Not Found"),
    ],
)
async def test_a_call_that_telegram_refuses_is_refused_in_its_words(town: TownClient, method: str, values: Any, words: str) -> None:
    assert await refused(town, method, **values) == words


async def test_an_unknown_token_is_unauthorized(town: TownClient) -> None:
    assert await town.bot("getMe", token="9:no") == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_parameter_that_the_published_api_does_not_know_is_ignored_but_noted(town: TownClient) -> None:
    await sent(town, chat_id=101, text="а", colour="red")
    assert (await town.get("stats"))["telegram"]["refused"] == {"sendMessage: unknown parameter colour": 1}


async def test_a_blocked_kicked_left_or_migrated_chat_refuses_in_its_own_words(town: TownClient) -> None:
    await town.post("tg/block", user_id=101, blocked=True)
    assert await refused(town, "sendMessage", chat_id=101, text="а") == "Forbidden: bot was blocked by the user"
    await town.post("tg/block", user_id=101, blocked=False)
    await sent(town, chat_id=101, text="а")
    await town.post("town", chats=[{"id": -5, "bot_status": "kicked"}])
    assert await refused(town, "sendMessage", chat_id=-5, text="а") == "Forbidden: bot was kicked from the group chat"
    await town.post("town", chats=[{"id": -5, "bot_status": "left"}])
    assert await refused(town, "sendMessage", chat_id=-5, text="а") == "Forbidden: bot is not a member of the group chat"
    statuses = [
        (update["my_chat_member"]["chat"]["id"], update["my_chat_member"]["new_chat_member"]["status"])
        for update in (await town.bot("getUpdates"))["result"]
        if "my_chat_member" in update
    ]
    assert statuses == [(101, "kicked"), (101, "member"), (-5, "kicked"), (-5, "left")]
    await town.post("town", chats=[{"id": -5, "bot_status": "member", "migrated_to": -1001}])
    body = await town.bot("sendMessage", chat_id=-5, text="а")
    assert body["parameters"] == {"migrate_to_chat_id": -1001}


async def test_an_edit_changes_text_and_drops_the_keyboard_that_is_not_repeated(town: TownClient) -> None:
    message = await sent(town, chat_id=101, text="<b>а</b>", parse_mode="HTML", reply_markup=keyboard("Да"))
    place = {"chat_id": 101, "message_id": message["message_id"]}
    same = place | {"text": "<b>а</b>", "parse_mode": "HTML", "reply_markup": keyboard("Да")}
    assert await refused(town, "editMessageText", **same) == NOT_MODIFIED
    edited = (await town.bot("editMessageText", **place, text="б"))["result"]
    assert edited["text"] == "б"
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited
    await town.bot("editMessageReplyMarkup", **place, reply_markup=keyboard("Нет"))
    shown = (await town.get("tg/chat/101"))["messages"][-1]
    assert (shown["edits"], shown["buttons"]) == (2, [[{"text": "Нет", "callback_data": "Нет"}]])
    await town.bot("deleteMessage", **place)
    assert await refused(town, "editMessageText", **place, text="в") == "Bad Request: message to edit not found"
    assert (await town.get("tg/chat/101"))["messages"][-1]["deleted"]


async def test_an_old_message_cannot_be_deleted_and_several_are_deleted_at_once(town: TownClient) -> None:
    old = await sent(town, chat_id=101, text="старое")
    await town.post("clock", now="2026-06-05T06:00:00+00:00")
    new = await sent(town, chat_id=101, text="новое")
    words = await refused(town, "deleteMessage", chat_id=101, message_id=old["message_id"])
    assert words == "Bad Request: message can't be deleted for everyone"
    await town.bot("deleteMessages", chat_id=101, message_ids=[old["message_id"], new["message_id"], 999])
    deleted = [message["deleted"] for message in (await town.get("tg/chat/101"))["messages"][-2:]]
    assert deleted == [False, True]


async def test_a_press_carries_the_whole_message_and_is_answered_once(town: TownClient) -> None:
    message = await sent(town, chat_id=101, text="Карточка", reply_markup=keyboard("Принять"))
    place = {"user_id": 101, "chat_id": 101, "message_id": message["message_id"]}
    assert "нет кнопки «Нет»: «Принять»" in await refusal(town, "tg/press", **place, label="Нет")
    async with asyncio.TaskGroup() as group:
        pressing = group.create_task(town.post("tg/press", **place, label="Принять", wait=5))
        await asyncio.sleep(0.2)
        query = (await town.bot("getUpdates", offset=-1))["result"][0]["callback_query"]
        assert (query["data"], query["message"]["text"]) == ("Принять", "Карточка")
        await town.bot("answerCallbackQuery", callback_query_id=query["id"], text="Ваш", show_alert=True)
    assert pressing.result()["answer"] == {"text": "Ваш", "show_alert": True}
    seen = await town.get(f"tg/callback/{query['id']}")
    assert seen == {"answered": True, "answer": {"text": "Ваш", "show_alert": True}}


async def test_a_late_unknown_or_too_long_answer_to_a_press_is_refused(town: TownClient) -> None:
    await town.post("clock", speed=1)
    message = await sent(town, chat_id=101, text="Карточка", reply_markup=keyboard("Принять"))
    forged = {"user_id": 101, "chat_id": 101, "message_id": message["message_id"], "data": "подделка"}
    pressed = await town.post("tg/press", **forged)
    number = pressed["callback_query_id"]
    assert (await town.bot("getUpdates", offset=-1))["result"][0]["callback_query"]["data"] == "подделка"
    assert await refused(town, "answerCallbackQuery", callback_query_id=number, text="я" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    await town.post("clock", now="2026-06-07T06:00:00+00:00")
    for unanswered in (number, "5"):
        words = await refused(town, "answerCallbackQuery", callback_query_id=unanswered)
        assert words == "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await town.get(f"tg/callback/{number}") == {"answered": False, "answer": None}


async def test_a_link_button_is_not_pressed(town: TownClient) -> None:
    markup = {"inline_keyboard": [[{"text": "Пост", "url": "https://vk.com/wall-1_7", "style": "primary"}]]}
    message = await sent(town, chat_id=101, text="Карточка", reply_markup=markup)
    assert "ссылка" in await refusal(town, "tg/press", user_id=101, chat_id=101, message_id=message["message_id"], label="Пост")


async def test_in_a_group_the_bot_sees_only_commands_replies_to_it_and_mentions(town: TownClient) -> None:
    message = await sent(town, chat_id=-5, text="Карточка")
    typed = [
        await town.post("tg/type", user_id=101, chat_id=-5, **wish)
        for wish in (
            {"text": "болтовня"},
            {"text": "/my@other_bot"},
            {"text": "/my"},
            {"text": "/my@otklik_bot"},
            {"text": "что скажет @Otklik_bot?"},
            {"text": "сделано", "reply_to_message_id": message["message_id"]},
        )
    ]
    assert [one["update_id"] is not None for one in typed] == [False, False, True, True, True, True]
    last = (await town.bot("getUpdates", offset=-1))["result"][0]["message"]
    assert last["reply_to_message"]["text"] == "Карточка"
    await town.post("town", chats=[{"id": -5, "bot_status": "administrator"}])
    assert (await town.post("tg/type", user_id=101, chat_id=-5, text="болтовня"))["update_id"]


async def test_a_forum_topic_is_kept_on_both_sides(town: TownClient) -> None:
    message = await sent(town, chat_id=-1001, message_thread_id=5, text="Карточка")
    assert (message["message_thread_id"], message["is_topic_message"], message["chat"]["is_forum"]) == (5, True, True)
    await town.post("tg/type", user_id=101, chat_id=-1001, message_thread_id=5, text="/my")
    assert (await town.bot("getUpdates", offset=-1))["result"][0]["message"]["message_thread_id"] == 5


async def test_stickers_and_photos_of_people_come_as_such(town: TownClient) -> None:
    await town.post("tg/type", user_id=101, sticker=True)
    await town.post("tg/type", user_id=101, photo="ice", text="вот")
    sticker, photo = (update["message"] for update in (await town.bot("getUpdates", offset=-2))["result"])
    assert "text" not in sticker
    assert sticker["sticker"]["emoji"]
    assert photo["caption"] == "вот"
    file = (await town.bot("getFile", file_id=photo["photo"][-1]["file_id"]))["result"]
    async with town.session.get(f"{town.base}/file/bot1:demo/{file['file_path']}") as answer:
        assert await answer.read() == PHOTOS["ice"]


async def test_the_pace_is_kept_in_scenario_time(town: TownClient) -> None:
    await town.post("clock", paused=True)
    for number in range(3):
        await sent(town, chat_id=101, text=str(number))
    body = await town.bot("sendMessage", chat_id=101, text="четвёртое")
    assert (body["error_code"], body["parameters"]) == (429, {"retry_after": 1})
    assert body["description"] == "Too Many Requests: retry after 1"
    await sent(town, chat_id=102, text="другой чат идёт своим чередом")
    await town.post("clock", now="2026-06-01T08:00:00+00:00")
    await sent(town, chat_id=101, text="четвёртое")


async def test_a_group_takes_twenty_messages_a_minute_and_edits_count(town: TownClient) -> None:
    for second in range(19):
        await town.post("clock", paused=True, now=f"2026-06-01T09:00:{second:02}+00:00")
        message = await sent(town, chat_id=-5, text=str(second))
    await town.post("clock", now="2026-06-01T09:00:30+00:00")
    place = {"chat_id": -5, "message_id": message["message_id"]}
    assert (await town.bot("editMessageText", **place, text="правка"))["ok"]
    body = await town.bot("editMessageText", **place, text="ещё правка")
    assert body["parameters"] == {"retry_after": 30}
    await town.post("clock", now="2026-06-01T09:01:00+00:00")
    assert (await town.bot("editMessageText", **place, text="ещё правка"))["ok"]


async def test_thirty_messages_a_second_are_the_most_for_one_bot(town: TownClient) -> None:
    people = [{"id": 200 + number, "first_name": "Н", "started": True} for number in range(31)]
    await town.post("town", users=people)
    await town.post("clock", paused=True)
    answers = [await town.bot("sendMessage", chat_id=person["id"], text="а") for person in people]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]


async def test_the_same_call_may_come_as_a_query_a_form_or_json(town: TownClient) -> None:
    url = f"{town.base}/bot1:demo/SENDMESSAGE"
    async with town.session.get(url, params={"chat_id": 101, "text": "запрос"}) as answer:
        assert (await answer.json())["result"]["text"] == "запрос"
    form = {"chat_id": "101", "text": "форма", "disable_notification": "true", "reply_markup": '{"force_reply": true}'}
    async with town.session.post(url, data=form) as answer:
        assert (await answer.json())["result"]["text"] == "форма"
    shown = (await town.get("tg/chat/101"))["messages"][-1]
    assert (shown["silent"], shown["reply_keyboard"]) == (True, {"force_reply": True})
    async with town.session.post(url, data={"chat_id": "101", "text": "а", "reply_markup": "{"}) as answer:
        assert (await answer.json())["description"] == "Bad Request: can't parse reply keyboard markup JSON object"
    async with town.session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_aiogram_sends_edits_photos_albums_and_learns_about_chats(bot: Bot, town: TownClient) -> None:
    me = await bot.get_me()
    assert (me.id, me.username) == (1, "otklik_bot")
    button = InlineKeyboardButton(text="Принять", callback_data="c1:take:7", style="success")
    markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
    card = await bot.send_message(101, "<b>Лёд</b>", parse_mode="HTML", reply_markup=markup)
    assert card.html_text == "<b>Лёд</b>"
    edited = await bot.edit_message_text("<i>Лёд</i>", chat_id=101, message_id=card.message_id, parse_mode="HTML")
    assert isinstance(edited, Message)
    assert edited.html_text == "<i>Лёд</i>"
    photo = BufferedInputFile(PHOTOS["ice"], "ice.jpg")
    reply = ReplyParameters(message_id=card.message_id, allow_sending_without_reply=True)
    picture = await bot.send_photo(101, photo, caption="у дома", reply_parameters=reply)
    assert picture.photo is not None
    assert (picture.photo[-1].width, picture.photo[-1].height) == (640, 480)
    assert picture.reply_to_message is not None
    album = await bot.send_media_group(101, [InputMediaPhoto(media=BufferedInputFile(PHOTOS[n], n)) for n in ("ice", "lamp", "water")])
    assert len({message.media_group_id for message in album}) == 1
    await bot.set_my_commands([BotCommand(command="my", description="Мои")])
    assert [command.command for command in await bot.get_my_commands()] == ["my"]
    assert (await bot.get_chat(-1001)).is_forum
    assert (await bot.get_chat_member(-5, 1)).status == "member"
    assert (await bot.get_chat_member(-5, 103)).status == "left"
    assert await bot.get_chat_administrators(-5) == []
    await bot.send_chat_action(101, "typing")
    await bot.delete_message(101, card.message_id)
    assert (await bot.get_webhook_info()).url == ""
    assert (await town.get("stats"))["telegram"] | {"refused": {}} == {
        "sent": 5,
        "edited": 1,
        "deleted": 1,
        "photos": 4,
        "callbacks": 0,
        "answered_callbacks": 0,
        "refused": {},
        "limits": {},
    }


async def test_aiogram_understands_the_refusals(bot: Bot, town: TownClient) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(777, "а")
    with pytest.raises(TelegramForbiddenError, match="initiate"):
        await bot.send_message(103, "а")
    with pytest.raises(TelegramBadRequest, match="caption is too long"):
        await bot.send_photo(101, BufferedInputFile(PHOTOS["ice"], "ice.jpg"), caption="я" * 1025)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(101, BufferedInputFile(b"no picture", "ice.jpg"))
    await town.post("fault", api="telegram", method="sendMessage", kind="error", retry_after=3)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(101, "а")
    assert caught.value.retry_after == 3


async def test_an_aiogram_dispatcher_polls_the_town(bot: Bot, town: TownClient) -> None:
    dispatcher = Dispatcher()

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        await query.answer(f"Принято: {query.data}")

    card = await bot.send_message(101, "Карточка", reply_markup=InlineKeyboardMarkup.model_validate(keyboard("Принять")))
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=5))
        pressed_by = {"user_id": 101, "chat_id": 101, "message_id": card.message_id, "label": "Принять", "wait": 10}
        answer = (await town.post("tg/press", **pressed_by))["answer"]
        await dispatcher.stop_polling()
        await polling
    assert answer == {"text": "Принято: Принять", "show_alert": False}


async def test_files_are_not_given_to_strangers(town: TownClient) -> None:
    async with town.session.get(f"{town.base}/file/bot9:no/photos/photo1.jpg") as answer:
        assert answer.status == 404
    async with aiohttp.ClientSession() as session, session.get(f"{town.base}/vk/photo/no.jpg") as answer:
        assert answer.status == 404


HTML = [
    "<b>а</b><strong>а</strong><i>а</i><em>а</em><u>а</u><ins>а</ins><s>а</s><strike>а</strike><del>а</del>",
    '<tg-spoiler>а</tg-spoiler><span class="tg-spoiler">а</span><blockquote>а</blockquote><blockquote expandable>а</blockquote>',
    '<pre>а</pre><code>а</code><pre><code class="language-py">а</code></pre><code class="language-py"><pre>а</pre></code>',
    '<code class="language-py">а</code><tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '<a href="http://a.ru/x?y=1&amp;z=2">а</a><a href="A.ru">а</a><a>https://a.ru</a><a href=\'tg://user?id=5\'>а</a>',
    '<a href="http://localhost">а</a><a href="javascript:alert(1)">а</a><a href="ftp://a.ru">а</a><a href="">а</a><a href=a.ru>а</a>',
    '<a href="tg://resolve?domain=x">а</a><A HREF="http://a.ru/">а</a>',
    "&lt;&gt;&amp;&quot;&nbsp;&#33;&#x1F525;&#0;&lt x &ltx; &copy; &#x110000; & ;",
    "😀<b>😀</b><b></b><i> </></i >",
    "<b",
    "<b a",
    "<b a=",
    '<b a="x',
    "</b>",
    "<b></b x>",
    "<>",
    "<b/>",
    "<br>",
    "<b><i>а</b></i>",
    "<b =x>а</b>",
    '<b "">а</b>',
    "<a href=http://a.ru>а</a>",
    "<span>а</span>",
    "<tg-emoji>а</tg-emoji>",
    "<я>а</я>",
    "<b>а",
    "a < b",
    "&#xD800;",
]
NAMES = {"TextUrl": "text_link", "MentionName": "text_mention", "PreCode": "pre", "BlockQuote": "blockquote"}


NAMES |= {"ExpandableBlockQuote": "expandable_blockquote", "CustomEmoji": "custom_emoji"}


def _tdlib(html: str) -> Any:
    """What the real TDLib makes of it: text and entities, or an error."""
    query = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    raw = tdjson.td_execute(json.dumps(query).encode())
    assert raw is not None
    answer = json.loads(raw)
    if answer["@type"] == "error":
        return answer["message"]
    entities = []
    for entity in answer["entities"]:
        kind = dict(entity["type"])
        name = kind.pop("@type").removeprefix("textEntityType")
        entities.append({"type": NAMES.get(name, name.lower()), "offset": entity["offset"], "length": entity["length"]} | kind)
    return answer["text"], entities


@pytest.mark.parametrize("html", HTML)
def test_html_is_read_and_refused_as_tdlib_does_it(html: str) -> None:
    theirs = _tdlib(html)
    try:
        text, entities = HtmlParser(html.encode()).parse()
    except TelegramError as error:
        assert error.description.removeprefix("Bad Request: can't").casefold() == theirs.removeprefix("Can't").casefold()
        return
    for entity in entities:
        if "custom_emoji_id" in entity:
            entity["custom_emoji_id"] = str(entity["custom_emoji_id"])
    assert (text, entities) == (theirs[0], [{n: v for n, v in entity.items() if v != ""} for entity in theirs[1]])


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "бублик", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            {"type": "bold", "offset": 0, "length": 9},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
    ],
)
async def test_entities_outside_the_text_are_refused(town: TownClient, entity: Any, words: str) -> None:
    assert await refused(town, "sendMessage", chat_id=101, text="текст", entities=[entity]) == f"Bad Request: {words}"


async def test_entities_may_come_ready_and_commands_addresses_and_mentions_are_found(town: TownClient) -> None:
    text = "  /my https://a.ru/x. @irina #лёд #code"
    message = await sent(town, chat_id=101, text=text, entities=[{"type": "code", "offset": 34, "length": 5}])
    kinds = [(entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]]
    assert message["text"] == text.strip()
    assert kinds == [("bot_command", 0, 3), ("url", 4, 14), ("mention", 20, 6), ("hashtag", 27, 4), ("code", 32, 5)]


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("sendMessage", {"chat_id": 101, "text": "а", "parse_mode": "XML"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": 101, "text": "а", "reply_markup": {"inline_keyboard": "x"}}, "Array"),
        ("sendMessage", {"chat_id": 101, "text": "а", "link_preview_options": {"is_disabled": "yes"}}, "Boolean"),
        ("sendMessage", {"chat_id": 101, "text": "а", "reply_parameters": {"quote": "а"}}, 'can\'t find field "message_id"'),
        ("sendMessage", {"chat_id": 101, "text": ["а"]}, 'field "text" must be of type String'),
        ("sendMessage", {"chat_id": "@nobody", "text": "а"}, "chat not found"),
        ("editMessageText", {"message_id": 1, "text": "а"}, "chat_id is empty"),
        ("editMessageText", {"chat_id": 101, "text": "а"}, "message identifier is not specified"),
        ("editMessageText", {"inline_message_id": "x", "text": "а"}, "MESSAGE_ID_INVALID"),
        ("deleteMessage", {"chat_id": -5, "message_id": 1}, "message can't be deleted"),
        ("deleteMessages", {"chat_id": 101, "message_ids": []}, "message identifiers are not specified"),
        ("deleteMessages", {"chat_id": 101, "message_ids": list(range(1, 102))}, "too many message identifiers specified"),
        ("sendPhoto", {"chat_id": 101}, "there is no photo in the request"),
        ("sendPhoto", {"chat_id": 101, "photo": "attach://x"}, "can't find file by URI attach://x"),
        ("sendPhoto", {"chat_id": 101, "photo": "https://a.ru/x.jpg"}, "failed to get HTTP URL content"),
        ("sendMediaGroup", {"chat_id": 101, "media": [{"type": "photo", "media": "x"}] * 11}, "too much messages"),
        ("sendMediaGroup", {"chat_id": 101, "media": [{"type": "video", "media": "x"}] * 2}, "not served by the sandbox"),
        ("sendMediaGroup", {"chat_id": 101, "media": [{"type": "photo"}] * 2}, 'can\'t find field "media"'),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("getChatMember", {"chat_id": -5, "user_id": 999}, "PARTICIPANT_ID_INVALID"),
        ("getChatAdministrators", {"chat_id": 101}, "there are no administrators in the private chat"),
    ],
)
async def test_other_mistakes_have_their_own_words(town: TownClient, method: str, values: Any, words: str) -> None:
    await town.post("tg/type", user_id=101, chat_id=-5, text="/my")
    assert words in await refused(town, method, **values)


async def test_a_photo_may_be_sent_again_by_its_id_and_has_no_text_to_edit(town: TownClient) -> None:
    form = aiohttp.FormData({"chat_id": "101"})
    form.add_field("photo", PHOTOS["lamp"], filename="lamp.jpg", content_type="image/jpeg")
    async with town.session.post(f"{town.base}/bot1:demo/sendPhoto", data=form) as answer:
        first = (await answer.json())["result"]
    again = (await town.bot("sendPhoto", chat_id=102, photo=first["photo"][-1]["file_id"], caption="ещё"))["result"]
    assert (again["caption"], again["photo"]) == ("ещё", first["photo"])
    words = await refused(town, "editMessageText", chat_id=102, message_id=again["message_id"], text="а")
    assert words == "Bad Request: there is no text in the message to edit"
    (shown,) = (await town.get("tg/chat/102"))["messages"][-1]["photos"]
    async with town.session.get(town.base + shown["url"]) as answer:
        assert await answer.read() == PHOTOS["lamp"]
    async with town.session.get(town.base + "/control/tg/photo/no") as answer:
        assert answer.status == 404


async def test_an_administrator_may_delete_what_others_wrote_and_aiogram_knows_it_as_one(bot: Bot, town: TownClient) -> None:
    await town.post("town", chats=[{"id": -5, "bot_status": "administrator"}])
    typed = await town.post("tg/type", user_id=101, chat_id=-5, text="лишнее")
    assert await bot.delete_message(-5, typed["message_id"])
    assert [member.status for member in await bot.get_chat_administrators(-5)] == ["administrator"]
    assert await bot.get_chat_member_count(-5) == 3
    await town.post("town", chats=[{"id": -5, "bot_status": "kicked"}, {"id": -1001, "bot_status": "left"}])
    await town.post("tg/block", user_id=101)
    await town.post("tg/type", user_id=102, sticker=True)
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change.new_chat_member.status for change in changes if change] == ["administrator", "kicked", "left", "kicked"]
    await bot.delete_my_commands()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_the_first_answer_to_a_press_is_the_one_that_is_seen(town: TownClient) -> None:
    message = await sent(town, chat_id=-5, text="Карточка", reply_markup=keyboard("Да"))
    pressed = await town.post("tg/press", user_id=102, chat_id=-5, message_id=message["message_id"], label="Да")
    assert pressed["answer"] is None
    for text in ("первый", "второй"):
        assert (await town.bot("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text=text))["ok"]
    assert (await town.get(f"tg/callback/{pressed['callback_query_id']}"))["answer"]["text"] == "первый"
    stats = (await town.get("stats"))["telegram"]
    assert (stats["callbacks"], stats["answered_callbacks"]) == (1, 1)


async def test_a_reset_lets_a_waiting_poller_go_with_nothing(town: TownClient) -> None:
    offset = (await town.bot("getUpdates"))["result"][-1]["update_id"] + 1
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(town.bot("getUpdates", offset=offset, timeout=20))
        await asyncio.sleep(0.2)
        await town.post("reset", **TOWN)
    assert poll.result() == {"ok": True, "result": []}
    await town.start(101)
    assert (await town.bot("getUpdates", offset=offset))["result"][0]["message"]["text"] == "/start"


async def test_a_person_changes_their_own_message_and_the_bot_is_told(town: TownClient) -> None:
    await town.bot("getUpdates", allowed_updates='["message", "edited_message"]')
    typed = await town.post("tg/type", user_id=101, text="до 26 ноября")
    edited = await town.post("tg/edit", user_id=101, message_id=typed["message_id"], text="до 27 ноября")
    (update,) = [each for each in (await town.bot("getUpdates"))["result"] if "edited_message" in each]
    assert update["update_id"] == edited["update_id"]
    message = update["edited_message"]
    assert (message["message_id"], message["text"], message["from"]["id"]) == (typed["message_id"], "до 27 ноября", 101)
    assert message["edit_date"] >= message["date"]
    ours = (await sent(town, chat_id=101, text="карточка"))["message_id"]
    assert "только своё" in await refusal(town, "tg/edit", user_id=101, message_id=ours, text="чужое")
