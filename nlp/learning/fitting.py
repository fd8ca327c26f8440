"""The arithmetic of training: texts into matrices, ridge regression in its dual form. Needs scipy and scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from nlp.text.features import SIZE, TABLE, hashed, stemmed
from nlp.text.tokens import tokenise, working_text
from nlp.text.vectors import Vectors
from nlp.topics.model import GRAMS_SHARE, STEMS_SHARE, VECTOR_SHARE, Floats

RIDGE = 0.2
ALSO = 0.5  # the target of a topic that counts as right as well

Matrix = Any  # a scipy.sparse matrix; scipy has no types
Weights = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One trained linear layer, a column a class: weights of hashed features, then of the vector."""

    names: list[str]
    weights: Floats
    bias: Floats


def words_of(text: str) -> list[str]:
    """The mended words of a text."""
    return [token.word for token in tokenise(working_text(text)) if token.is_word]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts as counts of hashed features and mean vectors, a row a text."""

    counts: Matrix
    vectors: Floats

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Vectors) -> Self:
        """Count them."""
        ends, ids, values, means = [0], [], [], []
        for text in texts:
            words = words_of(text)
            for some, counts in (hashed(working_text(text)), stemmed(words)):
                ids.append(some)
                values.append(counts)
            ends.append(ends[-1] + len(ids[-1]) + len(ids[-2]))
            means.append(vectors.mean(words))
        counted = sparse.csr_matrix((np.concatenate(values), np.concatenate(ids), ends), shape=(len(texts), TABLE))
        return cls(counts=counted, vectors=np.array(means, dtype=np.float32))

    def idf(self, rows: Ids) -> Floats:
        """Weights of features by how few of these texts have them."""
        seen = np.asarray((self.counts[rows] > 0).sum(axis=0)).ravel()
        return np.asarray(np.log((1 + len(rows)) / (1 + seen)) + 1, dtype=np.float32)

    def features(self, ids: Ids, idf: Floats, centre: Floats) -> Matrix:
        """What the model sees: kept features, each view at its length, and the vector behind them."""
        first = int(np.searchsorted(ids, SIZE))
        weighed = (self.counts[:, ids] @ sparse.diags(idf)).tocsc()
        views = (_long(weighed[:, :first], GRAMS_SHARE), _long(weighed[:, first:], STEMS_SHARE))
        vectors = self.vectors - centre
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return sparse.hstack([*views, sparse.csr_matrix(vectors * (VECTOR_SHARE / np.where(length, length, 1)))]).tocsr()


def _long(x: Matrix, share: float) -> Matrix:
    """Rows at this length."""
    length = np.sqrt(np.asarray(x.multiply(x).sum(axis=1))).ravel()
    return sparse.diags(share / np.where(length, length, 1)) @ x


def ridge(x: Matrix, targets: Floats, weights: Weights) -> Floats:
    """Weights that minimise Σ weight × (target − x·w)² + RIDGE × |w|², solved among the rows: they are fewer than the features."""
    kernel = np.asarray((x @ x.T).todense(), dtype=np.float64)
    kernel[np.diag_indices_from(kernel)] += RIDGE / weights
    return np.asarray(x.T @ np.linalg.solve(kernel, targets), dtype=np.float32)


def classes(names: Sequence[str], labels: Sequence[str], also: Sequence[Sequence[str]]) -> Floats:
    """Targets, a column a class: 1 for the label, ALSO for what is right as well."""
    column = {name: n for n, name in enumerate(names)}
    out = np.zeros((len(labels), len(names)), dtype=np.float32)
    for row, (label, others) in enumerate(zip(labels, also, strict=True)):
        for name in others:
            out[row, column[name]] = ALSO
        out[row, column[label]] = 1
    return out


def fitted(x: Matrix, names: Sequence[str], targets: Floats, weights: Weights) -> Layer:
    """A layer of several classes."""
    return Layer(names=list(names), weights=ridge(x, targets, weights), bias=np.zeros(len(names), dtype=np.float32))


def yes_or_no(x: Matrix, right: Sequence[bool], weights: Weights) -> Layer:
    """A layer of one column: above 0 is yes."""
    model = LinearSVC(random_state=0).fit(x, np.array(right), sample_weight=weights)
    return Layer(names=["yes"], weights=model.coef_.T.astype(np.float32), bias=model.intercept_.astype(np.float32))
