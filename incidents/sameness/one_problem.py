"""One problem or not, by learned weights.

Features are weighed by weights that are handed over as a value; the offers «похоже на № 15».
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from incidents.ids import IncidentId
from incidents.reading import Kind, MainPlace, Reading
from incidents.sameness.fingerprint import Fingerprint
from incidents.sameness.sameness_features import Features, OneText, features, source_rarity

MOST_OFFERS = 2
MOST_CANDIDATES = 50
MOST_FEATURES = 40
TELLING = 0.3  # a source's rarity from which it says something
DOUBTFUL = 0.2  # a text whose score of an appeal is lower, and that is none, is offered nothing: 1 of 100 talks is


@dataclass(frozen=True, slots=True, kw_only=True)
class Sameness:
    """What training found: p = sigmoid(bias + Σ weight × feature), the thresholds of an offer, and why they are what they are."""

    weights: Mapping[str, float]
    bias: float
    offered: float  # where both stand in one source that few candidates share
    offered_blind: float  # where the source says nothing
    doubtful: float = DOUBTFUL
    reason: str = ""

    def p(self, told: Features) -> float:
        """The probability. A feature without a weight counts nothing."""
        logit = self.bias + sum([self.weights.get(name, 0.0) * value for name, value in told.items() if value])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def is_likely(self, p: float, rarity: float) -> bool:
        """Whether it is worth an official's look."""
        return p >= (self.offered if rarity >= TELLING else self.offered_blind)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRead:
    """What is compared of a reading. `groups`: the likeliest with probabilities."""

    fingerprint: Fingerprint | None  # None: the reading is older than fingerprints
    groups: Mapping[str, float]

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """Of a text that was just read."""
        return cls(fingerprint=Fingerprint.read(reading.fingerprint), groups=dict(reading.groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """An open incident that a post may speak of: where it is, and what its first voices say."""

    incident_id: IncidentId
    number: int
    place: MainPlace
    said: tuple[tuple[int, VoiceRead], ...]  # source, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """«Похоже на № 15»."""

    incident_id: IncidentId
    number: int
    p: float


def offers(learned: Sameness, reading: Reading, source_id: int, known: Sequence[Lookalike]) -> tuple[Offer, ...]:
    """The likeliest incidents among the candidates, at most two, best first."""
    mine = _side(VoiceRead.of(reading), reading.main, source_id)
    if mine is None or reading.kind is Kind.THANKS or reading.appeal_score < learned.doubtful:
        return ()
    sources = [each.said[0][0] for each in known if each.said]
    found = [_offer(learned, mine, each, sources) for each in known[:MOST_CANDIDATES]]
    return tuple(sorted((each for each in found if each is not None), key=lambda offer: (-offer.p, -offer.number))[:MOST_OFFERS])


def _offer(learned: Sameness, mine: OneText, known: Lookalike, sources: Sequence[int]) -> Offer | None:
    """The incident, if the likest of its voices is like enough."""
    likely = []
    for source_id, said in known.said:
        its = _side(said, known.place, source_id)
        if its is None:
            continue
        rarity = source_rarity(mine.source_id, source_id, sources)
        p = learned.p(features(mine, its, rarity=rarity))
        if learned.is_likely(p, rarity):
            likely.append(p)
    return Offer(incident_id=known.incident_id, number=known.number, p=max(likely)) if likely else None


def _side(said: VoiceRead, place: MainPlace, source_id: int) -> OneText | None:
    read = said.fingerprint
    return None if read is None else OneText(fingerprint=read, place=place, groups=said.groups, source_id=source_id)
