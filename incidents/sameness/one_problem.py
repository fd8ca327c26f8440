"""Which open incident a new text is about, or none.

A choice among all candidates at once (conditional logit); the weights are handed over as a value.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from incidents.ids import IncidentId
from incidents.posts import StoredPost
from incidents.reading import Kind, MainPlace, Reading
from incidents.sameness.fingerprint import Fingerprint
from incidents.sameness.same_place import same_level
from incidents.sameness.sameness_features import ComparedText, features, is_apart, names_more, none_features, source_rarity

MOST_OFFERS = 2
MOST_CANDIDATES = 50
OF_A_PLACE, OF_A_GROUP = 20, 10  # of the list at most, for each place and each group; the newest fill the rest
VOICES = 3  # of an incident, the first ones: the rest say the same
MOST_NUMBERS = 20
REMEMBERED = 200  # new cards of late, whose likeliest candidates say what is much
DOUBTFUL = 0.2  # a text whose score of an appeal is lower, and that is none, is offered nothing: 1 of 100 talks is


class Join(IntEnum):
    """Whether a text may join an incident by itself."""

    NEVER = 0
    SPOT = 1  # both name one landmark, or one street and a house both or neither
    ANYWHERE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sameness:
    """What training found: weights by name, and the lines of p."""

    weights: Mapping[str, float]
    bias: float  # of «none of these»
    joined: float
    joined_anywhere: float  # where no spot is shared
    budget: float  # share of new cards with an offer
    least: float  # below this nothing is offered, however calm the days
    tops: Sequence[float]  # p of the likeliest candidate of each new card in strangers' towns, rising
    reason: str = ""

    def line(self, own: Sequence[float]) -> float:
        """From which p a card carries an offer.

        A quantile of the district's new cards of late, before them of strangers' towns.
        """
        own = own[-REMEMBERED:]
        lacking = REMEMBERED - len(own)
        lent = [self.tops[(2 * n + 1) * len(self.tops) // (2 * lacking)] for n in range(lacking)] if self.tops else []
        known = sorted([*own, *lent], reverse=True)
        return max(self.least, known[int(self.budget * len(known))]) if known else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """An open incident that a post may speak of: where it is, and what its first voices say."""

    incident_id: IncidentId
    number: int
    place: MainPlace
    said: tuple[tuple[int, Fingerprint], ...]  # source, as it was read; a voice of an older reader is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """«Похоже на № 15». `is_sure`: the post joins it by itself."""

    incident_id: IncidentId
    number: int
    p: float
    is_sure: bool = False


def text_of(post: StoredPost, reading: Reading) -> ComparedText | None:
    """A post as it is compared; None: an older reader has read it."""
    read = Fingerprint.read(reading.fingerprint)
    if read is None:
        return None
    return ComparedText(fingerprint=read, place=reading.main, source_id=post.source_id, is_comment=post.post.parent_external_id is not None)


def nearest(learned: Sameness, mine: ComparedText, known: Sequence[Lookalike]) -> tuple[Offer, ...]:
    """The candidates with their probabilities, the likeliest first."""
    told = [each for each in known[:MOST_CANDIDATES] if each.said]
    sources = [each.said[0][0] for each in told]
    rows = [
        features(mine, [voice for _, voice in each.said], each.place, rarity=source_rarity(mine.source_id, source, sources))
        for each, source in zip(told, sources, strict=True)
    ]
    logits = [_weighed(learned, row) for row in rows]
    none = learned.bias + _weighed(learned, none_features(mine, len(told)))
    top = max([none, *logits])
    total = sum(math.exp(each - top) for each in [none, *logits])
    found = [
        Offer(incident_id=each.incident_id, number=each.number, p=p, is_sure=p >= needed(learned, join_of(mine, each)))
        for each, logit in zip(told, logits, strict=True)
        for p in [math.exp(logit - top) / total]
    ]
    return tuple(sorted(found, key=lambda offer: (-offer.p, -offer.number)))


def offers(learned: Sameness, reading: Reading, found: Sequence[Offer], own: Sequence[float]) -> tuple[Offer, ...]:
    """What a new card asks about: at most two. What asks several things is like nothing.

    `own`: p of the likeliest candidate of each new card of late.
    """
    if reading.parts or reading.kind is Kind.THANKS or reading.appeal_score < DOUBTFUL:
        return ()
    line = learned.line(own)
    return tuple(each for each in found[:MOST_OFFERS] if each.p >= line)


def _weighed(learned: Sameness, told: Mapping[str, float]) -> float:
    return sum([learned.weights.get(name, 0.0) * value for name, value in told.items() if value])


def needed(learned: Sameness, join: Join) -> float:
    """From which p it joins."""
    return {Join.NEVER: math.inf, Join.SPOT: learned.joined, Join.ANYWHERE: learned.joined_anywhere}[join]


def join_of(mine: ComparedText, known: Lookalike) -> Join:
    """Whether it may join.

    Never where both name something that differs; on no common street, never what names something that no voice does.
    """
    voices = [voice for _, voice in known.said]
    if is_apart(mine, voices, known.place):
        return Join.NEVER
    street = same_level("street", mine.place, known.place)
    is_half = bool(mine.place.house) != bool(known.place.house)
    if same_level("landmark", mine.place, known.place) or (street and not is_half):
        return Join.SPOT
    return Join.ANYWHERE if street or not names_more(mine.fingerprint, voices) else Join.NEVER
