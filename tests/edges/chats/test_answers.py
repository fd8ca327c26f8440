"""An answer in a chat: a reply under the message, proved by an edit that changes nothing, or the text to copy."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.telegram.adapter import make_bot
from bot.telegram.residents.chat_answers import ChatPublisher
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear
from incidents.sources.chats import ChatKind
from tests.kit.chat_updates import CHAT, Json, message, of_bot
from tests.kit.phones import TOKEN, Phones, phones
from tests.kit.source_chats import becomes_source
from tests.kit.values.stored import NOW

TEXT = "Фонарь починим сегодня до вечера"


def post(id: str = "c/1234/11") -> Post:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    return Post(network=Network.TELEGRAM, external_id=id, url="", text="Темно", author_id="77", published_at=at)


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        await becomes_source(hands.town.storage)
        taken = of_bot(50, text=TEXT) | {"reply_to_message": message(11)}
        hands.telegram.says["sendMessage"] = (200, {"ok": True, "result": taken})
        edit_says(hands, "message is not modified")
        yield hands


def refuse(code: int, description: str, **parameters: Any) -> tuple[int, Json]:
    more = {"parameters": parameters} if parameters else {}
    return code, {"ok": False, "error_code": code, "description": description, **more}


def edit_says(hands: Phones, description: str) -> None:
    hands.telegram.says["editMessageText"] = refuse(400, f"Bad Request: {description}")


def publisher(hands: Phones) -> ChatPublisher:
    return ChatPublisher(hands.bot, hands.town.storage)


async def test_a_reply_is_sent_under_the_message_and_proved(hands: Phones) -> None:
    one = publisher(hands)
    assert await one.publish(post(), TEXT, guid="g") == Published(external_id="c/1234/50", url="https://t.me/c/1234/50")
    _, form = next(call for call in hands.telegram.calls if call[0] == "sendMessage")
    assert (form["chat_id"], form["text"]) == (str(CHAT), TEXT)
    assert '"message_id": 11' in form["reply_parameters"] or '"message_id":11' in form["reply_parameters"]
    assert "parse_mode" not in form
    assert await one.find(post(), TEXT, since=NOW) == Published(external_id="c/1234/50", url="https://t.me/c/1234/50")


async def test_an_answer_that_somebody_deleted_is_not_seen(hands: Phones) -> None:
    one = publisher(hands)
    await one.publish(post(), TEXT, guid="g")
    edit_says(hands, "message to edit not found")
    assert await one.find(post(), TEXT, since=NOW) is None


async def test_what_this_process_did_not_send_nobody_can_find(hands: Phones) -> None:
    with pytest.raises(SourceBroken):
        await publisher(hands).find(post(), TEXT, since=NOW)
    one = publisher(hands)
    await one.publish(post(), TEXT, guid="g")
    edit_says(hands, "something new")
    with pytest.raises(SourceBroken):
        await one.find(post(), TEXT, since=NOW)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (refuse(400, "Bad Request: message to be replied not found"), "сообщение жителя удалено"),
        (refuse(400, "Bad Request: not enough rights to send text messages to the chat"), "писать в этот чат боту нельзя"),
        (refuse(400, "Bad Request: TOPIC_CLOSED"), "тема в чате закрыта"),
        (refuse(403, "Forbidden: bot was kicked from the supergroup chat"), "бота в этом чате больше нет"),
        (refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009), "группа стала супергруппой"),
        (refuse(400, "Bad Request: whatever"), "чат не принял ответ"),
    ],
)
async def test_what_telegram_does_not_take_goes_by_hand(hands: Phones, says: tuple[int, Json], told: str) -> None:
    hands.telegram.says["sendMessage"] = says
    result = await publisher(hands).publish(post(), TEXT, guid="g")
    assert isinstance(result, NotAllowed)
    assert told in result.user_text


async def test_too_often_waits_and_a_broken_line_is_for_a_person(hands: Phones) -> None:
    hands.telegram.says["sendMessage"] = refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    assert await publisher(hands).publish(post(), TEXT, guid="g") == TryLater(seconds=7.0, because="слишком часто")
    hands.telegram.says["sendMessage"] = (502, "<html>Bad Gateway</html>")
    assert isinstance(await publisher(hands).publish(post(), TEXT, guid="g"), Unclear)


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("c/9999/11", "этот чат бот не читает"),
        ("g/45/11", "группа стала супергруппой"),
        ("c/5678/9", "под постом канала"),
        ("wall-1_7", "не сообщение чата"),
    ],
)
async def test_nothing_is_written_where_nobody_agreed_to_it(hands: Phones, id: str, told: str) -> None:
    await becomes_source(hands.town.storage, -1005678, ChatKind.CHANNEL)
    result = await publisher(hands).publish(post(id), TEXT, guid="g")
    assert isinstance(result, NotAllowed)
    assert told in result.user_text
    assert not [name for name, _ in hands.telegram.calls if name == "sendMessage"]


async def test_photos_go_by_hand(hands: Phones) -> None:
    with pytest.raises(PhotoRefused):
        await publisher(hands).upload(post(), b"jpeg")


@pytest.mark.parametrize("says", [(502, "<html>Bad Gateway</html>"), refuse(500, "Internal Server Error")], ids=["page", "server"])
async def test_a_public_chat_that_cannot_be_looked_up_waits_since_nothing_was_sent(hands: Phones, says: tuple[int, Any]) -> None:
    hands.telegram.says["getChat"] = says
    result = await publisher(hands).publish(post("lesnaya_yard/11"), TEXT, guid="g")
    assert isinstance(result, TryLater)
    assert not [name for name, _ in hands.telegram.calls if name == "sendMessage"]


async def test_a_line_that_cannot_be_opened_sent_nothing(hands: Phones) -> None:
    bot = make_bot(TOKEN, api_base="http://127.0.0.1:1", proxy=None)
    try:
        one = ChatPublisher(bot, hands.town.storage)
        assert isinstance(await one.publish(post(), TEXT, guid="g"), TryLater)
        assert isinstance(await one.publish(post("lesnaya_yard/11"), TEXT, guid="g"), TryLater)
    finally:
        await bot.session.close()
