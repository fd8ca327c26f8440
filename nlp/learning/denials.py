"""Learning what denies our «сделано», from replies that were written for it."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.learning.corpus import Json
from nlp.learning.rows import Preparing
from nlp.text.features import Floats
from nlp.topics.denials import AroundReply, numbers_of
from nlp.topics.model import Model

LOOSENESS = 0.03  # the inverse of the penalty
SURE = 0.2  # the logit from which it is denied: the shares of both errors, each by what it may be, cost least there
"""Both were chosen with each of two writers left out (docs/model-card.md)."""


def fit_denials(denials: Sequence[Json], preparing: Preparing, model: Model) -> Floats | None:
    """Learn weights of `numbers_of` over heads none of which has seen these replies. None: nobody denied."""
    if len({row["denies"] for row in denials}) < len((True, False)):
        return None
    rows = np.array([_numbers(row, preparing, model) for row in denials])[:, :-1]
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    made = LogisticRegression(C=LOOSENESS, max_iter=3000).fit((rows - middle) / spread, [row["denies"] for row in denials])
    plain = made.coef_[0] / spread
    return np.append(plain, made.intercept_[0] - plain @ middle - SURE).astype(np.float32)


def _numbers(row: Json, preparing: Preparing, model: Model) -> Floats:
    comment, post, answer = (preparing.of(row[name]) for name in ("comment", "post", "answer"))
    return numbers_of(model, comment, model.scores(comment), AroundReply(answer=answer, post=post, topics=model.scores(post).topics))
