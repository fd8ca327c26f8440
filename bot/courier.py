"""The courier: alone sends and edits. It claims outbox rows, renders them at the moment of sending and paces itself."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta

from bot import albums, standing
from bot.clock import Clock
from bot.nudge import Nudge
from bot.pace import Pace
from bot.photos import Photos
from bot.policies import Policies
from bot.render import Renderer, Unneeded
from bot.ringing import may_ring_at, rings
from bot.storage import QUIET, Copy, OutboxRow, Storage, Tx
from bot.undelivered import Undelivered
from incidents.desk.common import Policy
from incidents.errors import NotFound
from incidents.messenger import Delivery, Done, Gone, Message, Messenger
from incidents.ports import Say

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # the database's time: above a call's timeout and the longest wait
AT_ONCE = 30
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
    ) -> None:
        self._storage, self._clock, self._messenger, self._policies = storage, clock, messenger, Policies(policy)
        self._renderer, self._photos, self._nudge = renderer, photos, nudge
        self._pace = Pace()
        self._in_flight = 0
        self.beat: Callable[[], None] = lambda: None  # whoever wants to know that it turns
        self._undelivered = Undelivered(storage, clock)

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                if self._in_flight < AT_ONCE:  # all of them hanging is no progress
                    self.beat()
                if not await self._start_some(group):
                    await self._nudge.outbox.wait()

    async def _start_some(self, group: asyncio.TaskGroup) -> int:
        now = self._clock.now()
        paused = self._undelivered.paused_until
        if self._in_flight >= AT_ONCE or (paused is not None and now < paused):
            return 0
        async with self._storage.transaction() as tx:
            rows = await tx.outbox_claim(now=now, lease=LEASE, limit=AT_ONCE - self._in_flight)
        for row in rows:
            self._in_flight += 1
            group.create_task(self._guarded(row))
        return len(rows)

    async def _guarded(self, row: OutboxRow) -> None:
        """One row's defect stops nobody: it is logged, put off, and a dead letter after ten tries."""
        try:
            await self.deliver(row)
        except Exception as error:
            LOG.exception("outbox row %s failed", row.id)
            await self._undelivered.put_off(row, 30.0, type(error).__name__, counts=True)
        finally:
            self._in_flight -= 1
            self._nudge.outbox.set()

    async def deliver(self, row: OutboxRow) -> None:
        """Render and send one claimed row."""
        wait = self._pace.reserve(row.chat_id, self._clock.now(), patience=LONG_WAIT)
        if wait > LONG_WAIT:
            async with self._storage.transaction() as tx:
                until = self._clock.now() + timedelta(seconds=wait)
                await tx.pause_chat(row.chat_id, until)
                await tx.outbox_later(row, until=until, error="своя очередь", counts=False)
            return
        await self._clock.sleep(wait)
        match row.kind:
            case "card":
                await self._card(row)
            case "photos":
                await self._album(row)
            case _:
                await self._say(row)

    async def _card(self, row: OutboxRow) -> None:
        assert row.incident_id is not None
        async with self._storage.transaction() as tx:
            copy = await tx.copy(row.incident_id, row.chat_id)
            try:
                now, incident = self._clock.now(), await tx.incident(row.incident_id)
                wake_at = (
                    None
                    if copy or row.urgent
                    else await may_ring_at(tx, incident, now=now, calendar=(await self._policies.read(tx)).calendar)
                )
                if wake_at is not None:
                    await tx.outbox_later(row, until=wake_at, error=QUIET, counts=False)
                    return
                sound = copy is None and await self._rings(tx, row)
                message = await self._renderer.card(tx, row.incident_id, row.chat_id, now=now)
            except NotFound:
                await tx.outbox_dead(row, "the incident is gone")
                return
        shown = fingerprint(message)
        if copy is not None and copy.shown == shown:
            async with self._storage.transaction() as tx:
                await tx.outbox_done(row)
            return
        delivery: Delivery = Gone(because="first copy")
        if copy is not None:
            delivery = await self._messenger.edit(row.chat_id, copy.message_id, message)
        is_fresh = isinstance(delivery, Gone)
        if is_fresh:
            delivery = await self._messenger.send(row.chat_id, message, silent=not sound, topic_id=row.topic_id)
        if not isinstance(delivery, Done):
            await self._undelivered.take(row, delivery)
            return
        message_id = delivery.message_id if is_fresh or copy is None else copy.message_id
        assert message_id is not None
        async with self._storage.transaction() as tx:
            if not await tx.outbox_done(row):
                return  # the lease was lost: whoever has it now sends again, both copies' buttons work
            has_photos = copy is not None and copy.photos_sent
            await tx.save_copy(
                Copy(
                    incident_id=row.incident_id,
                    chat_id=row.chat_id,
                    topic_id=row.topic_id,
                    message_id=message_id,
                    shown=shown,
                    photos_sent=True,
                )
            )
            if not has_photos:
                await albums.follow(tx, row)

    async def _album(self, row: OutboxRow) -> None:
        delivery = await albums.send(self._storage, self._messenger, self._photos, row)
        if delivery is None:
            await albums.give_up(self._storage, row, now=self._clock.now())
        else:
            await self._settle(row, delivery)

    async def _say(self, row: OutboxRow) -> None:
        edit = row.params.get("edit")
        edit = edit if isinstance(edit, int) else None
        if row.code == "delete":
            await self._settle(row, await self._messenger.delete(row.chat_id, edit) if edit else Done())
            return
        async with self._storage.transaction() as tx:
            try:
                if not await standing.is_needed(tx, row):
                    await self._done_with(tx, row, edit)
                    return
                message = await self._renderer.say(tx, row, now=self._clock.now())
            except Unneeded:
                await self._done_with(tx, row, edit)
                return
            except NotFound:
                await tx.outbox_dead(row, "nothing to speak of")
                return
            copy = await tx.copy(row.incident_id, row.chat_id) if row.incident_id is not None else None
            sound = edit is None and await self._rings(tx, row)
        delivery: Delivery = Gone(because="new message")
        if edit is not None:
            delivery = await self._messenger.edit(row.chat_id, edit, message)
        if isinstance(delivery, Gone):
            delivery = await self._messenger.send(
                row.chat_id,
                message,
                silent=not sound,
                topic_id=row.topic_id,
                reply_to=standing.under(row) or (copy.message_id if copy and edit is None else None),
            )
        await self._settle(row, delivery)

    async def _done_with(self, tx: Tx, row: OutboxRow, edit: int | None) -> None:
        """It is not worth saying any more: what stands there already goes."""
        if await tx.outbox_done(row) and edit is not None:
            await tx.say(Say(chat_id=row.chat_id, topic_id=row.topic_id, code="delete", params={"edit": edit}, sound=False))

    async def _rings(self, tx: Tx, row: OutboxRow) -> bool:
        policy = await self._policies.read(tx)
        return await rings(tx, row, now=self._clock.now(), calendar=policy.calendar, budget=policy.norms.sounds)

    async def _settle(self, row: OutboxRow, delivery: Delivery) -> None:
        if not isinstance(delivery, Done):
            await self._undelivered.take(row, delivery)
            return
        async with self._storage.transaction() as tx:
            if await tx.outbox_done(row):
                await standing.stands(tx, row, delivery.message_id)


def fingerprint(message: Message) -> str:
    """What a chat shows, as a hash: an edit that changes nothing is not sent."""
    return hashlib.sha256(repr((message.html, message.rows)).encode()).hexdigest()
