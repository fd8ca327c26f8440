"""Pairs of cards that may be one trouble.

«Похоже на № 15»: the reader's offers, and merges by hand.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId, OfficialId, PostId
from incidents.incident import OPEN, Incident


class PairVerdict(StrEnum):
    """What an official said of a pair. Codes stand in the database: add, never rename."""

    SAME = "same"  # merged
    OTHER = "other"  # «Не то»


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPair:
    """Two cards by the posts that were compared. `p` None: nobody offered it, an official merged them."""

    incident_id: IncidentId  # the later card: it carries the offer
    other_id: IncidentId
    post_id: PostId
    other_post_id: PostId
    p: float | None
    at: datetime
    verdict: PairVerdict | None = None
    by: OfficialId | None = None


def is_offered(pair: SimilarPair, incident: Incident, other: Incident) -> bool:
    """Whether the card still asks: nobody has said, and both wait for an answer and stand for themselves."""
    waits = all(each.status in OPEN and each.merged_into is None for each in (incident, other))
    return pair.p is not None and pair.verdict is None and waits and incident.id != other.id
