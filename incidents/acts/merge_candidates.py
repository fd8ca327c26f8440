"""Candidates for «Объединить»: open incidents of one place or topic, best first."""

from collections.abc import Sequence

from incidents.incident import OPEN, Incident
from incidents.incident_store import Incidents
from incidents.routing.topic_rules import is_one_trouble

OFFERED = 6
"""So many of them stand in the menu."""


async def alike(incidents: Incidents, incident: Incident) -> Sequence[Incident]:
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
