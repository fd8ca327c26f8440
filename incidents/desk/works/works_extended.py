"""«Продлили до…»: move the end of planned works.

Cards follow, and whoever promised the old end is offered a correction.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.answers.draft_answer import create_draft
from incidents.desk.works.works import tell_cards
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.ids import AnswerId, WorksId
from incidents.incident import FINAL, Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction
from incidents.works.messages import WorksMoved
from incidents.works.rows import LONGEST
from incidents.works.values import Works, covers, end_words

A_MOMENT = timedelta(seconds=1)


async def extend(tx: Transaction, policy: Policy, id: WorksId, until: datetime, *, by: Official, now: datetime) -> tuple[Works, int]:
    """Another end. Gives back the works and how many answers had promised the old one. Raises DomainError; nothing changes then."""
    check_right(by, Right.PLAN_WORKS)
    works = await tx.works.get(id)
    if by.id != works.created_by:
        check_right(by, Right.EXTEND_WORKS)
    if works.ended_at is not None:
        raise WrongStep("Эти работы уже закончили. Начались снова? Занесите заново: /works")
    if until <= now or until <= works.since:
        raise DomainError("Этот час уже прошёл. Назовите время впереди, например: до 20:00, завтра до 12")
    if until - works.since > LONGEST:
        raise DomainError("Это больше года. Проверьте день и назовите его ещё раз")
    if until == works.until:
        raise Unchanged
    after = replace(works, until=until)
    await tx.works.save(after)
    await tx.audit.add("works_moved", user_id=by.user_id, at=now, data={"works": id, "until": until.isoformat()})
    await tell_cards(tx, works)
    await tell_cards(tx, after)
    promised = await answers_with_end(tx, works, now=now, timezone=policy.calendar.timezone)
    for incident, answer in promised:
        await _offer(tx, incident, answer, works, works.until)
    return after, len(promised)


async def answers_with_end(tx: Transaction, works: Works, *, now: datetime, timezone: tzinfo) -> Sequence[tuple[Incident, Answer]]:
    """Incidents within the works, still open, whose last answer under the post names their end."""
    found = []
    for incident in await tx.incidents.between(works.since, now + A_MOMENT):
        if incident.status in FINAL or incident.answered_at is None or not covers(works, incident):
            continue
        answers = await tx.answers.of(incident.id)
        standing = [each for each in answers if each.stands]
        if standing and names_end(standing[-1].text, works.until, timezone):
            found.append((incident, standing[-1]))
    return found


def names_end(text: str, end: datetime, timezone: tzinfo) -> bool:
    """Whether a text promises this hour: «до 16:00», «к 16», «до 16 часов»."""
    local = end.astimezone(timezone)
    hour = rf"{local.hour:02}" if local.hour > 9 else rf"0?{local.hour}"  # noqa: PLR2004 - one digit
    minutes = rf"[:.]{local.minute:02}" + (r"|(?!\d|[:.]\d)" if local.minute == 0 else "")
    return re.search(rf"\b(?:до|к)\s+{hour}(?:{minutes})", text.lower()) is not None


async def correct(tx: Transaction, policy: Policy, id: WorksId, answer_id: AnswerId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Поправка с новым сроком»: a draft of one more comment. Raises DomainError where there is nothing to correct any more."""
    works, answer = await tx.works.get(id), await tx.answers.get(answer_id)
    if answer.state is not AnswerState.PUBLISHED:
        raise NotFound("Этого ответа под постом нет, поправлять нечего")
    if any(each.corrects == answer_id and each.state is not AnswerState.CANCELLED for each in await tx.answers.of(answer.incident_id)):
        raise Unchanged("Поправку к этому ответу уже написали")
    if works.ends <= now:
        raise WrongStep("Новый срок тоже прошёл. Узнайте следующий: /works, «Другой срок»")
    titles = {each.id: each.title for each in await tx.departments.all()}
    incident = await tx.incidents.get(answer.incident_id)
    text = moved_text(
        works,
        end=end_words(works.ends, now=now, timezone=policy.calendar.timezone),
        owner=titles.get(incident.department_id, "") if incident.department_id else "",
    )
    kind, to = AnswerKind.CORRECTION, answer.post_id
    return await create_draft(tx, incident.id, text, by=by, guid=guid, now=now, kind=kind, to=to, corrects=answer.id)


def moved_text(works: Works, *, end: str, owner: str) -> str:
    """What the resident reads. `end`: «24 ноября до 20:00»."""
    who = f" Отвечает {owner}." if owner else ""
    return (
        f"Здравствуйте! Срок изменился: {works.text.strip().rstrip('.')}. Раньше писали другой час, теперь закончат {end}.{who} "
        "Если к этому времени не заработает, напишите здесь, проверим."
    )


async def _offer(tx: Transaction, incident: Incident, answer: Answer, works: Works, old: datetime) -> None:
    """To the author of the answer; where they are gone, to the coordinators."""
    author = await tx.officials.get(answer.author_id)
    people = [author] if author.active and author.reachable else coordinators(await tx.officials.all())
    moved = WorksMoved(works=works.id, incident=incident.id, answer=answer.id, old=old)
    for each in people:
        await tx.outbox.say(each.user_id, moved, under=incident.id)
