"""What officials say of «Похоже на № 15» teaches the reader."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.desk.outcome import note_event
from incidents.desk.refresh import refresh
from incidents.errors import NotFound, Unchanged
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, Incident
from incidents.official import Official
from incidents.rights import check
from incidents.sameness.one_problem import Offer
from incidents.sameness.similar_pairs import PairVerdict, SimilarPair
from incidents.transaction import Transaction


async def not_the_same(tx: Transaction, id: IncidentId, other_id: IncidentId, *, by: Official, now: datetime) -> int:
    """«Не то»: the card offers this one no more; gives back its number. Raises Unchanged, NotFound."""
    incident, other = await tx.incidents.get(id), await tx.incidents.get(other_id)
    check(by, Act.MERGE, incident)
    check(by, Act.MERGE, other)
    pair = await tx.similar_pairs.between(id, other_id)
    if pair is None:
        raise NotFound("Эти сообщения не сравнивали. Откройте свежую карточку")
    if pair.verdict is not None:
        raise Unchanged
    await tx.similar_pairs.keep(replace(pair, verdict=PairVerdict.OTHER, by=by.id))
    event = note_event(incident, f"не то же, что № {other.number}: {by.title}", now=now, by=by, unlike=other.id)
    await refresh(tx, await tx.incidents.save(incident, event))
    return other.number


async def taught_same(tx: Transaction, incident: Incident, other: Incident, *, by: Official, now: datetime) -> None:
    """A merge says that both are one trouble, offered or not. Before the messages move: afterwards nobody knows whose they were."""
    known = await tx.similar_pairs.between(incident.id, other.id)
    if known is not None:
        await tx.similar_pairs.keep(replace(known, verdict=PairVerdict.SAME, by=by.id))
        return
    mine, its = await first_post(tx, incident.id), await first_post(tx, other.id)
    if mine is not None and its is not None:
        pair = SimilarPair(incident_id=incident.id, other_id=other.id, post_id=mine, other_post_id=its, p=None, at=now)
        await tx.similar_pairs.keep(replace(pair, verdict=PairVerdict.SAME, by=by.id))


async def taken_back(tx: Transaction, id: IncidentId, other_id: IncidentId) -> None:
    """The merge is undone: nobody has said anything of the two."""
    known = await tx.similar_pairs.between(id, other_id)
    if known is not None:
        await tx.similar_pairs.keep(replace(known, verdict=None, by=None))


async def first_post(tx: Transaction, id: IncidentId) -> PostId | None:
    """What the card was opened for; None: only a part of a post, whose text says more."""
    return next((voice.post_id for voice in await tx.voices.of(id) if not voice.is_part), None)


async def keep_offers(tx: Transaction, id: IncidentId, post: PostId, found: Sequence[Offer], *, now: datetime) -> None:
    """The card of a new incident carries them until somebody says «Объединить» or «Не то»."""
    for each in found:
        other = await first_post(tx, each.incident_id)
        if other is not None:
            pair = SimilarPair(incident_id=id, other_id=each.incident_id, post_id=post, other_post_id=other, p=each.p, at=now)
            await tx.similar_pairs.keep(pair)
