"""A fingerprint: object, trouble and place of a text.

Short codes kept in its Reading; no word can be told back from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

VERSION = 1
LONGEST = 300  # signs as it is kept
MARK = 4  # bytes at the end of what the reader made: of which weights it is; older ones have none
TOPICS, OBJECTS, TROUBLES, NAMES, NUMBERS = 12, 12, 10, 7, 3
"""How many codes of each sort are kept at most: the likeliest topics, the rarest words, the first numbers."""
MOST = 255
SIGNS = ("appeal", "request", "question", "thanks", "ad", "danger", "now")
"""Probabilities of what sort of speech it is."""

_WORD, _NUMBER = 3, 2  # bytes: a code and how rare it is; a code
_HEAD = 6

Codes = Mapping[int, float]
"""Code of a word → how rare it is, 0 to 1; of a topic → its softened probability."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What two texts of one problem share. Codes are below 65 536; shares are 0 to 1."""

    topics: Codes  # softened probabilities, of unit length
    objects: Codes  # nouns
    troubles: Codes  # other words that carry sense
    names: Codes  # of places, and words with a capital inside a sentence
    numbers: frozenset[int]
    signs: Mapping[str, float]
    length: int  # words that carry sense
    words: Codes = field(init=False, compare=False, repr=False)
    """Objects and troubles: what is a noun here may be a verb there."""
    said: Codes = field(init=False, compare=False, repr=False)
    """And names: people forget capitals."""
    likeliest: int | None = field(init=False, compare=False, repr=False)
    """The topic."""

    def __post_init__(self) -> None:
        words = {**self.objects, **self.troubles}
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "said", {**words, **self.names})
        object.__setattr__(self, "likeliest", max(self.topics, key=lambda code: (self.topics[code], -code), default=None))

    def written(self) -> str:
        """The fingerprint as it stands in a Reading: hexadecimal, at most LONGEST signs."""
        lists = [
            _first(codes, most)
            for codes, most in ((self.topics, TOPICS), (self.objects, OBJECTS), (self.troubles, TROUBLES), (self.names, NAMES))
        ]
        numbers = sorted(self.numbers)[:NUMBERS]
        head = bytes((VERSION, *map(len, lists), len(numbers)))
        words = b"".join(code.to_bytes(2, "big") + bytes((_byte(share),)) for some in lists for code, share in some)
        signs = bytes(_byte(self.signs.get(name, 0.0)) for name in SIGNS)
        body = words + b"".join(code.to_bytes(2, "big") for code in numbers) + signs + bytes((min(self.length, MOST),))
        return (head + body).hex()

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Take what `written` gave; None for anything else: a reading of another version has no fingerprint."""
        try:
            raw = bytes.fromhex(text or "")
        except (ValueError, TypeError):
            return None
        if len(raw) < _HEAD or raw[0] != VERSION:
            return None
        counts, numbers = raw[1 : _HEAD - 1], raw[_HEAD - 1]
        words = _HEAD + _WORD * sum(counts)
        signs = words + _NUMBER * numbers
        if len(raw) - signs - len(SIGNS) - 1 not in (0, MARK):
            return None
        each = _words(raw[_HEAD:words])
        topics, objects, troubles, names = ({code: share for _, (code, share) in zip(range(count), each, strict=False)} for count in counts)
        return cls(
            topics=topics,
            objects=objects,
            troubles=troubles,
            names=names,
            numbers=frozenset(int.from_bytes(raw[at : at + _NUMBER], "big") for at in range(words, signs, _NUMBER)),
            signs={name: raw[signs + n] / MOST for n, name in enumerate(SIGNS)},
            length=raw[signs + len(SIGNS)],
        )


def _words(raw: bytes) -> Iterator[tuple[int, float]]:
    return ((int.from_bytes(raw[at : at + 2], "big"), raw[at + 2] / MOST) for at in range(0, len(raw), _WORD))


def _first(codes: Codes, most: int) -> list[tuple[int, float]]:
    """The highest shares, then the lowest codes: the same text has the same fingerprint."""
    kept = ((code, share) for code, share in codes.items() if _byte(share))
    return sorted(kept, key=lambda each: (-each[1], each[0]))[:most]


def _byte(share: float) -> int:
    return round(min(max(share, 0.0), 1.0) * MOST)
