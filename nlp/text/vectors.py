"""The sense of a clause by word vectors (navec, which natasha carries): a threat told in words that no list foresaw."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.text.tokens import Token
from nlp.text.words import words_for

WORDS = words_for(__name__)
DIM = 300
SCALE = 3.0
SHORTEST = 3  # words of a clause that can be judged
CACHE = 100_000
VECTORS = 15_000  # kept unpacked: 20 MB
STOP = WORDS["stop"]
ENDS = frozenset(".!?;…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The most alarming clause: its margin of danger, of «now» against «risk», and its tokens [i, j)."""

    margin: float
    now: float
    i: int
    j: int


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


class Sense:
    """Linear layers over the mean vector of a text or a clause. As they are linear, each word's share is computed once and kept."""

    def __init__(self, vectors: Vectors, weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> None:
        self._vectors = vectors
        self._weights = weights * SCALE  # 2 × DIM: danger, now
        self._bias = float(bias[0]), float(bias[1])
        self._shares: dict[str, tuple[float, float] | None] = {}

    def _share(self, word: str) -> tuple[float, float] | None:
        if word in self._shares:
            return self._shares[word]
        vector = None if word in STOP else self._vectors.of(word)
        share = None if vector is None else (float(self._weights[0] @ vector), float(self._weights[1] @ vector))
        if len(self._shares) > CACHE:
            self._shares.clear()
        self._shares[word] = share
        return share

    def most_alarming(self, tokens: list[Token]) -> Clause | None:
        """The clause with the greatest margin of danger."""
        best: Clause | None = None
        start, shares = 0, []
        for n, token in enumerate(tokens):
            if token.is_word and (share := self._share(token.word)) is not None:
                shares.append(share)
            if token.word in ENDS or n + 1 == len(tokens) or tokens[n + 1].first:
                if len(shares) >= SHORTEST:
                    margin = sum(s[0] for s in shares) / len(shares) + self._bias[0]
                    if best is None or margin > best.margin:
                        now = sum(s[1] for s in shares) / len(shares) + self._bias[1]
                        best = Clause(margin=margin, now=now, i=start, j=n + 1)
                start, shares = n + 1, []
        return best
