"""Telegram as a Messenger: sends and edits through aiogram, and sorts what Telegram says into a Delivery, in one function."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from incidents.ids import ChatId
from incidents.messenger import Button, Dead, Delivery, Done, Gone, Later, Message, Moved, Refused

BACK_OFF = 5.0
"""Scenario seconds to wait after a broken connection or a 5xx."""

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier is not specified")
_NO_TOPIC = ("thread not found", "topic_deleted", "topic_closed")
_DEAD = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "user is deactivated",
    "chat_write_forbidden",
)


PROXY_FAILURES = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
"""What a proxy that is down raises: aiohttp and aiogram do not take these for failures of the network."""

NOT_HEARD = "Запись Telegram не передал: разрешите голосовые сообщения в настройках приватности или попросите повторить словами"
"""Whoever takes no recordings reads the order and learns how to hear it."""

T = TypeVar("T")


class _Session(AiohttpSession):
    async def make_request(self, bot: Bot, method: TelegramMethod[T], timeout: int | None = None) -> T:
        """As aiogram's; also a proxy that is down and a page in no known encoding are failures of the network."""
        try:
            return await super().make_request(bot, method, timeout)
        except (*PROXY_FAILURES, UnicodeDecodeError) as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error


def make_bot(token: str, *, api_base: str | None, proxy: str | None) -> Bot:
    """An aiogram Bot against the given server, through the given proxy."""
    server = TelegramAPIServer.from_base(api_base) if api_base else None
    session = _Session(proxy=proxy, timeout=30)
    if server is not None:
        session.api = server
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))


class Telegram:
    """The Messenger adapter. `supports_topics`: a thread that is gone sends into the chat's general topic."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(
        self, chat_id: ChatId, message: Message, *, silent: bool = False, topic_id: int | None = None, reply_to: int | None = None
    ) -> Delivery:
        """Send a new message."""

        async def call(topic: int | None) -> Delivery:
            if message.voice is not None:
                spoken = await self._bot.send_voice(
                    chat_id,
                    message.voice,
                    caption=message.html,
                    message_thread_id=topic,
                    disable_notification=silent,
                    reply_parameters=_reply(reply_to),
                    reply_markup=keyboard(message.rows),
                )
                return Done(message_id=spoken.message_id)
            if message.attached is not None and message.attached.is_photo:
                shown = await self._bot.send_photo(
                    chat_id,
                    BufferedInputFile(message.attached.content, message.attached.name),
                    caption=message.html or None,
                    message_thread_id=topic,
                    disable_notification=silent,
                    reply_parameters=_reply(reply_to),
                    reply_markup=keyboard(message.rows),
                )
                return Done(message_id=shown.message_id)
            if message.attached is not None:
                file = BufferedInputFile(message.attached.content, message.attached.name)
                with_file = await self._bot.send_document(
                    chat_id,
                    file,
                    caption=message.html,
                    message_thread_id=topic,
                    disable_notification=silent,
                    reply_parameters=_reply(reply_to),
                    reply_markup=keyboard(message.rows),
                )
                return Done(message_id=with_file.message_id)
            sent = await self._bot.send_message(
                chat_id,
                message.html,
                message_thread_id=topic,
                disable_notification=silent,
                reply_parameters=_reply(reply_to),
                reply_markup=keyboard(message.rows),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return Done(message_id=sent.message_id)

        delivery = await _with_topic(call, topic_id)
        if message.voice is not None and isinstance(delivery, Refused):
            unheard = replace(message, voice=None, html=f"{message.html}\n{NOT_HEARD}")
            return await self.send(chat_id, unheard, silent=silent, topic_id=topic_id, reply_to=reply_to)
        return delivery

    async def edit(self, chat_id: ChatId, message_id: int, message: Message) -> Delivery:
        """Replace text and buttons. «Not modified» is Done."""

        async def call() -> Delivery:
            await self._bot.edit_message_text(
                message.html,
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=keyboard(message.rows),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return Done(message_id=message_id)

        return await sort(call())

    async def send_photos(
        self, chat_id: ChatId, photos: Sequence[bytes], *, reply_to: int | None = None, topic_id: int | None = None
    ) -> Delivery:
        """Send 1–10 photos as bytes, silently, as a reply."""
        files = [BufferedInputFile(data, f"photo{n}.jpg") for n, data in enumerate(photos[:10], start=1)]

        async def call(topic: int | None) -> Delivery:
            if len(files) == 1:
                sent = await self._bot.send_photo(
                    chat_id, files[0], disable_notification=True, reply_parameters=_reply(reply_to), message_thread_id=topic
                )
                return Done(message_id=sent.message_id)
            album = await self._bot.send_media_group(
                chat_id,
                [InputMediaPhoto(media=file) for file in files],
                disable_notification=True,
                reply_parameters=_reply(reply_to),
                message_thread_id=topic,
            )
            return Done(message_id=album[0].message_id)

        return await _with_topic(call, topic_id)

    async def delete(self, chat_id: ChatId, message_id: int) -> Delivery:
        """Take a message away; «not found» is Done."""

        async def call() -> Delivery:
            await self._bot.delete_message(chat_id, message_id)
            return Done()

        delivery = await sort(call())
        return Done() if isinstance(delivery, Gone | Refused) else delivery


async def _with_topic(call: Callable[[int | None], Awaitable[Delivery]], topic_id: int | None) -> Delivery:
    """Into the topic; where somebody deleted or closed it, into the group's general one."""
    delivery = await sort(call(topic_id))
    if topic_id is not None and isinstance(delivery, Refused) and any(words in delivery.because.lower() for words in _NO_TOPIC):
        return await sort(call(None))
    return delivery


async def sort(call: Awaitable[Delivery]) -> Delivery:  # noqa: PLR0911 - one row a kind of answer is the clearest table
    """What Telegram said, as a Delivery (STYLE 11: in one function, never swallowed)."""
    try:
        return await call
    except TelegramRetryAfter as error:
        return Later(seconds=float(error.retry_after), because="слишком часто", counts=False)
    except TelegramMigrateToChat as error:
        return Moved(chat_id=ChatId(error.migrate_to_chat_id))
    except TelegramForbiddenError as error:
        return Dead(because=error.message)
    except (TelegramUnauthorizedError, TelegramNotFound) as error:  # the token or the address, not this message
        return Later(seconds=60.0, because=error.message, chat_only=False, counts=False)
    except TelegramBadRequest as error:
        return _bad_request(error.message)
    except (AiogramError, OSError, TimeoutError) as error:
        return Later(seconds=BACK_OFF, because=type(error).__name__, chat_only=False, counts=False)


def _bad_request(text: str) -> Delivery:
    low = text.lower()
    if "message is not modified" in low:
        return Done()
    if any(words in low for words in _GONE) or "message to delete not found" in low:
        return Gone(because=text)
    if any(words in low for words in _DEAD):
        return Dead(because=text)
    return Refused(because=text)


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


def _reply(message_id: int | None) -> ReplyParameters | None:
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True) if message_id else None
