"""The heartbeat of a delivering process: its claims are its own."""

import asyncio
import logging

from bot.leases import process_name
from bot.storage.engine.storage import Storage

LOG = logging.getLogger(__name__)

BEAT = 2.0
"""Real seconds; four are missed before a process is taken for dead (`storage.delivery.couriers.ALIVE`)."""


class Heart:
    """One process's row in `courier`. `name` says to a person which process it is, and never comes twice."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.name = process_name()
        self._trouble: str | None = None  # told once until it changes

    async def start(self) -> None:
        """The first beat: before it nothing may be claimed in this name."""
        async with self._storage.transaction(is_heartbeat=True) as tx:
            await tx.couriers.forget_dead()
            await tx.couriers.beat(self.name)

    async def run(self) -> None:
        """Beat until cancelled. A database that fails is waited for: nobody else can claim anything meanwhile."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                async with self._storage.transaction(is_heartbeat=True) as tx:
                    await tx.couriers.beat(self.name)
            except Exception as error:  # noqa: BLE001 - whatever it is, no send may be cancelled for it
                if self._trouble != (trouble := type(error).__name__):
                    LOG.warning("no heartbeat: %s", trouble)
                self._trouble = trouble
            else:
                self._trouble = None
