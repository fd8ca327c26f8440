"""Two texts in the same words but one detail of place.

A resident who repeats a trouble finds other words; the same words with another number, name or spot are told of another place.
"""

import re
from collections.abc import Sequence
from itertools import product, takewhile

from incidents.text_likeness import cut

LEAST_SHARED = 3  # words
LEAST_SHARE = 0.6  # of the shorter text
LONGEST = 60  # words: a long text that is nearly another is the same one, mended
SLIP = 2  # letters: words that differ by no more may be one word written twice

_WORD = re.compile(r"\d+(?:[/\\]\d+)?[а-я]?|[a-zа-яё]+", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:перв|втор|трет|четв[её]рт|седьм|восьм|(?:пят|шест|девят|десят)(?:[ыо]й|ая|ое|ого|ом|ую|ым))|"
    r"(?:единиц|двойк|тройк|четв[её]рк|пят[её]рк|шест[её]рк|сем[её]рк|восьм[её]рк)"
)
_SHORT = {"во": "в", "ко": "к", "со": "с"}
_BESIDE = frozenset({"у", "возле", "около", "напротив", "за", "при", "перед", "против"})


def tells_of_another_place(one: str, other: str) -> bool:
    """Whether nearly the same words are said of another number, name or spot."""
    mine, its = _WORD.findall(one), _WORD.findall(other)
    if max(len(mine), len(its)) > LONGEST:
        return False
    my_stems, its_stems = list(map(_stem, mine)), list(map(_stem, its))
    shared = len({*my_stems} & {*its_stems})
    if shared < max(LEAST_SHARED, LEAST_SHARE * min(len({*my_stems}), len({*its_stems}))):
        return False
    swaps = product(_alone(my_stems, its_stems), _alone(its_stems, my_stems))
    return any(_around(my_stems, a) == _around(its_stems, b) and _is_detail(mine, a, its, b) for a, b in swaps)


def _stem(word: str) -> str:
    plain = word.lower().replace("ё", "е")
    return plain if plain[0].isdigit() else cut(_SHORT.get(plain, plain))


def _alone(stems: Sequence[str], others: Sequence[str]) -> list[int]:
    """Where the words stand that the other text has nowhere."""
    return [at for at, stem in enumerate(stems) if stem not in others]


def _around(stems: Sequence[str], at: int) -> tuple[str, str]:
    """The words before and behind; "": none."""
    return stems[at - 1] if at else "", stems[at + 1] if at + 1 < len(stems) else ""


def _is_detail(mine: Sequence[str], a: int, its: Sequence[str], b: int) -> bool:
    """Two numbers, two names inside a sentence, or two things that something lies beside."""
    one, other = mine[a].lower(), its[b].lower()
    if _is_number(one) and _is_number(other):
        return True
    if _is_slip(one, other):
        return False
    if a and b and mine[a][0].isupper() and its[b][0].isupper():
        return True
    return bool(a and b) and mine[a - 1].lower() == its[b - 1].lower() and mine[a - 1].lower() in _BESIDE


def _is_number(word: str) -> bool:
    return word[0].isdigit() or _ORDINAL.match(word) is not None


def _is_slip(one: str, other: str) -> bool:
    """Whether what two words begin and end with leaves at most two letters of each."""
    head = _same_letters(one, other)
    tail = _same_letters(one[head:][::-1], other[head:][::-1])
    return max(len(one), len(other)) - head - tail <= SLIP


def _same_letters(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
