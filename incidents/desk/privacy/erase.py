"""Erase a resident or an official: tables, chats, an act."""

from collections.abc import Sequence
from datetime import datetime

from incidents.desk.privacy.find_target import Target, reach_of
from incidents.desk.refresh import take_photos_away
from incidents.errors import NotFound
from incidents.ids import IncidentId, PostId
from incidents.official import Official
from incidents.privacy.messages import ContactErased, ErasureAct, WordsErased
from incidents.privacy.values import AnswerLeaves, DataOf, Erasure, Extent, Ground, Keep, NobodyToErase, StillWorks
from incidents.recipients import coordinators
from incidents.transaction import Transaction


async def erase(tx: Transaction, target: Target, *, ground: Ground, by: Official | None, keep: Keep, now: datetime) -> Erasure:
    """Do it, and tell the coordinators. Raises NobodyToErase, AnswerLeaves, StillWorks."""
    if target.whose is DataOf.OFFICIAL:
        return await _erase_official(tx, target, ground=ground, by=by, keep=keep, now=now)
    return await erase_posts(tx, await reach_of(tx, target), target.whose, ground=ground, by=by, keep=keep, now=now)


async def erase_posts(
    tx: Transaction, reach: Extent, whose: DataOf, *, ground: Ground, by: Official | None, keep: Keep, now: datetime, old: bool = False
) -> Erasure:
    """Blank the tables, then every message that shows the words; an answer that is in the network's hands is waited for."""
    if reach.leaving:
        raise AnswerLeaves
    places = await tx.personal_data.places(reach)
    await tx.personal_data.erase(reach, at=now, old=old)
    tx.outbox.erases = not old  # what was kept long enough is much, and nobody waits for it
    for chat_id, message_id in places:
        await tx.outbox.say(chat_id, WordsErased(), edit=message_id, sound=False)
    for id in reach.incidents:
        for chat_id in await tx.card_places.of(id):
            await take_photos_away(tx, chat_id, id)
        await tx.outbox.refresh_cards(id, ())
    for id in reach.shared:
        await _show_others_photos(tx, id)
    act = Erasure(
        id=0,
        whose=whose,
        ground=ground,
        by=None if by is None else by.id,
        at=now,
        posts=len(reach.posts),
        incidents=len(reach.incidents),
        answers=reach.answers,
        dropped=reach.waiting,
        messages=reach.messages,
        photos=reach.photos,
        backups_until=now + keep.backups,
    )
    return await _told(tx, act, by, tell=not old)


async def _show_others_photos(tx: Transaction, id: IncidentId) -> None:
    """Nobody knows which photo under a card is whose, so all were taken away: those of the voices that stay come again."""
    for voice in await tx.voices.of(id):
        if (await tx.posts.get(voice.post_id)).post.photos:
            await tx.outbox.follow_with_photos(id, voice.post_id)


async def _erase_official(tx: Transaction, target: Target, *, ground: Ground, by: Official | None, keep: Keep, now: datetime) -> Erasure:
    if target.official is None:
        raise NobodyToErase("Такого сотрудника нет")
    try:
        person = await tx.officials.get(target.official)
    except NotFound:
        raise NobodyToErase("Такого сотрудника нет") from None
    if person.active:
        raise StillWorks
    if person.user_id < 0:
        raise NobodyToErase("Данные этого сотрудника уже стёрты")
    places = await tx.personal_data.erase_official(person.id, at=now)
    tx.outbox.erases = ground is not Ground.TERM
    for chat_id, message_id in places:
        await tx.outbox.say(chat_id, WordsErased(), edit=message_id, sound=False)
    act = Erasure(
        id=0,
        whose=DataOf.OFFICIAL,
        ground=ground,
        by=None if by is None else by.id,
        at=now,
        messages=len(places),
        backups_until=now + keep.backups,
    )
    return await _told(tx, act, by, tell=True)


async def _told(tx: Transaction, act: Erasure, by: Official | None, *, tell: bool) -> Erasure:
    kept = await tx.erasures.add(act)
    data: dict[str, int | str | None] = {
        "act": kept.id,
        "whose": act.whose,
        "ground": act.ground,
        "posts": act.posts,
        "messages": act.messages,
    }
    await tx.audit.add("erased", user_id=None if by is None else by.user_id, at=act.at, data=data)
    if tell:
        for each in coordinators(await tx.officials.all()):
            await tx.outbox.say(each.user_id, ErasureAct(act=kept.id), sound=False)
    return kept


async def erase_old(tx: Transaction, *, keep: Keep, now: datetime, limit: int) -> Erasure | None:
    """What was kept long enough goes, some of it at a time. None: there was nothing."""
    await tx.personal_data.forget_strangers(now - keep.strangers)
    for id in await tx.personal_data.old_officials(now - keep.officials):
        await _erase_official(tx, Target(whose=DataOf.OFFICIAL, official=id), ground=Ground.TERM, by=None, keep=keep, now=now)
    posts = await tx.personal_data.old_posts(closed_before=now - keep.words, idle_before=now - keep.idle, limit=limit)
    if not posts:
        return None
    reach = await tx.personal_data.reach(posts)
    if not reach.leaving:
        return await erase_posts(tx, reach, DataOf.POST, ground=Ground.TERM, by=None, keep=keep, now=now, old=True)
    return await _erase_those_that_can_go(tx, posts, keep=keep, now=now)


async def erase_talk(tx: Transaction, *, keep: Keep, now: datetime, after: PostId, limit: int) -> PostId | None:
    """Erase talk of chats that was kept long enough, some at a time.

    Gives back the post up to which it was looked at; None: the last one.
    """
    seen = await tx.personal_data.chat_posts(before=now - keep.talk, after=after, limit=limit)
    talk = [id for id, is_talk in seen if is_talk]
    if talk:
        cards = await tx.personal_data.keep_threads(talk)
        reach = await tx.personal_data.reach(talk, repeats=False)  # an appeal that passes it on is an appeal
        await erase_posts(tx, reach, DataOf.POST, ground=Ground.TERM, by=None, keep=keep, now=now, old=True)
        for id in cards:
            await tx.outbox.refresh_cards(id, ())
    return seen[-1][0] if len(seen) == limit else None


async def erase_contacts(tx: Transaction, *, keep: Keep, now: datetime) -> None:
    """Erase whom to call back when it was kept long enough.

    In the chats of those who looked too.
    """
    for chat_id, message_id in await tx.personal_data.forget_contacts(now - keep.contact):
        await tx.outbox.say(chat_id, ContactErased(), edit=message_id, sound=False)


async def _erase_those_that_can_go(tx: Transaction, posts: Sequence[PostId], *, keep: Keep, now: datetime) -> Erasure | None:
    """One by one: what an answer in the network's hands speaks to stays until the next night, the rest goes."""
    done: set[PostId] = set()
    last = None
    for post in posts:
        reach = await tx.personal_data.reach([post])
        if post not in done and not reach.leaving:
            last = await erase_posts(tx, reach, DataOf.POST, ground=Ground.TERM, by=None, keep=keep, now=now, old=True)
            done |= set(reach.posts)
    return last
