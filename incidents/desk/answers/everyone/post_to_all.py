"""«Ответить всем» by one post, then a short reply in each thread."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from incidents.answers.alike_answers import alike_of
from incidents.answers.everyone import EVERY
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.lookups import waits_for_answer
from incidents.answers.messages import ThreadsBarred
from incidents.answers.places import first_places
from incidents.answers.short_replies import CORRECTED, ShortReplies, fields_said_in, is_wrong_too, next_reply
from incidents.answers.values import ANSWERING, HOLD, IN_FLIGHT, Answer, AnswerKind, AnswerState
from incidents.dates.find import moment_in
from incidents.desk.answers import draft_answer
from incidents.desk.answers.send_answer import tell_writer
from incidents.desk.approval.author_approval import follow
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, Unchanged
from incidents.ids import AnswerId, IncidentId
from incidents.incident import FINAL, Act, Incident, Voice
from incidents.lifecycle import can
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction
from incidents.works.lookups import explaining
from incidents.works.values import end_words, suggested

BARRED_JOB = "threads_barred"
"""Without a post it is told once a day."""


async def begin(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> tuple[Incident, str]:
    """«Пост и ответы»: accept if nobody did; gives back a text to start from («» where there is none). Raises a DomainError."""
    incident = await draft_answer.begin(tx, policy, id, by=by, now=now, kind=AnswerKind.POST)
    given = await tx.answers.of(id)
    if any(each.kind is AnswerKind.POST and each.state in IN_FLIGHT for each in given):
        raise DomainError("Пост об этом уже отправил другой сотрудник, второй не нужен. Что с ним, видно на карточке")
    if not await _left(tx, incident, given, None):
        raise Unchanged("Все, кто писал, уже получили ответ")
    planned = await explaining(tx.works, incident)
    if planned is None or planned.ends <= now:
        return incident, ""
    return incident, suggested(planned, end=end_words(planned.ends, now=now, timezone=policy.calendar.timezone))


async def spread(tx: Transaction, policy: Policy, post: Answer, *, now: datetime) -> int:
    """Schedule a short reply for every voice that waits; gives back how many are new. The first call starts the event's life.

    Words and pace were approved with the post. Who joined later has a minute in which an official may part or stop it.
    """
    lines = await tx.short_replies.of(post.id)
    if lines is None:
        return 0
    is_first = lines.until is None
    if is_first:
        lines = replace(lines, until=_life(policy, post, now))
        await tx.short_replies.put(lines)
    incident, given = await tx.incidents.get(post.incident_id), await tx.answers.of(post.incident_id)
    if incident.status in FINAL and lines.goes_on(now):
        await tx.short_replies.put(replace(lines, until=now))  # whoever writes after the closing says something new
    if not lines.goes_on(now) or not can(incident.status, Act.ANSWER):
        return 0
    left = await _left(tx, incident, given, post)
    if not left:
        return 0
    mine = [each for each in given if each.shares == post.id]
    at = _next_at(lines, mine, now if is_first else now + HOLD)
    for number, voice in enumerate(left, start=len(mine)):
        await tx.answers.add(await _reply(tx, post, lines, voice, number, at=at, now=now))
        at += EVERY
    await refresh(tx, incident)
    return len(left)


def _life(policy: Policy, post: Answer, now: datetime) -> datetime:
    """How long later messages are told the same: as long as they join, and never past the hour that the post promises."""
    zone, longest = policy.calendar.timezone, now + policy.norms.mass.joins_for
    said = fields_said_in(post.text, today=now.astimezone(zone).date()).get("время")
    promised = moment_in(f"до {said}", now=now, timezone=zone) if said else None
    return min(longest, promised) if promised is not None and promised > now else longest


def _next_at(lines: ShortReplies, mine: Sequence[Answer], earliest: datetime) -> datetime:
    last = max((each.publish_at for each in mine if each.publish_at is not None), default=None)
    return max(filter(None, (earliest, last and last + EVERY, lines.barred_until)))


async def _left(tx: Transaction, incident: Incident, given: Sequence[Answer], post: Answer | None) -> list[Voice]:
    """Voices without an answer, standing, whom nobody answers just now and whom this post has not tried to tell."""
    told = {each.post_id for each in given if post is not None and each.shares == post.id}
    busy = {each.post_id for each in given if each.kind in ANSWERING and each.state in IN_FLIGHT}
    waiting = [
        each for each in first_places(await tx.voices.of(incident.id)) if waits_for_answer(each, given) and each.post_id not in told | busy
    ]
    return [each for each in waiting if (await tx.posts.get(each.post_id)).deleted_at is None]


async def _reply(tx: Transaction, post: Answer, lines: ShortReplies, voice: Voice, number: int, *, at: datetime, now: datetime) -> Answer:
    there = (await tx.posts.get(voice.post_id)).post.parent_external_id
    refers = post.state is AnswerState.PUBLISHED and (there is None or there != post.external_id)
    return Answer(
        id=AnswerId(0),
        district_id=tx.district_id,
        incident_id=post.incident_id,
        post_id=voice.post_id,
        author_id=post.author_id,
        text=next_reply(lines.lines, number, refers=refers),
        state=next_state(None, Happening.REPEATED),
        guid=f"{post.guid[:16]}{voice.post_id:016x}",  # one reply of this post to this voice, whoever schedules it
        created_at=now,
        publish_at=at,
        shares=post.id,
    )


async def drop_unneeded(tx: Transaction, answer: Answer) -> bool:
    """A short reply whose voice was answered, parted or deleted meanwhile does not go out."""
    if answer.shares is None or answer.kind is not AnswerKind.FINAL:
        return False
    voice = next((each for each in await tx.voices.of(answer.incident_id) if each.post_id == answer.post_id), None)
    given = await tx.answers.of(answer.incident_id)
    if voice is not None and waits_for_answer(voice, given) and (await tx.posts.get(answer.post_id)).deleted_at is None:
        return False
    await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.STOPPED)))
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return True


async def put_off_threads(tx: Transaction, answer: Answer, *, until: datetime, because: str, today: date, now: datetime) -> None:
    """The network wants a rest: all that goes to the threads with this text waits with it, and the author hears of it once.

    A batch waits too, and its message says until when.
    """
    post_id = answer.id if answer.kind is AnswerKind.POST else answer.shares
    at, others = until, [each for each in await tx.answers.of(answer.incident_id) if _goes_with(each, answer, post_id)]
    batch = [each for each in await alike_of(tx.answers, answer) if each.id != answer.id and each.state is AnswerState.SCHEDULED]
    for each in (*others, *batch):
        at += EVERY
        await tx.answers.save(replace(each, publish_at=at))
    lines = await tx.short_replies.of(post_id) if post_id is not None else None
    if lines is not None:
        is_news = lines.barred_until is None or lines.barred_until <= now - EVERY
        await tx.short_replies.put(replace(lines, barred_until=max(until, lines.barred_until or until)))
    else:
        is_news = bool(others) and await tx.slots.take(f"{BARRED_JOB}_{answer.incident_id}", today, at=now)
    if is_news:
        await tell_writer(tx, answer, ThreadsBarred(answer=post_id or answer.id, because=because, until=until))
    for each in batch[-1:]:
        await follow(tx, each)
    await refresh(tx, await tx.incidents.get(answer.incident_id))


def _goes_with(other: Answer, answer: Answer, post_id: AnswerId | None) -> bool:
    """A reply of the same post, or of the same «Ответить всем» without one, that has not gone out."""
    is_same = other.shares == post_id and other.author_id == answer.author_id and other.kind in ANSWERING
    return is_same and other.state is AnswerState.SCHEDULED and other.id != answer.id


async def correct_threads(tx: Transaction, correction: Answer, *, now: datetime) -> None:
    """A post was put right under itself: short replies with the same wrong words or numbers get the correction too, one by one."""
    post = await tx.answers.get(correction.corrects) if correction.corrects is not None else None
    said = CORRECTED.search(correction.text)
    if post is None or post.kind is not AnswerKind.POST or said is None:
        return
    number = 0
    for each in await tx.answers.of(post.incident_id):
        stands = each.shares == post.id and each.kind is AnswerKind.FINAL and each.state is AnswerState.PUBLISHED
        if stands and is_wrong_too(each.text, was=said[1], becomes=said[2]):
            number += 1
            there = replace(correction, id=AnswerId(0), post_id=each.post_id, corrects=each.id, shares=post.id, external_id=None, url=None)
            guid = f"{correction.guid[:16]}{each.post_id:016x}"
            fresh = replace(there, state=next_state(None, Happening.REPEATED), guid=guid, tries=0, started_at=None)
            await tx.answers.add(
                replace(fresh, publish_at=now + EVERY * number, published_at=None, proved_at=None, look_at=None, message_id=None)
            )
