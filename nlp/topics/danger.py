"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

from dataclasses import dataclass

from incidents.reading import DangerGrade
from nlp.text.prepared import Piece, Prepared
from nlp.topics.model import Model, Scores

MOST_WORDS = 90  # code points of the words that are shown
SIGNS = " ,.;:!?-–—…()\n\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """How probable a threat is; `grade` None: not sure. [start, end) are the words that tell it; `is_asked`: somebody must look."""

    p: float
    grade: DangerGrade | None
    is_asked: bool
    stretch: Piece | None
    start: int
    end: int


def tell_danger(text: str, prepared: Prepared, scores: Scores, model: Model) -> Danger:
    """Judge the threat of a text by the model's thresholds."""
    line = model.lines["danger"]
    wakes = scores.now >= model.lines["now"].sure
    sure = wakes or scores.danger >= line.sure
    stretch = prepared.stretches[scores.stretch] if scores.stretch is not None else None
    start, end = _words(text, stretch or prepared.whole)
    return Danger(
        p=max(scores.danger, scores.now),
        grade=None if not sure else DangerGrade.NOW if wakes else DangerGrade.RISK,
        is_asked=not sure and scores.danger >= line.asked,
        stretch=stretch,
        start=start,
        end=end,
    )


def _words(text: str, piece: Piece) -> tuple[int, int]:
    """The stretch without signs around it, and no longer than can be shown."""
    start, end = piece.start, piece.end
    if end - start > MOST_WORDS:
        cut = text.rfind(" ", start, start + MOST_WORDS + 1)
        end = cut if cut > start else start + MOST_WORDS
    while start < end and text[start] in SIGNS:
        start += 1
    while end > start and text[end - 1] in SIGNS:
        end -= 1
    return start, end
