"""Learning which cut of a text is its headline: logistic regression over cuts that people judged."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlp.district_files import Taxonomy
from nlp.learning.corpus import Json, read_headlines
from nlp.places.finder import places_of
from nlp.reader import Look, Reader
from nlp.text.features import Floats
from nlp.topics import trouble
from nlp.topics.headline import FILE as HEADLINE
from nlp.topics.headline import TELLS, Headlines, write_headlines
from nlp.topics.headline_cuts import Cut

LOOSENESS = 0.3
GOOD = 0.35  # the probability of a good cut from which it is shown: below it the topic's name tells an official more
PLAIN = 0.5  # of an ordinary post: a wrong title is worse than a dull one
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How headlines of left-out messages did: of `texts` so many had one `shown`, and so many of these were `good`."""

    texts: int
    shown: int
    good: int


def learn_headlines(out: Path, *, corpus: Path, taxonomy: Taxonomy) -> Seen | None:
    """Learn from the judged dangers with the weights at `out`.

    The result stands beside them; None: nobody judged any.
    """

    def cuts_of(reader: Reader, text: str, look: Look) -> tuple[list[Cut], Floats]:
        return (
            reader.headline_cuts(text, look, places_of(look.scene, text)) if look.danger.end else ([], trouble.NONE)
        )  # no danger for these weights

    return _learn(out, HEADLINE, TELLS, read_headlines(corpus), cuts_of, taxonomy, sure=GOOD)


def learn_troubles(out: Path, *, corpus: Path, taxonomy: Taxonomy) -> Seen | None:
    """The same of ordinary posts."""

    def cuts_of(reader: Reader, text: str, look: Look) -> tuple[list[Cut], Floats]:
        return reader.trouble_cuts(text, look, places_of(look.scene, text))

    return _learn(out, trouble.FILE, trouble.TELLS, read_headlines(corpus, "troubles*.jsonl"), cuts_of, taxonomy, sure=PLAIN)


def _learn(
    out: Path,
    file: str,
    told_by: Sequence[str],
    rows: Iterable[Json],
    cuts_of: Callable[[Reader, str, Look], tuple[list[Cut], Floats]],
    taxonomy: Taxonomy,
    *,
    sure: float,
) -> Seen | None:
    reader = Reader(None, taxonomy, weights=out)
    numbers: list[Floats] = []
    good: list[bool] = []
    message: list[int] = []
    for number, row in enumerate(rows):
        text = row["text"]
        found, told = cuts_of(reader, text, reader.look(text, community=row.get("community")))
        for cut, tell in zip(found, told, strict=True):
            words = text[cut.start : cut.end]
            if words in row["good"] or words in row["bad"]:
                numbers.append(tell)
                good.append(words in row["good"])
                message.append(number)
    if not any(good):
        return None
    x, y, of = np.array(numbers), np.array(good), np.array(message)
    write_headlines(out.with_name(file), _fit(x, y, told_by, sure))
    return _left_out(x, y, of, told_by, sure)


def _fit(x: Floats, y: npt.NDArray[np.bool_], told_by: Sequence[str], sure: float) -> Headlines:
    spread = x.std(axis=0)
    spread = np.where(spread > 0, spread, 1) + 1e-6
    made = LogisticRegression(C=LOOSENESS, max_iter=1000).fit(x / spread, y)
    weights = {name: round(float(w), 4) for name, w in zip(told_by, made.coef_[0] / spread, strict=True)}
    return Headlines(weights=weights, bias=round(float(made.intercept_[0]), 4), sure=round(math.log(sure / (1 - sure)), 4))


def _left_out(x: Floats, y: npt.NDArray[np.bool_], of: npt.NDArray[np.int64], told_by: Sequence[str], sure: float) -> Seen:
    shown = good = 0
    for fold in range(FOLDS):
        out = of % FOLDS == fold
        if not out.any() or not y[~out].any():
            continue
        made = _fit(x[~out], y[~out], told_by, sure)
        scores = made.scores(x)
        for number in np.unique(of[out]):
            own = np.flatnonzero(of == number)
            best = own[scores[own].argmax()]
            shown += bool(scores[best] >= made.sure)
            good += bool(scores[best] >= made.sure and y[best])
    return Seen(texts=len(np.unique(of)), shown=shown, good=good)
