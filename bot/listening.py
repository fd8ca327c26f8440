"""Whatever is written to the database wakes the workers of this process.

While nobody tells of it the workers look twice a second themselves.
"""

import asyncio
import logging

from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge

LOG = logging.getLogger(__name__)

AGAIN = 1.0  # real seconds before a line that broke is opened anew


class Listener:
    """One line of a process."""

    def __init__(self, storage: Storage, nudge: Nudge) -> None:
        self._storage, self._nudge = storage, nudge
        self._is_told = False

    def is_deaf(self) -> bool:
        """Whether notices of other processes do not come now; SQLite has no others that wait for us."""
        return not self._is_told and not self._storage.is_embedded

    async def run(self) -> None:
        """Listen until cancelled, through any restart of the server."""
        is_known = False  # to the log
        while True:
            try:
                async with self._storage.listening(self._nudge.written) as line:
                    if not self._storage.is_embedded:
                        LOG.info("слышит другие процессы")
                    is_known = False
                    self._hears(is_told=True)
                    await line.until_lost()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
                reason = type(error).__name__
            else:
                reason = "the server closed the line"
            finally:
                self._hears(is_told=False)
            if not is_known:
                LOG.warning("nobody tells of what is written, the queues are polled: %s", reason)
            is_known = True
            await asyncio.sleep(AGAIN)

    def _hears(self, *, is_told: bool) -> None:
        self._is_told = is_told
        self._nudge.hears(is_told=is_told)
