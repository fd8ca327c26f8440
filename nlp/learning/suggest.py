"""Who would take it: executors learned from a history of appeals, `{"text", "executor"}` a row. Numpy only, no weights on disk.

Four views of a text are added up: kernel ridge regression over hashed n-grams and their pairs, the nearest appeals of the past,
naive Bayes over heads of words, and the executor's own name met in the text («Льгов» speaks for «Администрация города Льгова»,
even with one row of history).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.text.features import SIZE, hashed

Floats = npt.NDArray[np.float32]
Suggestion = tuple[str, float]

WIDTH = 1 << 13  # signed folding keeps inner products within 0.01
WORDS = 1 << 14  # the commonest heads of words that at least two texts have
NEWEST = 5000  # rows of history that are learned from: solving takes the cube of it, and executors change
BATCH = 64
HALF = math.sqrt(0.5)  # n-grams and words weigh the same in the likeness of two texts
HEAD, NAME_HEAD = 6, 5  # letters of a word that stand for it
NAME_SHORTEST = 4
RIDGE = 3.0
NEAR = 10  # the power that lets near appeals speak and far ones be silent
BAYES_PRIOR, BAYES_SHARPNESS = 9.0, 0.8
NEAR_WEIGHT, BAYES_WEIGHT, NAME_WEIGHT = 0.2, 0.3, 0.04
SHARPNESS = 8.0  # the least log loss on held-back fifths: the probabilities are honest


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An appeal of the past and who took it."""

    text: str
    executor: str


def heads(text: str, letters: int) -> list[str]:
    """Words by their first letters, ё as е."""
    return [word[:letters] for word in re.findall(r"[а-яa-z]+|\d+", text[:4000].lower().replace("ё", "е"))]


class Suggester:
    """Learned from history in seconds; then about a thousand texts a second. Raises ValueError for an empty history."""

    def __init__(self, history: Sequence[Case]) -> None:
        if not history:
            raise ValueError("no history")
        history = history[-NEWEST:]
        self.names = tuple(sorted({case.executor for case in history}))
        number = {name: n for n, name in enumerate(self.names)}
        self._taken = np.zeros((len(history), len(self.names)), dtype=np.float32)
        self._taken[np.arange(len(history)), [number[case.executor] for case in history]] = 1
        texts = [case.text for case in history]
        grams, words = self._learn_grams(texts), self._learn_words(texts)
        self._learn_names(texts)
        self._past = np.hstack((grams, words))
        kernel = self._kernel(self._past @ self._past.T)
        kernel[np.diag_indices_from(kernel)] += RIDGE
        self._ridge = np.linalg.solve(kernel, self._taken)

    def _learn_grams(self, texts: list[str]) -> Floats:
        counts = [hashed(text) for text in texts]
        seen = np.zeros(SIZE, dtype=np.float32)
        for ids, _ in counts:
            seen[ids] += 1
        self._idf = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        if len(texts) > 1:
            self._idf[seen <= 1] = 0  # what one text alone has tells of no other
        return self._folded(counts)

    def _folded(self, counts: Iterable[tuple[npt.NDArray[np.int64], Floats]]) -> Floats:
        rows = []
        for ids, tf in counts:
            value = tf * self._idf[ids] * np.where(ids & WIDTH, 1, -1)
            row = np.bincount(ids % WIDTH, weights=value, minlength=WIDTH)
            rows.append(row * HALF / (np.sqrt(value @ value) or 1))
        return np.array(rows, dtype=np.float32)

    @staticmethod
    def _kernel(likeness: Floats) -> Floats:
        """Features and their pairs: a hole in a road of one town is not a hole in another's."""
        return np.asarray(likeness + (2 * likeness) ** 2, dtype=np.float32)

    def _learn_words(self, texts: list[str]) -> Floats:
        seen = Counter(head for text in texts for head in set(heads(text, HEAD)))
        kept = [(head, count) for head, count in seen.most_common(WORDS) if count > 1 or len(texts) == 1]
        self._column = {head: n for n, (head, _) in enumerate(kept)}
        self._word_idf = np.array([math.log((1 + len(texts)) / (1 + count)) + 1 for _, count in kept], dtype=np.float32)
        words = self._word_rows(texts)
        ground = words.sum(axis=0) / HALF + 1e-3
        ground /= ground.sum()
        said = self._taken.T @ words / HALF
        share = (said + BAYES_PRIOR * ground) / (said.sum(axis=1, keepdims=True) + BAYES_PRIOR)
        self._bayes = (np.log(share / ground).T * (BAYES_SHARPNESS / HALF)).astype(np.float32)
        self._prior = np.log((self._taken.sum(axis=0) + 0.3) / len(texts)).astype(np.float32)
        return words

    def _learn_names(self, texts: list[str]) -> None:
        seen = Counter(head for text in texts for head in set(heads(text, NAME_HEAD)))
        named = [{head for head in heads(name, NAME_HEAD) if len(head) >= NAME_SHORTEST} for name in self.names]
        shared = Counter(head for words in named for head in words)
        self._named: dict[str, list[tuple[int, float]]] = {}
        for n, words in enumerate(named):
            for head in words:
                weight = math.log((1 + len(texts)) / (1 + seen[head])) / shared[head] / math.sqrt(len(words))
                self._named.setdefault(head, []).append((n, weight))

    def _word_rows(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), len(self._column)), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for head, count in Counter(heads(text, HEAD)).items():
                if (column := self._column.get(head)) is not None:
                    row[column] = (1 + math.log(count)) * self._word_idf[column]
        length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        return np.asarray(rows * (HALF / np.maximum(length, 1e-9)), dtype=np.float32)

    def _by_name(self, text: str) -> Floats:
        scores = np.zeros(len(self.names), dtype=np.float32)
        for head in set(heads(text, NAME_HEAD)):
            for n, weight in self._named.get(head, ()):
                scores[n] += weight
        return scores

    def scores(self, texts: Sequence[str]) -> Floats:
        """Probabilities, a row a text, a column a name."""
        words = self._word_rows(texts)
        likeness = np.hstack((self._folded(hashed(text) for text in texts), words)) @ self._past.T
        near = np.clip(likeness / np.maximum(likeness.max(axis=1, keepdims=True), 1e-6), 0, 1) ** NEAR
        near /= np.maximum(near.sum(axis=1, keepdims=True), 1e-6)
        bayes = _shares(words @ self._bayes + self._prior)
        names = np.array([self._by_name(text) for text in texts], dtype=np.float32)
        mixed = self._kernel(likeness) @ self._ridge + NEAR_WEIGHT * near @ self._taken + BAYES_WEIGHT * bayes + NAME_WEIGHT * names
        return _shares(mixed * SHARPNESS)

    def suggest(self, texts: Sequence[str], count: int = 3) -> Iterator[list[Suggestion]]:
        """The likeliest executors of each text, best first."""
        for start in range(0, len(texts), BATCH):
            for row in self.scores(texts[start : start + BATCH]):
                best = np.argsort(-row, kind="stable")[:count]
                yield [(self.names[n], round(float(row[n]), 4)) for n in best]


def _shares(scores: Floats) -> Floats:
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exp / exp.sum(axis=1, keepdims=True), dtype=np.float32)
