"""Features that tell whether two texts speak of one problem.

Named numbers, at most 40, from their fingerprints and places.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.reading import MainPlace
from incidents.sameness.fingerprint import Codes, Fingerprint
from incidents.sameness.same_place import same_house, same_level

LEVELS = ("settlement", "street", "landmark")
MOST_NAMES = 3.0  # rare names: more say nothing new
MOST_WORDS = 4.0
LONG = 4.0  # the logarithm of a long text's words
FULL = 52.0  # a candidates' list and what smooths it
GAPS = ("request", "question", "thanks", "ad")

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneText:
    """One of the two: its fingerprint, where it is, in which source it stands."""

    fingerprint: Fingerprint
    place: MainPlace
    groups: Mapping[str, float]  # the likeliest with probabilities
    source_id: int | None


def source_rarity(mine: int | None, its: int | None, around: Sequence[int | None]) -> float:
    """How much it says that both stand in one source: nothing where all candidates do, 1 where no other does."""
    if mine is None or mine != its:
        return 0.0
    return math.log((len(around) + 2) / (around.count(mine) + 1)) / math.log(FULL)


def features(mine: OneText, its: OneText, *, rarity: float) -> Features:
    """The numbers by name. `rarity`: see `source_rarity`."""
    one, other = mine.fingerprint, its.fingerprint
    overlap = sum(share * other.topics[code] for code, share in one.topics.items() if code in other.topics)
    return {
        "topic_overlap": overlap,
        "topic_overlap_squared": overlap * overlap,
        "topic_first": float(one.likeliest == other.likeliest),
        "group_overlap": sum(math.sqrt(share * its.groups[name]) for name, share in mine.groups.items() if name in its.groups),
        **_words(one, other),
        **_names(one, other),
        **_places(mine.place, its.place),
        "source_rarity": rarity,
        "source_apart": float(None not in {mine.source_id, its.source_id} and mine.source_id != its.source_id),
        "source_and_topic": rarity * overlap,
        **{f"{name}_gap": abs(one.signs[name] - other.signs[name]) for name in GAPS},
        "appeal_lower": min(one.signs["appeal"], other.signs["appeal"]),
        "danger_both": min(one.signs["danger"], other.signs["danger"]),
        "danger_gap": abs(one.signs["danger"] - other.signs["danger"]),
        "now_gap": abs(one.signs["now"] - other.signs["now"]),
        "shorter": math.log1p(min(one.length, other.length)) / LONG,
        "length_ratio": min(one.length, other.length) / max(one.length, other.length, 1),
    }


def _words(one: Fingerprint, other: Fingerprint) -> Features:
    """Shared words, objects and troubles apart and together."""
    mine, its = one.words, other.words
    objects, troubles, both = _shared(one.objects, other.objects), _shared(one.troubles, other.troubles), _shared(mine, its)
    words_share = _share(both, mine, its)
    left = bool(both) and bool(one.names.keys() - other.said.keys()) and bool(other.names.keys() - one.said.keys())
    return {
        "objects_share": _share(objects, one.objects, other.objects),
        "objects_rarest": max(objects, default=0.0),
        "troubles_share": _share(troubles, one.troubles, other.troubles),
        "words_share": words_share,
        "words_weight": min(sum(both), MOST_WORDS) / MOST_WORDS,
        "words_rarest": max(both, default=0.0),
        "words_but_names": float(left) * words_share,
        "words_none": float(not both),
    }


def _names(one: Fingerprint, other: Fingerprint) -> Features:
    """A name of one side may be a plain word of the other: people forget capitals."""
    mine, its = one.said, other.said
    shared = {code: share for code, share in one.names.items() if code in its} | {c: s for c, s in other.names.items() if c in mine}
    left = bool(one.names.keys() - its.keys()) and bool(other.names.keys() - mine.keys())
    apart = bool(one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers))
    return {
        "names_weight": min(sum(shared.values()), MOST_NAMES) / MOST_NAMES,
        "names_rarest": max(shared.values(), default=0.0),
        "names_apart": float(left and not shared),
        "names_left": float(left),
        "numbers_shared": float(not one.numbers.isdisjoint(other.numbers)),
        "numbers_apart": float(apart),
    }


def _places(mine: MainPlace, its: MainPlace) -> Features:
    """Same or apart, level by level; both 0 where one side does not say."""
    same = {name: same_level(name, mine, its) for name in LEVELS} | {"house": same_house(mine.house, its.house)}
    return {f"{name}_{word}": float(told is want) for name, told in same.items() for word, want in (("same", True), ("apart", False))}


def _shared(one: Codes, other: Codes) -> list[float]:
    return [share for code, share in one.items() if code in other]


def _share(shared: Sequence[float], one: Codes, other: Codes) -> float:
    """Of the poorer side's weight."""
    if not shared:
        return 0.0
    least = min(sum(one.values()), sum(other.values()))
    return min(sum(shared) / least, 1.0) if least else 0.0
