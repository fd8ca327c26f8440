"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import DangerGrade
from nlp.lexicon import Lexicon

GAP = r"[^.!?\n]{0,60}?"
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


def find_danger(text: str, *, is_appeal: bool) -> Danger | None:
    """The threat that the text speaks of, or None. A memory, an advertisement or a thanks is no threat."""
    if not is_appeal:
        return None
    found = _LEXICON.find(text)
    past = found.get("past", [])
    for name, grade in (("now", DangerGrade.NOW), ("risk", DangerGrade.RISK)):
        for start, end in found.get(name, []):
            if not any(start - BEFORE <= at and until <= end + AFTER for at, until in past):
                return Danger(grade, start, end)
    return None
