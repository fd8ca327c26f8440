"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import DangerGrade
from nlp.lexicon import Lexicon
from nlp.sense import Sense
from nlp.tokens import Token

GAP = r"[^.!?\n]{0,60}?"
SHORTEST = 12  # signs of a clause
ALARMING = -0.3  # the margin that speaks of a threat: about one clause of a hundred where no words of danger stand
CERTAIN, NOW_FROM = 0.5, 0.0  # nobody is woken by less
_ENDS = re.compile(r"[.!?;\n…]+")
BEFORE, AFTER = 60, 40  # code points around a threat where a memory or a thanks undoes it


def _lexicon() -> Lexicon:
    data = tomllib.loads((Path(__file__).parent / "data" / "danger.toml").read_text(encoding="utf-8"))
    fill = {name: [p.replace("<gap>", GAP).replace("<people>", data["people"]) for p in data[name]] for name in ("now", "risk", "past")}
    return Lexicon(fill)


_LEXICON = _lexicon()


@dataclass(frozen=True, slots=True)
class Danger:
    """The grade and where the words stand in the text."""

    grade: DangerGrade
    start: int
    end: int


def clauses(text: str) -> list[str]:
    """Parts of a text that may each speak of a threat."""
    return [part for part in _ENDS.split(text) if len(part) >= SHORTEST]


def find_danger(text: str, tokens: list[Token] | None = None, sense: Sense | None = None) -> Danger | None:
    """The threat that the text speaks of, or None. A memory, an advertisement or a thanks is no threat.

    Words first; where they say nothing, the sense of the most alarming clause.
    """
    found = _LEXICON.find(text)
    past = found.get("past", [])
    for name, grade in (("now", DangerGrade.NOW), ("risk", DangerGrade.RISK)):
        for start, end in found.get(name, []):
            if not any(start - BEFORE <= at and until <= end + AFTER for at, until in past):
                return Danger(grade, start, end)
    if sense is None or not tokens or past:
        return None
    clause = sense.most_alarming(tokens)
    if clause is None or clause.margin < ALARMING:
        return None
    grade = DangerGrade.NOW if clause.margin > CERTAIN and clause.now > NOW_FROM else DangerGrade.RISK
    return Danger(grade, tokens[clause.i].start, tokens[clause.j - 1].end)
