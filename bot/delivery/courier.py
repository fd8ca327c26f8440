"""The courier claims outbox rows, renders and sends them, paces itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.config.logs import INCIDENT
from bot.delivery import reminder_messages, shown_words
from bot.delivery.card_in_chat import card_stands, fingerprint, photos_stand
from bot.delivery.channel import Channel, ChannelCall
from bot.delivery.heart import Heart
from bot.delivery.invitation_codes import rendered
from bot.delivery.photos import photo_albums
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.plain import accepted
from bot.delivery.send_rate import SharedPace
from bot.delivery.settling import written
from bot.delivery.sound_budget import may_ring_at, rings
from bot.delivery.undelivered import Undelivered
from bot.health.meters import Meters
from bot.screens.kit.context import Unneeded
from bot.screens.renderer import Renderer
from bot.storage.delivery.new_tries import QUIET
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.storage.engine.errors import fails_for_now
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.wakeups import LOOK, Nudge
from incidents.desk.refresh import may_stand
from incidents.errors import NotFound
from incidents.messages import Delete
from incidents.messenger import Delivery, Done, Gone, Message, Messenger
from incidents.policy import Policy

LOG = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""By the database's time; above fetching and uploading an album twice (a topic that is gone) and the longest wait."""

AT_ONCE = 30
UPLOADS_AT_ONCE = 5  # beside the texts: slow albums take nobody's place
LONG_WAIT = 5.0  # scenario seconds: a row that waits longer for its turn goes back to the queue

Then = Callable[[Tx, Done], Awaitable[None]]
"""What is written when a message stands in the chat."""


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
    ) -> None:
        self._storage, self._clock, self._messenger, self._policies = storage, clock, messenger, Policies(policy)
        self._renderer, self._photos, self._nudge = renderer, photos, nudge
        self._pace = SharedPace(storage)
        self._busy: dict[int, bool] = {}  # rows that are being sent or settled; True: an upload
        self._channel = Channel(clock)
        self._wake_in: Callable[[float], None] = lambda seconds: nudge.outbox.set_in(seconds / clock.rate)  # what was put back is due then
        self._undelivered = Undelivered(storage, clock, self._channel, meters or Meters(), self._wake_in)
        self._heart = None if storage.is_embedded else Heart(storage)
        self.beat: Callable[[], None] = lambda: None  # whoever wants to know that it turns

    async def run(self) -> None:
        """Deliver until cancelled. A database that fails cancels nobody's send."""
        async with asyncio.TaskGroup() as group:
            if self._heart is not None:
                await self._heart.start()
                group.create_task(self._heart.run())
            is_read = True
            while True:
                if len(self._busy) - sum(self._busy.values()) < AT_ONCE:  # all of them hanging is no progress
                    self.beat()
                try:
                    started, is_read = await self._start_some(group), True
                except Exception as error:
                    if not fails_for_now(error):
                        raise
                    if is_read:
                        LOG.exception("the outbox cannot be read now")
                    started, is_read = 0, False
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
        wait = await self._pace.reserve(row.chat_id, self._clock.now(), patience=LONG_WAIT)
        if wait > LONG_WAIT:
            async with self._storage.transaction() as tx:
                await tx.chats.pause(row.chat_id, self._clock.now() + timedelta(seconds=wait))
                await tx.outbox.put_back(row, until=None, error="своя очередь", counts=False)
            self._wake_in(wait)
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
        id = row.incident_id
        assert id is not None
        async with self._storage.showing() as tx:
            copy = await tx.copies.in_chat(id, row.chat_id)
            try:
                now, incident = self._clock.now(), await tx.incidents.get(id)
                if copy is None and not await may_stand(tx, incident, row.chat_id):
                    await tx.outbox.done(row)  # meanwhile it has become no business of theirs
                    return
                wake_at = (
                    None
                    if copy or row.urgent
                    else await may_ring_at(tx, incident, now=now, calendar=(await self._policies.read(tx)).calendar)
                )
                if wake_at is not None:
                    await tx.outbox.put_back(row, until=wake_at, error=QUIET, counts=False)
                    return
                sound = copy is None and await self._rings(tx, row)
                erasure = await tx.erasures.last_id()
                message = await self._renderer.card(tx, id, row.chat_id, now=now)
            except NotFound:
                await tx.outbox.give_up(row, "the incident is gone")
                return
        shown = fingerprint(message)
        if copy is not None and copy.shown == shown:
            async with self._storage.transaction() as tx:
                await tx.outbox.done(row)
            return
        delivery, call = await self._put(row, message, edit=copy.message_id if copy else None, silent=not sound)

        async def stands(tx: Tx, sent: Done) -> None:
            number = copy.message_id if copy is not None and call is ChannelCall.EDIT else sent.message_id
            assert number is not None
            await card_stands(tx, row, copy, number, shown, erasure=erasure)

        await self._settle(row, delivery, call, stands)

    async def _album(self, row: OutboxRow) -> None:
        delivery = await photo_albums.send(self._storage, self._messenger, self._photos, row)
        if delivery is None:
            await photo_albums.give_up(self._storage, row, now=self._clock.now())
        else:
            await self._settle(row, delivery, ChannelCall.UPLOAD, lambda tx, sent: photos_stand(tx, row, sent))

    async def _say(self, row: OutboxRow) -> None:
        edit = edit if isinstance(edit := row.params.get("edit"), int) else None
        if row.code == "delete":
            gone = await self._messenger.delete(row.chat_id, edit, is_photo=bool(row.params.get("photo"))) if edit else Done()
            await self._settle(row, gone, ChannelCall.DELETE)
            return
        async with self._storage.showing() as tx:
            try:
                if not await reminder_messages.is_needed(tx, row):
                    await self._done_with(tx, row, edit)
                    return
                message, shows = await shown_words.noticed(tx, partial(rendered, self._renderer, tx, row, now=self._clock.now()), edit)
            except Unneeded:
                await self._done_with(tx, row, edit)
                return
            except NotFound:
                await tx.outbox.give_up(row, "nothing to speak of")
                return
            copy = await tx.copies.in_chat(row.incident_id, row.chat_id) if row.incident_id is not None else None
            sound = edit is None and await self._rings(tx, row)
        reply_to = reminder_messages.under(row) or (copy.message_id if copy and edit is None else None)
        delivery, call = await self._put(row, message, edit=edit, silent=not sound, reply_to=reply_to)
        await self._settle(row, delivery, call, lambda tx, sent: shown_words.stands(tx, row, sent, call, shows, at=self._clock.now()))

    async def _put(
        self, row: OutboxRow, message: Message, *, edit: int | None, silent: bool, reply_to: int | None = None
    ) -> tuple[Delivery, ChannelCall]:
        """Into the message that stands; as a new one where none does."""
        if edit is not None:
            delivery = shown_words.over(row, await accepted(partial(self._messenger.edit, row.chat_id, edit), message))
            if not isinstance(delivery, Gone):
                return delivery, ChannelCall.EDIT
        send = partial(self._messenger.send, row.chat_id, silent=silent, topic_id=row.topic_id, reply_to=reply_to)
        return await accepted(send, message), ChannelCall.SEND if message.attached is None else ChannelCall.UPLOAD

    async def _done_with(self, tx: Tx, row: OutboxRow, edit: int | None) -> None:
        """It is not worth saying any more: what stands there already goes."""
        if await tx.outbox.done(row) and edit is not None:
            await tx.outbox.say(row.chat_id, Delete(), edit=edit, topic_id=row.topic_id, sound=False)

    async def _rings(self, tx: Tx, row: OutboxRow) -> bool:
        policy = await self._policies.read(tx)
        return await rings(tx, row, now=self._clock.now(), calendar=policy.calendar, budget=policy.norms.sounds)

    async def _settle(self, row: OutboxRow, delivery: Delivery, call: ChannelCall, then: Then | None = None) -> None:
        """What the messenger took is done, even if what follows from it (`then`) is a defect: it is not sent again."""
        if not isinstance(delivery, Done):
            await self._undelivered.take(row, delivery, call)
            return
        self._channel.took(row.id, call)
        self._pace.took(row.chat_id, self._clock.now())

        async def change(tx: Tx) -> None:
            if await tx.outbox.done(row) and then is not None:  # else the lease was lost: whoever has the row now sends it again
                await then(tx, delivery)

        try:
            await written(self._storage, change)
        except Exception:
            LOG.exception("outbox row %s was sent, what follows failed", row.id)
            await written(self._storage, lambda tx: tx.outbox.done(row))
