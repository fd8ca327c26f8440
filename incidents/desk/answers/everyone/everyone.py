"""«Ответить всем»: a published answer goes to every other voice.

One by one, and it can be stopped.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from incidents.answers.everyone import EVERY, answer_to_repeat, waiting_voices, with_next_opening
from incidents.answers.lifecycle import Happening, can, next_state
from incidents.answers.values import HOLD, IN_FLIGHT, Answer, AnswerKind
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act, Voice
from incidents.lifecycle import step
from incidents.official import Official
from incidents.rights import check
from incidents.role_rights import Right, has_right
from incidents.transaction import Transaction


async def plan(tx: Transaction, id: IncidentId, *, by: Official) -> tuple[Answer, list[Voice]]:
    """What would be said, and to whom. Raises a DomainError where there is nothing to say."""
    incident = await tx.incidents.get(id)
    check(by, Act.ANSWER, incident)
    step(incident.status, Act.ANSWER)
    base = answer_to_repeat(await tx.answers.of(id), since=incident.clock_from)
    if base is None:
        raise WrongStep("Сначала должен выйти первый ответ: ответьте одному, потом всем остальным")
    left = waiting_voices(await tx.voices.of(id))
    standing = [voice for voice in left if (await tx.posts.get(voice.post_id)).deleted_at is None]
    if not standing:
        raise Unchanged("Все, кто писал, уже получили ответ")
    return base, standing


async def is_said(tx: Transaction, id: IncidentId, *, by: Official) -> bool:
    """Whether «Ответить всем» has words that are out already. Raises a DomainError where there is nobody left, or no right."""
    incident, given = await tx.incidents.get(id), await tx.answers.of(id)
    check(by, Act.ANSWER, incident)
    step(incident.status, Act.ANSWER)
    if answer_to_repeat(given, since=incident.clock_from) is not None:
        await plan(tx, id, by=by)
        return True
    if any(each.state in IN_FLIGHT for each in given):
        raise WrongStep("Ответ уже отправлен и вот-вот выйдет. Потом можно будет ответить остальным")
    if not waiting_voices(await tx.voices.of(id)):
        raise Unchanged("Все, кто писал, уже получили ответ")
    return False


async def answer_all(tx: Transaction, id: IncidentId, *, guids: Iterator[str], by: Official, now: datetime) -> int:
    """Schedule them: the first after the hold, then one by one. The words went through approval with the first answer."""
    base, left = await plan(tx, id, by=by)
    for number, voice in enumerate(left):
        answer = replace(
            base,
            id=AnswerId(0),
            post_id=voice.post_id,
            author_id=by.id,
            text=with_next_opening(base.text, number),
            state=next_state(None, Happening.REPEATED),
            guid=next(guids),
            created_at=now,
            publish_at=now + HOLD + EVERY * number,
            started_at=None,
            tries=0,
            published_at=None,
            external_id=None,
            url=None,
            proved_at=None,
            refusal=None,
            look_at=None,
            message_id=None,
            corrects=None,
            repeats=None,
        )
        await tx.answers.add(answer)
    await tx.audit.add("answer_all", user_id=by.user_id, at=now, data={"incident": id, "count": len(left)})
    await refresh(tx, await tx.incidents.get(id))
    return len(left)


async def stop_all(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> int:
    """«Отменить отправку»: those that have not gone out yet; who joins later is not told. Raises Unchanged where all have."""
    theirs = [each for each in await tx.answers.of(id) if each.author_id == by.id or has_right(by, Right.WRITE_FOR_OTHERS)]
    mine = [each for each in theirs if can(each.state, Happening.STOPPED)]
    stopped = [await _stop(tx, each, now) for each in theirs if each.kind is AnswerKind.POST]
    if not mine and not any(stopped):
        raise Unchanged("Отменять нечего: все ответы уже вышли")
    for answer in mine:
        await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.STOPPED)))
    await tx.audit.add("answer_all_stop", user_id=by.user_id, at=now, data={"incident": id, "count": len(mine)})
    await refresh(tx, await tx.incidents.get(id))
    return len(mine)


async def _stop(tx: Transaction, post: Answer, now: datetime) -> bool:
    """The replies of this post go on no more; False where they did not."""
    lines = await tx.short_replies.of(post.id)
    if lines is None or not lines.goes_on(now):
        return False
    await tx.short_replies.put(replace(lines, stopped_at=now))
    return True
