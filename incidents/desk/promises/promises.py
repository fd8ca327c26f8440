"""Promises: made by an answer, reminded, kept, moved or broken."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from incidents.acts.readers import keeps_copy
from incidents.answers.values import OF_DEEDS, Answer, AnswerKind
from incidents.desk.outcome import note_event
from incidents.desk.promises.promise_end import keep_all, settle
from incidents.desk.promises.told import by_fact, check_told
from incidents.desk.refresh import refresh
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.incident import FINAL, Act, ClosingOutcome, Incident, Untold
from incidents.official import Official
from incidents.policy import Policy
from incidents.promises.messages import PromiseToday
from incidents.promises.values import STANDING, Promise, Promised, PromiseState, first_standing, promised, waits_for_its_day
from incidents.recipients import coordinators
from incidents.rights import check
from incidents.transaction import Transaction

REMIND_AT = time(9)
"""On the promise's own morning (R11)."""

SAME_DAY_AT = time(16)
"""What was promised for the very day has no morning left."""

_MOVED = "Новый срок"


async def read_promise(tx: Transaction, policy: Policy, answer: Answer, incident: Incident, *, now: datetime) -> None:
    """The answer stands under the post: what it promises is remembered, and what was promised before is moved by it."""
    if answer.kind not in OF_DEEDS:
        return
    if await is_done(tx, policy, answer) and await keep_all(tx, incident.id, before=answer.created_at, now=now):
        return
    found = promised(answer.text, today=policy.today(now))
    standing = [each for each in await tx.promises.of(incident.id) if each.state in STANDING]
    new = [each for each in found if each.due not in {one.due for one in standing}]  # «Ответить всем»: one promise, told to each
    if not new:
        await _join(tx, answer, found, standing, now=now)
        return
    is_moved = new[0].words.startswith(_MOVED) and bool(standing)
    moved = [_first(standing)] if is_moved else [each for each in standing if each.due not in {one.due for one in found}]
    for each in moved:
        await tx.promises.save(replace(each, state=PromiseState.MOVED, settled_at=now))
    for what in new:
        words = moved[0].words or what.words if is_moved and what.words.startswith(_MOVED) else what.words
        await tx.promises.add(_made(replace(what, words=words), answer, incident, now=now))


async def _join(tx: Transaction, answer: Answer, found: Sequence[Promised], standing: Sequence[Promise], *, now: datetime) -> None:
    """«Новый срок» names a day that is promised already: the promise of this thread that it speaks of moves onto it."""
    days = {each.due for each in found}
    if not any(each.words.startswith(_MOVED) for each in found):
        return
    others = [each for each in standing if each.due not in days and (await tx.answers.get(each.answer_id)).post_id == answer.post_id]
    if others:
        await tx.promises.save(replace(_first(others), state=PromiseState.MOVED, settled_at=now))


def _made(what: Promised, answer: Answer, incident: Incident, *, now: datetime) -> Promise:
    return Promise(
        id=0,
        district_id=incident.district_id,
        incident_id=incident.id,
        answer_id=answer.id,
        official_id=answer.author_id,
        department_id=incident.department_id,
        due=what.due,
        words=what.words,
        state=PromiseState.OPEN,
        made_at=now,
        hour=what.hour,
    )


def _first(standing: Sequence[Promise]) -> Promise:
    """The one that is due first: it is the one spoken of."""
    return min(standing, key=lambda each: (each.due, each.id))


async def is_done(tx: Transaction, policy: Policy, answer: Answer) -> bool:
    """Whether the published answer is the word that was owed: by the fact «Сделано». What it promises beside is no new promise then."""
    if answer.kind not in {AnswerKind.FINAL, AnswerKind.AFTER}:
        return False
    return by_fact(answer, await tx.facts.of(answer.incident_id), policy.words)


async def get_standing(tx: Transaction, id: IncidentId) -> Promise:
    """The promise that «Сделано» and «Новый срок» speak of. Raises NotFound."""
    found = first_standing(await tx.promises.of(id))
    if found is None:
        raise NotFound("Открытого обещания здесь уже нет")
    return found


async def end_as_done(tx: Transaction, policy: Policy, id: IncidentId, *, untold: Untold | None, by: Official, now: datetime) -> None:
    """«Сделано» on a card that is closed, and whose promise waits for its day. `untold` is None where an official told the resident."""
    incident = await tx.incidents.get(id)
    check(by, Act.CLOSE, incident)
    promise = await get_standing(tx, id)
    told = await check_told(tx, policy, incident, untold=untold, by_hand=untold is None)
    if told:
        await keep_all(tx, id, now=now)
    after = replace(incident, outcome=ClosingOutcome.DONE, untold=None if told else untold)
    because = "обещание выполнено" if told else "обещание выполнено, жителю не написали"
    await _log(tx, after, by, now, f"{because}: {by.title}", promise)


async def watch(tx: Transaction, policy: Policy, promise: Promise, *, now: datetime) -> bool:
    """What the clock says of one open promise; True if something was done. A second call at the same moment does nothing."""
    incident = await tx.incidents.get(promise.incident_id)
    if incident.merged_into is not None:
        await tx.promises.save(replace(promise, incident_id=incident.merged_into))
        return True
    if incident.status in FINAL and not waits_for_its_day(incident):
        await settle(tx, incident.id, incident.outcome, now=now)
        return True
    local = now.astimezone(policy.calendar.timezone)
    if promise.due < local.date():
        broken = replace(promise, state=PromiseState.BROKEN, broken_at=now)
        await tx.promises.save(broken)
        await _log(tx, incident, None, now, f"обещали до {promise.until}, срок прошёл", broken)
        return True
    same_day = policy.today(promise.made_at) == promise.due
    if promise.due > local.date() or promise.reminded_at or local.time() < (SAME_DAY_AT if same_day else REMIND_AT):
        return False
    await tx.promises.save(replace(promise, reminded_at=now))
    for official in await _who_promised(tx, promise, incident):
        sound = policy.calendar.is_working(now)
        await tx.outbox.say(official.user_id, PromiseToday(incident=incident.id, promise=promise.id), under=incident.id, sound=sound)
    return True


async def _who_promised(tx: Transaction, promise: Promise, incident: Incident) -> list[Official]:
    """The author of the answer, while it is their work; on leave their deputy; else who holds it; else the coordinators."""
    there = {each.id: each for each in await tx.officials.all() if each.reachable}
    author = there.get(promise.official_id)
    if author is not None and not await keeps_copy(tx, author, incident):  # moved to another department meanwhile
        author = None
    if author is not None and author.away:
        author = there.get(author.deputy_id) if author.deputy_id is not None else None
    holder = there.get(incident.holder_id) if incident.holder_id is not None else None
    chosen = author or holder
    return [chosen] if chosen is not None else coordinators(there.values())


async def _log(tx: Transaction, incident: Incident, by: Official | None, now: datetime, because: str, promise: Promise) -> None:
    event = note_event(incident, because, now=now, by=by, promise=promise.id, answer=promise.answer_id)
    await refresh(tx, await tx.incidents.save(incident, event))
