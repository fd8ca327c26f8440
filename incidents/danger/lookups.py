"""Read-only questions about dangers."""

from collections.abc import Sequence

from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.danger.danger_marks import DangerMark, DangerMarks

_GONE = frozenset({AnswerState.DRAFT, AnswerState.CANCELLED, AnswerState.REFUSED})


def who_is_told(said: DangerMarks) -> DangerMark | None:
    """The first word that the rescuers know: they said so, or somebody called them."""
    known = [mark for mark in (said.known, said.confirmed) if mark is not None]
    return min(known, key=lambda mark: mark.at, default=None)


def is_warned(answers: Sequence[Answer]) -> bool:
    """Whether a note of safety stands under the post or is on its way there."""
    return any(a.kind is AnswerKind.SAFETY and a.state not in _GONE for a in answers)
