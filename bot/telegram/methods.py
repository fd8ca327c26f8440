"""A message as a method of Telegram's Bot API.

Which one, with which fields and buttons.
"""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from aiogram.methods import SendDocument, SendMessage, SendPhoto, SendVoice, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from aiogram.types import Message as Sent
from PIL import Image

from incidents.ids import ChatId
from incidents.messenger import Button, Delivery, Done, Gone, Message, Refused

_COVER = (320, 200)
_COVERED = "Фото ушло вместе с карточкой"


def method_of(chat_id: ChatId, message: Message, *, silent: bool, topic_id: int | None, reply_to: int | None) -> TelegramMethod[Sent]:
    """What sends a message of this kind."""
    place: Mapping[str, Any] = {  # Any: fields that all these methods have
        "chat_id": chat_id,
        "message_thread_id": topic_id,
        "disable_notification": silent,
        "reply_parameters": reply(reply_to),
        "reply_markup": keyboard(message.rows),
    }
    if message.voice is not None:
        return SendVoice(voice=message.voice, caption=message.html, **place)
    if message.photo is not None:
        return SendPhoto(photo=message.photo, caption=message.html, **place)
    if message.attached is None:
        return SendMessage(text=message.html, link_preview_options=LinkPreviewOptions(is_disabled=True), **place)
    file, caption = BufferedInputFile(message.attached.content, message.attached.name), message.html or None
    if message.attached.is_photo:
        return SendPhoto(photo=file, caption=caption, **place)
    return SendDocument(document=file, caption=caption, **place)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Rows of buttons as Telegram's markup; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.label,
        callback_data=button.data,
        url=button.url,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        style="primary" if button.primary else None,
    )


def reply(message_id: int | None) -> ReplyParameters | None:
    """A reply to this message; None where there is none."""
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True) if message_id else None


def cover() -> InputMediaPhoto:
    """The grey picture over a photo: Telegram deletes nothing after 48 hours, but shows another picture at any time."""
    return InputMediaPhoto(media=BufferedInputFile(_grey(), "photo.jpg"), caption=_COVERED)


@cache
def _grey() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", _COVER, "grey").save(out, "JPEG")
    return out.getvalue()


def covered(said: Delivery) -> Delivery:
    """What is answered of it: done where nothing of the photo is left, refused where it still stands."""
    if isinstance(said, Gone):
        return Refused(because=said.because) if "can't be edited" in said.because else Done()
    return said
