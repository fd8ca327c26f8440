"""The few words of an ordinary post that say what is wrong.

None where none is good enough.
Learned by `nlp.learning.headlines` from cuts that a person judged. It is looked for where the topic's name says nothing.
"""

import re
from collections.abc import Sequence

import numpy as np

from nlp.text.features import Floats
from nlp.text.morph import Is, Morph
from nlp.text.prepared import Piece, Prepared
from nlp.text.tokens import mend
from nlp.topics.danger import as_piece
from nlp.topics.headline_cuts import ASKS, BREAK, NAMES, PREPOSITIONS, WORD, Cut, CutLimits, cuts, shown
from nlp.topics.model import Model, Scores
from nlp.topics.ranking import Doubles

FILE = "trouble.json"
STOP = re.compile(r"[.!?\n]")
CLOSED = re.compile(rf"\s{{0,9}}(?:{BREAK.pattern}|$)")
LIMITS = CutLimits(words=7, signs=40, asks=True)
CLAUSES = 4  # that are likeliest to tell what the text is about, and the first one
OPENS = NAMES.index("opens")
POLITE = re.compile(
    r"(?i)(?:\W{0,9}\b(?:здравствуйте|добр(?:ый|ого) (?:день|дня|вечер)|доброе утро|(?:под)?скажите|ответьте|объясните|пожалуйста)\b)+"
    r"\W{0,9}"
)
TELLS = (*NAMES, "danger", "about", "appeal", "clause", "asks", "first", "opening", "ruled", "signs", "closed")
"""What a cut is told by: its grammar, what the model says of it and of its clause, and where it stands."""

Troubles = tuple[list[Cut], Floats]
NONE: Floats = np.zeros((0, len(TELLS)), dtype=np.float32)


def trouble_cuts(
    text: str, prepared: Prepared, scores: Scores, topics: Doubles, places: Sequence[tuple[int, int]], model: Model, morph: Morph
) -> Troubles:
    """Beginnings of clauses that may be a title, with TELLS.

    `places`: spans that are not said in it, people among them.
    """
    clauses = prepared.clauses
    if not clauses:
        return [], NONE
    of = model.of_clauses(scores.rows.part(1)).topics[: len(clauses)] @ topics
    chosen: list[Cut] = []
    numbers: list[tuple[float, ...]] = []
    for n in sorted({0, *map(int, np.argsort(-of)[:CLAUSES])}):
        clause = clauses[n]
        greeting = POLITE.match(text, clause.start, clause.end)
        start = greeting.end() if greeting else clause.start
        for cut in cuts(text, start, clause.end, (start, clause.end), places, morph, LIMITS):
            if cut.numbers[OPENS] and not _is_half(text, cut, places, morph):
                chosen.append(cut)
                numbers.append((float(of[n]), *_standing(text, cut, n, clause)))
    if not chosen:
        return [], NONE
    scored = model.of_clauses(model.rows([as_piece(text[cut.start : cut.end]) for cut in chosen]))
    grammar = np.array([cut.numbers for cut in chosen])
    return chosen, np.column_stack((grammar, scored.danger, scored.topics @ topics, scored.speech["appeal"], np.array(numbers))).astype(
        np.float32
    )


def called(text: str, cut: Cut) -> str:
    """The cut as a title: a question stays one."""
    words = shown(text, cut)
    ends = STOP.search(text, cut.end)
    return f"{words}?" if ends and ends[0] == "?" else words


def _standing(text: str, cut: Cut, n: int, clause: Piece) -> tuple[float, ...]:
    ruled = WORD.findall(text[cut.start : cut.end])[0].lower() in PREPOSITIONS
    numbers = (text.startswith("?", cut.end), n == 0, clause.sentence == 0, ruled, cut.end - cut.start, _is_closed(text, cut))
    return tuple(map(float, numbers))


def _is_closed(text: str, cut: Cut) -> bool:
    """Whether what is said ends there too: a sign, or nothing; a place goes on."""
    return CLOSED.match(text, cut.end) is not None


def _is_half(text: str, cut: Cut, places: Sequence[tuple[int, int]], morph: Morph) -> bool:
    """Whether a place cuts it.

    A question before its place, «когда в аптеке на Маячной…»; the noun that is half of a place, «в Комсомольском саду».
    """
    if mend(WORD.findall(text[cut.start : cut.end])[0]) in ASKS:
        return not _is_closed(text, cut)
    before = len(text[: cut.start].rstrip())
    if not any(end == before for _, end in places):
        return False
    flags = morph.form(mend(WORD.findall(text[cut.start : cut.end])[0])).flags
    return bool(flags & Is.NOUN) and not flags & Is.NOUN_NOMN
