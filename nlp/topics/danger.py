"""Danger: a present threat to life or health, its grade, and the words of the text that say so."""

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from incidents.reading import DangerGrade
from nlp.text.lexicon import Lexicon
from nlp.text.tokens import Token, tokenise
from nlp.text.vectors import Sense
from nlp.topics.hazards import Hazards

GAP = r"[^.!?\n]{0,60}?"
SHORTEST = 12  # signs of a clause
ALARMING = -0.3  # the margin that speaks of a threat where a grave word stands
MOST_WORDS = 60  # code points of the words that are shown
_ENDS = re.compile(r"[.!?;\n…]+")
BEFORE, AFTER = 60, 40  # code points around a threat where a memory or a thanks undoes it


def _lexicon() -> Lexicon:
    data = tomllib.loads((Path(__file__).parent.parent / "data" / "danger.toml").read_text(encoding="utf-8"))
    fill = {name: [p.replace("<gap>", GAP).replace("<people>", data["people"]) for p in data[name]] for name in ("now", "risk", "past")}
    return Lexicon(fill)


_LEXICON, _HAZARDS = _lexicon(), Hazards()


@dataclass(frozen=True, slots=True)
class Danger:
    """The grade, where the telling words stand in the text, and the topic that such a threat belongs to."""

    grade: DangerGrade
    start: int
    end: int
    topic: str | None = None


def clauses(text: str) -> list[str]:
    """Parts of a text that may each speak of a threat."""
    return [part for part in _ENDS.split(text) if len(part) >= SHORTEST]


def find_danger(text: str, tokens: list[Token] | None = None, sense: Sense | None = None) -> Danger | None:
    """The threat that the text speaks of, or None. A memory, an advertisement or a thanks is no threat.

    Frames of words and patterns first; where they say nothing, the sense of the most alarming clause.
    """
    tokens = tokenise(text) if tokens is None else tokens
    told = _by_frame(text, tokens)
    if told is None or told.grade is not DangerGrade.NOW:
        pattern = _by_pattern(text, tokens)
        if told is None or (pattern is not None and pattern.grade is DangerGrade.NOW):
            told = pattern or told
    if told is None and sense is not None:
        told = _by_sense(text, tokens, sense)
    if told is None or told.topic is not None:
        return told
    return replace(told, topic=_HAZARDS.topic_of(tokens, told.start, told.end))


def _by_frame(text: str, tokens: list[Token]) -> Danger | None:
    met = _HAZARDS.find(tokens)
    return None if met is None else _danger(text, met.grade, tokens[met.i].start, tokens[met.j - 1].end, met.topic)


def _by_pattern(text: str, tokens: list[Token]) -> Danger | None:
    found = _LEXICON.find(text)
    past = found.get("past", [])
    for name, grade in (("now", DangerGrade.NOW), ("risk", DangerGrade.RISK)):
        for start, end in found.get(name, []):
            is_past = any(start - BEFORE <= at and until <= end + AFTER for at, until in past)
            if not is_past and not _HAZARDS.is_undone(tokens, start, end):
                return _danger(text, grade, start, end)
    return None


def _by_sense(text: str, tokens: list[Token], sense: Sense) -> Danger | None:
    clause = sense.most_alarming(tokens)
    if clause is None or clause.margin < ALARMING or not _HAZARDS.speaks(tokens, clause.i, clause.j):
        return None
    start, end = tokens[clause.i].start, tokens[clause.j - 1].end
    if _HAZARDS.is_undone(tokens, start, end):
        return None
    return _danger(text, DangerGrade.RISK, start, end)  # nobody is woken by a likeness of words


def _danger(text: str, grade: DangerGrade, start: int, end: int, topic: str | None = None) -> Danger:
    """A danger whose words are as much of its part of the sentence as fits, and no more."""
    left = max((text.rfind(sign, 0, start) + 1 for sign in ",.!?;\n…"), default=0)
    right = min((at for sign in ",.!?;\n…" if (at := text.find(sign, end)) >= 0), default=len(text))
    if end - start > MOST_WORDS:
        cut = text.rfind(" ", start, start + MOST_WORDS + 1)
        end = cut if cut > start else start + MOST_WORDS
    elif right - left <= MOST_WORDS:
        start, end = left, right
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Danger(grade, start, end, topic)
