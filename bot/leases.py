"""Loops that one process of a district may run at a time.

Several processes on one PostgreSQL: one asks Telegram for updates, one reads each network. The others wait for its lease to end.
"""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.storage.delivery.leases import LEASE
from bot.storage.engine.storage import Storage
from incidents.posts import Network

LOG = logging.getLogger(__name__)

RENEW = 2.0  # real seconds
LOOK = 0.25  # real seconds between looks whether a loop is still ours
MARGIN = 1.0  # real seconds: we stop before the others begin
ASKED = 30.0  # real seconds: a loop that nobody asks about is not run here any more, somebody else may
POLL = "poll"


def process_name() -> str:
    """Says to a person which process it is, and never comes twice."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


class Leases:
    """What this process may run now. On SQLite there is one process, and it may run everything."""

    def __init__(self, storage: Storage) -> None:
        self._storage, self._name = storage, process_name()
        self._asked: dict[str, float] = {}
        self._held: dict[str, float] = {}  # until when, by this process's own clock
        self._is_new = asyncio.Event()
        self._trouble: str | None = None  # told once until it changes

    def holds(self, name: str) -> bool:
        """Whether the loop is ours now. Whoever asks wants it."""
        if self._storage.is_embedded:
            return True
        now = time.monotonic()
        if name not in self._asked:
            self._is_new.set()
        self._asked[name] = now
        return self._held.get(name, 0.0) > now

    def reads(self, network: Network) -> bool:
        """Whether this process reads the network: its limits are of the token, not of a source."""
        return self.holds(f"sources:{network}")

    async def run(self) -> None:
        """Renew until cancelled; then let go of everything."""
        if self._storage.is_embedded:
            await asyncio.Event().wait()
        try:
            while True:
                await self.renew()
                self._is_new.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(RENEW):
                        await self._is_new.wait()
        finally:
            self._held.clear()
            with suppress(Exception):  # a database that is away: the leases end by themselves
                async with self._storage.transaction(is_heartbeat=True) as tx:
                    await tx.leases.release(self._name)

    async def renew(self) -> None:
        """Take what is wanted and free. While the database is away nothing is renewed: our leases end, as the others see it."""
        now = time.monotonic()
        self._asked = {name: at for name, at in self._asked.items() if now - at < ASKED}
        if not self._asked:
            return
        try:
            async with self._storage.transaction(is_heartbeat=True) as tx:
                held = await tx.leases.take(self._asked, self._name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            if self._trouble != (trouble := type(error).__name__):
                LOG.warning("leases are not renewed: %s", trouble)
            self._trouble = trouble
            return
        self._trouble = None
        for name in held - self._held.keys():
            LOG.info("ведёт этот процесс: %s", name)
        self._held = dict.fromkeys(held, now + LEASE.total_seconds() - MARGIN)

    async def while_held(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run the loop whenever it is ours; it is cancelled when it is not any more. What it raises is raised."""
        if self._storage.is_embedded:
            await work()
            return
        while True:
            while not self.holds(name):  # noqa: ASYNC110 - time itself ends a lease
                await asyncio.sleep(LOOK)
            running = asyncio.ensure_future(work())
            try:
                while self.holds(name) and not running.done():
                    await asyncio.wait({running}, timeout=LOOK)
            finally:
                running.cancel()
                await asyncio.wait({running})
            if not running.cancelled():
                running.result()
                return
