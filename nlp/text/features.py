"""Hashed features of a text: character n-grams (2 to 5), words, stems and pairs of them. No word can be told back from them."""

import itertools
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from incidents.stemming import cut
from nlp.text.words import words_for

BITS = 18
SIZE = 1 << BITS
TABLE = 2 * SIZE  # n-grams and words first, stems after them
TEXT_LIMIT = 1500  # code points that topics are told from
GRAMS = (2, 3, 4, 5)
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
    counted = _counted(*_hashes([text]))
    return counted.ids, counted.tf


def stemmed(words: Iterable[str]) -> tuple[Ints, Floats]:
    """Stems of mended words and pairs of neighbours, polite and little words left out; ids follow those of `hashed`."""
    counted = _counted(*_stem_hashes([words]))
    return counted.ids, counted.tf


def counted_all(texts: Iterable[str], words: Iterable[Iterable[str]]) -> Counted:
    """`hashed` and `stemmed` of many texts at once: a clause is too short to be worth a round of its own."""
    (grams, of), (stems, whose) = _hashes(texts), _stem_hashes(words)
    return _counted(np.concatenate((grams, stems)), np.concatenate((of, whose)))


def _hashes(texts: Iterable[str]) -> tuple[Ints, Ints]:
    """Each n-gram and word as often as it stands there, and the number of its text."""
    codes, place = _codes(texts)
    rolling, grams, insides = codes, [], []
    for n in range(2, GRAMS[-1] + 1):
        rolling = rolling[:-1] * _PRIME + codes[n - 1 :]
        grams.append(rolling + np.uint64(n))
        insides.append(place[: len(rolling)] == place[n - 1 :])  # an end between texts has a place of its own
    inside = np.concatenate(insides)
    spaces = np.flatnonzero(codes == SPACE)
    is_word = place[spaces[:-1]] == place[spaces[1:]]
    starts, ends = spaces[:-1][is_word] + 1, spaces[1:][is_word]
    word = np.zeros(len(starts), dtype=np.uint64)
    for k in range(STEM):
        at = starts + k
        word = np.where(at < ends, word * _PRIME + codes[np.minimum(at, len(codes) - 1)], word)
    whose = place[starts]
    beside = whose[:-1] == whose[1:]
    values = (np.concatenate(grams)[inside], word + _WORD_SEED, (word[:-1] * _MIX + word[1:] + _PAIR_SEED)[beside])
    of = (np.concatenate([place[: len(each)] for each in insides])[inside], whose, whose[:-1][beside])
    return _spread(np.concatenate(values)), np.concatenate(of) >> 1


def _stem_hashes(texts: Iterable[Iterable[str]]) -> tuple[Ints, Ints]:
    """The same of stems."""
    found = [[_stem(word) for word in words if word not in POLITE] for words in texts]
    codes = np.array(list(itertools.chain.from_iterable(found)), dtype=np.uint64)
    of = np.repeat(np.arange(len(found)), np.array(list(map(len, found)), dtype=np.int64))
    beside = of[:-1] == of[1:]
    pairs = (codes[:-1] * _MIX + codes[1:] + _PAIR_SEED)[beside]
    return _spread(np.concatenate((codes + _WORD_SEED, pairs))) + SIZE, np.concatenate((of, of[:-1][beside]))


def _codes(texts: Iterable[str]) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Plain letters of all texts with one space around each word, and the place of each: 2n in text n, odd for the end behind it."""
    joined = "".join(f" {text[:TEXT_LIMIT].replace(END, ' ')} {END}" for text in texts)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_end = raw == 0
    plain = _TABLE[np.where(raw < len(_TABLE), raw, SPACE)]
    plain[is_end] = 0
    is_space = plain == SPACE
    keep = np.ones(len(plain), dtype=bool)
    keep[1:] = ~(is_space[1:] & is_space[:-1])
    place = 2 * np.cumsum(is_end) - is_end
    return plain[keep].astype(np.uint64), place[keep]


def _counted(ids: Ints, of: Ints) -> Counted:
    both = np.sort((of << (BITS + 1)) | ids)
    begins = np.flatnonzero(np.concatenate((both[:1] == both[:1], both[1:] != both[:-1])))
    counts = np.diff(begins, append=len(both))
    each = both[begins]
    return Counted(each >> (BITS + 1), each & (TABLE - 1), (1 + np.log(counts)).astype(np.float32))


def _spread(values: npt.NDArray[np.uint64]) -> Ints:
    """Fold 64 bits into the size of the table."""
    return ((values * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)


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
