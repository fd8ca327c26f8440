"""The arithmetic of training: texts into matrices, ridge regression in its dual form. Needs scipy and scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.text.features import SIZE, TABLE, hashed, stemmed
from nlp.text.prepared import SHAPE, Piece
from nlp.text.vectors import DIM, Vectors
from nlp.topics.feature_rows import GRAMS_SHARE, STEMS_SHARE, VECTOR_SHARE, Floats

RIDGE = 0.2
ALSO = 0.5  # the target of a topic that counts as right as well
LOOSENESS = 8.0  # of logistic regression: the inverse of its penalty, chosen among 1, 4, 8, 16 on left-out writers

SMOOTH, LEAST, SENSE = 0.5, 0.5, 0.7  # of `telling`: seen before the first of any, the least scale, that of the vectors

Matrix = Any  # a scipy.sparse matrix; scipy has no types
Weights = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One trained linear layer, a column a class: weights of hashed features, then of the dense view."""

    names: list[str]
    weights: Floats
    bias: Floats

    def scores(self, x: Matrix) -> Floats:
        """Raw scores, a column a class."""
        return np.asarray(x @ self.weights + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What turns texts into rows: kept features, their weights, the middle of the vectors."""

    ids: Ids
    idf: Floats
    centre: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts as counts of hashed features, mean vectors and shapes, a row a text."""

    counts: Matrix
    vectors: Floats
    shapes: Floats

    @classmethod
    def of(cls, pieces: Sequence[Piece], shapes: Floats, vectors: Vectors) -> Self:
        """Count them."""
        ends, ids, values, means = [0], [], [], []
        for piece in pieces:
            for some, counts in (hashed(piece.text), stemmed(piece.words)):
                ids.append(some)
                values.append(counts)
            ends.append(ends[-1] + len(ids[-1]) + len(ids[-2]))
            means.append(vectors.mean(piece.words))
        counted = sparse.csr_matrix((np.concatenate(values), np.concatenate(ids), ends), shape=(len(pieces), TABLE), dtype=np.float32)
        return cls(counts=counted, vectors=np.array(means, dtype=np.float32).reshape(-1, DIM), shapes=shapes)

    def view(self, rows: Ids, ids: Ids | None = None, *, least: int = 2) -> View:
        """The view of these rows: features that `least` of them have, unless `ids` says which."""
        seen = np.asarray((self.counts[rows] > 0).sum(axis=0)).ravel()
        ids = np.flatnonzero(seen >= least) if ids is None else ids
        idf = (np.log((1 + len(rows)) / (1 + seen[ids])) + 1).astype(np.float16).astype(np.float32)
        return View(ids=ids, idf=idf, centre=self.vectors[rows].mean(axis=0))

    def features(self, view: View, rows: Ids) -> Matrix:
        """What the model sees: kept features, each view at its length, the vector and the shape behind them."""
        first = int(np.searchsorted(view.ids, SIZE))
        weighed = (self.counts[rows][:, view.ids] @ sparse.diags(view.idf)).tocsc()
        views = (_long(weighed[:, :first], GRAMS_SHARE), _long(weighed[:, first:], STEMS_SHARE))
        vectors = self.vectors[rows] - view.centre
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        dense = np.hstack((vectors * (VECTOR_SHARE / np.where(length, length, 1)), self.shapes[rows]))
        return sparse.hstack([*views, sparse.csr_matrix(dense)]).tocsr().astype(np.float32)


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
    """A layer of several classes by ridge regression."""
    return Layer(names=list(names), weights=ridge(x, targets, weights), bias=np.zeros(len(names), dtype=np.float32))


def yes_or_no(name: str, x: Matrix, right: Sequence[bool], weights: Sequence[float], *, tells: bool = False) -> Layer:
    """A layer of one column by logistic regression: its score is a logit. `tells`: see `telling`."""
    y = np.array(right)
    if y.all() or not y.any():  # a class that nobody showed is never met
        return Layer(
            names=[name], weights=np.zeros((x.shape[1], 1), dtype=np.float32), bias=np.array([5.0 if y.any() else -5.0], dtype=np.float32)
        )
    model = LogisticRegression(C=LOOSENESS, solver="liblinear", max_iter=200, random_state=0)
    scale = telling(x, y) if tells else np.ones(x.shape[1])
    model.fit(x @ sparse.diags(scale) if tells else x, y, sample_weight=np.array(weights))
    return Layer(names=[name], weights=(model.coef_.ravel() * scale)[:, None].astype(np.float32), bias=model.intercept_.astype(np.float32))


def telling(x: Matrix, y: npt.NDArray[np.bool_]) -> Weights:
    """A scale of the hashed features by the log of how much oftener one class has them, 1 on average; of the vectors SENSE.

    After Wang and Manning, Baselines and Bigrams, ACL 2012.
    """
    cut = x.shape[1] - DIM - SHAPE
    yes, no = (np.asarray(x[some].sum(axis=0), dtype=np.float64).ravel()[:cut] + SMOOTH for some in (y, ~y))
    ratio = np.abs(np.log(yes / yes.sum() / (no / no.sum())))
    out = np.ones(x.shape[1])
    out[cut : cut + DIM] = SENSE
    out[:cut] = LEAST + (1 - LEAST) * ratio / max(float(ratio.mean()), 1e-9)
    return out


def one_of(names: Sequence[str], x: Matrix, labels: Sequence[str], weights: Sequence[float]) -> Layer:
    """A layer of several classes, one against the rest each."""
    return beside([yes_or_no(name, x, [label == name for label in labels], weights) for name in names])


def beside(layers: Sequence[Layer]) -> Layer:
    """Layers as one."""
    return Layer(
        names=[name for layer in layers for name in layer.names],
        weights=np.hstack([layer.weights for layer in layers]),
        bias=np.concatenate([layer.bias for layer in layers]),
    )
