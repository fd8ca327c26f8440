"""Patterns tried only where a word begins as they do: a hundred regular expressions at the price of a few."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

HEAD = 3  # letters of a word's beginning that choose the patterns to try
WORD = re.compile(r"\w+")
_CLASS = re.compile(r"\[([^\]^]+)\]")

Span = tuple[int, int]


def _split(pattern: str) -> list[str]:
    """The branches of a pattern at its top level."""
    depth, in_class, start, parts = 0, False, 0, []
    for i, sign in enumerate(pattern):
        if pattern[i - 1 : i] == "\\" and i:
            continue
        if in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and depth == 0:
            parts.append(pattern[start:i])
            start = i + 1
    return [*parts, pattern[start:]]


def _group(pattern: str) -> tuple[str, str]:
    """The inside of the group that a pattern begins with, and what follows the group."""
    depth = 0
    for i, sign in enumerate(pattern):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return pattern[3:i], pattern[i + 1 :]
    raise ValueError(pattern)


def heads(pattern: str) -> set[str]:
    """Up to three letters that a match of the pattern must begin with; an empty string when that cannot be told."""
    branches = _split(pattern)
    if len(branches) > 1:
        return set().union(*map(heads, branches))
    pattern = pattern.removeprefix(r"\b")
    if pattern.startswith("(?:"):
        inside, rest = _group(pattern)
        if rest.startswith("?"):
            return set().union(*(heads(branch + rest[1:]) for branch in _split(inside)), heads(rest[1:]))
        return set().union(*(heads(branch + rest) for branch in _split(inside)))
    options: list[str] = []
    while pattern and len(options) < HEAD:
        if pattern[0].isalpha():
            options.append(pattern[0])
            pattern = pattern[1:]
        elif found := _CLASS.match(pattern):
            options.append(found[1])
            pattern = pattern[found.end() :]
        else:
            break
        if pattern[:1] in {"?", "*"}:  # the last letter may be absent
            options.pop()
            break
    return {"".join(letters) for letters in product(*options)}


class Lexicon:
    """Named lists of patterns, each found at the beginnings of words, without case."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._index: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
        for name, patterns in lists.items():
            grouped: dict[str, list[str]] = defaultdict(list)
            for pattern in patterns:
                for head in heads(pattern):
                    grouped[head].append(pattern)
            for head, some in grouped.items():
                union = "|".join(f"(?:{pattern})" for pattern in some)
                self._index[head].append((name, re.compile(union, re.IGNORECASE)))

    def find(self, text: str) -> dict[str, list[Span]]:
        """Spans by the name of the list, in the order of the text; a match never begins inside an earlier one of its list."""
        low = text.lower()
        if len(low) != len(text):
            low = text
        found: dict[str, list[Span]] = {}
        index = self._index
        for word in WORD.finditer(low):
            start = word.start()
            for length in range(HEAD, -1, -1):
                for name, pattern in index.get(low[start : start + length], ()):
                    spans = found.get(name)
                    if spans and spans[-1][1] > start:
                        continue
                    if match := pattern.match(text, start):
                        found.setdefault(name, []).append(match.span())
        return found
