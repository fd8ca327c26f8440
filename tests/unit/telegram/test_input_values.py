"""What handlers are given of an update of Telegram."""

from typing import Any

import pytest
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.telegram.incoming.input_values import incoming_of, membership_of, pressed_of
from handlers.kit.input import ChatPlace, Forwarded, Incoming, MessageKind, RepliedTo, SentFile
from incidents.ids import ChatId
from incidents.posts import Attachment, AttachmentKind

ANN = {"id": 7, "is_bot": False, "first_name": "Анна", "last_name": "Павлова"}
BOT = {"id": 99, "is_bot": True, "first_name": "Отклик"}
FORUM = {"id": -100, "type": "supergroup", "title": "Отдел ЖКХ"}
KEYS = {"inline_keyboard": [[{"text": "Да", "callback_data": "m1:close:1:done"}], [{"text": "Пост", "url": "https://vk.com/"}]]}
DOCUMENT = {"file_id": "d", "file_unique_id": "d", "file_name": "Лист.xlsx", "file_size": 5}


def message(**fields: Any) -> Incoming:  # Any: fields of a message
    return incoming_of(
        Message.model_validate({"message_id": 9, "date": 1_700_000_000, "chat": {"id": 7, "type": "private"}, "from": ANN, **fields})
    )


def query(**fields: Any) -> CallbackQuery:  # Any: fields of a press
    return CallbackQuery.model_validate({"id": "1", "from": ANN, "chat_instance": "1", "data": "c1:close:1", **fields})


def test_a_press_in_a_topic_tells_the_place_and_the_keyboard() -> None:
    under = {"message_id": 5, "date": 1_700_000_000, "chat": FORUM, "from": BOT, "text": "x", "reply_markup": KEYS}
    pressed = pressed_of(query(message={**under, "is_topic_message": True, "message_thread_id": 3}), str.upper)
    assert (pressed.button, pressed.data, pressed.by, pressed.message_id) == ("C1:CLOSE:1", "c1:close:1", 7, 5)
    assert pressed.chat == ChatPlace(id=ChatId(-100), kind="supergroup", title="Отдел ЖКХ", topic_id=3)
    assert pressed.keyboard == ("m1:close:1:done", "")
    assert pressed_of(query(message={**under, "message_thread_id": 3}), str).chat.topic_id is None  # a thread of replies


def test_a_press_whose_message_is_not_told_is_in_private() -> None:
    pressed = pressed_of(query(), str)
    assert (pressed.chat, pressed.message_id, pressed.keyboard) == (ChatPlace(id=ChatId(7)), None, ())
    old = pressed_of(query(message={"message_id": 5, "date": 0, "chat": FORUM}), str)
    assert (old.chat.id, old.chat.is_private, old.message_id, old.keyboard) == (-100, False, 5, ())


@pytest.mark.parametrize(
    ("text", "command", "args"),
    [
        ("/find строителей  14", "find", "строителей  14"),
        ("/FIND@another_bot", "find", ""),
        ("/start код", "start", "код"),
        ("/START код", "START", "код"),
        ("/nothing", "nothing", ""),
        ("/", "", ""),
        ("слово /find", "", ""),
        (" ", "", ""),
    ],
)
def test_a_command_and_its_words(text: str, command: str, args: str) -> None:
    for where in ("text", "caption"):
        heard = message(**{where: text})
        assert (heard.command, heard.args, heard.words) == (command, args, text)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": " Отмена "}, MessageKind.CANCEL),
        ({"text": "/my"}, MessageKind.COMMAND),
        ({"text": "слова"}, MessageKind.WORDS),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "caption": "отмена"}, MessageKind.PHOTO),
        ({"document": DOCUMENT}, MessageKind.FILE),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}, MessageKind.VOICE),
        ({"location": {"latitude": 56.7, "longitude": 36.7}}, MessageKind.POINT),
        ({"dice": {"emoji": "🎲", "value": 1}}, MessageKind.OTHER),
    ],
)
def test_a_message_is_of_one_kind(fields: dict[str, Any], kind: MessageKind) -> None:
    assert message(**fields).kind is kind


def test_what_a_message_carries() -> None:
    sent = message(
        document=DOCUMENT,
        animation={"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1, "duration": 1},
        caption="вот",
        caption_entities=[{"type": "text_link", "offset": 0, "length": 3, "url": "https://vk.com/wall-1_2"}],
        media_group_id="g",
    )
    assert (sent.file, sent.links, sent.album) == (SentFile(id="d", name="Лист.xlsx", size=5), ("https://vk.com/wall-1_2",), "g")
    assert sent.attached == (Attachment(kind=AttachmentKind.VIDEO),)  # Telegram calls an animation a document too
    assert (sent.by, sent.name, sent.at.timestamp()) == (7, "Анна Павлова", 1_700_000_000)


CHANNEL = {"id": -1001234567890, "type": "channel", "title": "Конаково"}


@pytest.mark.parametrize(
    ("origin", "forwarded"),
    [
        ({"type": "user", "sender_user": {"id": 8, "is_bot": False, "first_name": "Ж"}}, Forwarded(by="8")),
        ({"type": "user", "sender_user": BOT}, Forwarded(by="99", is_bot=True)),
        ({"type": "hidden_user", "sender_user_name": "Житель"}, Forwarded(by="Житель")),
        ({"type": "channel", "chat": CHANNEL, "message_id": 77}, Forwarded(by=None, address="https://t.me/c/1234567890/77")),
        (
            {"type": "channel", "chat": {**CHANNEL, "username": "konakovo_live"}, "message_id": 77},
            Forwarded(by=None, address="https://t.me/konakovo_live/77"),
        ),
        ({"type": "chat", "sender_chat": FORUM}, Forwarded(by=None)),
    ],
)
def test_whose_words_are_passed_on(origin: dict[str, Any], forwarded: Forwarded) -> None:
    assert message(text="x", forward_origin={**origin, "date": 1_700_000_000}).forwarded == forwarded


def test_under_which_message_it_is_written() -> None:
    under = {"message_id": 3, "date": 1_700_000_000, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "x", "reply_markup": KEYS}
    assert message(text="да", reply_to_message=under).reply_to == RepliedTo(message_id=3, is_bot=True, keyboard=("m1:close:1:done", ""))
    assert message(text="да").reply_to is None


@pytest.mark.parametrize(("was", "now", "inside"), [("left", "member", (False, True)), ("member", "kicked", (True, False))])
def test_how_the_bot_stands_in_a_chat(was: str, now: str, inside: tuple[bool, bool]) -> None:
    member = {"user": BOT, "until_date": 0}
    update = {"chat": FORUM, "from": ANN, "date": 1_700_000_000, "old_chat_member": {**member, "status": was}}
    changed = membership_of(ChatMemberUpdated.model_validate({**update, "new_chat_member": {**member, "status": now}}))
    assert (changed.was_inside, changed.is_inside) == inside
