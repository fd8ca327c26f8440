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
from nlp.learning.fitting import Ids, Layer, Matrix
from nlp.learning.heads import fit_appeal, fit_danger
from nlp.learning.praise import fit_praise
from nlp.learning.rows import Rows
from nlp.learning.threads import Comments
from nlp.topics.danger import LIKELY
from nlp.topics.feature_rows import Floats
from nlp.topics.model import Line

FOLDS = 4
WOKEN = 0.84  # of dangers that are there now so many wake somebody
HEARD = 0.93  # of all dangers so many are told
ASKED = 0.95  # so many are told or asked about
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


def score_left_out(rows: Rows, comments: Comments, x: Matrix, examples: Sequence[Example]) -> Scored:
    """Score each fold by a model of all the rest."""
    parts = []
    for out in folds_of(examples):
        if not len(out):
            continue
        rest = np.setdiff1d(np.arange(len(examples)), out)
        parts.append(score(rows, comments, x, examples, rest, out))
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Scored.__slots__}
    return Scored(**joined)


def score(rows: Rows, comments: Comments, x: Matrix, examples: Sequence[Example], learned: Ids, out: Ids) -> Scored:
    """Learn from some examples and score others."""
    danger = fit_danger(rows, x, examples, learned)
    whole = danger.scores(x[out])
    best = highest(rows, x, danger, out, whole)
    praise = fit_praise(rows, comments, x, examples, learned, frozenset(str(examples[n].writer) for n in out)).scores(x[out])
    return Scored(
        rows=out,
        appeal=fit_appeal(x, examples, learned).scores(x[out])[:, 0],
        danger=whole[:, 0],
        danger_stretch=best[:, 0],
        now=whole[:, 1],
        now_stretch=best[:, 1],
        thanks=praise[:, 0],
        sarcasm=praise[:, 1],
    )


def highest(rows: Rows, x: Matrix, danger: Layer, out: Ids, whole: Floats) -> Floats:
    """The highest score among the stretches of each example; of an example without stretches its own."""
    best = np.full((len(out), 2), -np.inf, dtype=np.float32)
    place = {int(n): k for k, n in enumerate(out)}
    mine = np.flatnonzero(np.isin(rows.stretch_of, out))
    if len(mine):
        np.maximum.at(best, [place[int(n)] for n in rows.stretch_of[mine]], danger.scores(x[rows.stretches[mine]]))
    return np.where(np.isfinite(best), best, whole)


def lines_of(scored: Scored, examples: Sequence[Example]) -> dict[str, Line]:
    """Calibrated lines with thresholds, chosen together: towns' streams count as much as all letters do, and so do both of these alone."""
    chosen = [examples[n] for n in scored.rows]
    share = _shares_of(np.array([e.is_stream for e in chosen]), np.array([e.is_mix for e in chosen]))
    is_appeal = np.array([bool(e.is_appeal) for e in chosen])
    danger = np.array([e.danger != "none" for e in chosen])
    now = np.array([e.danger == "now" for e in chosen])
    none = np.zeros_like(scored.appeal)
    appeal, p_appeal = _line(np.column_stack((scored.appeal, none, none)), is_appeal)
    calm = np.minimum(scored.appeal, 0.0)  # what does not sound like an appeal tells of a danger less often
    threat, p_danger = _line(np.column_stack((scored.danger, scored.danger_stretch, calm)), danger)
    wakes, p_now = _line(np.column_stack((scored.now, scored.now_stretch, none)), now)  # a cry for help wakes however it sounds
    woken = _for_recall(p_now[now], share[now], WOKEN)
    sure = _for_recall(np.where(p_now >= woken, 1.0, p_danger)[danger], share[danger], HEARD)
    asked = min(sure, _for_recall(np.where(p_now >= min(woken, LIKELY), 1.0, p_danger)[danger], share[danger], ASKED))
    heard = (p_danger >= asked) | (p_now >= min(woken, LIKELY))
    return {
        "appeal": _with(appeal, sure=_for_f1(p_appeal, share, is_appeal, heard)),
        "danger": _with(threat, sure=sure, asked=asked),
        "now": _with(wakes, sure=woken),
    }


def _shares_of(is_stream: Bools, is_mix: Bools) -> Doubles:
    """What each text weighs: all messages of streams as much as all letters of whole mixes; twins and lists of dangers nothing."""
    share = np.zeros(len(is_mix))
    for some in (is_stream, is_mix & ~is_stream):
        share[some] = 1 / max(some.sum(), 1)
    return share


def _line(x: Floats, y: Bools) -> tuple[Line, Doubles]:
    """A line over scores of the text, of its highest stretch, of an appeal below zero; and its probabilities."""
    model = LogisticRegression(C=100.0).fit(x, y)
    whole, stretch, calm = map(float, model.coef_[0])
    line = Line(whole=whole, stretch=stretch, calm=calm, bias=float(model.intercept_[0]), sure=0.5)
    return line, np.array([line.of(*map(float, row)) for row in x])


def _with(line: Line, *, sure: float, asked: float = 1.0) -> Line:
    return replace(line, sure=round(sure, 4), asked=round(asked, 4))


def _for_recall(p: Doubles, share: Doubles, wanted: float) -> float:
    """The highest threshold that such a share of these reaches; 1 of nothing."""
    order = np.argsort(-p)
    reached = np.cumsum(share[order]) / max(share.sum(), 1e-12)
    good = np.flatnonzero(reached >= wanted - 1e-9)
    return float(p[order[good[0]]]) if len(good) else 1.0


def _for_f1(p: Doubles, share: Doubles, right: Bools, heard: Bools) -> float:
    """The threshold with the best F1. `heard`: dangers, which are taken in whatever the threshold."""

    def f1(threshold: float) -> float:
        taken = (p >= threshold) | heard
        return float(2 * share[taken & right].sum() / max(share[taken].sum() + share[right].sum(), 1e-12))

    return float(max(np.unique(np.round(p, 3)), key=f1))
