"""Borders between clauses: logistic regression that tells where another matter begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.text.prepared import Floats

WORDS = 1024  # hashed openings of a clause
NAMES = (
    "same_groups", "same_topics", "group_before", "group_after", "other_group", "other_group_sure", "same_words", "trouble_before",
    "trouble_after", "both_troubles", "new_sentence", "words_after", "words_all_before", "words_all_after", "request", "complaint",
    "question", "anger", "new_line", "danger", "listed",
)  # fmt: skip
"""What a border is told by, in the order of its numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """Logistic regression over NAMES and hashed openings: the score of a border, and the threshold above which it parts a text."""

    weights: Floats
    openings: Floats
    bias: float
    sure: float

    def scores(self, numbers: Floats, openings: Sequence[tuple[int, ...]]) -> Floats:
        """The score of each border."""
        said = np.array([sum(float(self.openings[n]) for n in each) for each in openings], dtype=np.float32)
        return np.asarray(numbers @ self.weights + said + self.bias, dtype=np.float32)


def load_borders(arrays: Mapping[str, Any]) -> Borders:  # Any: arrays of several types
    """Take what `read_weights` gave."""
    return Borders(
        weights=arrays["borders_weights"],
        openings=arrays["borders_openings"],
        bias=float(arrays["borders_bias"]),
        sure=float(arrays["borders_sure"]),
    )
