"""aiogram's updates as values of ours."""

from collections.abc import Callable
from typing import TypeVar

from aiogram.enums import ChatMemberStatus
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginHiddenUser,
    MessageOriginUser,
)
from aiogram.types import Chat as TelegramChat

from handlers.kit.input import ChatPlace, Forwarded, Incoming, Membership, Pressed, RepliedTo, SentFile
from incidents.ids import ChatId
from incidents.people.role_commands import BY_NAME
from incidents.posts import Attachment, AttachmentKind

_INSIDE = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED})
B = TypeVar("B")


def pressed_of(query: CallbackQuery, button_of: Callable[[str], B]) -> Pressed[B]:
    """A press on the button that its data name."""
    by, message, data = ChatId(query.from_user.id), query.message, query.data or ""
    return Pressed(
        button=button_of(data),
        data=data,
        by=by,
        chat=_chat(message.chat, message) if message is not None else ChatPlace(id=by),
        message_id=message.message_id if message is not None else None,
        keyboard=_keyboard(message.reply_markup) if isinstance(message, Message) else (),
    )


def incoming_of(message: Message) -> Incoming:
    """A message, or its new text."""
    command, args = _command(message.text or message.caption or "")
    return Incoming(
        message_id=message.message_id,
        chat=_chat(message.chat, message),
        at=message.date,
        by=ChatId(message.from_user.id) if message.from_user is not None else None,
        name=message.from_user.full_name if message.from_user is not None else "",
        text=message.text or "",
        caption=message.caption or "",
        command=command,
        args=args,
        photo=message.photo[-1].file_id if message.photo else None,
        file=_file(message),
        voice=message.voice.file_id if message.voice is not None else None,
        point=(message.location.latitude, message.location.longitude) if message.location is not None else None,
        attached=_attached(message),
        links=tuple(each.url for each in (*(message.entities or ()), *(message.caption_entities or ())) if each.url),
        album=message.media_group_id,
        forwarded=_forwarded(message),
        reply_to=_replied_to(message.reply_to_message) if message.reply_to_message is not None else None,
    )


def membership_of(update: ChatMemberUpdated) -> Membership:
    """How the bot stands in a chat from now on."""
    was, now = update.old_chat_member.status, update.new_chat_member.status
    return Membership(chat=_chat(update.chat), was_inside=was in _INSIDE, is_inside=now in _INSIDE)


def _chat(chat: TelegramChat, message: Message | InaccessibleMessage | None = None) -> ChatPlace:
    topic_id = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return ChatPlace(id=ChatId(chat.id), kind=chat.type, title=chat.title or "", topic_id=topic_id)


def _command(text: str) -> tuple[str, str]:
    """«find» and its words of «/find@bot строителей 14»."""
    if not text.lstrip().startswith("/"):
        return "", ""
    typed, *args = text.split(maxsplit=1)
    name = typed[1:].partition("@")[0]  # whose it is would be asked over the network
    return name.casefold() if name.casefold() in BY_NAME else name, args[0] if args else ""


def _file(message: Message) -> SentFile | None:
    file = message.document
    return None if file is None else SentFile(id=file.file_id, name=file.file_name or "", size=file.file_size or 0)


def _attached(message: Message) -> tuple[Attachment, ...]:
    # Not by its name: a name of a file says nothing of the trouble.
    there = {
        AttachmentKind.VIDEO: message.video or message.animation,
        AttachmentKind.DOCUMENT: message.document if message.animation is None else None,  # Telegram calls an animation both
        AttachmentKind.AUDIO: message.audio or message.voice,
    }
    return tuple(Attachment(kind=kind) for kind, thing in there.items() if thing is not None)


def _forwarded(message: Message) -> Forwarded | None:
    match message.forward_origin:
        case None:
            return None
        case MessageOriginUser(sender_user=user):
            return Forwarded(by=str(user.id), is_bot=user.is_bot)
        case MessageOriginHiddenUser(sender_user_name=name):
            return Forwarded(by=name)
        case MessageOriginChannel(chat=chat, message_id=id):
            name = chat.username or f"c/{str(chat.id).removeprefix('-100')}"
            return Forwarded(by=None, address=f"https://t.me/{name}/{id}")
        case _:
            return Forwarded(by=None)


def _replied_to(message: Message) -> RepliedTo:
    is_bot = message.from_user is not None and message.from_user.is_bot
    keyboard = _keyboard(message.reply_markup)
    return RepliedTo(message_id=message.message_id, is_bot=is_bot, album=message.media_group_id, keyboard=keyboard)


def _keyboard(markup: InlineKeyboardMarkup | None) -> tuple[str, ...]:
    """What all buttons carry; "" for a link."""
    return tuple(button.callback_data or "" for row in markup.inline_keyboard for button in row) if markup is not None else ()
