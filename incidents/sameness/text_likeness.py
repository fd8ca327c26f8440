"""How alike two texts are, and what one says of another.

Stems are compared (`incidents/stemming.py`).
"""

import re
from dataclasses import dataclass

from incidents.stemming import plain

_AGREEMENT = re.compile(
    r"^\W*(?:\+\s*\d*|плюс(?:ую|уюсь)?|поддерживаю|поддержива[ею]м|присоединяюсь|подтверждаю|подписываюсь|согласн[аы]|согласен|аналогично|"
    r"(?:и\s+|а\s+)?(?:у|к|в|на)\s+(?:нас|меня|наш\w*|мо[йяеи]\w*|нам|мне)\b[^.?]{0,30}?\b(?:тоже|также|так\s+же|то\s*же|такая\s+же|аналогично)|"
    r"(?:и|а)\s+(?:у\s+(?:нас|меня)|мы|я)(?:\s+тоже)?\s*[.!)]*$|(?:мы|я)\s+тоже|(?:та|такая)\s+же\s+(?:история|беда|ситуация|проблема|фигня)|"
    r"(?:то|тоже)\s+(?:же\s+)?самое|жиза)(?:\b|$|\W)"
)
_BETWEEN = re.compile(r"между\s+(?:дом\w*|д\.)?[^.!?\n]{0,40}?(\d+\s?[а-я]?)\b\s*и\s[^.!?\n\d]{0,40}(\d+\s?[а-я]?)\b")
_ELSEWHERE = re.compile(r"\bв\s+другом\s+месте\b|\bещ[её]\s+одн[аоу]\w*\s+(?:ям|свалк|люк|провал)")
_LONGEST_AGREEMENT = 12  # words: what is longer speaks for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """`shared` counts common stems; `share` is theirs of the shorter text, `both` of the two together (Jaccard)."""

    shared: int = 0
    share: float = 0.0
    both: float = 0.0


def likeness(one: frozenset[str], other: frozenset[str]) -> Likeness:
    """How much two texts say the same."""
    shared = len(one & other)
    if not shared:
        return Likeness()
    return Likeness(shared=shared, share=shared / min(len(one), len(other)), both=shared / len(one | other))


def is_agreement(text: str) -> bool:
    """«+1», «у нас тоже», «поддерживаю»: a voice that says nothing of its own."""
    words = plain(text).strip()
    return len(words.split()) <= _LONGEST_AGREEMENT and _AGREEMENT.match(words) is not None


def between(text: str) -> frozenset[str]:
    """Houses that a trouble lies between: «между домами 51 и 53»."""
    return frozenset(house.replace(" ", "") for pair in _BETWEEN.findall(plain(text)) for house in pair)


def is_elsewhere(text: str) -> bool:
    """«В другом месте», «ещё одна свалка»: the author says that it is not what was told before."""
    return _ELSEWHERE.search(plain(text)) is not None
