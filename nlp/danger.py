"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import DangerGrade

GAP = r"[^.!?\n]{0,60}?"
BEFORE, AFTER = 60, 40  # code points around a threat where a memory or a thanks undoes it


def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((Path(__file__).parent / "data" / "danger.toml").read_text(encoding="utf-8"))
    people = f"(?:{data['people']})" if not data["people"].startswith("(?:") else data["people"]
    return {
        name: re.compile(
            "|".join(f"(?:{pattern.replace('<gap>', GAP).replace('<people>', people)})" for pattern in data[name]), re.IGNORECASE
        )
        for name in ("now", "risk", "past")
    }


_PATTERNS = _patterns()


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
    for name, grade in (("now", DangerGrade.NOW), ("risk", DangerGrade.RISK)):
        for match in _PATTERNS[name].finditer(text):
            if not _PATTERNS["past"].search(text[max(0, match.start() - BEFORE) : match.end() + AFTER]):
                return Danger(grade, match.start(), match.end())
    return None
