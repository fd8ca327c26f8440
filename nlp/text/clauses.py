"""Clauses: the stretches of a text that may each tell of a trouble of their own."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.text.tokens import Token

ENDS = frozenset(".!?;…")
PAUSES = frozenset(",:()—–-")
SHORTEST = 3  # words that say something by themselves
NAMED = frozenset({"ни", "нет"})  # with one word more they name what people lack: «ни дороги, ни связи»
MOST = 60  # stretches of a text that are looked at: a longer one is a list


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [i, j) of a text; `sentence` is the number of the sentence that they stand in."""

    i: int
    j: int
    sentence: int


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Pieces between commas and ends of sentences, each with words enough; a piece too short joins the next one of its sentence.

    The number of a list's line belongs to what follows it.
    """
    out: list[Clause] = []
    start, words, sentence = 0, 0, 0
    for n, token in enumerate(tokens):
        words += token.is_word + (token.is_word and not words and token.word in NAMED)
        last = n + 1 == len(tokens)
        ends = last or token.word in ENDS or tokens[n + 1].first
        if not words and not last:
            pass
        elif ends or (token.word in PAUSES and not token.is_word and words >= SHORTEST):
            if words >= SHORTEST or not out or (words and out[-1].sentence != sentence):
                out.append(Clause(start, n + 1, sentence))
            elif n + 1 > start:
                out[-1] = Clause(out[-1].i, n + 1, sentence)
            start, words = n + 1, 0
        sentence += ends
    return out[:MOST]


def pairs(single: Sequence[Clause]) -> list[Clause]:
    """Neighbours in one sentence as one stretch: people tell a danger and its place side by side."""
    return [Clause(a.i, b.j, a.sentence) for a, b in itertools.pairwise(single) if a.sentence == b.sentence]
