"""Hashed features of a text: character n-grams (2 to 5), words, stems and pairs of them. No word can be told back from them."""

import itertools
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

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
SPACE, END = 32, "\0"

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_stems: dict[str, int] = {}

# Letters stay (ё as е), digits are one sign, all else is a space.
_TABLE = np.full(0x500, ord(" "), dtype=np.uint32)
for _code in range(0x500):
    _sign = chr(_code).lower()
    if _sign.isalpha():
        _TABLE[_code] = ord(_sign.replace("ё", "е")[0])
    elif _sign.isdigit():
        _TABLE[_code] = ord("0")


@dataclass(frozen=True, slots=True)
class Counted:
    """Features of several texts in one row: `ids` of the text number `of` (ascending), each once, and how often, as 1 + ln(count)."""

    of: Ints
    ids: Ints
    tf: Floats


def hashed(text: str) -> tuple[Ints, Floats]:
    """Features present in one text and how often, as 1 + ln(count)."""
    counted = hashed_all([text])
    return counted.ids, counted.tf


def stemmed(words: Iterable[str]) -> tuple[Ints, Floats]:
    """Stems of mended words and pairs of neighbours, polite and little words left out; ids follow those of `hashed`."""
    counted = stemmed_all([words])
    return counted.ids, counted.tf


def hashed_all(texts: Iterable[str]) -> Counted:
    """`hashed` of many texts at once: a clause is too short to be worth a round of its own."""
    codes, place = _codes(texts)
    ids, of = [], []
    with np.errstate(over="ignore"):
        rolling = codes
        for n in range(2, GRAMS[-1] + 1):
            rolling = rolling[:-1] * _PRIME + codes[n - 1 :]
            inside = place[: len(rolling)] == place[n - 1 :]  # an end between texts has a place of its own
            ids.append(_spread(rolling[inside] + np.uint64(n)))
            of.append(place[: len(rolling)][inside])
        spaces = np.flatnonzero(codes == SPACE)
        is_word = place[spaces[:-1]] == place[spaces[1:]]
        starts, ends = spaces[:-1][is_word] + 1, spaces[1:][is_word]
        word = np.zeros(len(starts), dtype=np.uint64)
        for k in range(STEM):
            at = starts + k
            word = np.where(at < ends, word * _PRIME + codes[np.minimum(at, len(codes) - 1)], word)
        whose = place[starts]
        beside = whose[:-1] == whose[1:]
        ids += [_spread(word + _WORD_SEED), _spread(word[:-1] * _MIX + word[1:] + _PAIR_SEED)[beside]]
        of += [whose, whose[:-1][beside]]
    return _counted(np.concatenate(ids), np.concatenate(of) >> 1)


def stemmed_all(texts: Iterable[Iterable[str]]) -> Counted:
    """`stemmed` of many texts at once."""
    found = [(_stem(word), n) for n, words in enumerate(texts) for word in words if word not in POLITE]
    codes, of = np.array([code for code, _ in found], dtype=np.uint64), np.array([n for _, n in found], dtype=np.int64)
    beside = of[:-1] == of[1:]
    with np.errstate(over="ignore"):
        pairs = _spread(codes[:-1] * _MIX + codes[1:] + _PAIR_SEED)[beside]
        counted = _counted(np.concatenate((_spread(codes + _WORD_SEED), pairs)), np.concatenate((of, of[:-1][beside])))
    return Counted(counted.of, counted.ids + SIZE, counted.tf)


def _codes(texts: Iterable[str]) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Plain letters of all texts with one space around each word, and the place of each: 2n in text n, odd for the end behind it."""
    joined = "".join(f" {text[:TEXT_LIMIT].replace(END, ' ')} {END}" for text in texts)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_end = raw == 0
    plain = np.where(is_end, 0, _TABLE[np.where(raw < len(_TABLE), raw, SPACE)])
    keep = np.ones(len(plain), dtype=bool)
    keep[1:] = (plain[1:] != SPACE) | (plain[:-1] != SPACE)
    place = 2 * np.cumsum(is_end) - is_end
    return plain[keep].astype(np.uint64), place[keep]


def _counted(ids: npt.NDArray[np.uint64], of: Ints) -> Counted:
    both, counts = np.unique((of << (BITS + 1)) | ids.astype(np.int64), return_counts=True)
    return Counted(both >> (BITS + 1), both & (TABLE - 1), (1 + np.log(counts)).astype(np.float32))


def _spread(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Fold 64 bits into the size of the table."""
    mixed = values * _MIX
    return (mixed >> np.uint64(64 - BITS)) & _MASK


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
