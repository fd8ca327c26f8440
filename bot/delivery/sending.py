"""One claimed row of the outbox: rendered, sent, settled."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.clock import Clock
from bot.config.current_policy import Policies
from bot.delivery import shown_words
from bot.delivery.after_sending import under
from bot.delivery.board_in_chat import board_stands, turn_of
from bot.delivery.card_in_chat import card_stands, fingerprint, photos_stand
from bot.delivery.channel import Channel, ChannelCall
from bot.delivery.invitation_codes import rendered
from bot.delivery.photos import photo_albums
from bot.delivery.photos.photo_cache import Photos
from bot.delivery.put_into_chat import put_into_chat
from bot.delivery.reminder_messages import is_needed
from bot.delivery.send_rate import SharedPace
from bot.delivery.settling import written
from bot.delivery.sound_budget import may_ring_at, rings
from bot.delivery.undelivered import Undelivered
from bot.renderer import Renderer
from bot.storage.delivery.new_tries import QUIET
from bot.storage.delivery.outbox import OutboxRow, Turn
from bot.storage.engine.notices import Queue
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.unreadable_rows import tell_set_aside
from handlers.kit.rendering import Unneeded
from incidents.danger.messages import DangerBoard
from incidents.desk.refresh import may_stand
from incidents.errors import NotFound
from incidents.messages import Delete
from incidents.messenger import Delivery, Done, Message, Messenger
from incidents.outbox_message import classes
from incidents.policy import Policy
from incidents.privacy.messages import WordsErased

LOG = logging.getLogger(__name__)

Then = Callable[[Tx, Done], Awaitable[None]]
"""What is written when a message stands in the chat."""


class Sending:
    """Sends a row that the courier has claimed, and writes down what the messenger said."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        messenger: Messenger,
        renderer: Renderer,
        photos: Photos,
        policy: Policy,
        pace: SharedPace,
        channel: Channel,
        undelivered: Undelivered,
    ) -> None:
        self._storage, self._clock, self._messenger, self._policies = storage, clock, messenger, Policies(policy)
        self._renderer, self._photos, self._pace = renderer, photos, pace
        self._channel, self._undelivered = channel, undelivered

    async def send(self, row: OutboxRow) -> None:
        """Render, send, settle."""
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
        async with self._storage.showing(person_waits=row.turn is Turn.ANSWER) as tx:
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
        if row.code in DangerBoard.codes:
            await self._board(row)
            return
        async with self._storage.showing(person_waits=row.turn is Turn.ANSWER) as tx:
            try:
                if not await is_needed(tx, row):
                    await self._done_with(tx, row, edit)
                    return
                message, shows = await shown_words.noticed(tx, partial(rendered, self._renderer, tx, row, now=self._clock.now()), edit)
            except Unneeded:
                await self._done_with(tx, row, edit)
                return
            except NotFound:
                await self._give_up(tx, row)
                return
            copy = await tx.copies.in_chat(row.incident_id, row.chat_id) if row.incident_id is not None else None
            sound = edit is None and await self._rings(tx, row)
        reply_to = under(row) or (copy.message_id if copy and edit is None else None)
        delivery, call = await self._put(row, message, edit=edit, silent=not sound, reply_to=reply_to)
        await self._settle(row, delivery, call, lambda tx, sent: shown_words.stands(tx, row, sent, call, shows, at=self._clock.now()))

    async def _board(self, row: OutboxRow) -> None:
        """The chat's board of dangers: into its message, or anew where it rings."""
        async with self._storage.showing() as tx:
            turn = await turn_of(tx, row.chat_id, now=self._clock.now())
            if turn is None:
                await tx.outbox.done(row)
                return
            try:
                message, shows = await shown_words.noticed(tx, partial(self._renderer.say, tx, row, now=turn.now), turn.edit)
            except Unneeded:
                await self._done_with(tx, row, turn.board.message_id)
                await tx.boards.forget(row.chat_id)
                return
        shown = fingerprint(message)
        if turn.edit is not None and turn.board.shown == shown:
            async with self._storage.transaction() as tx:
                if await tx.outbox.done(row):
                    await board_stands(tx, turn, turn.edit, shown)
            return
        delivery, call = await self._put(row, message, edit=turn.edit, silent=not turn.rings)

        async def stands(tx: Tx, sent: Done) -> None:
            number = turn.board.message_id if call is ChannelCall.EDIT else sent.message_id
            assert number is not None
            await board_stands(tx, turn, number, shown)
            await shown_words.keep_words(tx, row, sent, call, shows, at=self._clock.now())

        await self._settle(row, delivery, call, stands)

    async def _give_up(self, tx: Tx, row: OutboxRow) -> None:
        """What it speaks of is gone, or it is of a program after this one: that is told."""
        if row.code in classes():
            await tx.outbox.give_up(row, "nothing to speak of")
            return
        await tell_set_aside(tx, [await tx.unreadable.give_up(Queue.OUTBOX, row.id, f"unknown code {row.code}", at=self._clock.now())])

    async def _put(
        self, row: OutboxRow, message: Message, *, edit: int | None, silent: bool, reply_to: int | None = None
    ) -> tuple[Delivery, ChannelCall]:
        """Into the message that stands; as a new one where none does."""
        is_anew = row.code != WordsErased.codes[0]  # where the message is gone, its words are
        place = {"topic_id": row.topic_id, "reply_to": reply_to}
        return await put_into_chat(self._messenger, row.chat_id, message, edit=edit, silent=silent, is_anew=is_anew, **place)

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
