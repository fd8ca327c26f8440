"""Learning the cheap alarm of `nlp.topics.alarm`: logistic regression over hashed heads of words, a byte a weight."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.learning.examples import Example
from nlp.topics.alarm import BUCKETS, HEAD, buckets

LOOSENESS = 4.0
RECALL = 0.92  # of dangers that are read first; chosen on texts that did not teach
FIFTH = 5


def fit_alarm(examples: Sequence[Example]) -> bytes:
    """The file's bytes: unit, bias, weights."""
    known = [
        e for e in examples if e.danger is not None and not e.is_stream and (e.danger != "none" or e.danger_weight <= 1)
    ]  # no calm look-alikes, no days of a town, where a danger is rare: read early
    found = [sorted(buckets(e.text)) for e in known]
    ends = np.cumsum([0, *map(len, found)])
    values = np.concatenate([np.full(len(each), len(each) ** -0.5 if each else 0.0) for each in found])
    x = sparse.csr_matrix((values, np.concatenate([np.array(each, dtype=np.int64) for each in found]), ends), shape=(len(known), BUCKETS))
    y = np.array([e.danger != "none" for e in known])
    weights = np.array([min(e.danger_weight, 1.0) for e in known])
    back = np.arange(len(known)) % FIFTH == 0
    tried = _fit(x[~back], y[~back], weights[~back])
    scores = np.sort(tried.decision_function(x[back])[y[back]])
    floor = float(scores[int((1 - RECALL) * len(scores))]) if len(scores) else 0.0
    made = _fit(x, y, weights)
    coef = made.coef_[0]
    unit = float(np.abs(coef).max() / 127) or 1.0
    return bytes(HEAD.pack(unit, float(made.intercept_[0]) - floor) + np.round(coef / unit).astype(np.int8).tobytes())


def _fit(x: sparse.csr_matrix, y: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=LOOSENESS, solver="liblinear", random_state=0).fit(x, y, sample_weight=weights)
