"""/control/tg/…: type, press, block, read chats, put raw updates."""

import asyncio
import base64
from contextlib import suppress

from sandbox.control.playing import by_hand
from sandbox.control.wish import Wish, photo_named
from sandbox.errors import Json, no
from sandbox.telegram import residents
from sandbox.telegram.media import keep_document, keep_photo
from sandbox.telegram.state import PRIVATE, Bot, Chat, Document, Message, Photo, Press, User, Voice
from sandbox.town import Town

LONGEST_WAIT = 60.0


def find_user(town: Town, wish: Wish) -> User:
    """Find the person that a wish names."""
    number = wish.number("user_id")
    user = town.telegram.users.get(number)
    if user is None:
        no(f"нет человека с id {number}")
    return user


def find_bot(town: Town, wanted: object) -> Bot:
    """Find a bot by token or name; the first if nothing is said."""
    bot = town.telegram.bot_named(wanted)
    if bot is None:
        no("в городке нет ботов" if wanted is None else f"нет бота {wanted!r}")
    return bot


def find_chat(town: Town, user: User, number: int | None) -> Chat:
    """Find the chat in which a person acts; their own with the bot if nothing is said."""
    if number is None or number == user.id:
        return town.telegram.private(user)
    chat = town.telegram.chats.get(number)
    if chat is None or (chat.type == PRIVATE and chat.id != user.id):
        no(f"нет чата {number}")
    if user.id not in chat.members:
        no(f"{user.first_name} ({user.id}) не состоит в чате «{chat.title}»")
    return chat


def find_message(chat: Chat, number: int | None) -> Message | None:
    """Find a message that is still there."""
    if number is None:
        return None
    message = chat.messages.get(number)
    if message is None or message.deleted:
        no(f"в чате {chat.id} нет сообщения {number}")
    return message


def type_(town: Town, wish: Wish) -> Json:
    """Write as a person."""
    user, bot = find_user(town, wish), find_bot(town, wish.fields.get("bot"))
    chat = find_chat(town, user, wish.maybe_number("chat_id"))
    by_hand(town, wish, user)
    if chat.type == PRIVATE and bot.id in user.blocked:
        no(f"{user.first_name} ({user.id}) заблокировал бота: сначала разблокируйте")
    thread_id = wish.maybe_number("message_thread_id")
    if thread_id is not None and thread_id not in chat.topics:
        no(f"в чате {chat.id} нет темы {thread_id}")
    kind, photo = _kind(town, wish)
    document = _document(town, wish)
    text = wish.maybe_text("text") or ""
    if kind == "text" and document is None and not text.strip():
        no("нужно поле text: непустая строка")
    message, update_id = residents.put_message(
        town,
        user,
        chat,
        bot,
        text,
        kind=kind,
        photo=photo,
        document=document,
        reply_to=find_message(chat, wish.maybe_number("reply_to_message_id")),
        thread_id=thread_id,
        is_anonymous=bool(wish.fields.get("anonymous")),
    )
    return {"message_id": message.id, "update_id": update_id}


def edit(town: Town, wish: Wish) -> Json:
    """Change one's own message as a person."""
    user, bot = find_user(town, wish), find_bot(town, wish.fields.get("bot"))
    chat = find_chat(town, user, wish.maybe_number("chat_id"))
    message = find_message(chat, wish.number("message_id"))
    assert message is not None
    if chat.type == PRIVATE and message.bot_id in user.blocked:
        no(f"{user.first_name} ({user.id}) заблокировал бота: сначала разблокируйте")
    return {"message_id": message.id, "update_id": residents.edit_message(town, user, message, bot, wish.text("text"))}


def _kind(town: Town, wish: Wish) -> tuple[str, Photo | None]:
    if wish.fields.get("sticker"):
        return "sticker", None
    name = wish.maybe_text("photo")
    if name is None:
        return "text", None
    return "photo", keep_photo(town.telegram.photos, photo_named(name), f"{name}.jpg")


def _document(town: Town, wish: Wish) -> Document | None:
    """Take a file: its name and its bytes in base64."""
    value = wish.fields.get("document")
    if value is None:
        return None
    file = Wish(value) if isinstance(value, dict) else no("document: объект с полями name и base64")
    try:
        content = base64.b64decode(file.text("base64"), validate=True)
    except ValueError:
        no("document.base64: это не base64")
    return keep_document(town.telegram.documents, content, file.text("name"))


async def press(town: Town, wish: Wish) -> Json:
    """Press a button as a person, perhaps waiting for the answer."""
    user = find_user(town, wish)
    chat = find_chat(town, user, wish.number("chat_id"))
    by_hand(town, wish, user)
    message = find_message(chat, wish.number("message_id"))
    assert message is not None
    if chat.type == PRIVATE and message.bot_id in user.blocked:
        no(f"{user.first_name} ({user.id}) заблокировал бота")
    data = wish.maybe_text("data")
    if data is None:
        data = residents.button_data(message, wish.text("label"))
    made = residents.press(town, user, message, data, is_old=wish.fields.get("inaccessible") is True)
    wait = wish.fields.get("wait") or 0
    if isinstance(wait, bool) or not isinstance(wait, int | float) or wait < 0:
        no("wait: сколько настоящих секунд ждать ответа")
    if wait:
        await _wait(made, min(float(wait), LONGEST_WAIT))
    return {"callback_query_id": made.id, "answer": made.answer}


async def _wait(made: Press, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(made.done.wait(), seconds)


def callback(town: Town, number: str) -> Json:
    """Tell what became of a press."""
    made = town.telegram.presses.get(number)
    if made is None:
        no(f"нет нажатия {number}")
    return {"answered": made.answered, "answer": made.answer}


def block(town: Town, wish: Wish) -> Json:
    """Block or unblock the bot as a person."""
    user, bot = find_user(town, wish), find_bot(town, wish.fields.get("bot"))
    blocked = wish.fields.get("blocked", True)
    if not isinstance(blocked, bool):
        no("поле blocked: true или false")
    residents.block(town, user, bot, blocked=blocked)
    return {"blocked": blocked}


def migrate(town: Town, wish: Wish) -> Json:
    """Make a group a supergroup, as a person does who changes its settings."""
    number = wish.number("chat_id")
    found = town.telegram.chats.get(number)
    if found is None or found.type != "group":
        no(f"нет обычной группы {number}")
    if found.migrated_to is not None:
        no(f"группа {number} уже стала супергруппой {found.migrated_to}")
    return {"chat_id": residents.migrate(town, found).id}


def update(town: Town, wish: Wish) -> Json:
    """Put any object into the bot's queue of updates."""
    raw = wish.fields.get("raw")
    if not isinstance(raw, dict):
        no("нужно поле raw: объект JSON")
    bot = find_bot(town, wish.fields.get("bot"))
    said = raw.get("message")
    voice = said.get("voice") if isinstance(said, dict) else None
    if isinstance(voice, dict) and isinstance(voice.get("file_id"), str):  # the bot may send it on
        town.telegram.voices[voice["file_id"]] = Voice(voice["file_id"], duration=int(voice.get("duration") or 0))
    return {"update_id": bot.queue.put_raw(raw, town.now())}
