"""Which message shows whose words, so that erasing finds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery import reminder_messages
from bot.delivery.channel import ChannelCall
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.noticed import Noticed, noticing
from bot.storage.engine.transaction import Tx
from incidents.messenger import Delivery, Done, Gone, Message
from incidents.privacy.messages import WordsErased


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """What a message was made from, and after which erasure."""

    read: Noticed
    erasure: int
    edits: int | None  # the message that it is to be written into


async def noticed(tx: Tx, render: Callable[[], Awaitable[Message]], edits: int | None) -> tuple[Message, Shows]:
    """Render, and notice which posts and incidents were read for it."""
    last = await tx.erasures.last_id()
    with noticing() as read:
        message = await render()
    return message, Shows(read=read, erasure=last, edits=edits)


async def stands(tx: Tx, row: OutboxRow, sent: Done, call: ChannelCall, shows: Shows, *, at: datetime) -> None:
    """The message stands. One that was on its way while its words were erased loses them at once."""
    await reminder_messages.stands(tx, row, sent, now=at)
    place = shows.edits if call is ChannelCall.EDIT else sent.message_id
    if place is None:
        return
    await tx.shown.keep(row.chat_id, place, shows.read, at=at)
    if await tx.erasures.last_id() > shows.erasure and await tx.shown.has_erased(shows.read):
        tx.outbox.erases = True
        await tx.outbox.say(row.chat_id, WordsErased(), edit=place, topic_id=row.topic_id, sound=False)


def over(row: OutboxRow, delivery: Delivery) -> Delivery:
    """Where the message is gone, its words are: nothing is sent in its place."""
    return Done() if isinstance(delivery, Gone) and row.code == WordsErased.codes[0] else delivery
