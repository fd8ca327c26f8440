"""Photos of answers: fetched and cleaned outside of transactions.

One at a time.
"""

import asyncio
import logging
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.clock import Clock
from bot.delivery.photos import photo_cleaning
from bot.storage.engine.storage import Storage
from bot.telegram.adapter import PROXY_FAILURES
from bot.telegram.download import TooBig, fetch_file
from bot.wakeups import Nudge
from incidents.answers.answer_photos import AnswerPhoto, Unfit
from incidents.desk.answers import answer_photos

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MAX_TRIES = 3


class AnswerPhotos:
    """Fetches what waits until cancelled."""

    def __init__(self, storage: Storage, clock: Clock, bot: Bot, nudge: Nudge) -> None:
        self._storage, self._clock, self._bot, self._nudge = storage, clock, bot, nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.photos.wait()

    async def step(self) -> bool:
        """Fetch one photo; False when there was none."""
        async with self._storage.transaction() as tx:
            now = self._clock.now()
            photo = await tx.answer_photos.next_to_fetch(now=now, lease=LEASE)
            if photo is None:
                self._nudge.photos.due_at = await tx.answer_photos.next_moment(now=now)
        if photo is None:
            return False
        try:
            content = await asyncio.to_thread(photo_cleaning.clean, await fetch_file(self._bot, photo.file_id))
        except photo_cleaning.NoPicture:
            await self._unfit(photo, Unfit.NO_PICTURE)
        except (photo_cleaning.TooLarge, TooBig):
            await self._unfit(photo, Unfit.TOO_LARGE)
        except (AiogramError, ClientError, *PROXY_FAILURES, OSError, TimeoutError) as error:  # their words may hold the token
            LOG.info("photo %s was not fetched: %s", photo.id, type(error).__name__)
            if photo.tries >= MAX_TRIES or isinstance(error, TelegramBadRequest):
                await self._unfit(photo, Unfit.NOT_FETCHED)
        else:
            async with self._storage.transaction() as tx:
                await answer_photos.mark_fetched(tx, photo, content)
            self._nudge.answers.set()
        return True

    async def _unfit(self, photo: AnswerPhoto, why: Unfit) -> None:
        async with self._storage.transaction() as tx:
            await answer_photos.drop_unfit(tx, photo, why)
        self._nudge.outbox.set()
