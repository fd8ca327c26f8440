"""Thresholds hold in each fold of writers, and what sounds like no appeal tells of a danger less often."""

import numpy as np

from nlp.learning.calibration import FLAT, FOLDS, NOW_PRECISION, Scored, fold_of, lines_of
from nlp.learning.examples import Example
from nlp.topics.model import Line

SIZE = 400


def test_a_text_that_sounds_like_no_appeal_is_less_of_a_danger() -> None:
    line = Line(whole=1.0, stretch=0.0, bias=0.0, calm=0.7, sure=0.5)
    assert line.of(1.0, appeal=-3.0) < 0.5 < line.of(1.0, appeal=-0.5)
    assert line.of(1.0, appeal=4.0) == line.of(1.0)


def scored(*, spoilt: int) -> tuple[Scored, list[Example]]:
    """Texts of as many writers as folds: half appeals, a quarter of those dangers that are there now; one writer's scores say less."""
    dice = np.random.default_rng(0)
    examples, appeal, danger = [], [], []
    for n in range(FOLDS * SIZE):
        writer, is_appeal, is_now = n % FOLDS, n // FOLDS % 2 == 0, n // FOLDS % 8 == 0
        noise = 1.6 if writer == spoilt else 0.6
        examples.append(Example(text=str(n), writer=f"w{writer}", is_mix=True, is_appeal=is_appeal, danger="now" if is_now else "none"))
        appeal.append((2.5 if is_appeal else -2.5) + dice.normal() * noise)
        danger.append((2.0 if is_now else -2.0) + dice.normal() * noise)
    own, threat = np.array(appeal, dtype=np.float32), np.array(danger, dtype=np.float32)
    rows = np.arange(len(examples))
    told = {"danger": threat, "danger_stretch": threat, "now": threat, "now_stretch": threat}
    return Scored(rows=rows, appeal=own, thanks=own, sarcasm=own, **told), examples


def test_people_are_woken_rightly_in_the_worst_fold_of_writers_too() -> None:
    made, examples = scored(spoilt=2)
    line, place = lines_of(made, examples)["now"], fold_of(examples)
    assert sorted(place.values()) == list(range(FOLDS))
    threat = np.column_stack((made.now, made.now_stretch, made.appeal)).tolist()
    woken = np.array([line.of(*row) >= line.sure for row in threat])
    now = np.array([e.danger == "now" for e in examples])
    for k in range(FOLDS):
        mine = np.array([place[str(e.writer)] == k for e in examples])
        assert (now & woken & mine).sum() / (woken & mine).sum() >= NOW_PRECISION


def test_where_f1_is_flat_the_threshold_of_an_appeal_is_the_highest() -> None:
    made, examples = scored(spoilt=2)
    lines = lines_of(made, examples)
    threat = np.column_stack((made.danger, made.danger_stretch, made.appeal)).tolist()
    heard = np.array([any(lines[name].of(*row) >= lines[name].sure for name in ("danger", "now")) for row in threat])
    p = np.array([lines["appeal"].of(score) for score in made.appeal.tolist()])
    right = np.array([bool(e.is_appeal) for e in examples])

    def f1(threshold: float) -> float:
        taken = (p >= threshold) | heard
        return float(2 * (right & taken).sum() / (right.sum() + taken.sum()))

    best = max(map(f1, np.linspace(0.01, 0.99, 99)))
    assert f1(lines["appeal"].sure) >= best - 2 * FLAT
    assert f1(lines["appeal"].sure + 0.05) < best - FLAT
