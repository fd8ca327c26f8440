"""The courier claims outbox rows, paces itself, sends side by side."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.config.logs import INCIDENT
from bot.delivery.channel import Channel
from bot.delivery.heart import Heart
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.send_rate import SharedPace
from bot.delivery.sending import Sending
from bot.delivery.undelivered import Undelivered
from bot.health.meters import Meters
from bot.renderer import Renderer
from bot.storage.delivery.outbox import OutboxKind, OutboxRow, Turn
from bot.storage.engine.errors import fails_for_now
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.unreadable_rows import set_unreadable_aside
from bot.wakeups import LOOK, Nudge
from incidents.messenger import Messenger
from incidents.policy import Policy

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""By the database's time; above fetching and uploading an album twice (a topic that is gone) and the longest wait."""

AT_ONCE = 30
UPLOADS_AT_ONCE = 5  # beside the texts: slow albums take nobody's place
LONG_WAIT = 5.0  # scenario seconds: a row that waits longer for its turn goes back to the queue


class Courier:
    """Delivers until cancelled. Several may run: leases and fences keep them apart."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messenger: Messenger,
        renderer: Renderer,
        photos: Photos,
        policy: Policy,
        nudge: Nudge,
        meters: Meters | None = None,
        pace: SharedPace | None = None,
    ) -> None:
        """`pace`: shared with whatever else is sent by this process."""
        self._storage, self._clock, self._nudge = storage, clock, nudge
        self._pace = pace or SharedPace(storage)
        self._busy: dict[int, bool] = {}  # rows that are being sent or settled; True: an upload
        self._channel = Channel(clock)
        self._wake_in: Callable[[float], None] = lambda seconds: nudge.outbox.set_in(seconds / clock.rate)  # what was put back is due then
        self._undelivered = Undelivered(storage, clock, self._channel, meters or Meters(), self._wake_in)
        self._sending = Sending(storage, clock, messenger, renderer, photos, policy, self._pace, self._channel, self._undelivered)
        self._heart = None if storage.is_embedded else Heart(storage)
        self.beat: Callable[[], None] = lambda: None  # whoever wants to know that it turns

    async def run(self) -> None:
        """Deliver until cancelled. Whatever a claim fails by, it cancels nobody's send."""
        async with asyncio.TaskGroup() as group:
            if self._heart is not None:
                await self._heart.start()
                group.create_task(self._heart.run())
            is_read = True
            while True:
                if len(self._busy) - sum(self._busy.values()) < AT_ONCE:  # all of them hanging is no progress
                    self.beat()
                try:
                    async with self._nudge.stop.begun():
                        started, is_read = await self._start_some(group), True
                except Exception as error:
                    if is_read:
                        LOG.exception("the outbox cannot be read now")
                    started, is_read = await set_unreadable_aside(self._storage, Queue.OUTBOX, error, now=self._clock.now()), False
                if not started:  # while the messenger or the database rests, nothing says when it goes on
                    await self._nudge.outbox.wait(LOOK if self._channel.is_paused or not is_read else None)

    async def _start_some(self, group: asyncio.TaskGroup) -> int:
        uploading = sum(self._busy.values())
        texts, uploads = AT_ONCE - (len(self._busy) - uploading), UPLOADS_AT_ONCE - uploading
        if self._channel.is_paused or max(texts, uploads) <= 0:
            return 0
        now, by = self._clock.now(), self._heart.name if self._heart else None
        async with self._storage.transaction() as tx:
            rows = await tx.outbox.claim(now=now, lease=LEASE, limit=texts, uploads=uploads, by=by, busy=self._busy)
            self._nudge.outbox.due_at = None if rows else await tx.outbox.next_moment(now=now)
        for row in rows:
            self._busy[row.id] = row.kind is OutboxKind.PHOTOS
            group.create_task(self._guarded(row))
        return len(rows)

    async def _guarded(self, row: OutboxRow) -> None:
        """One row's defect stops nobody: it is logged, put off, and told after ten tries."""
        INCIDENT.set(row.incident_id)  # of this task alone
        try:
            with self._nudge.stop.under_way():
                try:
                    await self.deliver(row)
                except Exception as error:
                    if not fails_for_now(error):
                        LOG.exception("outbox row %s failed", row.id)
                    await self._undelivered.broke(row, error)
        except Exception:
            LOG.exception("outbox row %s is left to its lease", row.id)
        finally:
            self._busy.pop(row.id, None)
            self._nudge.outbox.set()

    async def deliver(self, row: OutboxRow) -> None:
        """Render and send one claimed row."""
        is_answer = row.turn is Turn.ANSWER
        wait, is_booked = await self._pace.reserve(row.chat_id, self._clock.now(), patience=LONG_WAIT, is_answer=is_answer)
        if not is_booked:
            async with self._storage.transaction() as tx:
                await tx.chats.pause(row.chat_id, self._clock.now() + timedelta(seconds=wait))
                await tx.outbox.put_back(row, until=None, error="своя очередь", counts=False)
            self._wake_in(wait)
            return
        await self._clock.sleep(wait)
        if self._nudge.stop.is_asked:  # the messenger has not got it: the next start sends it
            async with self._storage.transaction() as tx:
                await tx.outbox.put_back(row, until=None, error="остановка", counts=False)
            return
        await self._sending.send(row)
