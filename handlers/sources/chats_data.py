"""What is told of chats that are read, and in them."""

from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from handlers.sources import chats_words
from incidents.ids import OfficialId
from incidents.messenger import Message
from incidents.sources.chat_messages import (
    ChatAnnounced,
    ChatDecided,
    ChatEnded,
    ChatFails,
    ChatLeftAlone,
    ChatNotAnnounced,
    ChatNotRead,
    ChatProposed,
    ChooseInGroup,
    ConsentWanted,
    OldAnnouncements,
    WhichChat,
)
from incidents.sources.chats import ChatState
from incidents.sources.lookups import proposer_of


@renders(WhichChat)
async def _which(call: Call, said: WhichChat) -> Message:
    return chats_words.which(chat=await call.tx.source_chats.get(said.chat))


@renders(ChatLeftAlone)
async def _left_alone(call: Call, said: ChatLeftAlone) -> Message:
    return chats_words.left_alone(chat=await call.tx.source_chats.get(said.chat))


@renders(ChooseInGroup)
async def _choose_in_group(call: Call, said: ChooseInGroup) -> Message:
    return chats_words.choose_in_group(chat=await call.tx.source_chats.get(said.chat))


@renders(ChatProposed)
async def _proposed(call: Call, said: ChatProposed) -> Message:
    return chats_words.proposed(chat=await call.tx.source_chats.get(said.chat))


@renders(ConsentWanted)
async def _consent(call: Call, said: ConsentWanted) -> Message:
    chat = await call.tx.source_chats.get(said.chat)
    return chats_words.consent(chat=chat, by=await _title(call, chat.asked_by), keep=call.policy.keep)


@renders(ChatDecided)
async def _decided(call: Call, said: ChatDecided) -> Message:
    chat = await call.tx.source_chats.get(said.chat)
    if chat.state is ChatState.PROPOSED:
        proposer, reader = await proposer_of(call.tx.officials, chat), await call.tx.officials.by_user(call.chat_id)
        is_mine = reader is not None and reader.id == chat.asked_by
        by = proposer.title if proposer is not None else None
        return chats_words.awaited(chat=chat, by=by, is_mine=is_mine, keep=call.policy.keep)
    is_read = chat.id in {each.id for each in await call.tx.source_chats.standing()}
    return chats_words.decided(chat=chat, by=await _title(call, chat.decided_by), is_read=is_read)


@renders(ChatEnded)
async def _ended(call: Call, said: ChatEnded) -> Message:
    return chats_words.ended(chat=await call.tx.source_chats.get(said.chat), why=said.why)


@renders(ChatAnnounced)
async def _announced(call: Call, said: ChatAnnounced) -> Message:
    chat = await call.tx.source_chats.get(said.chat)
    if chat.state not in (ChatState.AGREED, ChatState.READ):
        raise Unneeded
    return chats_words.announced(is_channel=chat.is_channel, keep=call.policy.keep)


@renders(OldAnnouncements)
async def _old(call: Call, _said: OldAnnouncements) -> Message:
    chats = await call.tx.source_chats.standing()
    if not chats:
        raise Unneeded
    return chats_words.old_announcements(chats=len(chats), keep=call.policy.keep)


@renders(ChatNotAnnounced)
async def _not_announced(call: Call, said: ChatNotAnnounced) -> Message:
    chat = await call.tx.source_chats.get(said.chat)
    if chat.state is not ChatState.UNSAID:
        raise Unneeded
    return chats_words.not_announced(chat=chat)


@renders(ChatNotRead)
async def _not_read(call: Call, said: ChatNotRead) -> Message:
    return chats_words.not_read(is_channel=(await call.tx.source_chats.get(said.chat)).is_channel)


@renders(ChatFails)
async def _fails(call: Call, said: ChatFails) -> Message:
    return chats_words.fails(chat=await call.tx.source_chats.get(said.chat))


async def _title(call: Call, id: OfficialId | None) -> str | None:
    return (await call.tx.officials.get(id)).title if id is not None else None
