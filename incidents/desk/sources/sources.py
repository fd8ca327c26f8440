"""Add, pause and remove sources that a coordinator names by link.

The link is looked at by another part of the program first.
"""

from dataclasses import replace
from datetime import datetime

from incidents.desk.sources import chats
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import DepartmentId, SourceId
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import Network, Priority, Source, SourceMark
from incidents.role_rights import Right, check_right
from incidents.sources.messages import SourceAdded, SourceKnown, SourceRefused
from incidents.sources.networks import address_in
from incidents.sources.source_links import FeedGlance, FoundWall, JobState, SourceJob
from incidents.sources.word_filters import FilterKind, words_in
from incidents.transaction import Transaction


async def take_link(tx: Transaction, policy: Policy, text: str, *, by: Official, now: datetime) -> None:
    """A link was typed: it is looked at through the network after this transaction. Raises DomainError for what is no such link."""
    check_right(by, Right.KEEP_SOURCES)
    address = address_in(text, policy.networks)
    job = SourceJob(id=0, official_id=by.id, address=address, state=JobState.WAITING, created_at=now, due_at=now)
    await tx.source_jobs.add(job)


async def add(tx: Transaction, job: SourceJob, found: FoundWall, *, now: datetime) -> Source:
    """What the network named and lets us read is a source from now on; its first sweep takes what stands there for history."""
    by = await tx.officials.get(job.official_id)
    check_right(by, Right.KEEP_SOURCES)
    there = next((each for each in await tx.sources.all() if (each.network, each.external_id) == (found.network, found.external_id)), None)
    if there is not None:
        await tx.source_jobs.done(job.id)
        await tx.outbox.say(by.user_id, SourceKnown(source=there.id), sound=False)
        return there
    source = await tx.sources.take(found, by=by.id)
    await tx.source_jobs.done(job.id)
    await _log(tx, source, None, "added", by=by, now=now)
    await tx.outbox.say(by.user_id, _added(source, found.feed), sound=False)
    return source


def _added(source: Source, feed: FeedGlance | None) -> SourceAdded:
    """What is told of it."""
    if feed is None:
        return SourceAdded(source=source.id)
    return SourceAdded(source=source.id, items=feed.items, latest=feed.latest, ours=feed.ours, is_comments=feed.is_comments)


async def refuse(tx: Transaction, job: SourceJob, because: str) -> None:
    """It cannot be read: said in plain words; nothing was added. `because`: words of ours, never of people."""
    by = await tx.officials.get(job.official_id)
    await tx.source_jobs.done(job.id)
    await tx.outbox.say(by.user_id, SourceRefused(because=because), sound=False)


async def pause(tx: Transaction, id: SourceId, *, by: Official, now: datetime) -> None:
    """Not read until resumed. What is written meanwhile is read then."""
    source = await _standing(tx, id, by)
    if source.paused_at is not None:
        raise Unchanged
    await tx.sources.save_state(replace(source, paused_at=now, broken_at=None, broken_because=None))
    await _log(tx, source, "read", "paused", by=by, now=now)


async def resume(tx: Transaction, id: SourceId, *, by: Official, now: datetime) -> None:
    """Read again."""
    source = await _standing(tx, id, by)
    if source.paused_at is None:
        raise Unchanged
    await tx.sources.save_state(replace(source, paused_at=None))
    await _log(tx, source, "paused", "read", by=by, now=now)


async def remove(tx: Transaction, id: SourceId, *, by: Official, now: datetime) -> None:
    """Not read any more; posts and cards stay. A wall of the settings stays away too, whatever they say."""
    source = await _standing(tx, id, by)
    await tx.sources.save_state(replace(source, removed_at=now))
    if source.network is Network.TELEGRAM:
        await chats.mark_left(tx, source, now=now)
    await _log(tx, source, "paused" if source.paused_at else "read", "removed", by=by, now=now)


async def restore(tx: Transaction, id: SourceId, *, by: Official, now: datetime) -> None:
    """Read again from what stands there now: what was written meanwhile is history. A chat is asked for anew, by two."""
    check_right(by, Right.KEEP_SOURCES)
    source = await tx.sources.get(id)
    if source.removed_at is None:
        raise Unchanged
    chat = await tx.source_chats.of_source(id)
    if chat is not None:
        await tx.outbox.say(by.user_id, await chats.propose(tx, chat, by=by, now=now), sound=False)
        return
    await tx.sources.save_state(replace(source, removed_at=None, paused_at=None, cursor=None, baseline_at=None, broken_at=None))
    await _log(tx, source, "removed", "read", by=by, now=now)


async def set_town(tx: Transaction, policy: Policy, id: SourceId, words: str, *, by: Official, now: datetime) -> None:
    """Of which settlement people write there: a hint to the reader where a post names none. A wall of the settings has its own."""
    source = await _standing(tx, id, by)
    if source.added_by is None:
        raise DomainError("Посёлок этого источника задан при установке, в настройках бота")
    town = next((spot.place.settlement_id for spot in policy.places.find(words) if spot.place.settlement_id), None)
    if town is None:
        raise DomainError("Такого посёлка в округе не нашли. Напишите иначе, например: Редкино")
    if town == source.settlement_id:
        raise Unchanged
    await tx.sources.save_state(replace(source, settlement_id=town))
    await _log(tx, source, source.settlement_id, f"town~{town}", by=by, now=now)


async def mark(tx: Transaction, id: SourceId, mark: SourceMark, *, by: Official, now: datetime) -> None:
    """Say in whose name the community writes: from the next sweep on; what was kept before stays as it is."""
    source = await _standing(tx, id, by)
    if source.mark is SourceMark.OWN:
        raise DomainError("Это сообщество самой администрации: так сказано в настройках бота, отметку не снять")
    if source.mark is mark:
        raise Unchanged
    await tx.sources.save_state(replace(source, mark=mark))
    await _log(tx, source, source.mark, mark, by=by, now=now)


async def set_priority(tx: Transaction, id: SourceId, priority: Priority, *, by: Official, now: datetime) -> None:
    """How often it is asked, from now on."""
    source = await _standing(tx, id, by)
    if source.priority is priority:
        raise Unchanged
    await tx.sources.save_state(replace(source, priority=priority, next_at=source.next_at if source.is_broken else None))
    await _log(tx, source, source.priority, priority, by=by, now=now)


async def set_owner(tx: Transaction, id: SourceId, department: DepartmentId | None, *, by: Official, now: datetime) -> None:
    """Whose community it is: what no rule routes goes there. Raises NotFound for a department that is not there any more."""
    source = await _standing(tx, id, by)
    if department is not None and department not in {each.id for each in await tx.departments.all()}:
        raise NotFound("Такого отдела больше нет. Откройте источник ещё раз: /sources")
    if source.department_id == department:
        raise Unchanged
    await tx.sources.save_state(replace(source, department_id=department))
    await _log(tx, source, None, f"owner~{department or ''}", by=by, now=now)


async def set_filter(tx: Transaction, id: SourceId, kind: FilterKind, words: str, *, by: Official, now: datetime) -> None:
    """The words of a filter, «» for none; from the next post on. Raises DomainError for words that would drop too much."""
    source = await _standing(tx, id, by)
    new = words_in(words) if words else ()
    is_stop = kind is FilterKind.STOP_WORDS
    old = source.stop_words if is_stop else source.keywords
    if old == new:
        raise Unchanged
    await tx.sources.save_state(replace(source, stop_words=new) if is_stop else replace(source, keywords=new))
    await _log(tx, source, ", ".join(old) or None, f"{kind}~{', '.join(new)}", by=by, now=now)


async def _standing(tx: Transaction, id: SourceId, by: Official) -> Source:
    check_right(by, Right.KEEP_SOURCES)
    source = await tx.sources.get(id)
    if source.removed_at is not None:
        raise DomainError("Этот источник уже убран. Вернуть его можно кнопкой «Вернуть» или ссылкой: /sources")
    return source


async def _log(tx: Transaction, source: Source, before: str | None, after: str, *, by: Official, now: datetime) -> None:
    await tx.audit.add("source", user_id=by.user_id, at=now, data={"key": str(source.id), "before": before, "after": after})
