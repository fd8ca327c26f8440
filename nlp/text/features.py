# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Hashed features of a text: character n-grams (2 to 5), words, stems and pairs of them. No word can be told back from them."""

import itertools
import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from incidents.text_likeness import cut
from nlp.text.words import words_for

BITS = 18
SIZE = 1 << BITS
TABLE = 2 * SIZE  # n-grams and words first, stems after them
TEXT_LIMIT = 1500  # code points that topics are told from
GRAMS = (2, 3, 4, 5)
_MASK = np.uint64(SIZE - 1)
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WORD_SEED, _PAIR_SEED = np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
STEM = 6
POLITE = words_for(__name__)["polite"]  # what says nothing of the matter: greetings, thanks in advance, little words
CACHE = 100_000
_WIDE = (1 << 62) - 1

_stems: dict[str, int] = {}

# Letters stay (ё as е), digits are one sign, all else is a space.
_TABLE = np.full(0x500, ord(" "), dtype=np.uint32)
for _code in range(0x500):
    _sign = chr(_code).lower()
    if _sign.isalpha():
        _TABLE[_code] = ord(_sign.replace("ё", "е")[0])
    elif _sign.isdigit():
        _TABLE[_code] = ord("0")


def _codes(text: str) -> npt.NDArray[np.uint32]:
    raw = np.frombuffer(text[:TEXT_LIMIT].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    plain = _TABLE[np.where(raw < len(_TABLE), raw, 32)]
    padded = np.concatenate(([32], plain, [32])).astype(np.uint32)
    keep = np.ones(len(padded), dtype=bool)
    keep[1:] = (padded[1:] != 32) | (padded[:-1] != 32)  # one space between words
    return padded[keep]


def hashed(text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Features present in the text and how often, as 1 + ln(count)."""
    codes = _codes(text).astype(np.uint64)
    parts = []
    with np.errstate(over="ignore"):
        rolling = codes.copy()
        for n in range(2, GRAMS[-1] + 1):
            rolling = rolling[:-1] * _PRIME + codes[n - 1 :]
            if n in GRAMS and len(rolling):
                parts.append(_spread(rolling + np.uint64(n)))
        spaces = np.flatnonzero(codes == 32)
        if len(spaces) > 1:
            starts, ends = spaces[:-1] + 1, spaces[1:]
            word = np.zeros(len(starts), dtype=np.uint64)
            for k in range(STEM):
                at = starts + k
                inside = at < ends
                word = np.where(inside, word * _PRIME + codes[np.minimum(at, len(codes) - 1)], word)
            parts.append(_spread(word + _WORD_SEED))
            if len(word) > 1:
                parts.append(_spread(word[:-1] * _MIX + word[1:] + _PAIR_SEED))
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    ids, counts = np.unique(np.concatenate(parts), return_counts=True)
    return ids.astype(np.int64), (1 + np.log(counts)).astype(np.float32)


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Fold 64 bits into the size of the table."""
    mixed = values * _MIX
    return (mixed >> np.uint64(64 - BITS)) & _MASK


def stemmed(words: Iterable[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Stems of mended words and pairs of neighbours, polite and little words left out; ids follow those of `hashed`."""
    codes = np.array([_stem(word) for word in words if word not in POLITE], dtype=np.uint64)
    if not len(codes):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    with np.errstate(over="ignore"):
        both = np.concatenate((_spread(codes + _WORD_SEED), _spread(codes[:-1] * _MIX + codes[1:] + _PAIR_SEED)))
    ids, counts = np.unique(both, return_counts=True)
    return ids.astype(np.int64) + SIZE, (1 + np.log(counts)).astype(np.float32)


def stem_pairs(words: Iterable[str]) -> list[int]:
    """Neighbouring stems as wide numbers, for what must not be mistaken for another; an odd word alone is `stem_code`."""
    codes = [_stem(word) for word in words if word not in POLITE]
    return [((a << 31) ^ b) & _WIDE for a, b in itertools.pairwise(codes)]


def stem_code(word: str) -> int:
    """One stem as a number."""
    return _stem(word)


def _stem(word: str) -> int:
    code = _stems.get(word)
    if code is None:
        if len(_stems) > CACHE:
            _stems.clear()
        code = _stems[word] = zlib.crc32(cut(word).encode("utf-8", "surrogatepass"))
    return code
