"""Nothing of a chat is read before its announcement stands there.

Where it cannot be written the coordinators are told which right to give; when it comes, it is said again.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from incidents.errors import Unchanged
from incidents.ids import ChatId
from incidents.official import Official
from incidents.posts import Network
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.sources.chat_messages import ChatAnnounced, ChatDecided, ChatFails, ChatNotAnnounced, ChatNotRead, OldAnnouncements
from incidents.sources.chats import ChatLack, ChatState, SourceChat
from incidents.sources.source_links import FoundWall
from incidents.transaction import Transaction

LOST = timedelta(minutes=10)
"""After it what has become of an announcement is written down, or never will be."""


async def announce(tx: Transaction, chat: SourceChat, *, now: datetime) -> None:
    """It is said in the chat; only one announcement is on its way at a time."""
    await tx.source_chats.save(replace(chat, state=ChatState.AGREED, changed_at=now))
    await tx.outbox.mark_alive(chat.chat_id)
    await tx.outbox.say(chat.chat_id, ChatAnnounced(chat=chat.id), sound=False)


async def mark_announced(tx: Transaction, id: int, *, at: datetime) -> None:
    """The announcement stands in the chat: the chat is read from now on."""
    chat = await tx.source_chats.get(id)
    if chat.state is not ChatState.AGREED:
        if not await is_read(tx, chat):  # it was given up while the words were on their way
            await tx.outbox.say(chat.chat_id, ChatNotRead(chat=chat.id), sound=False)
        return
    assert chat.asked_by is not None and chat.decided_by is not None
    proposer, other = await tx.officials.get(chat.asked_by), await tx.officials.get(chat.decided_by)
    found = FoundWall(network=Network.TELEGRAM, external_id=str(chat.chat_id), title=chat.title)
    source = await tx.sources.take(found, by=proposer.id)
    await tx.source_chats.save(replace(chat, state=ChatState.READ, changed_at=at, source_id=source.id, lacks=()))
    await tx.source_chats.recheck(chat.chat_id)
    await tx.audit.add("source", user_id=other.user_id, at=at, data={"key": str(source.id), "before": None, "after": "added"})
    for official in (other, proposer):
        if official.active:
            await tx.outbox.say(official.user_id, ChatDecided(chat=chat.id), sound=False)


async def mark_refused(tx: Transaction, id: int, *, now: datetime, lacks: tuple[ChatLack, ...] = ()) -> None:
    """The messenger did not take the announcement: nothing is read, and the coordinators are told what to do."""
    chat = await tx.source_chats.get(id)
    if chat.state is not ChatState.AGREED:
        return
    await tx.source_chats.save(replace(chat, state=ChatState.UNSAID, changed_at=now, lacks=lacks))
    for official in coordinators(await tx.officials.all()):
        await tx.outbox.say(official.user_id, ChatNotAnnounced(chat=chat.id))


async def end_lost(tx: Transaction, *, now: datetime) -> int:
    """Announcements that are neither on their way nor known to stand are none: they can be said again. Gives back how many."""
    agreed = await tx.source_chats.agreed(before=now - LOST)
    lost = [chat for chat in agreed if not await tx.outbox.is_on_its_way(chat.chat_id, ChatAnnounced)]
    for chat in lost:
        await mark_refused(tx, chat.id, now=now)
    return len(lost)


async def repeat(tx: Transaction, id: int, *, by: Official, now: datetime) -> None:
    """«Повторить»: it is said again. Raises Unchanged where it is on its way, or stands there."""
    check_right(by, Right.KEEP_SOURCES)
    chat = await tx.source_chats.get(id)
    if chat.state is not ChatState.UNSAID:
        raise Unchanged
    await announce(tx, chat, now=now)


async def say_anew(tx: Transaction, id: int, *, by: Official, now: datetime) -> None:
    """Say an announcement anew; 0: in all chats, once a day.

    Raises Unchanged where it is on its way, or the chat is not read.
    """
    check_right(by, Right.KEEP_SOURCES)
    wanted = [each for each in await tx.source_chats.standing() if each.id == id or (not id and each.may_be_written)]
    chats = [each for each in wanted if not await tx.outbox.is_on_its_way(each.chat_id, ChatAnnounced)]
    if not chats or not (id or await tx.slots.take("announce_all", now.date(), at=now)):
        raise Unchanged
    for chat in chats:
        await tx.outbox.say(chat.chat_id, ChatAnnounced(chat=chat.id), sound=False)


async def offer_anew(tx: Transaction) -> None:
    """Ask the coordinators whether all chats are told anew."""
    if await tx.source_chats.standing():
        for official in coordinators(await tx.officials.all()):
            await tx.outbox.say(official.user_id, OldAnnouncements(), sound=False)


async def mark_lacks(tx: Transaction, chat_id: ChatId, lacks: tuple[ChatLack, ...], *, now: datetime) -> bool:
    """How the bot stands in a chat; the coordinators are told of what is new. False: nothing is.

    Where it may write at last, an announcement that could not be written is said again.
    """
    chat = await tx.source_chats.in_chat(chat_id)
    if chat is None or chat.lacks == lacks or not (chat.state is ChatState.UNSAID or await is_read(tx, chat)):
        return False
    changed = replace(chat, lacks=lacks)
    await tx.source_chats.save(changed)
    if chat.state is ChatState.UNSAID:
        if changed.may_be_written and not chat.may_be_written:
            await announce(tx, changed, now=now)
        return True
    if set(lacks) - set(chat.lacks):
        for official in coordinators(await tx.officials.all()):
            await tx.outbox.say(official.user_id, ChatFails(chat=chat.id), sound=False)
    return True


async def is_read(tx: Transaction, chat: SourceChat) -> bool:
    """Whether it is a source that stands."""
    if chat.state is not ChatState.READ or chat.source_id is None:
        return False
    return (await tx.sources.get(chat.source_id)).removed_at is None
