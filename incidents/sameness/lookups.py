"""Find open incidents that a post or a card may repeat."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from incidents.incident import OPEN, Incident, Status
from incidents.incident_store import Incidents
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.routing.topic_rules import is_one_trouble
from incidents.sameness.one_problem import MOST_CANDIDATES, Offer, Sameness, nearest, text_of
from incidents.sameness.similar_pairs import is_offered
from incidents.sameness.store import Lookalikes, SimilarPairs

LATELY = timedelta(days=7)
"""A trouble that nobody spoke of for a week is not offered."""


NEAREST = 3
"""So many does «Это уже есть?» show."""

OFFERED = 6
"""So many of them stand in the menu."""


async def nearest_to(
    lookalikes: Lookalikes,
    learned: Sameness | None,
    post: StoredPost,
    reading: Reading,
    *,
    now: datetime,
    within: timedelta = LATELY,
    statuses: Collection[Status] = OPEN,
) -> tuple[Offer, ...]:
    """Incidents that the post may be about, the likeliest first."""
    mine = text_of(post, reading)
    if learned is None or mine is None:
        return ()
    main = reading.main
    place = [id for id in (main.street_id, main.landmark_id, main.settlement_id) if id]
    groups = [group for group, _ in reading.groups]
    known = await lookalikes.near(groups=groups, place=place, since=now - within, limit=MOST_CANDIDATES, statuses=statuses)
    return nearest(learned, mine, known)


async def offered(incidents: Incidents, pairs: SimilarPairs, incident: Incident) -> Sequence[Incident]:
    """What the card may be the same as, the likeliest first; nothing that is over, merged, judged, or not waited for."""
    if incident.status not in OPEN:
        return ()
    found = [(pair, await incidents.get(pair.other_id)) for pair in await pairs.of(incident.id)]
    return [other for pair, other in found if is_offered(pair, incident, other)]


async def merge_candidates(incidents: Incidents, incident: Incident) -> Sequence[Incident]:
    """The likeliest first, of equals the newest; what shares neither place nor topic is not offered."""
    waiting = [other for other in await incidents.unfinished() if other.id != incident.id and other.status in OPEN]
    scored = [(_score(incident, other), other.id, other) for other in waiting]
    best = sorted((each for each in scored if each[0]), key=lambda each: each[:2], reverse=True)
    return [other for _, _, other in best]


def _score(incident: Incident, other: Incident) -> int:
    place = incident.place_id is not None and incident.place_id == other.place_id
    town = incident.place.settlement_id is not None and incident.place.settlement_id == other.place.settlement_id
    topic = is_one_trouble(incident.topic, other.topic)
    if not (place or topic):
        return 0
    return 4 * place + 2 * topic + town
