"""Open an incident: its route, its doubt, its clocks.

The card is made alike for a new post and for one whose text changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from incidents.answers.thanks import as_doubted, is_doubted
from incidents.danger.doubts import is_asked
from incidents.desk.acts.similar_pairs import keep_offers
from incidents.desk.ask_danger import ask, held_back
from incidents.desk.intake.catch_up import note_old
from incidents.desk.intake.find_match import told_again
from incidents.desk.intake.joining import keep_voice
from incidents.desk.intake.mass import gathering
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.desk.second_questions import with_question
from incidents.incident import Act, Doubt, Event, Incident, Voice
from incidents.intake.arrived import Arrived
from incidents.intake.catch_up import is_old
from incidents.intake.new_incident import new_incident
from incidents.intake.rumours import is_rumour, with_rumour
from incidents.lifecycle import step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.routing.route_now import way_of
from incidents.routing.rules import Route
from incidents.sameness.lookups import nearest_to
from incidents.sameness.matching import Match
from incidents.sameness.one_problem import Offer, offers
from incidents.sameness.text_likeness import is_agreement
from incidents.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A card that is not saved, its way, and whether «Опасно?» is to be asked."""

    draft: Incident
    way: Route
    asked: bool
    goes: bool  # to the department of the draft


async def placed(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match | None, *, now: datetime, may_ask: bool = True
) -> Placed:
    """The card that the reading opens. `may_ask`: False where the question about danger has its answer."""
    praised = is_doubted(post.post.words, reading) and not is_asked(reading, policy.topics)
    way = await way_of(tx, reading, post=post, praised=praised)
    way = as_doubted(way, reading) if praised else way
    draft = new_incident(tx.district_id, policy, post, reading, way, found, now=now)
    asked = may_ask and is_asked(reading, policy.topics) and way.doubt is not Doubt.OUTSIDE
    if asked:
        draft = held_back(draft, way, now=now)
    elif is_rumour(reading, way):
        draft = with_rumour(draft, way)
    return Placed(draft=draft, way=way, asked=asked, goes=draft.department_id is not None)


async def opening(tx: Transaction, policy: Policy, arrived: Arrived) -> Placed | None:
    """The card of a new trouble, or of praise that somebody should read."""
    return await card_of(tx, policy, arrived) if arrived.is_appeal or await _is_doubted(tx, arrived) else None


async def card_of(tx: Transaction, policy: Policy, arrived: Arrived) -> Placed:
    """The card that the post opens.

    It is a «повтор» where it tells again of what is over.
    """
    return await placed(tx, policy, arrived.post, arrived.reading, await told_again(tx, policy, arrived), now=arrived.now)


async def _is_doubted(tx: Transaction, arrived: Arrived) -> bool:
    """Praise that the coordinator should read.

    In a thread of ours it is said of what is known already.
    """
    return is_doubted(arrived.post.post.words, arrived.reading) and not await tx.voices.incidents_beside(arrived.post)


async def open_incident(tx: Transaction, policy: Policy, arrived: Arrived, made: Placed) -> Outcome:
    """A new incident of this post, with the open ones that it may be the same as."""
    post, now = arrived.post, arrived.now
    matched = made.draft.matched_because
    because = matched or "новая проблема"
    near, similar = await _offered(tx, policy, arrived)
    incident = await tx.incidents.add(made.draft, arrived.event(Act.TAKE_IN, None, made.draft, because))
    voice = Voice(incident_id=incident.id, post_id=post.id, joined_at=now, because=because)
    await keep_voice(tx, await with_question(tx, voice, post, arrived.reading))
    similar = _with_gathered(similar, near, await gathering(tx, policy, incident, now=now))
    await keep_offers(tx, incident.id, post.id, similar, now=now)
    if is_old(incident) and not arrived.is_sure:
        await note_old(tx, incident.id, now=now)
    if made.goes:
        incident = await _assign(tx, incident, made.way, now)
    await refresh(tx, incident)
    if made.asked:
        await ask(tx, policy, incident, arrived.reading, now=now, quiet=post.is_late(now), is_new=True)
    return Outcome(incident=incident, because=incident.route_because, is_new=True, matched_because=matched, similar=similar, nearest=near)


async def _offered(tx: Transaction, policy: Policy, arrived: Arrived) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """What it may be about, and what the card asks.

    The next cards are measured by how likely the likeliest was.
    """
    if policy.sameness is None:
        return (), ()
    found = arrived.nearest
    if found is None:
        found = await nearest_to(tx.lookalikes, policy.sameness, arrived.post, arrived.reading, now=arrived.now)
    own = await tx.lookalikes.likeliest_of_late()
    await tx.lookalikes.keep(found[0].p if found else 0.0)
    similar = offers(policy.sameness, arrived.reading, found, own)
    if similar or not is_agreement(arrived.post.post.words):
        return found, similar
    above = await tx.voices.incidents_beside(arrived.post)  # «у нас в 14 тоже»: the neighbour's trouble may be the same
    return found, tuple(each for each in found if each.incident_id in above)[:1]


def _with_gathered(similar: Sequence[Offer], near: Sequence[Offer], cards: Sequence[Incident]) -> tuple[Offer, ...]:
    """What the ranking offers, then what is gathered."""
    asked, likely = {each.incident_id for each in similar}, {each.incident_id: each for each in near}
    more = [likely.get(card.id, Offer(incident_id=card.id, number=card.number, p=0.0)) for card in cards if card.id not in asked]
    return (*similar, *more)


async def _assign(tx: Transaction, before: Incident, way: Route, now: datetime) -> Incident:
    after = replace(before, status=step(before.status, Act.ASSIGN))
    because, data = way.because, {"department": way.department_id}
    event = Event(act=Act.ASSIGN, at=now, by=None, because=because, status_before=before.status, status_after=after.status, data=data)
    return await tx.incidents.save(after, event)
