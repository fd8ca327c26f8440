"""Ask other departments for facts, and keep what they say."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from incidents.acts.coexecutors import FACTS_LIMIT, WAIT, CoExecutor, all_said
from incidents.acts.messages import CoFactsReady
from incidents.audience import checkers
from incidents.desk.effect import ActCall, Change, Choice, Effect
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged, fit
from incidents.ids import DepartmentId
from incidents.incident import Act, Doubt
from incidents.recipients import coordinators
from incidents.routing.likely_departments import staffed


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(Choice):
    """The departments that give facts."""

    of: ClassVar[Act] = Act.COLLECT
    departments: frozenset[DepartmentId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFacts(Choice):
    """What a co-executor wrote."""

    of: ClassVar[Act] = Act.FACTS
    words: str | None = None


async def _collect(call: ActCall) -> Change:
    """These departments give facts, the one that has the incident collects the answer. Who has spoken already stays."""
    collector = call.before.department_id
    if collector is None and not call.before.rumour:
        raise DomainError("Сначала передайте карточку отделу, который соберёт ответ. Потом добавьте соисполнителей")
    wanted = call.chosen(Collect).departments - {collector}
    asked = {each.department_id: each for each in await call.tx.co_executors.of(call.before.id)}
    spoken = {id for id, each in asked.items() if each.facts is not None}
    if wanted | spoken == set(asked):
        raise Unchanged
    titles = await _titles(call, wanted - set(asked))
    for id in sorted(wanted - set(asked)):
        until = _until(call)
        new = CoExecutor(incident_id=call.before.id, department_id=id, by=call.by.id, asked_at=call.now, wait_until=until)
        await call.tx.co_executors.put(new)
    for id in set(asked) - wanted - spoken:
        await call.tx.co_executors.drop(call.before.id, id)
    doubt = None if call.before.doubt is Doubt.QUESTIONS else call.before.doubt
    after = replace(call.after, co_departments=tuple(sorted(wanted | spoken)), doubt=doubt)
    because = f"ждём факты: {', '.join(titles)}" if titles else "соисполнителей стало меньше"
    return Change(incident=after, because=because, data={"co": " ".join(after.co_departments)})


async def _titles(call: ActCall, added: set[DepartmentId] | frozenset[DepartmentId]) -> list[str]:
    """Titles of the departments that are added. Raises where there is nobody to ask."""
    known = {each.id: each.title for each in await call.tx.departments.all()}
    there = staffed(await call.tx.officials.all())
    if not added <= set(known):
        raise NotFound("Такого отдела у нас нет")
    empty = [known[id] for id in sorted(added - there)]
    if empty:
        raise DomainError(f"В отделе пока никого нет: {', '.join(empty)[:100]}. Выберите другой")
    return [known[id] for id in sorted(added)]


def _until(call: ActCall) -> datetime:
    """Three working hours, and never beyond the answer's own deadline, if that is still ahead."""
    until = call.policy.calendar.add(call.now, WAIT)
    due = call.before.due_by
    return min(until, due) if due is not None and due > call.now else until


async def co_facts(call: ActCall) -> Change:
    """What a co-executor knows. A second message replaces the first: it is what stands on the card."""
    asked = {each.department_id: each for each in await call.tx.co_executors.of(call.before.id)}
    mine = asked.get(call.by.department_id) if call.by.department_id is not None else None
    if mine is None:
        raise Forbidden("Ваш отдел фактов по этой карточке не ждут. Хотите помочь? Оставьте заметку или напишите координатору")
    text = fit(call.chosen(GiveFacts).words, FACTS_LIMIT)
    told = replace(mine, facts=text, facts_by=call.by.id, facts_at=call.now)
    was_missing = not all_said(list(asked.values()))
    await call.tx.co_executors.put(told)
    asked[mine.department_id] = told
    if was_missing and all_said(list(asked.values())):
        await _tell_collector(call)
    return Change(incident=call.after, because="факты соисполнителя", data={"co": mine.department_id})


async def _tell_collector(call: ActCall) -> None:
    """Everything is there: one sound for whoever holds it, else for the department's people."""
    id, before = call.before.id, call.before
    officials = await call.tx.officials.all()
    nobodys = checkers(before, officials) or coordinators(officials)
    for official in officials:
        theirs = official in nobodys if before.department_id is None else official.department_id == before.department_id
        holds = official.id == before.holder_id if before.holder_id is not None else theirs
        if holds and official.reachable:
            await call.tx.outbox.say(official.user_id, CoFactsReady(incident=id), under=id)


EFFECTS: dict[Act, Effect] = {Act.COLLECT: _collect}
