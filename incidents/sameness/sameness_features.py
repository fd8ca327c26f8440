"""Features that tell which open incident a new text is about.

Named numbers: of the text beside an incident, and of «none of these».
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from incidents.reading import MainPlace
from incidents.sameness.fingerprint import Codes, Fingerprint
from incidents.sameness.same_place import LEVELS, same_house, same_level

MOST_NAMES = 3.0  # rare names: more say nothing new
MOST_WORDS = 4.0
FULL = 52.0  # a candidates' list and what smooths it

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedText:
    """What is asked about: its fingerprint, where the trouble is, in which source it stands."""

    fingerprint: Fingerprint
    place: MainPlace
    source_id: int | None
    is_comment: bool


def source_rarity(mine: int | None, its: int | None, around: Sequence[int | None]) -> float:
    """How much it says that both stand in one source: nothing where all candidates do, 1 where no other does."""
    if mine is None or mine != its:
        return 0.0
    return math.log((len(around) + 2) / (around.count(mine) + 1)) / math.log(FULL)


def features(mine: ComparedText, voices: Sequence[Fingerprint], place: MainPlace, *, rarity: float) -> Features:
    """The text beside an incident; of its voices the likest counts, number by number."""
    each = [_likeness(mine.fingerprint, voice) for voice in voices]
    same = _places(mine.place, place)
    likest = {name: max(one[name] for one in each) for name in each[0]}
    return {
        **likest,
        **{f"{name}_{word}": float(told is want) for name, told in same.items() for word, want in (("same", True), ("apart", False))},
        "source_rarity": rarity,
    }


def none_features(mine: ComparedText, candidates: int) -> Features:
    """What speaks for «none of these»."""
    return {
        "none_candidates": math.log1p(candidates) / math.log(FULL),
        "none_comment": float(mine.is_comment),
        "none_request": mine.fingerprint.signs["request"],
        "none_placed": float(bool(mine.place.street or mine.place.landmark)),
    }


def is_apart(mine: ComparedText, voices: Sequence[Fingerprint], place: MainPlace) -> bool:
    """Whether both name a place or a number and differ."""
    same = _places(mine.place, place)
    numbers = mine.fingerprint.numbers
    others = [voice.numbers for voice in voices if voice.numbers]
    is_other_number = bool(numbers and others) and all(numbers.isdisjoint(each) for each in others)
    return False in same.values() or (is_other_number and same["house"] is not True)


def names_more(mine: Fingerprint, voices: Sequence[Fingerprint]) -> bool:
    """Whether the text names what no voice says: a place, a person, a number."""
    said = {code for voice in voices for code in voice.said}
    told = {number for voice in voices for number in voice.numbers}
    return not (mine.names.keys() <= said and mine.numbers <= told)


def _likeness(one: Fingerprint, other: Fingerprint) -> Features:
    """How alike two texts are, without their places.

    A name of one may be a plain word of the other: people forget capitals.
    """
    overlap = sum(share * other.topics[code] for code, share in one.topics.items() if code in other.topics)
    words = [share for code, share in one.words.items() if code in other.words]
    names = _shared(one.names, other.said) | _shared(other.names, one.said)
    return {
        "topic_overlap": overlap,
        "topic_overlap_squared": overlap * overlap,
        "topic_first": float(one.likeliest == other.likeliest),
        "words_weight": min(sum(words), MOST_WORDS) / MOST_WORDS,
        "names_weight": min(sum(names.values()), MOST_NAMES) / MOST_NAMES,
        "numbers_shared": float(not one.numbers.isdisjoint(other.numbers)),
    }


def _shared(codes: Codes, among: Codes) -> dict[int, float]:
    return {code: share for code, share in codes.items() if code in among}


def _places(mine: MainPlace, its: MainPlace) -> dict[str, bool | None]:
    """Same or not, level by level; None where one side does not say."""
    return {name: same_level(name, mine, its) for name in LEVELS} | {"house": same_house(mine.house, its.house)}
