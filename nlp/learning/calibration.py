"""Scores → probabilities and thresholds, chosen on writers that the scores were not learned from.

Folds are of writers: whoever wrote a text taught nothing to the model that scores it here. The thresholds and the reason for each stand
in the model's file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Layer, View, yes_or_no
from nlp.learning.heads import fit_danger
from nlp.learning.praise import fit_praise
from nlp.learning.rows import Rows
from nlp.learning.threads import Comments
from nlp.topics.feature_rows import Floats
from nlp.topics.model import Line

FOLDS = 4
FLAT = 0.0025  # of F1 of «is it an appeal»: the highest threshold for so much of it; a higher one loses short plain complaints
DANGER_PRECISION = 0.87  # in each fold of writers: strangers find more than is wanted (0.95 of 0.85) and are right less often
NOW_PRECISION = (
    0.83  # of people woken so many rightly in each fold of writers: among strangers nine of ten are woken for, four of five rightly
)
ASKED = 0.09  # of appeals so many may be asked «Опасно?»: of strangers' it comes to a tenth
Bools = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Raw scores of left-out writers' texts: of the whole text and of its highest stretch."""

    rows: Ids
    appeal: Floats
    danger: Floats
    danger_stretch: Floats
    now: Floats
    now_stretch: Floats
    thanks: Floats
    sarcasm: Floats


def fold_of(examples: Sequence[Example], count: int = FOLDS) -> dict[str, int]:
    """The fold of each writer of whole mixes."""
    writers = sorted({e.writer for e in examples if e.writer is not None and e.is_mix})
    return {writer: n % count for n, writer in enumerate(writers)}


def folds_of(examples: Sequence[Example], count: int = FOLDS) -> list[Ids]:
    """Examples of the corpus, a fold a group of writers; every writer stands in one fold."""
    fold = fold_of(examples, count)
    return [np.array([n for n, e in enumerate(examples) if e.writer in fold and fold[e.writer] == k], dtype=np.int64) for k in range(count)]


def score_left_out(rows: Rows, comments: Comments, examples: Sequence[Example]) -> Scored:
    """Score each fold by a model of all the rest."""
    parts = []
    for out in folds_of(examples):
        if not len(out):
            continue
        rest = np.setdiff1d(np.arange(len(examples)), out)
        parts.append(score(rows, comments, examples, rest, out))
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Scored.__slots__}
    return Scored(**joined)


def score(rows: Rows, comments: Comments, examples: Sequence[Example], learned: Ids, out: Ids) -> Scored:
    """Learn from some examples and score others."""
    view = rows.texts.view(rows.whole[learned])
    told = [n for n in learned if examples[n].is_appeal is not None]
    appeal = yes_or_no(
        "appeal",
        rows.texts.features(view, rows.whole[told]),
        [bool(examples[n].is_appeal) for n in told],
        [examples[n].appeal_weight for n in told],
        tells=True,
    )
    danger = fit_danger(rows, view, examples, learned)
    x = rows.texts.features(view, rows.whole[out])
    whole = danger.scores(x)
    best = highest(rows, view, danger, out, whole)
    praise = fit_praise(rows, comments, view, examples, learned, frozenset(str(examples[n].writer) for n in out)).scores(x)
    return Scored(
        rows=out,
        appeal=appeal.scores(x)[:, 0],
        danger=whole[:, 0],
        danger_stretch=best[:, 0],
        now=whole[:, 1],
        now_stretch=best[:, 1],
        thanks=praise[:, 0],
        sarcasm=praise[:, 1],
    )


def highest(rows: Rows, view: View, danger: Layer, out: Ids, whole: Floats) -> Floats:
    """The highest score among the stretches of each example; of an example without stretches its own."""
    best = np.full((len(out), 2), -np.inf, dtype=np.float32)
    place = {int(n): k for k, n in enumerate(out)}
    mine = np.flatnonzero(np.isin(rows.stretch_of, out))
    if len(mine):
        scores = danger.scores(rows.texts.features(view, rows.stretches[mine]))
        np.maximum.at(best, [place[int(n)] for n in rows.stretch_of[mine]], scores)
    return np.where(np.isfinite(best), best, whole)


def lines_of(scored: Scored, examples: Sequence[Example]) -> dict[str, Line]:
    """Calibrated lines with thresholds, chosen on what a stream looks like: twins and lists of dangers teach and choose nothing."""
    usual = np.array([examples[n].is_mix for n in scored.rows])
    scored = Scored(**{name: getattr(scored, name)[usual] for name in Scored.__slots__})
    chosen = [examples[n] for n in scored.rows]
    place = fold_of(examples)
    fold = np.array([place[str(e.writer)] for e in chosen])
    folds = [fold == k for k in sorted(set(fold))]
    is_appeal = np.array([bool(e.is_appeal) for e in chosen])
    danger = np.array([e.danger != "none" for e in chosen])
    now = np.array([e.danger == "now" for e in chosen])
    none = np.zeros_like(scored.appeal)
    appeal, p_appeal = _line(np.column_stack((scored.appeal, none, none)), is_appeal)
    calm = np.minimum(scored.appeal, 0.0)  # what does not sound like an appeal tells of a danger less often
    threat, p_danger = _line(np.column_stack((scored.danger, scored.danger_stretch, calm)), danger)
    wakes, p_now = _line(np.column_stack((scored.now, scored.now_stretch, none)), now)  # a cry for help wakes however it sounds
    sure = _in_each(folds, p_danger, danger, DANGER_PRECISION)
    woken = _in_each(folds, p_now, now, NOW_PRECISION)
    heard = (p_danger >= sure) | (p_now >= woken)
    return {
        "appeal": _with(appeal, sure=_for_f1(p_appeal, is_appeal, heard)),
        "danger": _with(threat, sure=sure, asked=_for_asked(p_danger, is_appeal, sure)),
        "now": _with(wakes, sure=woken),
    }


def _line(x: Floats, y: Bools) -> tuple[Line, Doubles]:
    """A line over scores of the text, of its highest stretch, of an appeal below zero; and its probabilities."""
    model = LogisticRegression(C=100.0).fit(x, y)
    whole, stretch, calm = map(float, model.coef_[0])
    line = Line(whole=whole, stretch=stretch, calm=calm, bias=float(model.intercept_[0]), sure=0.5)
    return line, np.array([line.of(*map(float, row)) for row in x])


def _with(line: Line, *, sure: float, asked: float = 1.0) -> Line:
    return replace(line, sure=round(sure, 4), asked=round(asked, 4))


def _for_f1(p: Doubles, right: Bools, heard: Bools) -> float:
    """The highest threshold with an F1 at most FLAT below the best. `heard`: dangers, which are taken in whatever the threshold."""
    tried = np.unique(np.round(p, 3))
    reached = np.array([_f1(right, (p >= t) | heard) for t in tried])
    return float(tried[np.flatnonzero(reached >= reached.max() - FLAT)[-1]])


def _f1(right: Bools, taken: Bools) -> float:
    return float(2 * (right & taken).sum() / max(right.sum() + taken.sum(), 1))


def _in_each(folds: Sequence[Bools], p: Doubles, right: Bools, wanted: float) -> float:
    """The highest of the folds' thresholds; a fold without such texts says nothing."""
    return max((_for_precision(p[some], right[some], wanted) for some in folds if right[some].any()), default=1.0)


def _for_precision(p: Doubles, right: Bools, wanted: float) -> float:
    """The lowest threshold above which so many are right."""
    order = np.argsort(-p)
    precision = np.cumsum(right[order]) / np.arange(1, len(p) + 1)
    good = np.flatnonzero(precision >= wanted)
    return float(p[order[good[-1]]]) if len(good) else 1.0


def _for_asked(p: Doubles, is_appeal: Bools, sure: float) -> float:
    """The lowest threshold at which no more than the wanted share of appeals is asked about."""
    doubtful = np.sort(p[is_appeal & (p < sure)])[::-1]
    many = int(ASKED * is_appeal.sum())
    return float(doubtful[min(many, len(doubtful)) - 1]) if len(doubtful) and many else sure
