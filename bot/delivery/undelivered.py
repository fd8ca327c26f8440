"""Undelivered messages: later, elsewhere, never, and who is told."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.delivery.after_sending import announcement_in
from bot.delivery.channel import Channel, ChannelCall
from bot.delivery.plain import unquoted
from bot.delivery.settling import written
from bot.health.meters import Meters
from bot.storage.delivery.given_up import NOT_SENT, name_of
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.storage.engine.errors import fails_for_now
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from incidents.desk.people.department_groups import recheck
from incidents.desk.people.joining import mark_unreachable
from incidents.desk.sources import announcements
from incidents.ids import ChatId
from incidents.messages import ChatShut, NotDelivered
from incidents.messenger import Dead, Gone, Later, Moved, Refused
from incidents.official import Role
from incidents.posts import Network
from incidents.recipients import in_role
from incidents.sources.chats import ChatLack

LOG = logging.getLogger(__name__)

MAX_TRIES = 10
UPLOAD_TRIES = 3
"""Photos are no notification: the card has the link to the post."""

LONGEST, LONGEST_URGENT, HOURLY = 600.0, 30.0, 3600.0
"""Scenario seconds between tries at most: ten of them take half an hour, of a danger four minutes; then a card is tried every hour."""

SHUT = timedelta(minutes=10)
"""A chat that is shut for longer is told of: nobody sees that a phone is silent. A pause that begins where one ended goes on."""

GATHER = timedelta(minutes=1)
"""What fails within it is one message to a coordinator: an album fails in each of its chats."""


class Undelivered:
    """Rows that did not get through. A row's own failure pauses nobody: it goes behind its chat's other rows."""

    def __init__(
        self, storage: Storage, clock: Clock, channel: Channel, meters: Meters, wake_in: Callable[[float], None] = lambda _seconds: None
    ) -> None:
        self._storage, self._clock, self._channel, self._meters, self._wake_in = storage, clock, channel, meters, wake_in

    async def take(self, row: OutboxRow, delivery: Later | Moved | Gone | Dead | Refused, call: ChannelCall) -> None:
        """What the messenger said instead of «done»."""
        self._count(delivery)
        match delivery:
            case Later():
                await self._later(row, delivery, call)
            case Moved(chat_id=new):
                LOG.info("чат %s стал супергруппой", row.chat_id)
                await written(self._storage, partial(_moved, row, new))
            case Dead(because=because):
                LOG.warning("чат %s выключен: %s", row.chat_id, because)
                await written(self._storage, partial(_dead, row, because, now=self._clock.now()))
            case _:
                LOG.error("outbox row %s (%s %s) was refused: %s", row.id, row.kind, row.code, unquoted(delivery.because))
                await written(self._storage, partial(self._give_up, row, delivery.because))
        if not isinstance(delivery, Later):
            self._channel.forget(row.id)

    def _count(self, delivery: Later | Moved | Gone | Dead | Refused) -> None:
        if isinstance(delivery, Later) and delivery.chat_only and not delivery.counts:
            self._meters.failed("delivery", "too_often")
            self._meters.rested(Network.TELEGRAM, delivery.seconds)
        else:
            self._meters.failed("delivery", type(delivery).__name__.lower())

    async def broke(self, row: OutboxRow, error: Exception) -> None:
        """It was never sent: our defect is the row's failure, the database's trouble is nobody's."""
        if fails_for_now(error):
            await self._back(row, 5.0, type(error).__name__)
        else:
            self._meters.failed("delivery", "defect")
            await self.failed(row, 30.0, type(error).__name__, most=MAX_TRIES)

    async def _later(self, row: OutboxRow, delivery: Later, call: ChannelCall) -> None:
        seconds, because = delivery.seconds, delivery.because
        if delivery.counts and call is ChannelCall.UPLOAD:
            await (self._back(row, seconds, because) if self._channel.is_down else self.failed(row, seconds, because, most=UPLOAD_TRIES))
        elif delivery.counts or (not delivery.chat_only and self._channel.goes_on_without(row.id, call)):
            await self.failed(row, seconds, because, most=MAX_TRIES)
        elif delivery.chat_only:
            await written(self._storage, partial(self._pause_chat, row, seconds, because))
            self._wake_in(seconds)
        else:
            self._channel.pause(seconds)
            await self._back(row, seconds, because)

    async def failed(self, row: OutboxRow, seconds: float, because: str, *, most: int) -> None:
        """A failure of its own. After `most` of them it is given up and told; a card is told once and tried every hour from then on."""
        tries = row.tries + 1
        if tries < most:
            longest = LONGEST_URGENT if row.urgent else LONGEST
            await self._back(row, min(longest, seconds * 2**row.tries), because, counts=True)
            return
        if tries == most:
            LOG.error("outbox row %s (%s %s) does not get through, %s tries: %s", row.id, row.kind, row.code, tries, because)
        await written(self._storage, partial(self._give_up, row, because, is_tried=row.kind is OutboxKind.CARD))

    async def _back(self, row: OutboxRow, seconds: float, because: str, *, counts: bool = False) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        await written(self._storage, lambda tx: tx.outbox.put_back(row, until=until, error=because, counts=counts))
        self._wake_in(seconds)

    async def _pause_chat(self, row: OutboxRow, seconds: float, because: str, tx: Tx) -> None:
        """The messenger's word for the whole chat: its rows keep their places.

        A long one is told, once until the chat opens.
        """
        now, rest = self._clock.now(), timedelta(seconds=seconds)
        if rest > SHUT:
            former = await tx.chats.paused_until(row.chat_id)
            if former is None or former < now - SHUT:
                await _tell_shut(tx, row.chat_id, now + rest)
        await tx.chats.pause(row.chat_id, now + min(rest, timedelta(seconds=HOURLY)))
        await tx.outbox.put_back(row, until=None, error=because, counts=False)

    async def _give_up(self, row: OutboxRow, because: str, tx: Tx, *, is_tried: bool = False) -> None:
        now = self._clock.now()
        if not is_tried:
            is_mine = await tx.outbox.give_up(row, because)
        else:
            wait = LONGEST if row.urgent else HOURLY
            is_mine = await tx.outbox.put_back(row, until=now + timedelta(seconds=wait), error=because, counts=True)
        if is_mine and (chat := announcement_in(row)) is not None:
            await announcements.mark_refused(tx, chat, now=now)
            return
        if not is_mine or row.code == NOT_SENT or (is_tried and row.tries >= MAX_TRIES):
            return
        for official in in_role(await tx.officials.all(), Role.COORDINATOR):
            if not await tx.outbox.add_not_sent(official.user_id, row, at_once=row.urgent):
                later = None if row.urgent else now + GATHER
                await tx.outbox.say(official.user_id, NotDelivered(rows=(name_of(row),)), not_before=later)


async def _tell_shut(tx: Tx, chat_id: ChatId, until: datetime) -> None:
    for official in in_role(await tx.officials.all(), Role.COORDINATOR):
        if official.user_id != chat_id:
            await tx.outbox.say(official.user_id, ChatShut(chat=chat_id, until=until))


async def _moved(row: OutboxRow, new: ChatId, tx: Tx) -> None:
    await tx.outbox.put_back(row, until=None, error="чат переехал", counts=False)
    await tx.supergroups.chat_moved(row.chat_id, new)


async def _dead(row: OutboxRow, because: str, tx: Tx, *, now: datetime) -> None:
    """The chat takes nothing more: switch it off; what only this person would have got goes to others.

    Of a group the coordinators read what the bot lacks there, and how it comes back.
    """
    is_mine = await tx.outbox.give_up(row, because)
    await tx.chats.mark_dead(row.chat_id, because)
    official = await tx.officials.by_user(row.chat_id)
    if official is not None and official.reachable:
        await mark_unreachable(tx, official)
    await recheck(tx, row.chat_id)
    if is_mine and (chat := announcement_in(row)) is not None:
        await announcements.mark_refused(tx, chat, lacks=(ChatLack.POST,), now=now)
        await tx.source_chats.checked(chat, at=now)  # Telegram has just said it; else it would be announced again and again
