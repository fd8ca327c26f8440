"""Answers to presses: one each, within two seconds.

A press is known from the moment it arrives, before any transaction begins, so a database that is locked or full silences nobody.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.signals import Stop

LOG = logging.getLogger(__name__)

BLANK_AFTER = 2.0  # real seconds: no outcome by then, and the press gets a word that it takes longer
SLOW = "Записали, обновим карточку через минуту. Второй раз нажимать не нужно"
NOT_KEPT = "Нажатие дошло, но база не записывает. Запишем, как только сможем, второй раз нажимать не нужно"
REMEMBERED = 1000  # answered presses: the messenger brings those that were not kept again and again
Update = Mapping[str, Any]  # Any: JSON of Telegram


class Presses:
    """Answers each press once: with the outcome, or that it takes longer.

    The group is the caller's: what waits in it ends with the caller.
    """

    def __init__(self, bot: Bot, stop: Stop | None = None) -> None:
        self._bot, self._stop = bot, stop or Stop()
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._given: OrderedDict[str, None] = OrderedDict()
        self.are_handled_here = True
        """False: another process takes the updates from the inbox and answers what is kept there."""

    def arm(self, group: asyncio.TaskGroup, update: Update) -> None:
        """Start to count: the press arrived, or its handling begins.

        What counts already goes on: the person waits from the first moment, however often the messenger brings the press.
        """
        press = _press(update)
        if press is None or press in self._given:
            return
        counting = self._waiting.get(press)
        if counting is None or counting.done():
            self._waiting[press] = group.create_task(self._wait(press))

    def kept(self, update: Update) -> None:
        """The press is in the inbox."""
        if not self.are_handled_here:
            self.disarm(update)

    def disarm(self, update: Update) -> None:
        """Stop to count: it will be handled later, or never."""
        task = self._waiting.pop(_press(update) or "", None)
        if task is not None:
            task.cancel()

    def settle(self, group: asyncio.TaskGroup, update: Update, toast: str | None, *, alert: bool = False) -> None:
        """Answer, unless the press has (or is getting) its answer already."""
        press = _press(update)
        if press is not None and press not in self._given:
            self.disarm(update)
            self._remember(press)
            group.create_task(self._answer(press, toast, alert=alert))

    async def _wait(self, press: str) -> None:
        await asyncio.sleep(BLANK_AFTER)
        del self._waiting[press]
        self._remember(press)
        await self._answer(press, SLOW, alert=False)

    def _remember(self, press: str) -> None:
        self._given[press] = None
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)

    async def _answer(self, press: str, toast: str | None, *, alert: bool) -> None:
        try:
            with self._stop.under_way():
                await self._bot.answer_callback_query(press, text=toast, show_alert=alert, request_timeout=10)
        except (AiogramError, OSError, TimeoutError, ValueError) as error:  # ValueError: an id that no request can carry
            LOG.info("a press was not answered, its effect stands: %s", type(error).__name__)


def _press(update: Update) -> str | None:
    query = update.get("callback_query")
    return str(query.get("id")) if isinstance(query, dict) else None
