"""After an answer: thanks, anger, a deleted post or comment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.messages import AnswerDeleted, AuthorReacted, PostDeleted
from incidents.answers.reactions import Reaction, Tone, is_not_done, tone_of
from incidents.answers.values import Answer
from incidents.desk.outcome import noted
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged
from incidents.ids import IncidentId
from incidents.incident import OPEN, Act, Incident, Status, Voice
from incidents.lifecycle import can
from incidents.official import Official
from incidents.posts import StoredPost
from incidents.promises.values import PromiseState
from incidents.reading import DangerGrade, Reading
from incidents.recipients import coordinators
from incidents.rights import check
from incidents.transaction import Transaction

_ENDS = frozenset({Status.ANSWERED, Status.CLOSED})


async def hear(tx: Transaction, post: StoredPost, reading: Reading, *, now: datetime) -> Incident | None:
    """A comment of the author under our answer: kept as their reaction, and the holder is asked what to do. None: it is no reaction.

    A danger is never a reaction, and neither is what names another place: both go on as any other message does.
    """
    if post.parent_id is None or not post.post.author_id or reading.danger:
        return None
    found = await _answered_voice(tx, post)
    if found is None:
        return None
    tone = tone_of(post.post.words, reading)
    if tone is None or (tone is not Tone.THANKS and _is_another_trouble(post, reading, found)):
        return None
    known = await tx.reactions.to(post.id)
    if known is not None and known.tone is tone:
        return found
    draft = Reaction(id=0, district_id=tx.district_id, incident_id=found.id, post_id=post.id, tone=tone, at=now)
    made = await tx.reactions.put(draft)
    await _log(tx, found, now, _BECAUSE[tone], post)
    await _suggest(tx, found, made)
    return found


_BECAUSE = {Tone.THANKS: "автор благодарит", Tone.SARCASM: "автор отозвался с иронией", Tone.ANGER: "автор недоволен"}


async def _answered_voice(tx: Transaction, post: StoredPost) -> Incident | None:
    """The incident of the author's own appeal in this thread that was answered before the comment came."""
    for id in await tx.voices.incidents_in_thread(post.parent_id) if post.parent_id is not None else ():
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


def _is_another_trouble(post: StoredPost, reading: Reading, incident: Incident) -> bool:
    """Another street than the incident's, or anger about something else."""
    mine, its = reading.main.street_id or reading.main.street, incident.place.street_id or incident.place.street
    if mine is not None and mine != its:
        return True
    return reading.is_appeal and reading.group != incident.group and not is_not_done(post.post.words)


async def _suggest(tx: Transaction, incident: Incident, reaction: Reaction) -> None:
    """Close after thanks, reopen after anger; nothing after irony, and nothing while a promise is still to be kept."""
    if reaction.tone is Tone.THANKS:
        waits = any(each.state is PromiseState.OPEN for each in await tx.promises.of(incident.id))
        if waits or not can(incident.status, Act.CLOSE):
            return
    elif reaction.tone is not Tone.ANGER or not can(incident.status, Act.REOPEN):
        return
    for official in await whose(tx, incident):
        what = AuthorReacted(incident=incident.id, reaction=reaction.id)
        await tx.outbox.say(official.user_id, what, under=incident.id, sound=reaction.tone is Tone.ANGER)


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


async def stay(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> None:
    """«Оставить»: the reaction is seen, the incident stays as it is."""
    incident = await tx.incidents.get(id)
    check(by, Act.CLOSE, incident)
    heard = await tx.reactions.of(id)
    if not heard or heard[-1].kept_by is not None:
        raise Unchanged
    await tx.reactions.put(replace(heard[-1], kept_by=by.id))
    event = noted(incident, f"отзыв автора видели, оставили как есть: {by.title}", now=now, by=by)
    await refresh(tx, await tx.incidents.save(incident, event))


async def post_gone(tx: Transaction, incident: Incident, post: StoredPost, *, now: datetime, stop_clock: bool) -> Incident:
    """The author deleted the post. The snapshot stays; the clock stops only where the region's rule says so and nobody else waits.

    A danger that is there now waits for nobody's post.
    """
    voices = await tx.voices.of(incident.id)
    standing = [voice for voice in voices if (await tx.posts.get(voice.post_id)).deleted_at is None]
    waits = incident.status in OPEN and incident.danger_grade is not DangerGrade.NOW
    stops = stop_clock and waits and not standing and incident.answer_by is not None
    after = replace(incident, answer_by=None, accept_by=None) if stops else incident
    because = "автор удалил пост, срок остановлен по правилу региона" if stops else "автор удалил пост"
    after = await tx.incidents.save(after, noted(after, because, now=now, post=post.id))
    await refresh(tx, after)
    if waits and not standing:
        for official in await whose(tx, after):
            what = PostDeleted(incident=after.id, post=post.id, stopped=stops)
            await tx.outbox.say(official.user_id, what, under=after.id, sound=False)
    return after


async def answer_gone(tx: Transaction, answer: Answer, *, now: datetime) -> Incident:
    """Our comment was deleted in the network: the holder is told, the time of the answer stays."""
    incident = await tx.incidents.get(answer.incident_id)
    event = noted(incident, "наш ответ под постом удалили, время ответа засчитано", now=now, answer=answer.id)
    after = await tx.incidents.save(incident, event)
    await refresh(tx, after)
    for official in await whose(tx, after):
        await tx.outbox.say(official.user_id, AnswerDeleted(incident=after.id, answer=answer.id), under=after.id)
    return after


async def _log(tx: Transaction, incident: Incident, now: datetime, because: str, post: StoredPost) -> None:
    await refresh(tx, await tx.incidents.save(incident, noted(incident, because, now=now, post=post.id)))
