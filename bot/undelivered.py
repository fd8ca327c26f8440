"""What becomes of a message that was not delivered: later, elsewhere, never, and who is told."""

import logging
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.storage import OutboxRow, Storage
from bot.worker import alert_coordinators
from incidents.desk.people import unreachable
from incidents.messenger import Dead, Gone, Later, Moved, Refused

LOG = logging.getLogger(__name__)

MAX_TRIES = 10


class Undelivered:
    """`paused_until`: the messenger itself is down, nobody is sent to before."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock
        self.paused_until: datetime | None = None

    async def take(self, row: OutboxRow, delivery: Later | Moved | Gone | Dead | Refused) -> None:
        """What the messenger said instead of «done»."""
        match delivery:
            case Later(seconds=seconds, because=because, chat_only=chat_only, counts=counts):
                if not chat_only:
                    self.paused_until = self._clock.now() + timedelta(seconds=seconds)
                await self.put_off(row, seconds, because, counts=counts, pause=chat_only)
            case Moved(chat_id=new):
                LOG.info("чат %s стал супергруппой", row.chat_id)
                async with self._storage.transaction() as tx:
                    await tx.outbox_later(row, until=self._clock.now(), error="чат переехал", counts=False)
                    await tx.chat_moved(row.chat_id, new)
            case Dead(because=because):
                await self._dead(row, because)
            case Gone(because=because) | Refused(because=because):
                LOG.error("outbox row %s (%s %s) was refused: %s", row.id, row.kind, row.code, because)
                async with self._storage.transaction() as tx:
                    await tx.outbox_dead(row, because)
                    await alert_coordinators(tx, "not_sent", row=row.id)

    async def _dead(self, row: OutboxRow, because: str) -> None:
        """The chat takes nothing more: switch it off; what only this person would have got goes to others."""
        LOG.warning("чат %s выключен: %s", row.chat_id, because)
        async with self._storage.transaction() as tx:
            await tx.outbox_dead(row, because)
            await tx.chat_dead(row.chat_id, because)
            official = await tx.official_by_user(row.chat_id)
            if official is not None and official.reachable:
                await tx.set_reachable(row.chat_id, reachable=False)
                await unreachable(tx, official)

    async def put_off(self, row: OutboxRow, seconds: float, because: str, *, counts: bool, pause: bool = False) -> None:
        """Back into the queue; `counts`: a failed try, after ten of them it is given up. `pause`: the whole chat waits."""
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._storage.transaction() as tx:
            if counts and row.tries + 1 >= MAX_TRIES:
                await tx.outbox_dead(row, because)
                await alert_coordinators(tx, "not_sent", row=row.id)
                return
            if pause:
                await tx.pause_chat(row.chat_id, until)
            await tx.outbox_later(row, until=until, error=because, counts=counts)
