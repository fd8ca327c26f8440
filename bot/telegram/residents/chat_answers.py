"""Answers to residents in chats: a reply under the message.

A bot reads no chat again, but an edit that changes nothing tells whether its own message stands there with this very text.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import LinkPreviewOptions, ReplyParameters

from bot.storage.engine.storage import Storage
from bot.telegram.adapter import BACK_OFF, never_left
from collectors.telegram.refs import MessageRef, ref_of
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

KEEP = 500  # answers in memory: proof is asked for within a minute
UNSEEN = "прочитать чат Telegram боту не даёт"
_OLD_GROUP = "группа стала супергруппой, под старым сообщением бот ответить не может"
_MISSING = "message to be replied not found"
_GONE = ("message to edit not found", "message_id_invalid", "message can't be edited")


class ChatPublisher:
    """Replies in chats. An unclear call is looked at by a person: nobody can find a message whose number was not told."""

    def __init__(self, bot: Bot, storage: Storage) -> None:
        self._bot, self._storage = bot, storage
        self._sent: OrderedDict[tuple[str, str], MessageRef] = OrderedDict()

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Reply to the resident's message, in its topic."""
        try:
            ref = ref_of(post.external_id)
            refusal = await self._refusal(ref)
        except ValueError:
            return NotAllowed(user_text="это не сообщение чата Telegram")
        except (AiogramError, OSError, TimeoutError) as error:  # the chat was looked up only: nothing was sent
            return _outcome(error, is_sent=False)
        if refusal is not None:
            return NotAllowed(user_text=refusal)
        try:
            sent = await self._bot.send_message(
                ref.address,
                text,
                parse_mode=None,
                reply_parameters=ReplyParameters(message_id=ref.number, allow_sending_without_reply=False),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except (AiogramError, OSError, TimeoutError) as error:
            return _outcome(error, is_sent=not never_left(error))
        placed = MessageRef(ref.chat, sent.message_id)
        self._sent[post.external_id, text] = placed
        while len(self._sent) > KEEP:
            self._sent.popitem(last=False)
        return Published(external_id=placed.external_id, url=placed.url)

    async def _refusal(self, ref: MessageRef) -> str | None:
        """Why the bot does not write there: only a chat that agreed to be read is written to, and no channel."""
        address = ref.address
        chat_id = address if isinstance(address, int) else (await self._bot.get_chat(address, request_timeout=10)).id
        async with self._storage.transaction() as tx:
            chat = next((each for each in await tx.source_chats.standing() if each.chat_id == chat_id), None)
        if chat is None:
            return _OLD_GROUP if ref.is_plain_group else "этот чат бот не читает и сам в него не пишет"
        return "под постом канала бот не отвечает" if chat.is_channel else None

    async def upload(self, post: Post, photo: bytes) -> str:
        """Photos go by hand: a reply carries its text only."""
        raise PhotoRefused("в чат Telegram фото к ответу не отправляем")

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """Our message, if it stands there with this text. Raises SourceBroken where nobody can tell."""
        ref = self._sent.get((post.external_id, text))
        if ref is None:
            raise SourceBroken(UNSEEN, fatal=True)
        try:
            await self._bot.edit_message_text(
                text, chat_id=ref.address, message_id=ref.number, parse_mode=None, link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
        except TelegramBadRequest as error:
            told = error.message.lower()
            if any(words in told for words in _GONE):
                return None
            if "message is not modified" not in told:
                raise SourceBroken(UNSEEN) from None
        except (AiogramError, OSError, TimeoutError):
            raise SourceBroken(UNSEEN) from None
        return Published(external_id=ref.external_id, url=ref.url)


def _outcome(error: Exception, *, is_sent: bool) -> NotAllowed | Unclear | TryLater:
    """What a call that failed means for the text. `is_sent`: it may have got there."""
    match error:
        case TelegramRetryAfter(retry_after=seconds):
            return TryLater(seconds=float(seconds), because="слишком часто")
        case TelegramMigrateToChat():
            return NotAllowed(user_text=_OLD_GROUP)
        case TelegramForbiddenError():
            return NotAllowed(user_text="бота в этом чате больше нет")
        case TelegramUnauthorizedError() | TelegramNotFound():
            return TryLater(seconds=60.0, because=type(error).__name__)
        case TelegramBadRequest(message=told):
            return NotAllowed(user_text=_refusal(told))
    because = type(error).__name__
    return Unclear(because=because) if is_sent else TryLater(seconds=BACK_OFF, because=because)


def _refusal(told: str) -> str:
    low = told.lower()
    if _MISSING in low or "message to reply not found" in low:
        return "сообщение жителя удалено"
    if any(words in low for words in ("not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden")):
        return "писать в этот чат боту нельзя"
    if "topic_closed" in low:
        return "тема в чате закрыта"
    if "chat not found" in low:
        return "такого чата больше нет"
    return f"чат не принял ответ: {told[:80]}"
