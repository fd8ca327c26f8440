"""Which message shows whose words, so that erasing finds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery import after_sending
from bot.delivery.channel import ChannelCall
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.noticed import Noticed, noticing
from bot.storage.engine.transaction import Tx
from incidents.delivery import Say
from incidents.messenger import Done, Message
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
    """The message of a row stands: what follows from it is written, and whose words it shows."""
    await after_sending.act_after_sending(tx, row, sent, now=at)
    await keep_words(tx, row, sent, call, shows, at=at)


async def keep_words(tx: Tx, row: OutboxRow | Say, sent: Done, call: ChannelCall, shows: Shows, *, at: datetime) -> None:
    """Keep whose words the message shows. One that was on its way while they were erased loses them at once."""
    place = shows.edits if call is ChannelCall.EDIT else sent.message_id
    if place is None:
        return
    await tx.shown.keep(row.chat_id, place, shows.read, at=at)
    if await tx.erasures.last_id() > shows.erasure and await tx.shown.has_erased(shows.read):
        tx.outbox.erases = True
        await tx.outbox.say(row.chat_id, WordsErased(), edit=place, topic_id=row.topic_id, sound=False)
