"""Answers to residents who wrote to the bot itself.

Where the district allows it: a message into the very chat.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter

from bot.telegram.adapter import BACK_OFF, never_left
from incidents.ids import ChatId
from incidents.posts import Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear

KEEP = 200  # answers in memory: proof is asked for within a minute


class PrivatePublisher:
    """What Telegram took is proved by its taking it. A chat cannot be read again, so an unclear call is for a person to look at."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._sent: OrderedDict[tuple[str, str], Published] = OrderedDict()

    async def publish(
        self, post: Post, text: str, *, guid: str, attachments: Sequence[str] = ()
    ) -> Published | NotAllowed | Unclear | TryLater:
        """Reply to the resident's message."""
        chat, _, message = post.external_id.partition(":")
        if not (chat.isdecimal() and message.isdecimal()):
            return NotAllowed(user_text="это не личное сообщение боту")
        try:
            sent = await self._bot.send_message(ChatId(int(chat)), text, parse_mode=None)
        except TelegramRetryAfter as error:
            return TryLater(seconds=float(error.retry_after), because="слишком часто")
        except TelegramForbiddenError:
            return NotAllowed(user_text="житель закрыл чат с ботом")
        except TelegramBadRequest as error:
            return NotAllowed(user_text=f"чат не принял сообщение: {error.message[:80]}")
        except (AiogramError, OSError, TimeoutError) as error:
            because = type(error).__name__
            return TryLater(seconds=BACK_OFF, because=because) if never_left(error) else Unclear(because=because)
        published = Published(external_id=f"{chat}:{sent.message_id}", url="")
        self._sent[post.external_id, text] = published
        while len(self._sent) > KEEP:
            self._sent.popitem(last=False)
        return published

    async def upload(self, post: Post, photo: bytes) -> str:
        """No photos go into the chats of residents."""
        raise PhotoRefused("в личный чат фото не отправляем")

    async def find(self, post: Post, text: str, *, since: datetime) -> Published | None:
        """The message that Telegram took. Raises SourceBroken where nobody can tell."""
        try:
            return self._sent[post.external_id, text]
        except KeyError:
            raise SourceBroken("личный чат прочитать нельзя", fatal=True) from None
