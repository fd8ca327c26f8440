"""Tell coordinators when VK wants a rest from one of our keys."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.alert_coordinators import alert_coordinators
from bot.clock import Clock
from bot.storage.engine.storage import Storage
from bot.wakeups import Nudge
from collectors.vk.client import VkClient
from incidents.sources.messages import NetworkRests, RestReason

LOOK = 30.0  # scenario seconds between two looks
REASONS: Mapping[int, RestReason] = {9: RestReason.FLOOD, 14: RestReason.CAPTCHA, 29: RestReason.QUOTA, 601: RestReason.QUOTA}
"""VK's errors after which a method rests."""


class VkRests:
    """Looks at the circuits of the clients. One line a day for each reason, for what reads and for what writes."""

    def __init__(self, storage: Storage, clock: Clock, nudge: Nudge, clients: Sequence[VkClient]) -> None:
        self._storage, self._clock, self._nudge, self._clients = storage, clock, nudge, clients

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.step()
            await self._clock.sleep(LOOK)

    async def step(self) -> None:
        """Tell what was not told today."""
        now = self._clock.now()
        for client in self._clients:
            for error in client.rests():
                why = REASONS.get(error.code or 0)
                if why is None:
                    continue
                writes = client.kind != "service"
                until = now + timedelta(seconds=error.wait or 0.0)
                async with self._storage.transaction() as tx:
                    if await tx.slots.take(f"vk_rests:{why}:{writes}", now.astimezone().date(), at=now):
                        await alert_coordinators(tx, NetworkRests(why=why, writes=writes, until=until))
                self._nudge.outbox.set()
