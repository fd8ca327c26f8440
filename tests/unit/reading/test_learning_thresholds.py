"""Thresholds are chosen together, streams weigh as much as letters, and what sounds like no appeal is less of a danger."""

import numpy as np

from nlp.learning.calibration import ASKED, FOLDS, HEARD, WOKEN, Scored, fold_of, lines_of
from nlp.learning.examples import Example
from nlp.topics.danger import LIKELY
from nlp.topics.model import Line

SIZE = 400


def test_a_text_that_sounds_like_no_appeal_is_less_of_a_danger() -> None:
    line = Line(whole=1.0, stretch=0.0, bias=0.0, calm=0.7, sure=0.5)
    assert line.of(1.0, appeal=-3.0) < 0.5 < line.of(1.0, appeal=-0.5)
    assert line.of(1.0, appeal=4.0) == line.of(1.0)


def scored(*, streams: bool) -> tuple[Scored, list[Example]]:
    """Texts of as many writers as folds: half appeals, a quarter of those dangers that are there now; the last writer's say less."""
    dice = np.random.default_rng(0)
    examples, appeal, danger = [], [], []
    for n in range(FOLDS * SIZE):
        writer, is_appeal, is_now = n % FOLDS, n // FOLDS % 2 == 0, n // FOLDS % 8 == 0
        is_stream = streams and writer == FOLDS - 1
        noise = 1.6 if writer == FOLDS - 1 else 0.6
        grade = "now" if is_now else "none"
        examples.append(Example(text=str(n), writer=f"w{writer}", is_mix=True, is_stream=is_stream, is_appeal=is_appeal, danger=grade))
        appeal.append((2.5 if is_appeal else -2.5) + dice.normal() * noise)
        danger.append((2.0 if is_now else -2.0) + dice.normal() * noise)
    own, threat = np.array(appeal, dtype=np.float32), np.array(danger, dtype=np.float32)
    told = {"danger": threat, "danger_stretch": threat, "now": threat, "now_stretch": threat}
    return Scored(rows=np.arange(len(examples)), appeal=own, thanks=own, sarcasm=own, **told), examples


def test_each_writer_stands_in_a_fold() -> None:
    assert sorted(fold_of(scored(streams=False)[1]).values()) == list(range(FOLDS))


def halves(examples: list[Example]) -> list[np.ndarray]:
    """Messages of streams, and all the others."""
    is_stream = np.array([e.is_stream for e in examples])
    return [some for some in (is_stream, ~is_stream) if some.any()]


def test_the_threshold_of_waking_is_the_highest_that_wakes_enough_of_streams_and_letters_alike() -> None:
    made, examples = scored(streams=True)
    lines = lines_of(made, examples)
    p = {name: np.array([lines[name].of(*row) for row in told(made)]) for name in ("danger", "now")}
    now = np.array([e.danger == "now" for e in examples])

    def share(taken: np.ndarray) -> float:
        return float(np.mean([(taken & now & some).sum() / (now & some).sum() for some in halves(examples)]))

    woken = p["now"] >= lines["now"].sure - 1e-4  # it is kept in four digits
    assert share(woken) >= WOKEN > share(p["now"] > lines["now"].sure + 1e-4)
    heard = woken | (p["danger"] >= lines["danger"].sure - 1e-4)
    assert share(heard) >= HEARD
    asked = (p["danger"] >= lines["danger"].asked - 1e-4) | (p["now"] >= LIKELY)
    assert share(heard | asked) >= ASKED


def test_streams_move_the_threshold() -> None:
    with_streams, without = (lines_of(*scored(streams=some)) for some in (True, False))
    assert without["now"].sure != with_streams["now"].sure


def test_the_threshold_of_appeals_has_the_best_f1_of_streams_and_letters_together() -> None:
    made, examples = scored(streams=True)
    lines = lines_of(made, examples)
    right = np.array([bool(e.is_appeal) for e in examples])
    asked, wakes = lines["danger"], lines["now"]
    heard = np.array([asked.of(*row) >= asked.asked or wakes.of(*row) >= min(LIKELY, wakes.sure) for row in told(made)])
    p = np.array([lines["appeal"].of(score) for score in made.appeal.tolist()])

    def f1(threshold: float) -> float:
        taken = (p >= threshold) | heard
        weighed = [
            np.array([(taken & right & some).sum(), (taken & some).sum(), (right & some).sum()]) / some.sum() for some in halves(examples)
        ]
        both, said, wanted = np.sum(weighed, axis=0)
        return float(2 * both / (said + wanted))

    chosen = lines["appeal"].sure
    assert f1(chosen) >= max(f1(chosen - 0.1), f1(chosen + 0.1))


def told(made: Scored) -> list[list[float]]:
    """What a line of danger is asked of each text."""
    return np.column_stack((made.danger, made.danger_stretch, made.appeal)).astype(float).tolist()  # type: ignore[no-any-return]  # of numpy
