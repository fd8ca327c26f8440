"""A changed place of a voice parts where its words differ.

The same edit in every place is one edit: each place follows the first that has it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.places import places_beside
from incidents.answers.values import PENDING, AnswerKind, AnswerState
from incidents.desk.answers.text_grew import tell_of_more
from incidents.desk.intake.changed_text import BECAUSE, changed, is_in_hands
from incidents.desk.intake.joining import find, joins, opens
from incidents.desk.intake.one_voice import says_more
from incidents.desk.intake.told_anew import is_wanted, told_now
from incidents.desk.outcome import Outcome, noted
from incidents.desk.refresh import refresh
from incidents.ids import IncidentId
from incidents.incident import Act, Event, Incident, Status, Voice
from incidents.incident_store import KnownPlace
from incidents.lifecycle import can, step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.sameness.matching import MatchKind
from incidents.sameness.one_voice import WITHIN, twin_of
from incidents.sameness.wording import says_as_much, says_same
from incidents.transaction import Transaction


async def edited(tx: Transaction, policy: Policy, id: IncidentId, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """One more revision of a post that is a voice of this incident, or a place of one."""
    voices = await tx.voices.of(id)
    mine = next(each for each in voices if each.post_id == post.id)
    if await _is_taken(tx, id, post) or await tx.voice_parts.incidents_of(post.id):
        return await changed(tx, policy, id, post, reading, now=now)
    beside = places_beside(post.id, voices)
    others = [each for each in beside if not says_same(post, await tx.posts.get(each.post_id))]
    if beside and not others:
        return await changed(tx, policy, id, post, reading, now=now)
    if not is_wanted(reading):
        await _stands_back(tx, mine, beside, others)
        return await changed(tx, policy, id, post, reading, now=now)
    others = [each for each in others if not says_as_much(post, await tx.posts.get(each.post_id))]
    if beside and not others:
        return await changed(tx, policy, id, post, reading, now=now)
    mine = await _parts(tx, mine, beside, others)
    twin = await _twin(tx, id, post, reading)
    if twin is not None:
        is_awaited = not others and await _is_awaited(tx, id, post)
        outcome = await _follows_twin(tx, policy, id, post, reading, mine, twin, is_awaited=is_awaited, now=now)
    else:
        outcome = await (_stands_alone if others else changed)(tx, policy, id, post, reading, now=now)
    if others and await tx.voices.incident_of(post.id) != id:
        await _goes_to(tx, id, post, others[0])
    return outcome


async def _stands_alone(tx: Transaction, policy: Policy, id: IncidentId, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """The place that parted is read again: one more voice of its card, or of another, or a new matter."""
    found = await find(tx, policy, post, reading, now=now)
    if found is not None and found.incident_id == id:
        return await changed(tx, policy, id, post, reading, now=now)
    told = await told_now(tx, post)
    if found is not None and found.kind is not MatchKind.REPEATS:
        outcome = await joins(tx, policy, told, reading, found, now=now)
    else:
        outcome = await opens(tx, policy, told, reading, found, now=now)
    if outcome.incident is not None:
        await _left(tx, id, outcome.incident, post, now=now)
    return outcome


async def _is_taken(tx: Transaction, id: IncidentId, post: StoredPost) -> bool:
    return any((event.data.get("post"), event.data.get("revision")) == (post.id, post.revision) for event in await tx.log.of(id))


async def _stands_back(tx: Transaction, mine: Voice, beside: Sequence[Voice], others: Sequence[Voice]) -> None:
    """A text that asks nothing any more stays a place of the voice; one that asks still speaks for it."""
    leads = mine.place_of not in {each.post_id for each in beside}
    if leads and others:
        await _lead(tx, others[0], beside, answered_at=mine.answered_at)
        await tx.voices.save(replace(mine, place_of=others[0].post_id))


async def _parts(tx: Transaction, mine: Voice, beside: Sequence[Voice], others: Sequence[Voice]) -> Voice:
    """It is a voice of its own now, and another place speaks for those that stay."""
    if mine.place_of not in {each.post_id for each in beside} and others:
        await _lead(tx, others[0], beside, answered_at=mine.answered_at)
    if mine.place_of is None:
        return mine
    alone = replace(mine, place_of=None)
    await tx.voices.save(alone)
    return alone


async def _lead(tx: Transaction, first: Voice, places: Sequence[Voice], *, answered_at: datetime | None) -> None:
    for each in places:
        if each.post_id == first.post_id:
            await tx.voices.save(replace(each, place_of=None, answered_at=each.answered_at or answered_at))
        else:
            await tx.voices.save(replace(each, place_of=first.post_id))


async def _twin(tx: Transaction, id: IncidentId, post: StoredPost, reading: Reading) -> tuple[KnownPlace, str] | None:
    """Where the author's new words stand already and are read alike."""
    found = twin_of(post, await tx.voices.places(post.post, within=WITHIN), await tx.incidents.get(id))
    return None if found is None or says_more(reading, await tx.readings.of(found[0].post.id)) else found


async def _follows_twin(
    tx: Transaction,
    policy: Policy,
    id: IncidentId,
    post: StoredPost,
    reading: Reading,
    mine: Voice,
    twin: tuple[KnownPlace, str],
    *,
    is_awaited: bool,
    now: datetime,
) -> Outcome:
    """The edit was told in another place: nothing rings. A card that nobody has in hand and nothing stands on folds into that one.

    `is_awaited`: what is written to this place has nowhere else to go, so the place stays, and whoever wrote it hears of the edit.
    """
    place, because = twin
    there = {each.post_id for each in await tx.voices.of(place.incident.id)}
    first = place.voice.place_of if place.voice.place_of in there else place.voice.post_id
    before = await tx.incidents.get(id)
    is_last = all(each.post_id == post.id for each in await tx.voices.of(id))
    if place.incident.id == id or is_awaited or (is_last and not await _may_fold(tx, before, post)):
        await tx.voices.save(replace(mine, place_of=first))
        outcome = await changed(tx, policy, id, post, reading, now=now, is_told=True)
        if place.incident.id != id and is_awaited and outcome.incident is not None:
            await tell_of_more(tx, outcome.incident, post)
        return outcome
    await tx.voices.save(replace(mine, incident_id=place.incident.id, because=because, place_of=first, answered_at=None))
    into = await tx.incidents.get(place.incident.id)
    act = Act.TAKE_IN if can(into.status, Act.TAKE_IN) else Act.NOTE
    data = {"post": post.id, "revision": post.revision, "department": into.department_id, "place_of": first}
    event = Event(act=act, at=now, by=None, because=because, status_before=into.status, status_after=into.status, data=data)
    into = await tx.incidents.save(into, event)
    await refresh(tx, into)
    await (_folds if is_last else _left)(tx, id, into, post, now=now)
    return Outcome(incident=into, because=BECAUSE, matched_because=because)


async def _is_awaited(tx: Transaction, id: IncidentId, post: StoredPost) -> bool:
    return any(each.post_id == post.id and each.state in PENDING for each in await tx.answers.of(id))


async def _may_fold(tx: Transaction, incident: Incident, post: StoredPost) -> bool:
    """Whether nobody has the card in hand and it holds nothing that must not be lost with it."""
    if incident.status not in {Status.NEW, Status.ASSIGNED} or incident.danger_grade is not None or incident.danger_asked_at is not None:
        return False
    if incident.controlled_since is not None or incident.co_departments or incident.answered_at is not None:
        return False
    return not await is_in_hands(tx, incident, post, await tx.log.of(incident.id))


async def _folds(tx: Transaction, id: IncidentId, into: Incident, post: StoredPost, *, now: datetime) -> None:
    before = await tx.incidents.get(id)
    status = step(before.status, Act.MERGE)
    data: dict[str, int | str | None] = {"into": into.id, "voices": str(post.id)}
    because = f"{BECAUSE}: теперь это № {into.number}"
    event = Event(act=Act.MERGE, at=now, by=None, because=because, status_before=before.status, status_after=status, data=data)
    after = replace(before, status=status, closed_at=now, merged_into=into.id, doubt=None, new_text_at=None)
    await refresh(tx, await tx.incidents.save(after, event))


async def _left(tx: Transaction, id: IncidentId, into: Incident, post: StoredPost, *, now: datetime) -> None:
    """The card says where one of its places went."""
    before = await tx.incidents.get(id)
    event = noted(before, f"{BECAUSE} в одном месте: теперь это № {into.number}", now=now, post=post.id, into=into.id)
    await refresh(tx, await tx.incidents.save(before, event))


_STAYS = frozenset({AnswerKind.CORRECTION, AnswerKind.AFTER, AnswerKind.SAFETY})
"""They speak of what stands in that very thread."""


async def _goes_to(tx: Transaction, id: IncidentId, post: StoredPost, heir: Voice) -> None:
    """What was written to the place that left, and is not out, goes where the words stand still."""
    for each in await tx.answers.of(id):
        is_free = each.repeats is None and each.kind not in _STAYS
        if each.post_id == post.id and is_free and each.state in PENDING - {AnswerState.PUBLISHING}:
            await tx.answers.save(replace(each, post_id=heir.post_id))
