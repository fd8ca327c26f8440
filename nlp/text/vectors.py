"""The sense of a clause by word vectors (navec, which natasha carries): a threat told in words that no list foresaw."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.text.words import words_for

WORDS = words_for(__name__)
DIM = 300
SCALE = 3.0
SHORTEST = 3  # words of a clause that can be judged
CACHE = 100_000
VECTORS = 15_000  # kept unpacked: 20 MB
STOP = WORDS["stop"]
ENDS = frozenset(".!?;…")


class Vectors:
    """Unit vectors of words from an embedding; None for a word it does not have."""

    def __init__(self, embedding: Any) -> None:  # Any: navec has no types
        self._embedding = embedding
        self._known: dict[str, npt.NDArray[np.float32] | None] = {}

    def of(self, word: str) -> npt.NDArray[np.float32] | None:
        """The vector of a mended word."""
        if word not in self._known:
            if len(self._known) >= VECTORS:
                self._known.clear()
            self._known[word] = self._unpacked(word)
        return self._known[word]

    def _unpacked(self, word: str) -> npt.NDArray[np.float32] | None:
        vector = self._embedding.get(word)
        if vector is None:
            return None
        length = float(np.linalg.norm(vector))
        return np.asarray(vector, dtype=np.float32) / np.float32(length) if length else None

    def mean(self, words: Iterable[str]) -> npt.NDArray[np.float32]:
        """The mean vector of words that carry sense."""
        vectors = [v for w in words if w not in STOP and (v := self.of(w)) is not None]
        if not vectors:
            return np.zeros(DIM, dtype=np.float32)
        return np.asarray(np.add.reduce(vectors) * np.float32(SCALE / len(vectors)), dtype=np.float32)
