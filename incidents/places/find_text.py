"""What /find looks for: a number, or words in any case.

Words of an address and of posts; most endings are passed over.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from incidents.reading import MainPlace

LEAST = 3
"""A word shorter than this is looked for whole; of longer ones the ending may differ: «ямы» finds «яма»."""

MOST_WORDS = 8

LONGEST_WORD = 100
"""Of a longer word only so much is kept and looked for: PostgreSQL refuses one of 2 KB."""

MOST_KEPT = 400_000
"""Characters that are kept of an incident's different words: PostgreSQL takes a megabyte. A mass of twenty thousand posts has fewer."""

_NOT_WORDS = re.compile(r"[^0-9a-zа-я]+")
_NUMBER = re.compile(r"(?:№|n|#|номер)?\s*(\d{1,9})", re.IGNORECASE)
_ADDRESS = "ул улица дом д проспект пер переулок г город пос поселок дер деревня село с кв"
_TYPES = frozenset(f"{_ADDRESS} на в у по и о".split())
"""Said beside an address, of no use for finding it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery:
    """What somebody looks for. `number` may be an incident's; `stems` begin words that must all be there."""

    number: int | None
    stems: tuple[str, ...]


def folded(text: str) -> str:
    """Words in small letters between single spaces, a space at both ends, «ё» as «е»: what is kept beside a text and compared."""
    return f" {' '.join(_NOT_WORDS.sub(' ', text.lower().replace('ё', 'е')).split())} "


def folded_place(place: MainPlace) -> str:
    """The names of a place, folded."""
    return folded(" ".join(filter(None, (place.settlement, place.street, place.house, place.landmark))))


def new_words(texts: Iterable[str], *, known: Collection[str] = ()) -> list[str]:
    """Different words of folded texts, in their order, that are not known yet: no more than can be kept beside the known ones."""
    seen = dict.fromkeys(known)
    room = MOST_KEPT - sum(map(len, seen)) - len(seen)
    added: list[str] = []
    for word in (each[:LONGEST_WORD] for text in texts for each in text.split()):
        if word not in seen and (room := room - len(word) - 1) >= 0:
            seen[word] = None
            added.append(word)
    return added


def find_query(text: str) -> FindQuery:
    """Read a request. «№ 1487» is a number, «строителей 14» are words; a bare «14» may be either."""
    whole = _NUMBER.fullmatch(text.strip())
    words = [word[:LONGEST_WORD] for word in folded(text).split()[:MOST_WORDS]]
    meant = [word for word in words if word not in _TYPES] or words
    return FindQuery(number=int(whole[1]) if whole else None, stems=tuple(dict.fromkeys(_stem(word) for word in meant)))


def _stem(word: str) -> str:
    """« строител» for «строителей», « 14 » for a house: what stands after a space in a folded text."""
    if any(char.isdigit() for char in word) or len(word) < LEAST:
        return f" {word} "
    return f" {word[: max(min(LEAST, len(word) - 1), len(word) - 2)]}"
