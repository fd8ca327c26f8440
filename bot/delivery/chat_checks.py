"""Check whether the bot hears the chats that are read.

Asked outside of any transaction; what is wrong is told once and stands in /sources.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator
from typing_extensions import override

from bot.delivery.each_alone import each_alone
from bot.delivery.group_preflight import ChatLooks, preflight
from handlers.sources.chats_words import lacking
from incidents.desk.sources import announcements
from incidents.people.department_groups import Lack
from incidents.sources.chats import ChatLack, SourceChat

LOG = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)
"""Telegram tells a bot that it was made an administrator, not that a group's permissions changed."""


class ChatChecks(ChatLooks):
    """Looks at every chat that became a source, whose rights changed, or that was not looked at for an hour."""

    of_what = "в чатах-источниках"

    @override
    async def step(self) -> int:
        async with self._storage.transaction() as tx:
            due = await tx.source_chats.to_check(self._clock.now() - AGAIN)
        await each_alone(due, self._look)
        return len(due)

    async def _look(self, chat: SourceChat) -> None:
        lacks, now = await look(self._bot, chat), self._clock.now()
        async with self._storage.transaction() as tx:
            if await tx.source_chats.in_chat(chat.chat_id) != chat:
                return  # it changed meanwhile, so what was seen is older than what is known: it is due still
            await tx.source_chats.checked(chat.id, at=now)
            if await announcements.mark_lacks(tx, chat.chat_id, lacks, now=now):
                LOG.info("чат %s: %s", chat.title, ", ".join(lacks) or "права есть")
        self._nudge.outbox.set()


async def look(bot: Bot, chat: SourceChat) -> tuple[ChatLack, ...]:
    """What the bot lacks in a chat. Raises what aiogram raises when Telegram does not answer at all."""
    stands = await preflight(bot, chat.chat_id, None)
    if Lack.GONE in stands.lacks:
        return (ChatLack.GONE,)
    if not chat.is_channel:
        deaf = () if stands.hears_all else (ChatLack.DEAF,)
        return (*deaf, ChatLack.POST) if Lack.POST in stands.lacks else deaf
    member = await bot.get_chat_member(chat.chat_id, bot.id, request_timeout=10)
    if not isinstance(member, ChatMemberAdministrator):
        return (ChatLack.DEAF,)
    return () if member.can_post_messages else (ChatLack.POST,)


async def chat_line(bot: Bot, chat: SourceChat) -> tuple[bool | None, str]:
    """A line of `otklik check` about a chat that is read: whether the bot hears it, and how to mend it."""
    stands = replace(chat, lacks=await look(bot, chat))
    if not stands.lacks:
        return True, f"Чат: {chat.title}, бот его слышит"
    return None if stands.is_heard else False, f"Чат: {chat.title}, {'; '.join(lacking(stands))}"
