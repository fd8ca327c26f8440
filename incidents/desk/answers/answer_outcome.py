"""What the network said of an answer: published, refused or unknown.

One public comment, never two.
"""

from dataclasses import replace
from datetime import datetime

from incidents.answers.messages import AnswerByHand, AnswerNotVisible
from incidents.answers.values import HOLD, IN_FLIGHT, PROOF_EVERY, Answer, AnswerKind, AnswerState
from incidents.desk.answers.answer_photos import refused as photos_refused
from incidents.desk.answers.answer_photos import tell_if_refused
from incidents.desk.answers.answer_places import follow_correction, is_echo, repeat_elsewhere
from incidents.desk.answers.answer_published import answered, deadline_of
from incidents.desk.answers.answer_rights import allow, bar_late, bar_second
from incidents.desk.answers.everyone.post_to_all import correct_threads, spread
from incidents.desk.approval.author_approval import follow
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.outbox_message import AboutAnswer
from incidents.policy import Policy
from incidents.publisher import Published
from incidents.transaction import Transaction


async def start_publishing(tx: Transaction, answer: Answer, *, now: datetime) -> Answer:
    """Commit «we are about to call the network» before the call, so that a crash knows it may have been made."""
    after = replace(
        answer, state=AnswerState.PUBLISHING, tries=answer.tries + 1, started_at=answer.started_at or now, look_at=now + PROOF_EVERY
    )
    await tx.answers.save(after)
    return after


async def look_first(tx: Transaction, answer: Answer, *, since: datetime, now: datetime) -> Answer:
    """The database forgot what went out after `since`: the thread is read before the first call, which is not counted yet."""
    after = replace(answer, state=AnswerState.PUBLISHING, started_at=since, publish_at=now, look_at=now + PROOF_EVERY)
    await tx.answers.save(after)
    return after


async def look_again(tx: Transaction, answer: Answer, *, at: datetime | None) -> Answer:
    """When the thread is to be read next; None: never again."""
    after = replace(answer, look_at=at)
    await tx.answers.save(after)
    return after


async def postpone(tx: Transaction, answer: Answer, *, until: datetime) -> Answer:
    """The network took nothing of this call for certain: it does not count. After an unclear call the thread is read first."""
    after = replace(answer, tries=max(0, answer.tries - 1))
    if after.tries:
        after = replace(after, look_at=until)
    else:
        after = replace(after, state=AnswerState.SCHEDULED, publish_at=until, started_at=None, look_at=None)
    await tx.answers.save(after)
    return after


async def published(tx: Transaction, policy: Policy, answer: Answer, comment: Published, *, now: datetime, proved: bool) -> Answer:
    """The comment stands under the post: the voice is answered, the incident too."""
    after = replace(
        answer,
        state=AnswerState.PUBLISHED,
        published_at=now,
        due_by=None if await is_echo(tx, answer) else deadline_of(answer, await tx.incidents.get(answer.incident_id)),
        external_id=comment.external_id,
        url=comment.url,
        proved_at=now if proved else None,
        look_at=None if proved else now + PROOF_EVERY,
        refusal=None,
    )
    await tx.answers.save(after)
    await answered(tx, policy, after, by=None, now=now)
    await follow(tx, after)
    if comment.bare:
        await photos_refused(tx, after.id)
    await tell_if_refused(tx, after)
    await _go_on(tx, policy, after, now=now)
    await follow_correction(tx, after, now=now)
    return after


async def proved(tx: Transaction, answer: Answer, *, now: datetime) -> Answer:
    """A reader's token saw the comment in the thread."""
    after = replace(answer, proved_at=now, look_at=None)
    await tx.answers.save(after)
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def not_seen(tx: Transaction, answer: Answer) -> None:
    """Published, yet nobody else can see it: tell the author and stop looking."""
    await look_again(tx, answer, at=None)
    await _tell_author(tx, answer, AnswerNotVisible(answer=answer.id))


async def _go_on(tx: Transaction, policy: Policy, answer: Answer, *, now: datetime) -> None:
    """Whatever came of it, its words go on: of a post to all to the threads, of an answer to the other places of its voice."""
    if answer.kind is AnswerKind.POST:
        await spread(tx, policy, answer, now=now)
    if answer.kind is AnswerKind.CORRECTION and answer.shares is None:
        await correct_threads(tx, answer, now=now)
    await repeat_elsewhere(tx, answer, now=now)


async def not_published(tx: Transaction, policy: Policy, answer: Answer, *, refusal: str, sure: bool, now: datetime) -> Answer:
    """The network refused (`sure`) or nobody can tell: the official puts it there by hand, the text is ready to copy."""
    state = AnswerState.REFUSED if sure else AnswerState.UNKNOWN
    after = replace(answer, state=state, refusal=refusal, look_at=None)
    await tx.answers.save(after)
    await _tell_author(tx, after, AnswerByHand(answer=after.id))
    await follow(tx, after)
    await _go_on(tx, policy, after, now=now)
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def by_hand(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """The official put the text under the post themselves and says so."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.PUBLISHED:
        raise Unchanged
    if answer.state not in {AnswerState.REFUSED, AnswerState.UNKNOWN}:
        raise WrongStep
    incident = await tx.incidents.get(answer.incident_id)
    allow(by, answer.kind, incident)
    after = replace(
        answer, state=AnswerState.PUBLISHED, published_at=now, due_by=None if await is_echo(tx, answer) else deadline_of(answer, incident)
    )
    await tx.answers.save(after)
    await answered(tx, policy, after, by=by, now=now)
    await follow_correction(tx, after, now=now)
    return after


async def send_unlooked(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """«Отправить»: the database forgot whether it went out, nobody can look there, and the official says that it did not."""
    answer = await tx.answers.get(id)
    if answer.state in IN_FLIGHT | {AnswerState.PUBLISHED}:
        raise Unchanged
    if answer.state is not AnswerState.UNKNOWN or answer.tries:
        raise WrongStep
    incident = await tx.incidents.get(answer.incident_id)
    allow(by, answer.kind, incident)
    await bar_second(tx, answer)
    await bar_late(tx, answer)
    after = replace(answer, state=AnswerState.SCHEDULED, publish_at=now + HOLD, refusal=None)  # it has begun: no look comes first
    await tx.answers.save(after)
    await refresh(tx, incident)
    return after


async def _tell_author(tx: Transaction, answer: Answer, what: AboutAnswer) -> None:
    author = await tx.officials.get(answer.author_id)
    await tx.outbox.say(author.user_id, what, under=answer.incident_id)
