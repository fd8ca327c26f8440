"""After an answer: thanks, anger, a deleted post or comment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.acts.messages import DisputeKept
from incidents.acts.notes import Note
from incidents.answers.messages import AnswerDeleted, AuthorReacted, PostDeleted
from incidents.answers.reactions import SAYS_DONE, Reaction, Tone, is_wry, tone_of
from incidents.answers.values import Answer
from incidents.desk.acts.disputes import is_promised, judges, tell_dispute, with_dispute
from incidents.desk.acts.notes_and_delays import NOTE_LIMIT
from incidents.desk.outcome import Outcome, note_event
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, fit
from incidents.ids import IncidentId
from incidents.incident import FINAL, OPEN, Act, Incident, Status, Voice
from incidents.intake.arrived import Arrived
from incidents.lifecycle import can
from incidents.official import Official
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, ReactionKind, Reading
from incidents.recipients import coordinators
from incidents.rights import check
from incidents.transaction import Transaction

_ENDS = frozenset({Status.ANSWERED, Status.CLOSED})


Heard = tuple[Incident, Tone, bool]
"""A reaction: to which incident, its tone, and whether it is the author's own."""


async def reaction(tx: Transaction, _: Policy, arrived: Arrived) -> Heard | None:
    """What is said in the thread of a known incident and opens none.

    It is how the author takes our answer, or that the trouble is over. A danger is never a reaction, and neither is what names another
    place: both go on as any other message does.
    """
    post, reading = arrived.post, arrived.reading
    if reading.danger:
        return None
    answered = await _answered_voice(tx, post) if post.post.author_id else None
    tone = tone_of(post.post.words, reading) if answered is not None else None
    if answered is not None and tone is not None:
        return None if _is_another_trouble(tone, reading, answered) else (answered, tone, True)
    is_over = reading.resolved and not reading.is_appeal and not is_wry(post.post.words)
    over = await _told_of(tx, post, reading) if is_over else None
    return None if over is None else (over[0], Tone.SOLVED, over[1])


async def keep_reaction(tx: Transaction, _: Policy, arrived: Arrived, heard: Heard) -> Outcome:
    """The card tells of it once, and offers the author's word to whoever has the card."""
    incident, by_author = heard[0], heard[2]
    made = await put_reaction(tx, arrived, heard)
    if made is not None:
        after = await with_dispute(tx, incident, made) if by_author else incident
        await log_reaction(tx, after, made)
        if by_author:
            await _suggest(tx, incident, made)
        if after.is_disputed and not incident.is_disputed:
            await tell_dispute(tx, after, but={each.id for each in await whose(tx, incident)})
    return Outcome(incident=incident, because="отозвались в обсуждении")


async def put_reaction(tx: Transaction, arrived: Arrived, heard: Heard) -> Reaction | None:
    """A resident's word about an incident. None: it stood there."""
    incident, tone, by_author = heard
    post, now = arrived.post, arrived.now
    known = await tx.reactions.to(post.id)
    if known is not None and known.tone is tone:
        return None
    draft = Reaction(id=0, district_id=tx.district_id, incident_id=incident.id, post_id=post.id, tone=tone, at=now, by_author=by_author)
    return await tx.reactions.put(draft)


_OWN = frozenset({Tone.NEW_QUESTION, Tone.CLARIFIES, Tone.THANKS, Tone.UNSURE})
"""What is a message of its own, where it is an appeal."""
_GLAD = frozenset({Tone.THANKS, Tone.UNSURE, Tone.SOLVED})

_BECAUSE = {
    Tone.THANKS: "автор благодарит",
    Tone.UNSURE: "автор благодарит, сделано ли, не пишет",
    Tone.SOLVED: "автор пишет: решено",
    Tone.SARCASM: "автор отозвался с иронией",
    Tone.ANGER: "автор недоволен",
    Tone.DENIES: "автор пишет: не сделано",
    Tone.NEW_QUESTION: "автор спрашивает ещё",
    Tone.CLARIFIES: "автор уточнил",
}


async def _told_of(tx: Transaction, post: StoredPost, reading: Reading) -> tuple[Incident, bool] | None:
    """The newest incident of the thread or talk that this may speak of, and whether its own author does. Thanks stay thanks."""
    for id in await tx.voices.incidents_beside(post):
        incident = await tx.incidents.get(id)
        if incident.merged_into is None and incident.status not in FINAL and not _is_elsewhere(reading, incident):
            return incident, await tells_of_own(tx, post, id)
    return None


async def tells_of_own(tx: Transaction, post: StoredPost, id: IncidentId) -> bool:
    """Whether an author of the incident's voices has written it."""
    authors = {(await tx.posts.get(voice.post_id)).post.author_id for voice in await tx.voices.of(id)}
    return bool(post.post.author_id) and post.post.author_id in authors


async def _answered_voice(tx: Transaction, post: StoredPost) -> Incident | None:
    """The incident of the author's own appeal in this thread or talk that was answered before the comment came."""
    for id in await tx.voices.incidents_beside(post):
        incident = await tx.incidents.get(id)
        if incident.status in _ENDS and incident.answered_at is not None and incident.merged_into is None:
            for voice in await tx.voices.of(id):
                if await _is_theirs(tx, voice, post):
                    return incident
    return None


async def _is_theirs(tx: Transaction, voice: Voice, post: StoredPost) -> bool:
    if voice.answered_at is None or post.post.published_at < voice.answered_at:
        return False
    return (await tx.posts.get(voice.post_id)).post.author_id == post.post.author_id


def _is_another_trouble(tone: Tone, reading: Reading, incident: Incident) -> bool:
    """Another street than the incident's, a request of its own, or anger about something else.

    Glad words with a request beside them are no longer words alone: «Спасибо, яму заделали! А мусор не вывозят».
    """
    is_thanked = reading.reaction is ReactionKind.THANKS
    is_other = reading.group != incident.group and (reading.resolved is not False or is_thanked)
    if tone in _GLAD and not reading.is_appeal:
        return False
    return _is_elsewhere(reading, incident) or (reading.is_appeal and (is_other or tone in _OWN))


def _is_elsewhere(reading: Reading, incident: Incident) -> bool:
    mine, its = reading.main.street_id or reading.main.street, incident.place.street_id or incident.place.street
    return mine is not None and mine != its


async def _suggest(tx: Transaction, incident: Incident, reaction: Reaction) -> None:
    """Close once the author says that it is done, reopen after anger, answer a question; nothing after irony or words of thanks alone.

    Nothing is closed while a promise is still to be kept.
    """
    if reaction.tone in SAYS_DONE:
        if await is_promised(tx, incident.id) or not can(incident.status, Act.CLOSE):
            return
    elif reaction.tone not in _ASKS or not can(incident.status, _ASKS[reaction.tone]):
        return
    for official in await whose(tx, incident):
        what = AuthorReacted(incident=incident.id, reaction=reaction.id)
        await tx.outbox.say(official.user_id, what, under=incident.id, sound=_ASKS.get(reaction.tone) is Act.REOPEN)


_ASKS = {Tone.ANGER: Act.REOPEN, Tone.DENIES: Act.REOPEN, Tone.NEW_QUESTION: Act.ANSWER}


async def whose(tx: Transaction, incident: Incident) -> Sequence[Official]:
    """Who is told: the holder, on leave their deputy; else the department; else the coordinators."""
    there = {each.id: each for each in await tx.officials.all() if each.reachable}
    holder = there.get(incident.holder_id) if incident.holder_id is not None else None
    if holder is not None and holder.away:
        holder = there.get(holder.deputy_id) if holder.deputy_id is not None else None
    if holder is not None:
        return [holder]
    own = [o for o in there.values() if incident.department_id is not None and o.department_id == incident.department_id]
    return own or coordinators(there.values())


async def stay(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> bool:
    """«Оставить»: the incident stays as it is.

    False: nothing is done yet, a dispute wants a reason.
    """
    incident, heard = await _unseen(tx, id, by)
    if not incident.is_disputed:
        await _keep(tx, incident, heard, by=by, now=now)
    return not incident.is_disputed


async def stay_because(tx: Transaction, id: IncidentId, words: str, photo: str | None, *, by: Official, now: datetime) -> None:
    """The reason stands on the card as a note, and goes to those who may settle the dispute."""
    incident, heard = await _unseen(tx, id, by)
    text = fit(words or (_SHOWN if photo else ""), NOTE_LIMIT)
    note = await tx.notes.add(Note(id=0, incident_id=id, by=by.id, at=now, text=text, photo=photo))
    await _keep(tx, incident, heard, by=by, now=now, note=note.id)
    for each in await judges(tx, but={by.id}):
        await tx.outbox.say(each.user_id, DisputeKept(incident=id, note=note.id), under=id, sound=False)


_SHOWN = "прислали фото"


async def _unseen(tx: Transaction, id: IncidentId, by: Official) -> tuple[Incident, Reaction]:
    """The incident and the author's last words. Raises Unchanged where somebody has left it already."""
    incident = await tx.incidents.get(id)
    check(by, Act.CLOSE, incident)
    heard = await tx.reactions.of(id)
    if not heard or heard[-1].kept_by is not None:
        raise Unchanged
    return incident, heard[-1]


async def _keep(tx: Transaction, incident: Incident, heard: Reaction, *, by: Official, now: datetime, **data: int) -> None:
    await tx.reactions.put(replace(heard, kept_by=by.id))
    event = note_event(incident, f"отзыв автора видели, оставили как есть: {by.title}", now=now, by=by, **data)
    await refresh(tx, await tx.incidents.save(incident, event))


async def mark_post_deleted(tx: Transaction, incident: Incident, post: StoredPost, *, now: datetime, stop_clock: bool) -> Incident:
    """The author deleted the post. The snapshot stays; the clock stops only where the region's rule says so and nobody else waits.

    A danger that is there now waits for nobody's post.
    """
    voices = await tx.voices.of(incident.id)
    standing = [voice for voice in voices if (await tx.posts.get(voice.post_id)).deleted_at is None]
    waits = incident.status in OPEN and incident.danger_grade is not DangerGrade.NOW
    stops = stop_clock and waits and not standing and incident.answer_by is not None
    after = replace(incident, answer_by=None, accept_by=None) if stops else incident
    because = "автор удалил пост, срок остановлен по правилу региона" if stops else "автор удалил пост"
    after = await tx.incidents.save(after, note_event(after, because, now=now, post=post.id))
    await refresh(tx, after)
    if waits and not standing:
        for official in await whose(tx, after):
            what = PostDeleted(incident=after.id, post=post.id, stopped=stops)
            await tx.outbox.say(official.user_id, what, under=after.id, sound=False)
    return after


async def mark_answer_deleted(tx: Transaction, answer: Answer, *, now: datetime) -> Incident:
    """Our comment was deleted in the network: the holder is told, the time of the answer stays."""
    incident = await tx.incidents.get(answer.incident_id)
    event = note_event(incident, "наш ответ под постом удалили, время ответа засчитано", now=now, answer=answer.id)
    after = await tx.incidents.save(incident, event)
    await refresh(tx, after)
    for official in await whose(tx, after):
        await tx.outbox.say(official.user_id, AnswerDeleted(incident=after.id, answer=answer.id), under=after.id)
    return after


async def log_reaction(tx: Transaction, incident: Incident, made: Reaction) -> None:
    """The card and its log have the word."""
    because = _BECAUSE[made.tone] if made.by_author else "житель пишет: решено"
    await refresh(tx, await tx.incidents.save(incident, note_event(incident, because, now=made.at, post=made.post_id)))
