"""Telegram as a Messenger: sends and edits through aiogram.

What Telegram says is sorted into a Delivery in one function.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response
from aiogram.types import BufferedInputFile, InputMediaPhoto, LinkPreviewOptions
from aiohttp import ClientConnectorError, ClientTimeout, ConnectionTimeoutError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.telegram.methods import cover, covered, keyboard, method_of, reply
from incidents.ids import ChatId
from incidents.messenger import Dead, Delivery, Done, Gone, Later, Message, Moved, Refused

BACK_OFF = 5.0
"""Scenario seconds to wait after a broken connection or a 5xx."""

UPLOAD_BACK_OFF = 60.0
"""The same for an upload: what was accepted and answered late is not sent again at once."""

TEXT_SECONDS = 30
UPLOAD_SECONDS = 120
"""Real seconds for a call. Ten photos of a megabyte take 80 seconds through a proxy of one megabit a second; a text takes none."""

CONNECT_SECONDS = 15
"""Of them to open the line: when that fails nothing of the message has left."""

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
_NO_MEDIA = re.compile(r"not enough rights to send (?!text messages)")
"""Pictures are forbidden there: the chat takes words all the same."""


PROXY_FAILURES = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
"""What a proxy that is down raises: aiohttp and aiogram do not take these for failures of the network."""

NOT_HEARD = "Запись Telegram не передал: разрешите голосовые сообщения в настройках приватности или попросите повторить словами"
"""Whoever takes no recordings reads the order and learns how to hear it."""

T = TypeVar("T")
_KEPT: set[type[Response[Any]]] = set()  # Any: whatever methods return


class _Session(AiohttpSession):
    async def make_request(self, bot: Bot, method: TelegramMethod[T], timeout: int | None = None) -> T:
        """As aiogram's; also a proxy that is down and a page in no known encoding are failures of the network."""
        limits: Any = ClientTimeout(total=self.timeout if timeout is None else timeout, connect=CONNECT_SECONDS)  # Any: aiogram says int
        try:
            return await super().make_request(bot, method, limits)
        except (*PROXY_FAILURES, UnicodeDecodeError) as error:
            raise TelegramNetworkError(method=method, message=type(error).__name__) from error

    def check_response(self, bot: Bot, method: TelegramMethod[T], status_code: int, content: str) -> Response[T]:
        """As aiogram's, with the model of the answer kept: pydantic forgets it, and 3.6 ms of a processor build it anew."""
        _KEPT.add(Response[method.__returning__])  # type: ignore[name-defined]  # a type that is known at run time
        return super().check_response(bot, method, status_code, content)


def make_bot(token: str, *, api_base: str | None, proxy: str | None) -> Bot:
    """An aiogram Bot against the given server, through the given proxy."""
    server = TelegramAPIServer.from_base(api_base) if api_base else None
    session = _Session(proxy=proxy, timeout=TEXT_SECONDS)
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
            method = method_of(chat_id, message, silent=silent, topic_id=topic, reply_to=reply_to)
            try:
                sent = await self._bot(method, request_timeout=UPLOAD_SECONDS if message.attached else None)
            except TelegramNotFound as error:
                if message.voice is None:
                    raise
                return Refused(because=error.message)  # the server knows no recordings
            return Done(message_id=sent.message_id, at=sent.date)

        delivery = await _with_topic(call, topic_id, is_upload=message.attached is not None)
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

        return await delivery_of(call())

    async def send_photos(
        self, chat_id: ChatId, photos: Sequence[bytes], *, reply_to: int | None = None, topic_id: int | None = None
    ) -> Delivery:
        """Send 1–10 photos as bytes, silently, as a reply."""
        files = [BufferedInputFile(data, f"photo{n}.jpg") for n, data in enumerate(photos[:10], start=1)]

        place: dict[str, Any] = {"disable_notification": True, "reply_parameters": reply(reply_to), "request_timeout": UPLOAD_SECONDS}

        async def call(topic: int | None) -> Delivery:
            if len(files) == 1:
                sent = await self._bot.send_photo(chat_id, files[0], message_thread_id=topic, **place)
                return Done(message_id=sent.message_id)
            album = await self._bot.send_media_group(
                chat_id, [InputMediaPhoto(media=file) for file in files], message_thread_id=topic, **place
            )
            return Done(message_id=album[0].message_id, album=tuple(each.message_id for each in album))

        return await _with_topic(call, topic_id, is_upload=True)

    async def delete(self, chat_id: ChatId, message_id: int, *, is_photo: bool = False) -> Delivery:
        """Take a message away; «not found» is Done. A photo that Telegram does not delete any more is covered, or Refused."""

        async def call() -> Delivery:
            await self._bot.delete_message(chat_id, message_id)
            return Done()

        async def hide() -> Delivery:
            await self._bot.edit_message_media(cover(), chat_id=chat_id, message_id=message_id)
            return Done()

        delivery = await delivery_of(call())
        if is_photo and isinstance(delivery, Refused):
            return covered(await delivery_of(hide()))
        return Done() if isinstance(delivery, Gone | Refused) else delivery


async def _with_topic(call: Callable[[int | None], Awaitable[Delivery]], topic_id: int | None, *, is_upload: bool) -> Delivery:
    """Into the topic; where somebody deleted or closed it, into the group's general one."""
    delivery = await delivery_of(call(topic_id), is_upload=is_upload)
    if topic_id is not None and isinstance(delivery, Refused) and any(words in delivery.because.lower() for words in _NO_TOPIC):
        return await delivery_of(call(None), is_upload=is_upload)
    return delivery


async def delivery_of(call: Awaitable[Delivery], *, is_upload: bool = False) -> Delivery:  # noqa: PLR0911 - a row a kind of answer is the clearest table
    """What Telegram said, as a Delivery (in one function, never swallowed)."""
    try:
        return await call
    except TelegramRetryAfter as error:
        return Later(seconds=float(error.retry_after), because="слишком часто", counts=False)
    except TelegramMigrateToChat as error:
        return Moved(chat_id=ChatId(error.migrate_to_chat_id))
    except TelegramForbiddenError as error:
        return Dead(because=error.message)
    except TelegramUnauthorizedError as error:  # the token, not this message
        return _everybody(60.0, error.message)
    except TelegramNotFound as error:  # the token or the address; a server may also know no such upload
        return _alone(error, UPLOAD_BACK_OFF) if is_upload else _everybody(60.0, error.message)
    except TelegramBadRequest as error:
        return _bad_request(error.message)
    except (AiogramError, OSError, TimeoutError) as error:
        taken = _taken(error) if isinstance(error, ClientDecodeError) else None
        if taken is not None:
            return taken
        seconds = UPLOAD_BACK_OFF if is_upload else BACK_OFF
        return _alone(error, seconds) if _is_its_own(error, is_upload) else _everybody(BACK_OFF, type(error).__name__)


def _everybody(seconds: float, because: str) -> Later:
    return Later(seconds=seconds, because=because, chat_only=False, counts=False)


def _alone(error: Exception, seconds: float) -> Later:
    return Later(seconds=seconds, because=type(error).__name__)


def _is_its_own(error: Exception, is_upload: bool) -> bool:
    """Whether the failure is this message's: others go on. A line that could not be opened is everybody's."""
    if never_left(error):
        return False
    is_answered = isinstance(error, TelegramAPIError) and not isinstance(error, TelegramNetworkError | TelegramServerError)
    return is_upload or is_answered or isinstance(error, TelegramEntityTooLarge)  # 409, 413, 422: it does not want this one


def never_left(error: Exception) -> bool:
    """Whether the line could not even be opened."""
    return isinstance(error.__cause__, (ClientConnectorError, ConnectionTimeoutError, *PROXY_FAILURES))


def _taken(error: ClientDecodeError) -> Done | None:
    """Telegram took the message, but aiogram cannot read its answer: to send it again would double it."""
    if not isinstance(error.data, Mapping) or error.data.get("ok") is not True:
        return None
    result = error.data.get("result")
    first = result[0] if isinstance(result, list) and result else result
    number = first.get("message_id") if isinstance(first, Mapping) else None
    return Done(message_id=number) if isinstance(number, int) else None


def _bad_request(text: str) -> Delivery:
    low = text.lower()
    if "message is not modified" in low:
        return Done()
    if any(words in low for words in _GONE) or "message to delete not found" in low:
        return Gone(because=text)
    if any(words in low for words in _DEAD) and not _NO_MEDIA.search(low):
        return Dead(because=text)
    return Refused(because=text)
