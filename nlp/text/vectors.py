"""The sense of a clause by word vectors (navec, which natasha carries): a threat told in words that no list foresaw."""

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.text.words import words_for

WORDS = words_for(__name__)
DIM = 300
SCALE = 3.0
VECTORS = 15_000  # different words that are kept unpacked: 18 MB
STOP = WORDS["stop"]


NONE = -1

Floats = npt.NDArray[np.float32]


class Vectors:
    """Mean vectors of texts out of unit vectors of words. A word that the embedding does not have says nothing."""

    def __init__(self, embedding: Any) -> None:  # Any: navec has no types
        self._ids: dict[str, int] = embedding.vocab.word_ids
        self._packed = embedding.pq
        self._rows: dict[str, int] = {}  # where the vectors of mended words stand in the table, or NONE
        self._table = np.zeros((VECTORS, DIM), dtype=np.float32)

    def mean(self, words: Iterable[str]) -> Floats:
        """The mean vector of words that carry sense."""
        return np.asarray(self.means([words])[0], dtype=np.float32)

    def means(self, texts: Iterable[Iterable[str]]) -> Floats:
        """The same of several texts, a row each."""
        said = [[word for word in words if word not in STOP] for words in texts]
        self._unpack(set(itertools.chain.from_iterable(said)))
        rows = [[row for word in words if (row := self._rows[word]) != NONE] for words in said]
        vectors, at = self._table[list(itertools.chain.from_iterable(rows))], 0
        out = np.zeros((len(rows), DIM), dtype=np.float32)
        for mean, each in zip(out, rows, strict=True):
            if each:
                np.multiply(np.add.reduce(vectors[at : at + len(each)]), np.float32(SCALE / len(each)), out=mean)
            at += len(each)
        return out

    def _unpack(self, words: set[str]) -> None:
        """Put the words into the table; when it is full it begins anew."""
        new = {word for word in words if word not in self._rows}
        if len(self._rows) + len(new) > VECTORS:
            self._rows.clear()
            new = words
        if len(new) > VECTORS:
            raise ValueError(f"{len(new)} different words at once")
        if not new:
            return
        at = len(self._rows)
        self._rows |= dict.fromkeys(new, NONE)
        known = [word for word in new if word in self._ids]
        vectors = self._packed.codes[self._packed.qdims, self._packed.indexes[[self._ids[word] for word in known]]].reshape(-1, DIM)
        lengths = np.sqrt(np.array([vector.dot(vector) for vector in vectors], dtype=np.float32))
        self._table[at : at + len(known)] = vectors / np.where(lengths, lengths, 1)[:, None]
        self._rows |= {word: row for row, (word, length) in enumerate(zip(known, lengths.tolist(), strict=True), at) if length}
