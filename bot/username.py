"""The bot's own username, asked once, for invitation links."""

import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError

LOG = logging.getLogger(__name__)

AGAIN = 10.0  # real seconds


class BotName:
    """`value` is None until the messenger has told it."""

    def __init__(self, value: str | None = None) -> None:
        self.value = value

    async def learn(self, bot: Bot) -> None:
        """Ask until it is known."""
        while self.value is None:
            try:
                self.value = (await bot.get_me(request_timeout=10)).username
            except (AiogramError, OSError, TimeoutError) as error:
                LOG.info("имя бота пока не узнали: %s", type(error).__name__)
                await asyncio.sleep(AGAIN)
