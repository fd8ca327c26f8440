"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidents.reading import DangerGrade
from nlp.text.prepared import Piece, Prepared
from nlp.text.tokens import mend
from nlp.topics.headline_cuts import DENIALS, LITTLE, PREPOSITIONS
from nlp.topics.model import Model, Scores

LIKELY = 0.15  # a threat that may be there now: somebody is asked even where the text does not sound like an appeal
MOST_WORDS = 60  # code points of the words that are shown
MOST_WINDOWS = 30  # places of a longer stretch where those words are looked for
WORD = re.compile(r"\S+")
HANGS = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS | DENIALS))})\s+(?:\w+(?:ом|ем|ой|ей|ых|их|ым|им|ую|юю|ый|ий|ого|его)\s+)?$")
"""«девятом этаже» says nothing without its «на»."""

SIGNS = " ,.;:!?-–—…()\n\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """How probable a threat is; `grade` None: not sure. [start, end) are the words that tell it; `is_asked`: somebody must look."""

    p: float
    now: float  # of them, of a threat that is there now
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
    is_asked = not sure and (scores.danger >= line.asked or scores.now >= LIKELY)
    start, end = _words(text, stretch or prepared.whole, model) if sure or is_asked else (0, 0)
    if stretch is not None and stretch.end - stretch.start > MOST_WORDS and end:
        stretch = _masked(text[start:end], stretch)  # of a text without stops the words that tell it say whose it is
    return Danger(
        p=max(scores.danger, scores.now),
        now=scores.now,
        grade=None if not sure else DangerGrade.NOW if wakes else DangerGrade.RISK,
        is_asked=is_asked,
        stretch=stretch,
        start=start,
        end=end,
    )


def asked(text: str, prepared: Prepared, danger: Danger, model: Model) -> Danger:
    """The danger with somebody asked about it where it is not sure, and the words that he is shown."""
    if danger.is_asked or danger.grade is not None:
        return danger
    start, end = _words(text, danger.stretch or prepared.whole, model)
    return replace(danger, is_asked=True, start=start, end=end)


def _words(text: str, piece: Piece, model: Model) -> tuple[int, int]:
    """The stretch without signs around it; of one too long to be shown, the part without which the least danger is left."""
    start, end = piece.start, piece.end
    if end - start > MOST_WORDS:
        windows = list(_windows(text, start, end))
        without = model.dangers([as_piece(text[start:a] + text[b:end]) for a, b in windows])
        start, end = windows[int(without.argmin())]
        end = without_hanging(text, start, end) if end < piece.end else end
    while start < end and text[start] in SIGNS:
        start += 1
    while end > start and text[end - 1] in SIGNS:
        end -= 1
    return start, end


def without_hanging(text: str, start: int, end: int) -> int:
    """Where the words end that nothing follows: «от женщины», not «от женщины с»."""
    words = [word.span() for word in WORD.finditer(text, start, end)]
    while len(words) > 1 and text[slice(*words[-1])].lower() in PREPOSITIONS | LITTLE:
        words.pop()
    return words[-1][1] if words else end


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Whole words that can be shown, from here and there."""
    words = [word.span() for word in WORD.finditer(text, start, end)]
    for n in range(0, len(words), 1 + len(words) // MOST_WINDOWS):
        if n and (text[words[n][0]].isdigit() or HANGS.search(text[start : words[n][0]].lower())):
            continue
        first = words[n][0]
        yield first, max((stop for _, stop in words[n:] if stop <= first + MOST_WORDS), default=first + MOST_WORDS)


def as_piece(text: str) -> Piece:
    """Words by themselves, as the models score them."""
    return Piece(text, tuple(mend(word.strip(SIGNS)) for word in text.split()), 0, len(text))


def _masked(said: str, stretch: Piece) -> Piece:
    """These words of a stretch as the models see them: without names of places."""
    words = tuple(word for word in as_piece(said).words if word in stretch.words)
    return Piece(" ".join(words), words, stretch.start, stretch.end, stretch.sentence)
