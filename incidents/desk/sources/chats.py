"""A chat becomes a source: asked, agreed to by another coordinator, announced.

A chat is a source or a department's group, never both.
"""

from dataclasses import replace
from datetime import datetime

from incidents.desk.sources import announcements
from incidents.errors import Unchanged, WrongStep
from incidents.ids import ChatId, OfficialId
from incidents.official import Official
from incidents.outbox_message import OutboxMessage
from incidents.posts import Source
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.sources.chat_messages import (
    ChatDecided,
    ChatEnded,
    ChatLeftAlone,
    ChatNotRead,
    ChatProposed,
    ChooseInGroup,
    ConsentWanted,
    WhichChat,
    WhyEnded,
)
from incidents.sources.chats import UNANSWERED, ChatKind, ChatLack, ChatState, SourceChat
from incidents.sources.lookups import proposer_of
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
    """To read it: the other coordinators are asked, one «Да» is enough. Raises WrongStep where nobody else can say it.

    Whoever proposed it may ask again; where they have left, anybody proposes it anew.
    """
    check_right(by, Right.KEEP_SOURCES)
    await _check_no_group(tx, chat.chat_id)
    if await announcements.is_read(tx, chat):
        raise Unchanged
    if chat.state is ChatState.PROPOSED:
        await _check_anew(tx, chat, by=by)
    elif chat.is_under_way:
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
    if await proposer_of(tx.officials, chat) is None:
        raise WrongStep("Кто предложил этот чат, больше не работает. Предложите сами: /sources, там этот чат")
    await tx.audit.add("chat_agreed", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    await announcements.announce(tx, replace(chat, decided_by=by.id, lacks=()), now=now)


async def withdraw(tx: Transaction, id: int, *, by: Official, now: datetime) -> OutboxMessage:
    """«Отозвать», or «Не читать» before the announcement stands."""
    check_right(by, Right.KEEP_SOURCES)
    chat = await tx.source_chats.get(id)
    if not chat.is_under_way:
        raise Unchanged
    if chat.state is ChatState.PROPOSED and chat.asked_by != by.id:
        raise WrongStep("Отзывает тот, кто предложил. Вы против? Нажмите «Нет»: /sources")
    await tx.audit.add("chat_withdrawn", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    await _end(tx, chat, WhyEnded.WITHDRAWN, but=by.id, now=now)
    return ChatLeftAlone(chat=chat.id)


async def end_unanswered(tx: Transaction, *, now: datetime) -> int:
    """Proposals that nobody answered for a week are no proposals any more; gives back how many."""
    late = [each for each in await tx.source_chats.under_way() if each.state is ChatState.PROPOSED and each.changed_at + UNANSWERED <= now]
    for chat in late:
        await _end(tx, chat, WhyEnded.LATE, now=now)
    return len(late)


async def refuse(tx: Transaction, id: int, *, by: Official, now: datetime) -> None:
    """«Нет»: nothing is read; it can be proposed again."""
    chat = await _to_decide(tx, id, by=by)
    refused = replace(chat, state=ChatState.REFUSED, decided_by=by.id, changed_at=now)
    await tx.source_chats.save(refused)
    await tx.audit.add("chat_refused", user_id=by.user_id, at=now, data={"chat": chat.chat_id})
    proposer = await proposer_of(tx.officials, chat)
    for official in (by, proposer) if proposer is not None else (by,):
        await tx.outbox.say(official.user_id, ChatDecided(chat=chat.id), sound=False)


async def mark_left(tx: Transaction, source: Source, *, now: datetime) -> None:
    """The source was removed: the chat is told that it is not read any more."""
    chat = await tx.source_chats.of_source(source.id)
    if chat is not None:
        await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
        if ChatLack.GONE not in chat.lacks and ChatLack.POST not in chat.lacks:
            await tx.outbox.say(chat.chat_id, ChatNotRead(chat=chat.id), sound=False)


async def thrown_out(tx: Transaction, chat_id: ChatId, *, now: datetime) -> None:
    """The bot was taken out of the chat: a source is silent, a proposal ends."""
    chat = await tx.source_chats.in_chat(chat_id)
    if chat is not None and chat.is_under_way:
        await _end(tx, chat, WhyEnded.GONE, now=now)
        return
    await announcements.mark_lacks(tx, chat_id, (ChatLack.GONE,), now=now)


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


async def _check_anew(tx: Transaction, chat: SourceChat, *, by: Official) -> None:
    """Who may ask again about a chat that is proposed already."""
    if chat.asked_by != by.id and await proposer_of(tx.officials, chat) is not None:
        raise WrongStep("Этот чат уже предложили. Согласны? Нажмите «Да»: /sources, там этот чат")


async def _end(tx: Transaction, chat: SourceChat, why: WhyEnded, *, now: datetime, but: OfficialId | None = None) -> None:
    """Nobody wants to read it any more; whoever wanted to is told."""
    await tx.source_chats.save(replace(chat, state=ChatState.LEFT, changed_at=now))
    proposer = await proposer_of(tx.officials, chat)
    if proposer is not None and proposer.id != but:
        await tx.outbox.say(proposer.user_id, ChatEnded(chat=chat.id, why=why), sound=False)
