"""A chat becomes a source: asked, agreed to by another coordinator, announced.

A chat is a source or a department's group, never both.
"""

from dataclasses import replace
from datetime import datetime

from incidents.desk.sources import announcements
from incidents.errors import Unchanged, WrongStep
from incidents.ids import ChatId
from incidents.official import Official
from incidents.outbox_message import OutboxMessage
from incidents.posts import Source
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.sources.chat_messages import (
    ChatDecided,
    ChatLeftAlone,
    ChatNotRead,
    ChatProposed,
    ChooseInGroup,
    ConsentWanted,
    WhichChat,
)
from incidents.sources.chats import ChatKind, ChatLack, ChatState, SourceChat
from incidents.transaction import Transaction

ONLY_ONE = "Нужно «Да» второго координатора, а он пока не подключён. Пригласите: /people"
IS_GROUP = "В этой группе карточки отдела. Чат жителей и группа отдела вместе не бывают: сначала пришлите там /disconnect"
IS_SOURCE = "Этот чат читаем как источник. Группой отдела он не станет, пока его не уберут: /sources"


async def ask_which(tx: Transaction, chat_id: ChatId, title: str, kind: ChatKind, *, by: Official, now: datetime) -> None:
    """The bot was added, or a coordinator asked: in private, since residents may sit in the chat itself."""
    check_right(by, Right.KEEP_SOURCES)
    known = await tx.source_chats.in_chat(chat_id)
    if known is not None and await _is_wanted(tx, known):
        await tx.source_chats.save(replace(known, title=title, kind=kind))
        await tx.outbox.say(by.user_id, ChatDecided(chat=known.id), sound=False)
        return
    new = SourceChat(id=0, chat_id=chat_id, title=title, kind=kind, state=ChatState.NEW, changed_at=now)
    await tx.outbox.say(by.user_id, WhichChat(chat=(await tx.source_chats.put(new)).id), sound=False)


async def choose_group(tx: Transaction, id: int, *, by: Official, now: datetime) -> SourceChat:
    """A department's group: which one is asked in the group itself."""
    check_right(by, Right.KEEP_GROUPS)
    chat = await _asked(tx, id)
    if chat.is_channel:
        raise WrongStep("В канал карточки отдела не шлём: их прочтут подписчики")
    await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
    return chat


async def leave_alone(tx: Transaction, id: int, *, by: Official, now: datetime) -> OutboxMessage:
    """Neither; it can be asked again."""
    check_right(by, Right.KEEP_SOURCES)
    chat = await _asked(tx, id)
    await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
    return ChatLeftAlone(chat=chat.id)


async def propose(tx: Transaction, chat: SourceChat, *, by: Official, now: datetime) -> OutboxMessage:
    """To read it: the other coordinators are asked, one «Да» is enough. Raises WrongStep where nobody else can say it."""
    check_right(by, Right.KEEP_SOURCES)
    await _check_no_group(tx, chat.chat_id)
    if await announcements.is_read(tx, chat):
        raise Unchanged
    if chat.state is ChatState.PROPOSED:
        raise WrongStep("Уже спросили других координаторов, ждём «Да»")
    if chat.is_under_way:
        raise WrongStep("Читать уже решили, ждём объявления в самом чате: /sources")
    others = coordinators(await tx.officials.all(), but=(by.id,))
    if not others:
        raise WrongStep(ONLY_ONE)
    await tx.source_chats.save(replace(chat, state=ChatState.PROPOSED, asked_by=by.id, decided_by=None, changed_at=now))
    await tx.audit.add("chat_proposed", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    for other in others:
        await tx.outbox.say(other.user_id, ConsentWanted(chat=chat.id))
    return ChatProposed(chat=chat.id)


async def agree(tx: Transaction, id: int, *, by: Official, now: datetime) -> None:
    """«Да» of another coordinator: it is announced in the chat, and read once that stands there."""
    chat = await _to_decide(tx, id, by=by)
    await _check_no_group(tx, chat.chat_id)
    assert chat.asked_by is not None
    proposer = await tx.officials.get(chat.asked_by)
    if not proposer.active:
        raise WrongStep("Кто предложил этот чат, больше не работает. Предложите сами: пришлите там /sources")
    await tx.audit.add("chat_agreed", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    await announcements.announce(tx, replace(chat, decided_by=by.id, lacks=()), now=now)


async def withdraw(tx: Transaction, id: int, *, by: Official, now: datetime) -> OutboxMessage:
    """«Не читать»: it is given up before it was read."""
    check_right(by, Right.KEEP_SOURCES)
    chat = await tx.source_chats.get(id)
    if not chat.is_under_way:
        raise Unchanged
    await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
    await tx.audit.add("chat_withdrawn", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    return ChatLeftAlone(chat=chat.id)


async def refuse(tx: Transaction, id: int, *, by: Official, now: datetime) -> None:
    """«Нет»: nothing is read; it can be proposed again."""
    chat = await _to_decide(tx, id, by=by)
    assert chat.asked_by is not None
    refused = replace(chat, state=ChatState.REFUSED, decided_by=by.id, changed_at=now)
    await tx.source_chats.save(refused)
    await tx.audit.add("chat_refused", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    await _tell_both(tx, refused, by, await tx.officials.get(chat.asked_by))


async def removed(tx: Transaction, source: Source, *, now: datetime) -> None:
    """The source was removed: the chat is told that it is not read any more."""
    chat = await tx.source_chats.of_source(source.id)
    if chat is not None:
        await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
        if ChatLack.GONE not in chat.lacks and ChatLack.POST not in chat.lacks:
            await tx.outbox.say(chat.chat_id, ChatNotRead(chat=chat.id), sound=False)


async def thrown_out(tx: Transaction, chat_id: ChatId, *, now: datetime) -> None:
    """The bot was taken out of the chat: a source is silent."""
    await announcements.looked_at(tx, chat_id, (ChatLack.GONE,), now=now)


async def check_no_source(tx: Transaction, chat_id: ChatId) -> None:
    """A chat that is read, or is about to be, becomes no department's group. Raises WrongStep."""
    chat = await tx.source_chats.in_chat(chat_id)
    if chat is not None and await _is_wanted(tx, chat):
        raise WrongStep(IS_SOURCE)


def in_group(chat: SourceChat) -> OutboxMessage:
    """What is told to whoever chose a department's group."""
    return ChooseInGroup(chat=chat.id)


async def _check_no_group(tx: Transaction, chat_id: ChatId) -> None:
    if any(each.chat_id == chat_id for each in await tx.departments.all()):
        raise WrongStep(IS_GROUP)


async def _asked(tx: Transaction, id: int) -> SourceChat:
    chat = await tx.source_chats.get(id)
    if await _is_wanted(tx, chat):
        raise WrongStep("Об этом чате уже решают или решили: /sources")
    return chat


async def _is_wanted(tx: Transaction, chat: SourceChat) -> bool:
    """Whether it is read, or is about to be."""
    return chat.is_under_way or await announcements.is_read(tx, chat)


async def _to_decide(tx: Transaction, id: int, *, by: Official) -> SourceChat:
    check_right(by, Right.AGREE_CHATS)
    chat = await tx.source_chats.get(id)
    if chat.state is not ChatState.PROPOSED:
        raise Unchanged
    if chat.asked_by == by.id:
        raise WrongStep("Предложили вы сами: «Да» говорит другой координатор")
    return chat


async def _tell_both(tx: Transaction, chat: SourceChat, *both: Official) -> None:
    for official in both:
        await tx.outbox.say(official.user_id, ChatDecided(chat=chat.id), sound=False)
