"""A changed place of a voice parts where its words differ.

The same edit in every place is one edit: each place follows the first that has it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.places import places_beside
from incidents.answers.values import PENDING, AnswerKind, AnswerState
from incidents.desk.answers.text_grew import tell_of_more
from incidents.desk.intake.changed_text import BECAUSE, change_text, is_in_hands
from incidents.desk.intake.find_match import find_match, told_now
from incidents.desk.intake.joining import join
from incidents.desk.intake.opening import card_of, open_incident
from incidents.desk.intake.same_words import log_place, says_more
from incidents.desk.outcome import Outcome, note_event
from incidents.desk.refresh import refresh
from incidents.ids import IncidentId
from incidents.incident import Act, Event, Incident, Status, Voice
from incidents.incident_store import KnownPlace
from incidents.intake.arrived import Arrived
from incidents.lifecycle import step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.sameness.matching import MatchKind
from incidents.sameness.one_voice import WITHIN, twin_of
from incidents.sameness.wording import says_as_much, says_same
from incidents.transaction import Transaction


async def edited_voice(_tx: Transaction, _policy: Policy, arrived: Arrived) -> IncidentId | None:
    """The card whose voice, or a place of one, the post is already."""
    return arrived.incident_id


async def follow_edit(tx: Transaction, policy: Policy, arrived: Arrived, id: IncidentId) -> Outcome:
    """One more revision of a voice: its places stay one, or this one parts."""
    post, voices = arrived.post, await tx.voices.of(id)
    own = next(each for each in voices if each.post_id == post.id)
    if await tx.voice_parts.incidents_of(post.id):
        return await change_text(tx, policy, id, arrived)
    beside = places_beside(post.id, voices)
    others = [each for each in beside if not says_same(post, await tx.posts.get(each.post_id))]
    if not arrived.reading.is_wanted:
        await _stand_back(tx, own, beside, others)
        return await change_text(tx, policy, id, arrived)
    others = [each for each in others if not says_as_much(post, await tx.posts.get(each.post_id))]
    if beside and not others:
        return await change_text(tx, policy, id, arrived)
    own = await _part(tx, own, beside, others)
    twin = await _twin(tx, id, arrived)
    if twin is not None:
        outcome = await _follow_twin(tx, policy, arrived, own, twin, is_alone=not others)
    else:
        outcome = await (_stand_alone if others else change_text)(tx, policy, id, arrived)
    if others and await tx.voices.incident_of(post.id) != id:
        await _hand_answers_on(tx, id, post, others[0])
    return outcome


async def _stand_alone(tx: Transaction, policy: Policy, id: IncidentId, arrived: Arrived) -> Outcome:
    """The place that parted is read again: one more voice of its card, or of another, or a new matter."""
    found = await find_match(tx, policy, arrived)
    if found is not None and found.incident_id == id:
        return await change_text(tx, policy, id, arrived)
    told = replace(arrived, post=await told_now(tx, arrived.post), match=found, is_sure=False)  # it is the edit that speaks
    if found is not None and found.kind is not MatchKind.REPEATS:
        outcome = await join(tx, policy, told, found)
    else:
        outcome = await open_incident(tx, policy, told, await card_of(tx, policy, told))
    if outcome.incident is not None:
        await _log_leaving(tx, id, outcome.incident, arrived)
    return outcome


async def _stand_back(tx: Transaction, own: Voice, beside: Sequence[Voice], others: Sequence[Voice]) -> None:
    """A text that asks nothing any more stays a place of the voice; one that asks still speaks for it."""
    leads = own.place_of not in {each.post_id for each in beside}
    if leads and others:
        await _lead(tx, others[0], beside, answered_at=own.answered_at)
        await tx.voices.save(replace(own, place_of=others[0].post_id))


async def _part(tx: Transaction, own: Voice, beside: Sequence[Voice], others: Sequence[Voice]) -> Voice:
    """It is a voice of its own now, and another place speaks for those that stay."""
    if own.place_of not in {each.post_id for each in beside} and others:
        await _lead(tx, others[0], beside, answered_at=own.answered_at)
    if own.place_of is None:
        return own
    alone = replace(own, place_of=None)
    await tx.voices.save(alone)
    return alone


async def _lead(tx: Transaction, first: Voice, places: Sequence[Voice], *, answered_at: datetime | None) -> None:
    for each in places:
        if each.post_id == first.post_id:
            await tx.voices.save(replace(each, place_of=None, answered_at=each.answered_at or answered_at))
        else:
            await tx.voices.save(replace(each, place_of=first.post_id))


async def _twin(tx: Transaction, id: IncidentId, arrived: Arrived) -> tuple[KnownPlace, str] | None:
    """Where the author's new words stand already and are read alike."""
    post = arrived.post
    found = twin_of(post, await tx.voices.places(post.post, within=WITHIN), await tx.incidents.get(id))
    return None if found is None or says_more(arrived.reading, await tx.readings.of(found[0].post.id)) else found


async def _follow_twin(
    tx: Transaction, policy: Policy, arrived: Arrived, own: Voice, twin: tuple[KnownPlace, str], *, is_alone: bool
) -> Outcome:
    """The edit was told in another place: nothing rings.

    A card that nobody has in hand and nothing stands on folds into that one.
    `is_alone`: what is written to this place has nowhere else to go, so the place stays, and whoever wrote it hears of the edit.
    """
    place, because = twin
    id, into = own.incident_id, place.incident.id
    is_awaited = is_alone and await _is_awaited(tx, id, arrived.post)
    there = {each.post_id for each in await tx.voices.of(into)}
    first = place.voice.place_of if place.voice.place_of in there else place.voice.post_id
    is_last = all(each.post_id == own.post_id for each in await tx.voices.of(id))
    if into == id or is_awaited or (is_last and not await _may_fold(tx, await tx.incidents.get(id), arrived.post)):
        await tx.voices.save(replace(own, place_of=first))
        outcome = await change_text(tx, policy, id, arrived, is_told=True)
        if into != id and is_awaited and outcome.incident is not None:
            await tell_of_more(tx, outcome.incident, arrived.post)
        return outcome
    await tx.voices.save(replace(own, incident_id=into, because=because, place_of=first, answered_at=None))
    after = await log_place(tx, into, arrived, first, because)
    await refresh(tx, after)
    await (_fold if is_last else _log_leaving)(tx, id, after, arrived)
    return Outcome(incident=after, because=BECAUSE, matched_because=because)


async def _is_awaited(tx: Transaction, id: IncidentId, post: StoredPost) -> bool:
    return any(each.post_id == post.id and each.state in PENDING for each in await tx.answers.of(id))


async def _may_fold(tx: Transaction, incident: Incident, post: StoredPost) -> bool:
    """Whether nobody has the card in hand and it holds nothing that must not be lost with it."""
    if incident.status not in {Status.NEW, Status.ASSIGNED} or incident.danger_grade is not None or incident.danger_asked_at is not None:
        return False
    if incident.controlled_since is not None or incident.co_departments or incident.answered_at is not None:
        return False
    return not await is_in_hands(tx, incident, post, await tx.log.of(incident.id))


async def _fold(tx: Transaction, id: IncidentId, into: Incident, arrived: Arrived) -> None:
    """Nothing is left of the card but its line of where it went."""
    before, now = await tx.incidents.get(id), arrived.now
    status = step(before.status, Act.MERGE)
    data: dict[str, int | str | None] = {"into": into.id, "voices": str(arrived.post.id)}
    because = f"{BECAUSE}: теперь это № {into.number}"
    event = Event(act=Act.MERGE, at=now, by=None, because=because, status_before=before.status, status_after=status, data=data)
    after = replace(before, status=status, closed_at=now, merged_into=into.id, doubt=None, new_text_at=None)
    await refresh(tx, await tx.incidents.save(after, event))


async def _log_leaving(tx: Transaction, id: IncidentId, into: Incident, arrived: Arrived) -> None:
    """The card says where one of its places went."""
    before = await tx.incidents.get(id)
    because = f"{BECAUSE} в одном месте: теперь это № {into.number}"
    event = note_event(before, because, now=arrived.now, post=arrived.post.id, into=into.id)
    await refresh(tx, await tx.incidents.save(before, event))


_STAYS = frozenset({AnswerKind.CORRECTION, AnswerKind.AFTER, AnswerKind.SAFETY})
"""They speak of what stands in that very thread."""


async def _hand_answers_on(tx: Transaction, id: IncidentId, post: StoredPost, heir: Voice) -> None:
    """What was written to the place that left, and is not out, goes where the words stand still."""
    for each in await tx.answers.of(id):
        is_free = each.repeats is None and each.kind not in _STAYS
        if each.post_id == post.id and is_free and each.state in PENDING - {AnswerState.PUBLISHING}:
            await tx.answers.save(replace(each, post_id=heir.post_id))
