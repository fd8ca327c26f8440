"""Learning which cut of a danger's words is its headline: logistic regression over cuts that people judged."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlp.district_files import Taxonomy
from nlp.learning.corpus import read_headlines
from nlp.places.finder import places_of
from nlp.reader import Reader
from nlp.text.features import Floats
from nlp.topics.headline import FILE, TELLS, Headlines, write_headlines

LOOSENESS = 0.3
GOOD = 0.35  # the probability of a good cut from which it is shown: below it the topic's name tells an official more
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How headlines of left-out messages did: of `texts` so many had one `shown`, and so many of these were `good`."""

    texts: int
    shown: int
    good: int


def learn_headlines(out: Path, *, corpus: Path, taxonomy: Taxonomy) -> Seen | None:
    """Read the judged messages with the weights at `out` and write the result beside them; None: nobody judged any."""
    reader = Reader(None, taxonomy, weights=out)
    numbers: list[Floats] = []
    good: list[bool] = []
    message: list[int] = []
    for number, row in enumerate(read_headlines(corpus)):
        text = row["text"]
        look = reader.look(text, community=row.get("community"))
        if not look.danger.end:
            continue  # these weights see no danger in it
        found, told = reader.headline_cuts(text, look, places_of(look.scene, text))
        for cut, tell in zip(found, told, strict=True):
            words = text[cut.start : cut.end]
            if words in row["good"] or words in row["bad"]:
                numbers.append(tell)
                good.append(words in row["good"])
                message.append(number)
    if not any(good):
        return None
    x, y, of = np.array(numbers), np.array(good), np.array(message)
    write_headlines(out.with_name(FILE), _fit(x, y))
    return _left_out(x, y, of)


def _fit(x: Floats, y: npt.NDArray[np.bool_]) -> Headlines:
    spread = x.std(axis=0) + 1e-6
    made = LogisticRegression(C=LOOSENESS, max_iter=1000).fit(x / spread, y)
    weights = {name: round(float(w), 4) for name, w in zip(TELLS, made.coef_[0] / spread, strict=True)}
    return Headlines(weights=weights, bias=round(float(made.intercept_[0]), 4), sure=round(math.log(GOOD / (1 - GOOD)), 4))


def _left_out(x: Floats, y: npt.NDArray[np.bool_], of: npt.NDArray[np.int64]) -> Seen:
    shown = good = 0
    for fold in range(FOLDS):
        out = of % FOLDS == fold
        if not out.any() or not y[~out].any():
            continue
        made = _fit(x[~out], y[~out])
        scores = made.scores(x)
        for number in np.unique(of[out]):
            own = np.flatnonzero(of == number)
            best = own[scores[own].argmax()]
            shown += bool(scores[best] >= made.sure)
            good += bool(scores[best] >= made.sure and y[best])
    return Seen(texts=len(np.unique(of)), shown=shown, good=good)
