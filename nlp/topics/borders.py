"""Whether a text has several matters, and between which clauses another begins: two logistic regressions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.text.features import Floats

WORDS = 1024  # hashed openings of a clause
NAMES = (
    "same_groups", "same_topics", "group_before", "group_after", "other_group", "other_group_sure", "trouble_before",
    "trouble_after", "both_troubles", "new_sentence", "words_after", "words_all_before", "words_all_after", "request", "complaint",
    "question", "anger", "new_line", "danger", "listed",
)  # fmt: skip
"""What a border is told by, in the order of its numbers."""
HALVES = (
    "halves_groups", "halves_topics", "halves_other", "halves_surer", "halves_other_sure", "halves_troubles",
    "halves_doubt", "whole_first", "whole_second", "first_leans", "first_apart", "share_before", "halves_shared",
)  # fmt: skip
"""What all that stands before a border and all that stands after it say of it."""
ABOUT = ("best", "second", "third", "together", "expected", "borders", *NAMES, *HALVES)
"""What a text is told by: the scores of its borders, then the numbers of the best one."""
NO_BORDER = -4.0  # the score of a border that a short text does not have


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """Logistic regression over numbers of a border and hashed openings; above `sure` a border counts."""

    weights: Floats
    openings: Floats
    bias: float
    sure: float

    def scores(self, numbers: Floats, openings: Sequence[tuple[int, ...]]) -> Floats:
        """The score of each border."""
        said = np.array([sum(float(self.openings[n]) for n in each) for each in openings], dtype=np.float32)
        return np.asarray(numbers @ self.weights + said + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Tells a text of several matters: `borders` looks at NAMES and HALVES, `weights` at ABOUT."""

    borders: Borders
    weights: Floats
    bias: float
    sure: float

    def score(self, numbers: Floats, scores: Floats) -> float:
        """How surely the text has several matters."""
        return float(about(numbers, scores) @ self.weights) + self.bias

    def begins(self, numbers: Floats, openings: Sequence[tuple[int, ...]]) -> list[int]:
        """Clauses at which another matter begins: none, or the best border's and those that are sure by themselves."""
        scores = self.borders.scores(numbers, openings)
        if self.score(numbers, scores) <= self.sure:
            return []
        return [n + 1 for n, score in enumerate(scores) if score > self.borders.sure or n == int(scores.argmax())]


def about(numbers: Floats, scores: Floats) -> Floats:
    """ABOUT of a text."""
    best = np.append(np.sort(scores)[::-1][:3], [NO_BORDER] * 2)[:3]
    odds = np.exp(scores)
    told = [np.log(odds.sum()), (odds / (1 + odds)).sum(), np.log(len(scores))]
    return np.concatenate((best, told, numbers[int(scores.argmax())])).astype(np.float32)


def load_several(arrays: Mapping[str, Any]) -> Several:  # Any: arrays of several types
    """Take what `read_weights` gave."""
    return Several(
        borders=Borders(
            weights=arrays["borders_weights"],
            openings=arrays["borders_openings"],
            bias=float(arrays["borders_bias"]),
            sure=float(arrays["borders_sure"]),
        ),
        weights=arrays["several_weights"],
        bias=float(arrays["several_bias"]),
        sure=float(arrays["several_sure"]),
    )
