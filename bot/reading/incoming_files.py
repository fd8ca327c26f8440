"""Files that officials send: fetched, read, then used by the desk.

Read outside of any transaction, used in one; a long list is entered part by part.
"""

import logging
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.importing.found import ImportFailed
from bot.importing.tables.table_process import read_table
from bot.storage.engine.storage import Storage
from bot.telegram.adapter import PROXY_FAILURES
from bot.telegram.download import TooBig, fetch_file
from bot.wakeups import Nudge
from incidents.desk.intake import journal
from incidents.desk.tables import incoming_files
from incidents.errors import DomainError
from incidents.policy import Policy
from incidents.tables.incoming_files import FileJob

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
MAX_TRIES = 3
GIVEN_UP = (
    "Таблицу трижды начинали разбирать и не закончили. Оставьте в ней нужные строки и столбцы, "
    "сохраните заново (XLSX или CSV) и пришлите ещё раз. Ничего не изменилось"
)


class Files:
    """Reads what waits, one file at a time, and enters what is on its way, until cancelled."""

    def __init__(self, storage: Storage, clock: Clock, bot: Bot, policy: Policy, nudge: Nudge) -> None:
        self._storage, self._clock, self._bot, self._policies, self._nudge = storage, clock, bot, Policies(policy), nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.files.wait()

    async def step(self) -> bool:
        """Read one file, or enter a part of a list; False when there was nothing to do."""
        now = self._clock.now()  # one moment for both: what becomes due between them would be due for neither
        return await self._read_next(now) or await self._enter_next(now)

    async def _enter_next(self, now: datetime) -> bool:
        """Where a restart found it, it goes on: what is left stands in the database."""
        job: FileJob | None = None
        try:
            async with self._storage.transaction() as tx:
                job = await tx.files.next_to_enter(now=now)
                if job is None:
                    self._nudge.files.due_at = await tx.files.next_moment(now=now)
                    return False
                await journal.enter(tx, job, now=self._clock.now())
        except Exception:
            if job is None:
                raise
            LOG.exception("a part of list %s was not entered", job.id)
            async with self._storage.transaction() as tx:
                await journal.not_entered(tx, job.id, now=self._clock.now())
        else:
            self._nudge.posts.set()
        self._nudge.outbox.set()
        return True

    async def _read_next(self, now: datetime) -> bool:
        async with self._storage.transaction() as tx:
            job = await tx.files.next_to_read(now=now, lease=LEASE)
        if job is None:
            return False
        if job.tries > MAX_TRIES:  # each start counts: a file over which the process dies must not kill it for ever
            LOG.error("file %s was begun %s times and never read", job.id, MAX_TRIES)
            await self._failed(job, GIVEN_UP)
        elif (content := await self._fetched(job)) is not None:
            await self._read(job, content)
        self._nudge.outbox.set()
        return True

    async def _fetched(self, job: FileJob) -> bytes | None:
        """What Telegram has; None: it will be tried again, or the sender has been told."""
        try:
            return await fetch_file(self._bot, job.file_id)
        except TooBig:
            await self._failed(job, "Файл больше 20 МБ. Оставьте в таблице нужные строки и пришлите снова")
        except (AiogramError, ClientError, *PROXY_FAILURES, OSError, TimeoutError) as error:
            LOG.info("file %s was not fetched: %s", job.id, type(error).__name__)
            if job.tries >= MAX_TRIES or isinstance(error, TelegramBadRequest):
                await self._failed(job, "Файл из Telegram не загрузился. Пришлите его ещё раз")
        return None

    async def _read(self, job: FileJob, content: bytes) -> None:
        try:
            lines = await read_table(job.name, content)
            async with self._storage.transaction() as tx:
                await incoming_files.read_file(tx, await self._policies.read(tx), job, lines, now=self._clock.now())
        except (DomainError, ImportFailed) as error:
            await self._failed(job, error.user_text)
        except Exception:
            LOG.exception("file %s was not read", job.id)
            await self._failed(job, "Файл не разобрали, ничего не изменилось. Сохраните таблицу заново и пришлите ещё раз")

    async def _failed(self, job: FileJob, text: str) -> None:
        async with self._storage.transaction() as tx:
            told = f"{text}\nНичего не изменилось" if "ичего не" not in text else text
            await incoming_files.mark_failed(tx, job, told, now=self._clock.now())
