"""What a published answer changes in its incident, by its kind.

Status, clock, voice, log.
"""

from dataclasses import replace
from datetime import datetime

from incidents.answers.values import ACTS, ANSWERING, Answer, AnswerKind, AnswerState
from incidents.deadlines.reminders import OF_THE_ANSWER
from incidents.desk.answers.answer_places import echoed, is_echo
from incidents.desk.answers.closing_offer import offer_closing
from incidents.desk.promises.promises import is_done, read_promise
from incidents.desk.refresh import refresh
from incidents.incident import OPEN, Act, ClosingOutcome, Event, Incident
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.policy import Policy
from incidents.promises.values import waits_for_its_day
from incidents.transaction import Transaction

_BECAUSE = {
    AnswerKind.FINAL: "ответ опубликован",
    AnswerKind.INTERIM: "промежуточный ответ опубликован",
    AnswerKind.CORRECTION: "поправка опубликована",
    AnswerKind.SAFETY: "жителей предупредили",
    AnswerKind.CLARIFY: "спросили жителя",
    AnswerKind.AFTER: "написали жителю",
    AnswerKind.POST: "пост администрации опубликован",
}


def deadline_of(answer: Answer, incident: Incident) -> datetime | None:
    """The deadline that the answer meets or misses if it is published now; None: nobody waits for it."""
    return incident.answer_by if answer.kind in ANSWERING and incident.status in OPEN else None


async def answered(tx: Transaction, policy: Policy, answer: Answer, *, by: Official | None, now: datetime) -> None:
    """Log it and move the incident on. `by`: who put it under the post by hand (None: the network took it)."""
    if await is_echo(tx, answer):
        await echoed(tx, answer, by=by, now=now)
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
    because = _BECAUSE[answer.kind] + (f" вручную: {by.title}" if by else "")
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
