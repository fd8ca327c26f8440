"""What /find looks for: a number, or words in any case.

Words of an address and of posts; most endings are passed over.
"""

import re
from dataclasses import dataclass

from incidents.reading import MainPlace

LEAST = 3
"""A word shorter than this is looked for whole; of longer ones the ending may differ: «ямы» finds «яма»."""

MOST_WORDS = 8
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


def find_query(text: str) -> FindQuery:
    """Read a request. «№ 1487» is a number, «строителей 14» are words; a bare «14» may be either."""
    whole = _NUMBER.fullmatch(text.strip())
    words = folded(text).split()[:MOST_WORDS]
    meant = [word for word in words if word not in _TYPES] or words
    return FindQuery(number=int(whole[1]) if whole else None, stems=tuple(dict.fromkeys(_stem(word) for word in meant)))


def _stem(word: str) -> str:
    """« строител» for «строителей», « 14 » for a house: what stands after a space in a folded text."""
    if any(char.isdigit() for char in word) or len(word) < LEAST:
        return f" {word} "
    return f" {word[: max(min(LEAST, len(word) - 1), len(word) - 2)]}"
