"""Check whether the bot hears the chats that are read.

Asked outside of any transaction; what is wrong is told once and stands in /sources.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

from aiogram import Bot
from aiogram.types import ChatMemberAdministrator

from bot.clock import Clock
from bot.delivery.each_alone import TROUBLE, each_alone
from bot.delivery.group_preflight import preflight
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from handlers.sources.chats_words import lacking
from incidents.desk.sources import announcements as desk
from incidents.people.department_groups import Lack
from incidents.sources.chats import ChatLack, SourceChat

LOG = logging.getLogger(__name__)

EVERY = 3.0  # real seconds between looks at what is to be checked
AFTER_FAILURE = 60.0  # real seconds
AGAIN = timedelta(hours=1)
"""Telegram tells a bot that it was made an administrator, not that a group's permissions changed."""


class ChatChecks:
    """Looks at every chat that became a source, whose rights changed, or that was not looked at for an hour."""

    def __init__(self, storage: Storage, clock: Clock, bot: Bot, nudge: Nudge) -> None:
        self._storage, self._clock, self._bot, self._nudge = storage, clock, bot, nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self.step()
            except TROUBLE as error:
                LOG.info("права в чатах-источниках не проверены: %s", type(error).__name__)
                await asyncio.sleep(AFTER_FAILURE)
            await asyncio.sleep(EVERY)

    async def step(self) -> int:
        """Look at what is due; gives back how many chats."""
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
            if await desk.looked_at(tx, chat.chat_id, lacks, now=now):
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
