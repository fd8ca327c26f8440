"""sendMessage, editMessageText, editMessageReplyMarkup, deleteMessage, deleteMessages."""

from typing import Any

from sandbox.errors import Json, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.keyboard import inline_keyboard, reply_keyboard
from sandbox.telegram.state import PRIVATE, Chat, Message
from sandbox.telegram.text import TEXT_LIMIT, formatted
from sandbox.telegram.view import message_view

DELETABLE_SECONDS = 48 * 3600
DELETED_AT_ONCE = 100
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def new_message(call: Call, chat: Chat, **content: Any) -> Message:
    """Put a bot's message into a chat; refuse nothing."""
    message = Message(
        id=chat.next_id(),
        chat=chat,
        date=int(call.town.now()),
        sender_bot=call.bot,
        bot_id=call.bot.id if chat.type == PRIVATE else None,
        silent=bool(call.get("disable_notification")),
        **content,
    )
    chat.messages[message.id] = message
    call.town.journal.count("telegram", "sent")
    return message


def message_text(call: Call) -> tuple[str, list[Json]]:
    """Read text, parse_mode and entities; refuse an empty and a long one."""
    text, entities = formatted(call.get("text"), call.get("parse_mode"), call.get("entities"))
    if not text:
        bad_request("text must be non-empty" if call.get("text") else "message text is empty")
    if len(text) > TEXT_LIMIT:
        bad_request("message is too long")
    return text, entities


async def send_message(call: Call) -> Json:
    """Send a text."""
    chat = call.writable_chat()
    text, entities = message_text(call)
    markup = call.get("reply_markup")
    content: Json = {
        "text": text,
        "entities": entities,
        "html": call.get("text"),
        "keyboard": inline_keyboard(markup),
        "reply_keyboard": reply_keyboard(markup),
        "thread_id": call.thread(chat),
        "reply_to": call.replied(chat),
    }
    call.may_send(chat)
    call.bot.pace.spend(chat.id, call.town.pace())
    return message_view(new_message(call, chat, **content), call.town.telegram)


def editable(call: Call) -> Message:
    """Find the bot's own message that an edit names."""
    if call.get("inline_message_id"):
        bad_request("MESSAGE_ID_INVALID")
    if call.get("chat_id") is None:
        bad_request("chat_id is empty")
    if call.get("message_id") is None:
        bad_request("message identifier is not specified")
    chat = call.writable_chat()
    message = call.message(chat, call.get("message_id"), "message to edit not found")
    if message.sender_bot is not call.bot:
        bad_request("message can't be edited")
    return message


async def edit_message_text(call: Call) -> Json:
    """Change text and keyboard; a keyboard that is not sent again disappears."""
    message = editable(call)
    if message.photo is not None or message.voice is not None or message.extra:
        bad_request("there is no text in the message to edit")
    text, entities = message_text(call)
    keyboard = inline_keyboard(call.get("reply_markup"))
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        bad_request(NOT_MODIFIED)
    call.bot.pace.spend(message.chat.id, call.town.pace())
    message.text, message.entities, message.html = text, entities, call.get("text")
    return edited(call, message, keyboard)


async def edit_message_reply_markup(call: Call) -> Json:
    """Change the keyboard only."""
    message = editable(call)
    keyboard = inline_keyboard(call.get("reply_markup"))
    if keyboard == message.keyboard:
        bad_request(NOT_MODIFIED)
    call.bot.pace.spend(message.chat.id, call.town.pace())
    return edited(call, message, keyboard)


def edited(call: Call, message: Message, keyboard: list[list[Json]] | None) -> Json:
    """Finish an edit: the keyboard that is not repeated disappears."""
    message.keyboard = keyboard
    message.edit_date = int(call.town.now())
    message.edits += 1
    call.town.journal.count("telegram", "edited")
    return message_view(message, call.town.telegram)


async def delete_message(call: Call) -> bool:
    """Delete one message."""
    chat = call.writable_chat()
    message = call.message(chat, call.get("message_id"), "message to delete not found")
    refusal = _why_undeletable(call, message)
    if refusal:
        bad_request(refusal)
    _delete(call, message)
    return True


async def delete_messages(call: Call) -> bool:
    """Delete what can be deleted; what is not found is skipped."""
    chat = call.writable_chat()
    ids = call.get("message_ids")
    if not ids:
        bad_request("message identifiers are not specified")
    if len(ids) > DELETED_AT_ONCE:
        bad_request("too many message identifiers specified")
    for message_id in ids:
        message = chat.messages.get(message_id)
        if message is not None and not message.deleted and not _why_undeletable(call, message):
            _delete(call, message)
    return True


def _why_undeletable(call: Call, message: Message) -> str | None:
    own, chat = message.sender_bot is call.bot, message.chat
    rules = chat.type != PRIVATE and chat.bot_status == "administrator" and chat.can_delete
    if not own and not rules and chat.type != PRIVATE:
        return "message can't be deleted"
    if not rules and call.town.now() - message.date > DELETABLE_SECONDS:
        return "message can't be deleted for everyone"
    return None


def _delete(call: Call, message: Message) -> None:
    message.deleted = True
    call.town.journal.count("telegram", "deleted")
