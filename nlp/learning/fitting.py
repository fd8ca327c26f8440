"""The arithmetic of training: texts into matrices, ridge regression in its dual form. Needs scipy and scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from nlp.text.features import SIZE, TABLE, hashed, stemmed
from nlp.text.prepared import Piece
from nlp.topics.feature_rows import GRAMS_SHARE, STEMS_SHARE, Floats

RIDGE = 0.2
ALSO = 0.5  # the target of a topic that counts as right as well
LOOSENESS = 8.0  # of logistic regression: the inverse of its penalty, chosen among 1, 4, 8, 16 on left-out writers
ROUNDS = 20  # over the texts, the average of all steps is kept: liblinear does no better and takes ten times as long
SEEN = 3  # texts that have a feature, at least

Matrix = Any  # a scipy.sparse matrix; scipy has no types
Weights = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One trained linear layer, a column a class."""

    names: list[str]
    weights: Floats
    bias: Floats

    def scores(self, x: Matrix) -> Floats:
        """Raw scores, a column a class."""
        return np.asarray(x @ self.weights + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What turns texts into rows: kept features and their weights."""

    ids: Ids
    idf: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Texts as counts of hashed features, a row a text."""

    counts: Matrix

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Self:
        """Count them."""
        ends, ids, values = [0], [], []
        for piece in pieces:
            for some, counts in (hashed(piece.text), stemmed(piece.words)):
                ids.append(some)
                values.append(counts)
            ends.append(ends[-1] + len(ids[-1]) + len(ids[-2]))
        counted = (np.concatenate(values), np.concatenate(ids), ends)
        return cls(counts=sparse.csr_matrix(counted, shape=(len(pieces), TABLE), dtype=np.float32))

    def view(self, ids: Ids | None = None) -> View:
        """The view of all texts: features that SEEN of them have, unless `ids` says which."""
        seen = np.asarray((self.counts > 0).sum(axis=0)).ravel()
        ids = np.flatnonzero(seen >= SEEN) if ids is None else ids
        idf = np.log((1 + self.counts.shape[0]) / (1 + seen[ids])) + 1
        return View(ids=ids, idf=idf.astype(np.float16).astype(np.float32))

    def features(self, view: View) -> Matrix:
        """What the model sees: kept features, each view at its length."""
        first = int(np.searchsorted(view.ids, SIZE))
        weighed = (self.counts[:, view.ids] @ sparse.diags(view.idf)).tocsc()
        views = (_long(weighed[:, :first], GRAMS_SHARE), _long(weighed[:, first:], STEMS_SHARE))
        return sparse.hstack(views).tocsr().astype(np.float32)


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


def yes_or_no(name: str, x: Matrix, right: Sequence[bool], weights: Sequence[float]) -> Layer:
    """A layer of one column by logistic regression: its score is a logit."""
    y = np.array(right)
    if y.all() or not y.any():  # a class that nobody showed is never met
        never = np.array([5.0 if y.any() else -5.0], dtype=np.float32)
        return Layer(names=[name], weights=np.zeros((x.shape[1], 1), dtype=np.float32), bias=never)
    penalty = 1 / (LOOSENESS * float(np.sum(weights)))
    model = SGDClassifier(loss="log_loss", alpha=penalty, average=True, max_iter=ROUNDS, tol=None, random_state=0)
    model.fit(x, y, sample_weight=np.array(weights))
    return Layer(names=[name], weights=model.coef_.T.astype(np.float32), bias=model.intercept_.astype(np.float32))


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
