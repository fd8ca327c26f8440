"""Planned works: entered, ended early, recognised, answered with their end."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.answers import draft_answer
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, NotFound, Unchanged
from incidents.ids import IncidentId, WorksId
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction
from incidents.works.lookups import explaining
from incidents.works.values import MAX_TEXT, WORKED_ON, WorkPlace, Works, covers, end_words, suggested


async def add(
    tx: Transaction,
    family: str,
    places: tuple[WorkPlace, ...],
    span: tuple[datetime, datetime],
    text: str,
    *,
    by: Official,
    now: datetime,
) -> Works:
    """Keep the works; cards that they explain will say so. Raises DomainError."""
    check_right(by, Right.PLAN_WORKS)
    words = " ".join(text.split())
    if family not in WORKED_ON:
        raise NotFound("Такого вида работ нет. Начните снова: /works")
    if not words or len(words) > MAX_TEXT:
        raise DomainError(f"Напишите одним-двумя предложениями, что делают, до {MAX_TEXT} знаков")
    new = Works(
        id=WorksId(0),
        district_id=tx.district_id,
        family=family,
        places=places,
        since=span[0],
        until=span[1],
        text=words,
        created_by=by.id,
        created_at=now,
    )
    kept = await tx.works.add(new)
    await tx.audit.add("works", user_id=by.user_id, at=now, data={"works": kept.id})
    await tell_cards(tx, kept)
    return kept


async def end(tx: Transaction, id: WorksId, *, by: Official, now: datetime) -> Works:
    """«Закончить раньше»; works that have not begun are called off. Raises Unchanged for what is over."""
    check_right(by, Right.PLAN_WORKS)
    works = await tx.works.get(id)
    if works.ends <= now:
        raise Unchanged
    if by.id != works.created_by:
        check_right(by, Right.END_WORKS)
    after = replace(works, ended_at=now)
    await tx.works.save(after)
    await tx.audit.add("works_end", user_id=by.user_id, at=now, data={"works": id})
    await tell_cards(tx, works)
    return after


async def suggest(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> str:
    """«Ответ с этим сроком»: accept if nobody did; gives back the text of a draft. Raises DomainError."""
    incident = await draft_answer.begin(tx, policy, id, by=by, now=now)
    works = await explaining(tx.works, incident)
    if works is None:
        raise NotFound("Этих работ больше нет: их закончили или на сообщение уже ответили. Нажмите «Ответить»")
    if works.ends <= now:
        raise NotFound("Срок работ уже прошёл, с ним отвечать нельзя. Узнайте новый и нажмите «Ответить»")
    return suggested(works, end=end_words(works.ends, now=now, timezone=policy.calendar.timezone))


async def tell_cards(tx: Transaction, works: Works) -> None:
    """Open cards that the works explain are shown anew."""
    for incident in await tx.incidents.unfinished():
        if covers(works, incident):
            await refresh(tx, incident)
