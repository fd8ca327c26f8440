"""Files that officials send: fetched from Telegram and read outside of any transaction, then used by the desk in one."""

import asyncio
import logging
import tempfile
from datetime import timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.clock import Clock
from bot.importing.found import ImportFailed
from bot.importing.sheet import read_lines
from bot.nudge import Nudge
from bot.policies import Policies
from bot.storage import Storage
from bot.telegram import PROXY_FAILURES
from bot.telegram_files import TooBig, fetch_file
from incidents.desk import files as desk
from incidents.desk.common import Policy
from incidents.errors import DomainError
from incidents.files import FileJob
from incidents.region_table import MAX_ROWS

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
MAX_TRIES = 3
SHOWN = 150  # characters of what a reader of tables says


class Files:
    """Reads what waits, one file at a time, until cancelled."""

    def __init__(self, storage: Storage, clock: Clock, bot: Bot, policy: Policy, nudge: Nudge) -> None:
        self._storage, self._clock, self._bot, self._policies, self._nudge = storage, clock, bot, Policies(policy), nudge

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if not await self.step():
                await self._nudge.files.wait()

    async def step(self) -> bool:
        """Read one file; False when there was none."""
        async with self._storage.transaction() as tx:
            job = await tx.file_to_read(now=self._clock.now(), lease=LEASE)
        if job is None:
            return False
        try:
            await self._use(job, await fetch_file(self._bot, job.file_id))
        except (AiogramError, ClientError, *PROXY_FAILURES, OSError, TimeoutError) as error:
            LOG.info("file %s was not fetched: %s", job.id, type(error).__name__)
            if job.tries >= MAX_TRIES or isinstance(error, TelegramBadRequest):
                await self._failed(job, "Файл из Telegram не загрузился. Пришлите его ещё раз")
        except (DomainError, ImportFailed) as error:
            await self._failed(job, error.user_text if isinstance(error, DomainError) else str(error))
        except TooBig:
            await self._failed(job, "Файл больше 20 МБ. Оставьте в таблице нужные строки и пришлите снова")
        except Exception:
            LOG.exception("file %s was not read", job.id)
            await self._failed(job, "Файл не разобрали, ничего не изменилось. Сохраните таблицу заново и пришлите ещё раз")
        self._nudge.outbox.set()
        return True

    async def _use(self, job: FileJob, content: bytes) -> None:
        lines = await asyncio.to_thread(table_lines, job.name, content)
        async with self._storage.transaction() as tx:
            await desk.read_file(tx, await self._policies.read(tx), job, lines, now=self._clock.now())

    async def _failed(self, job: FileJob, text: str) -> None:
        async with self._storage.transaction() as tx:
            told = f"{text}\nНичего не изменилось" if "ичего не" not in text else text
            await desk.failed(tx, job, told, now=self._clock.now())


def table_lines(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, with their numbers in the file. Raises ImportFailed in words that name the file, not where it lay."""
    suffix = Path(name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="otklik-file-") as folder:
        file = Path(folder) / f"table{suffix}"
        file.write_bytes(content)
        try:
            return read_lines(file, limit=MAX_ROWS)
        except ImportFailed as error:
            raise ImportFailed(str(error).replace(str(file), f"«{Path(name).name}»")[:SHOWN]) from error
