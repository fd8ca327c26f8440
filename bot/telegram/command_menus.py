"""The menu button of every official: the commands of their role.

Kept right by comparing what is shown with what should be.
"""

import asyncio
import hashlib
import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat, BotCommandScopeDefault

from bot.storage.engine.storage import Storage
from incidents.official import Official
from incidents.people.role_commands import COMMANDS, commands_of

LOG = logging.getLogger(__name__)

EVERY = 3.0  # real seconds between comparisons: a changed role has its menu at once, as a person sees it
AFTER_FAILURE = 60.0  # real seconds
NOTHING = "-"
"""The fingerprint of a menu that was taken away."""


def wanted(official: Official) -> str:
    """A fingerprint of the commands that they should see: it changes with the role and with the table of commands."""
    if not official.active:
        return NOTHING
    shown = repr([(row.name, row.description) for row in commands_of(official.role)])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


class Menus:
    """Sets menus until cancelled. Best effort: the bot works without."""

    def __init__(self, storage: Storage, bot: Bot) -> None:
        self._storage, self._bot = storage, bot

    async def run(self) -> None:
        """First the menus of strangers and of groups, then, again and again, of officials whose menu is not what it should be."""
        is_common = False
        while True:
            try:
                if not is_common:
                    await self._common()
                    is_common = True
                await self.step()
            except (AiogramError, OSError, TimeoutError) as error:
                LOG.info("меню команд не поставлено: %s", type(error).__name__)
                await asyncio.sleep(AFTER_FAILURE)
            await asyncio.sleep(EVERY)

    async def step(self) -> int:
        """Set what is not right; gives back how many menus were set."""
        async with self._storage.transaction() as tx:
            wrong = [
                (official, wanted(official)) for official, shown in await tx.officials.menus() if (shown or NOTHING) != wanted(official)
            ]
        for official, menu in wrong:
            await self._set(official)
            async with self._storage.transaction() as tx:
                await tx.officials.menu_shown(official.id, menu)
        return len(wrong)

    async def _common(self) -> None:
        """A stranger sees no commands. In a group, those that belong there."""
        await self._bot.delete_my_commands(scope=BotCommandScopeDefault(), request_timeout=10)
        grouped = [BotCommand(command=row.name, description=row.description) for row in COMMANDS if row.in_groups]
        if grouped:
            await self._bot.set_my_commands(grouped, scope=BotCommandScopeAllGroupChats(), request_timeout=10)

    async def _set(self, official: Official) -> None:
        """One menu. Who cannot have one (the chat is gone) is passed over until the next change; a network that is down is raised."""
        scope = BotCommandScopeChat(chat_id=official.user_id)
        commands = [BotCommand(command=row.name, description=row.description) for row in commands_of(official.role)]
        try:
            if official.active:
                await self._bot.set_my_commands(commands, scope=scope, request_timeout=10)
            else:
                await self._bot.delete_my_commands(scope=scope, request_timeout=10)
        except (TelegramRetryAfter, TelegramNetworkError, TelegramServerError):
            raise
        except TelegramAPIError as error:
            LOG.info("меню для %s не поставлено: %s", official.user_id, error)
