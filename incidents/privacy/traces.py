"""Whether a text repeats what is erased: phones, names, words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

IN_ROW = 4
"""So many words in the same order are no chance."""

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){5,}")
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Traces:
    """What gives away whose words these were."""

    rows: frozenset[tuple[str, ...]]
    digits: frozenset[str]
    names: frozenset[str]  # people named, numbers and addresses in the network: as they stand

    def are_in(self, text: str) -> bool:
        """Whether the text holds any of them."""
        low = text.lower()
        if any(name in low for name in self.names):
            return True
        return not self.digits.isdisjoint(_numbers(text)) or not self.rows.isdisjoint(_rows(text))


@dataclass(frozen=True, slots=True)
class Whole:
    """What makes a waiting row the very post: its text from end to end, its number or its address in the network."""

    said: frozenset[str]

    def is_in(self, value: object) -> bool:
        """Whether a text, or any text inside of JSON, is one of them. Others who say something like it keep theirs."""
        if isinstance(value, str):
            return _joined(value) in self.said
        if isinstance(value, Mapping):
            return any(self.is_in(each) for each in value.values())
        return isinstance(value, list | tuple) and any(self.is_in(each) for each in value)


def whole_of(texts: Iterable[str], names: Iterable[str]) -> Whole:
    """From texts, and from numbers and addresses. A text of two or three words is anybody's, a bare number too."""
    long = [_joined(text) for text in texts if len(_WORD.findall(text)) >= IN_ROW]
    return Whole(frozenset([*long, *(_joined(name) for name in names if len(name) >= _SHORTEST_NAME and not name.isdecimal())]))


def traces_of(texts: Iterable[str], names: Iterable[str]) -> Traces:
    """From texts, and from what else names their author."""
    whole = list(texts)
    rows = frozenset(row for text in whole for row in _rows(text))
    digits = frozenset(number for text in whole for number in _numbers(text))
    return Traces(rows, digits, frozenset(name.lower() for name in names if len(name) >= _SHORTEST_NAME))


def _joined(text: str) -> str:
    return " ".join(text.lower().split())


def _rows(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[n : n + IN_ROW]) for n in range(len(words) - IN_ROW + 1)]


def _numbers(text: str) -> Iterable[str]:
    return [re.sub(r"\D", "", found) for found in _DIGITS.findall(text)]
