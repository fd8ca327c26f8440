"""«И в остальных»: an answer repeated in other places of its voice.

Each repetition has a guid, a proof and a failure of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.answer_photos import PhotoState
from incidents.answers.everyone import EVERY
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.lookups import places_to_tell, says_what_was_answered
from incidents.answers.messages import AnswerByHand
from incidents.answers.places import PUT_RIGHT_SINCE, REPEATED
from incidents.answers.short_replies import with_corrections
from incidents.answers.values import IN_FLIGHT, MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.desk.answers.send_answer import own_draft, tell_writer
from incidents.desk.refresh import refresh
from incidents.ids import AnswerId, PostId
from incidents.incident import Act, Event
from incidents.official import Official
from incidents.posts import StoredPost
from incidents.transaction import Transaction


async def choose_elsewhere(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Switch between «и в остальных» and «только в первом», while it is a draft."""
    answer = await own_draft(tx, id, by=by)
    return await tx.answers.save(replace(answer, elsewhere=not answer.elsewhere))


async def repeat_elsewhere(tx: Transaction, answer: Answer, *, now: datetime) -> int:
    """Schedule the same words for the other places, one by one.

    Whatever came of it in its own place. Gives back how many are new.
    """
    if answer.repeats is not None or not answer.elsewhere or answer.kind not in REPEATED:
        return 0
    places = await _corrected(tx, answer) if answer.kind is AnswerKind.CORRECTION else await _standing(tx, answer)
    told = {each.post_id for each in await tx.answers.of(answer.incident_id) if each.repeats == answer.id}
    new = [(post, corrects) for post, corrects in places if post not in told]
    for number, (post, corrects) in enumerate(new):
        made = await tx.answers.add(_repetition(answer, post, corrects, at=now + EVERY * number, now=now))
        for photo in await tx.answer_photos.of(answer.id):
            if photo.state is PhotoState.UPLOADED:
                await tx.answer_photos.add(replace(photo, answer_id=made.id))
    return len(new)


def _repetition(answer: Answer, post: PostId, corrects: AnswerId | None, *, at: datetime, now: datetime) -> Answer:
    return Answer(
        id=AnswerId(0),
        district_id=answer.district_id,
        incident_id=answer.incident_id,
        post_id=post,
        author_id=answer.author_id,
        text=answer.text,
        state=next_state(None, Happening.REPEATED),
        guid=f"{answer.guid[:16]}{post:016x}",  # one repetition of this answer in this place, whoever schedules it
        created_at=now,
        publish_at=at,
        kind=answer.kind,
        corrects=corrects,
        repeats=answer.id,
    )


async def _standing(tx: Transaction, answer: Answer) -> list[tuple[PostId, AnswerId | None]]:
    return [(each.id, None) for each in await places_to_tell(tx, answer)]


async def _corrected(tx: Transaction, correction: Answer) -> list[tuple[PostId, AnswerId | None]]:
    """Places where the wrong words stand; one that waited has gone out with the right ones."""
    given = await tx.answers.of(correction.incident_id)
    wrong = next((each for each in given if each.id == correction.corrects), None)
    standing = [each for each in given if wrong is not None and each.repeats == wrong.id and each.text == wrong.text]
    return [(each.post_id, each.id) for each in standing if each.state is AnswerState.PUBLISHED]


async def put_right(tx: Transaction, answer: Answer, *, now: datetime) -> Answer | None:
    """What waits to be repeated, in the words of a correction that was sent since. None: it waits for one, or for its author's hand."""
    if answer.repeats is None or answer.kind is AnswerKind.CORRECTION:
        return answer
    sent = await _corrections(tx, answer)
    if not sent:
        return answer
    if any(each.state in IN_FLIGHT for each in sent):
        await tx.answers.save(replace(answer, publish_at=now + EVERY))
        return None
    text = with_corrections((await tx.answers.get(answer.repeats)).text, [each.text for each in sent])
    if text is None:
        await _ask_by_hand(tx, answer, sent)
        return None
    return await tx.answers.save(replace(answer, text=text))


async def _ask_by_hand(tx: Transaction, answer: Answer, corrections: Sequence[Answer]) -> None:
    """Ask the author to put the answer there by hand.

    Having read the corrections under it: nobody else can tell the right words.
    """
    both = "\n\n".join([answer.text, *[each.text for each in corrections]])
    text = both if len(both) <= MAX_LENGTH else answer.text
    await tx.answers.save(replace(answer, text=text, state=next_state(answer.state, Happening.OUTDATED), refusal=PUT_RIGHT_SINCE))
    await tell_writer(tx, answer, AnswerByHand(answer=answer.id))
    await refresh(tx, await tx.incidents.get(answer.incident_id))


async def follow_correction(tx: Transaction, answer: Answer, *, now: datetime) -> None:
    """Send the correction where the wrong words came out after it."""
    if answer.repeats is None or answer.kind is AnswerKind.CORRECTION:
        return
    for each in await _corrections(tx, answer):
        if each.state not in IN_FLIGHT:
            await repeat_elsewhere(tx, each, now=now)


async def _corrections(tx: Transaction, answer: Answer) -> list[Answer]:
    """Sent ones of the answer that this one repeats, oldest first."""
    given = [each for each in await tx.answers.of(answer.incident_id) if each.kind is AnswerKind.CORRECTION]
    unsent = {AnswerState.DRAFT, AnswerState.CANCELLED}
    return [each for each in given if each.corrects == answer.repeats and each.state not in unsent]


async def is_echo(tx: Transaction, answer: Answer) -> bool:
    """Whether it repeats what is published in its first place already."""
    return answer.repeats is not None and (await tx.answers.get(answer.repeats)).state is AnswerState.PUBLISHED


async def mark_repeated(tx: Transaction, answer: Answer, *, by: Official | None, now: datetime) -> None:
    """The repetition stands: its place is answered, nothing else of the incident changes."""
    incident = await tx.incidents.get(answer.incident_id)
    because = "ответ повторён в другом сообществе" + (f" вручную: {by.title}" if by else "")
    data = {"answer": answer.id, "post": answer.post_id, "proved": 1 if answer.proved_at else 0}
    who, status = by.id if by else answer.author_id, incident.status
    event = Event(act=Act.NOTE, at=now, by=who, because=because, status_before=status, status_after=status, data=data)
    after = await tx.incidents.save(incident, event)
    for voice in await tx.voices.of(after.id):
        if voice.post_id == answer.post_id and voice.answered_at is None:
            await tx.voices.save(replace(voice, answered_at=now))
    await refresh(tx, after)


async def drop_gone(tx: Transaction, answer: Answer) -> bool:
    """A repetition whose place was deleted, parted or changed meanwhile does not go out."""
    if answer.repeats is None:
        return False
    there, post = {each.post_id for each in await tx.voices.of(answer.incident_id)}, await tx.posts.get(answer.post_id)
    if post.id in there and post.deleted_at is None and await _is_asked_there(tx, answer, post):
        return False
    await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.STOPPED)))
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return True


async def _is_asked_there(tx: Transaction, answer: Answer, post: StoredPost) -> bool:
    """Whether the place says what was answered; a correction goes wherever the wrong words stand."""
    if answer.kind is AnswerKind.CORRECTION or answer.repeats is None:
        return True
    return await says_what_was_answered(tx, await tx.answers.get(answer.repeats), post)
