"""Write down what the network did with an answer.

Then its incident moves on: status, clock, voice, log. One public comment, never two.
"""

from dataclasses import replace
from datetime import datetime

from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.messages import AnswerByHand, AnswerNotVisible
from incidents.answers.values import ACTS, ANSWERING, HOLD, IN_FLIGHT, PROOF_EVERY, Answer, AnswerKind, AnswerState
from incidents.deadlines.reminders import OF_THE_ANSWER
from incidents.desk.answers.answer_photos import mark_refused, tell_if_refused
from incidents.desk.answers.answer_places import follow_correction, is_echo, mark_repeated, repeat_elsewhere
from incidents.desk.answers.closing_offer import offer_closing
from incidents.desk.answers.everyone.post_to_all import correct_threads, spread
from incidents.desk.answers.send_answer import bar_late, bar_second, check_allowed, tell_writer
from incidents.desk.approval.author_approval import follow
from incidents.desk.promises.promises import is_done, read_promise
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.incident import OPEN, Act, ClosingOutcome, Event, Incident
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.policy import Policy
from incidents.promises.values import waits_for_its_day
from incidents.publisher import Published
from incidents.transaction import Transaction

_BECAUSE = {
    AnswerKind.FINAL: "ответ опубликован",
    AnswerKind.INTERIM: "промежуточный ответ опубликован",
    AnswerKind.CORRECTION: "поправка опубликована",
    AnswerKind.SAFETY: "жителей предупредили",
    AnswerKind.CLARIFY: "спросили жителя",
    AnswerKind.AFTER: "написали жителю",
    AnswerKind.DONE_CHECK: "спросили жителя, решено ли",
    AnswerKind.POST: "пост администрации опубликован",
}


async def start_publishing(tx: Transaction, answer: Answer, *, now: datetime) -> Answer:
    """Write down that the network is about to be called.

    It is committed before the call, so that a crash knows that it may have been made.
    """
    state, began = next_state(answer.state, Happening.CALLED), answer.started_at or now
    return await tx.answers.save(replace(answer, state=state, tries=answer.tries + 1, started_at=began, look_at=now + PROOF_EVERY))


async def look_first(tx: Transaction, answer: Answer, *, since: datetime, now: datetime) -> Answer:
    """Let the thread be read before the first call.

    The database forgot what went out after `since`; the call is not counted yet.
    """
    state = next_state(answer.state, Happening.LOOKED_FOR)
    return await tx.answers.save(replace(answer, state=state, started_at=since, publish_at=now, look_at=now + PROOF_EVERY))


async def look_again(tx: Transaction, answer: Answer, *, at: datetime | None) -> Answer:
    """When the thread is to be read next; None: never again."""
    return await tx.answers.save(replace(answer, look_at=at))


async def postpone(tx: Transaction, answer: Answer, *, until: datetime) -> Answer:
    """Put off a call of which the network took nothing.

    For certain, so it does not count. After an unclear call the thread is read first.
    """
    tries = max(0, answer.tries - 1)
    if tries:
        return await tx.answers.save(replace(answer, tries=tries, look_at=until))
    state = next_state(answer.state, Happening.PUT_OFF)
    return await tx.answers.save(replace(answer, tries=0, state=state, publish_at=until, started_at=None, look_at=None))


async def mark_published(tx: Transaction, policy: Policy, answer: Answer, comment: Published, *, now: datetime, proved: bool) -> Answer:
    """The comment stands under the post: the voice is answered, the incident too."""
    after = replace(
        answer,
        state=next_state(answer.state, Happening.PUBLISHED),
        published_at=now,
        due_by=None if await is_echo(tx, answer) else deadline_of(answer, await tx.incidents.get(answer.incident_id)),
        external_id=comment.external_id,
        url=comment.url,
        proved_at=now if proved else None,
        look_at=None if proved else now + PROOF_EVERY,
        refusal=None,
    )
    await tx.answers.save(after)
    await move_incident_on(tx, policy, after, by=None, now=now)
    await follow(tx, after)
    if comment.bare:
        await mark_refused(tx, after.id)
    await tell_if_refused(tx, after)
    await _go_on(tx, policy, after, now=now)
    await follow_correction(tx, after, now=now)
    return after


async def mark_proved(tx: Transaction, answer: Answer, *, now: datetime) -> Answer:
    """A reader's token saw the comment in the thread."""
    after = await tx.answers.save(replace(answer, proved_at=now, look_at=None))
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def mark_unseen(tx: Transaction, answer: Answer) -> None:
    """Published, yet nobody else can see it: tell the author and stop looking."""
    await look_again(tx, answer, at=None)
    await tell_writer(tx, answer, AnswerNotVisible(answer=answer.id))


async def _go_on(tx: Transaction, policy: Policy, answer: Answer, *, now: datetime) -> None:
    """Schedule its words where else they belong, whatever came of it.

    Of a post to all in the threads, of an answer in the other places of its voice.
    """
    if answer.kind is AnswerKind.POST:
        await spread(tx, policy, answer, now=now)
    if answer.kind is AnswerKind.CORRECTION and answer.shares is None:
        await correct_threads(tx, answer, now=now)
    await repeat_elsewhere(tx, answer, now=now)


async def mark_not_published(tx: Transaction, policy: Policy, answer: Answer, *, refusal: str, sure: bool, now: datetime) -> Answer:
    """Hand it to the official, since the network did not take it.

    It refused (`sure`), or nobody can tell. The text is ready to copy.
    """
    state = next_state(answer.state, Happening.REFUSED if sure else Happening.LOST)
    after = await tx.answers.save(replace(answer, state=state, refusal=refusal, look_at=None))
    await tell_writer(tx, after, AnswerByHand(answer=after.id))
    await follow(tx, after)
    await _go_on(tx, policy, after, now=now)
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def mark_put_by_hand(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """The official put the text under the post themselves and says so."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.PUBLISHED:
        raise Unchanged
    state, incident = next_state(answer.state, Happening.PUT_BY_HAND), await tx.incidents.get(answer.incident_id)
    check_allowed(by, answer.kind, incident)
    due_by = None if await is_echo(tx, answer) else deadline_of(answer, incident)
    after = await tx.answers.save(replace(answer, state=state, published_at=now, due_by=due_by))
    await move_incident_on(tx, policy, after, by=by, now=now)
    await follow_correction(tx, after, now=now)
    return after


async def send_unlooked(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """Schedule it, since the official says that it did not go out.

    «Отправить»: the database forgot whether it did, and nobody else can look there.
    """
    answer = await tx.answers.get(id)
    if answer.state in IN_FLIGHT | {AnswerState.PUBLISHED}:
        raise Unchanged
    state = next_state(answer.state, Happening.SENT_UNLOOKED)
    if answer.tries:
        raise WrongStep
    incident = await tx.incidents.get(answer.incident_id)
    check_allowed(by, answer.kind, incident)
    await bar_second(tx, answer)
    await bar_late(tx, answer)
    after = await tx.answers.save(replace(answer, state=state, publish_at=now + HOLD, refusal=None))  # it has begun: no look comes first
    await refresh(tx, incident)
    return after


def deadline_of(answer: Answer, incident: Incident) -> datetime | None:
    """The deadline that the answer meets or misses if published now.

    None: nobody waits for it.
    """
    return incident.answer_by if answer.kind in ANSWERING and incident.status in OPEN else None


async def move_incident_on(tx: Transaction, policy: Policy, answer: Answer, *, by: Official | None, now: datetime) -> None:
    """Log it and move the incident on.

    `by`: who put it under the post by hand, or said it by telephone (None: the network took it).
    """
    if await is_echo(tx, answer):
        await mark_repeated(tx, answer, by=by, now=now)
        return
    before = await tx.incidents.get(answer.incident_id)
    # A closed incident keeps its status: the answer was on its way when somebody closed it.
    # A post answers nobody in their own thread: the short replies do.
    act = Act.NOTE if answer.kind is AnswerKind.POST else ACTS[answer.kind]
    is_open = can(before.status, act)
    after = replace(before, status=step(before.status, act)) if is_open else before
    if answer.kind in ANSWERING:
        after = replace(after, answered_at=before.answered_at or now, doubt=None)
        if act is Act.INTERIM and is_open:
            after = await _until_the_final(tx, policy, after, answer, now)
    if waits_for_its_day(before) and await is_done(tx, policy, answer):
        after = replace(after, outcome=ClosingOutcome.DONE, untold=None)
    how = "перезвонили" if answer.by_phone else f"{_BECAUSE[answer.kind]} вручную"
    because = f"{how}: {by.title}" if by else _BECAUSE[answer.kind]
    event = Event(
        act=act,
        at=now,
        by=by.id if by else answer.author_id,
        because=because,
        status_before=before.status,
        status_after=after.status,
        data={"answer": answer.id, "post": answer.post_id, "proved": 1 if answer.proved_at else 0, "kind": answer.kind},
    )
    after = await tx.incidents.save(after, event)
    await read_promise(tx, policy, answer, after, now=now)
    if answer.kind in ANSWERING:
        for voice in await tx.voices.of(after.id):
            if voice.post_id == answer.post_id and voice.answered_at is None:
                await tx.voices.save(replace(voice, answered_at=now))
    await refresh(tx, after)
    await offer_closing(tx, policy, answer, after)


async def _until_the_final(tx: Transaction, policy: Policy, incident: Incident, answer: Answer, now: datetime) -> Incident:
    """The final answer is due so long after the first interim one of this clock: a second interim answer buys no more time."""
    if incident.holder_id is None:
        incident = replace(incident, holder_id=answer.author_id, accepted_at=now)
    earlier = [
        other.published_at
        for other in await tx.answers.of(incident.id)
        if other.kind is AnswerKind.INTERIM and other.state is AnswerState.PUBLISHED and other.published_at and other.id != answer.id
    ]
    if any(at > incident.clock_from for at in earlier):
        return incident
    reminded = tuple(code for code in incident.reminded if code not in OF_THE_ANSWER)
    return replace(incident, answered_at=now, answer_by=now + policy.norms.final, reminded=reminded)
