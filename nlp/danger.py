"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import DangerGrade
from nlp.features import TEXT_LIMIT
from nlp.lexicon import Lexicon
from nlp.model import Model

GAP = r"[^.!?\n]{0,60}?"
SHORTEST, MOST_CLAUSES = 12, 25
SUSPICIOUS, CERTAIN = -0.7, 0.05  # margins of a whole text that is looked into, of a clause that speaks of danger
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


def find_danger(text: str, *, is_appeal: bool, model: Model | None = None, margin: float = 0.0) -> Danger | None:
    """The threat that the text speaks of, or None. A memory, an advertisement or a thanks is no threat.

    Words first; where they say nothing and the whole text's `margin` is suspicious, the model looks at each clause.
    """
    if not is_appeal:
        return None
    found = _LEXICON.find(text)
    past = found.get("past", [])
    for name, grade in (("now", DangerGrade.NOW), ("risk", DangerGrade.RISK)):
        for start, end in found.get(name, []):
            if not any(start - BEFORE <= at and until <= end + AFTER for at, until in past):
                return Danger(grade, start, end)
    return _by_model(text, model) if model is not None and not past and margin > SUSPICIOUS else None


def _by_model(text: str, model: Model) -> Danger | None:
    best: tuple[float, str, str] = (CERTAIN, "", "")
    for clause in clauses(text[:TEXT_LIMIT])[:MOST_CLAUSES]:
        for name, margin in model.dangers(clause).items():
            best = max(best, (margin, name, clause))
    if not best[1]:
        return None
    clause = best[2]
    start = text.index(clause) + len(clause) - len(clause.lstrip())
    return Danger(DangerGrade(best[1]), start, start + len(clause.strip()))
