"""Patterns tried only where a word begins as they do: a hundred regular expressions at the price of a few."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

HEAD = 3  # letters of a word's beginning that choose the patterns to try
WORD = re.compile(r"\w+")
_CLASS = re.compile(r"\[([^\]^]+)\]")

Span = tuple[int, int]


def _alternatives(pattern: str) -> Iterable[str]:
    """The ways a pattern may begin: the branches of its first group, each with what follows it."""
    pattern = pattern.removeprefix(r"\b")
    if not pattern.startswith("(?:"):
        return [pattern]
    depth, start, parts = 0, 3, []
    for i, sign in enumerate(pattern):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                parts.append(pattern[start:i])
                return [part + pattern[i + 1 :] for part in parts] if not pattern[i + 1 : i + 2] == "?" else [""]
        elif sign == "|" and depth == 1:
            parts.append(pattern[start:i])
            start = i + 1
    return [""]


def heads(pattern: str) -> set[str]:
    """Up to three letters that a match of the pattern must begin with; an empty string when that cannot be told."""
    out: set[str] = set()
    for branch in _alternatives(pattern):
        if branch.startswith((r"\b", "(?:")) and branch != pattern:
            out |= heads(branch)
            continue
        options: list[str] = []
        rest = branch
        while rest and len(options) < HEAD:
            if rest[0].isalpha() and rest[0] != "\\":
                options.append(rest[0])
                rest = rest[1:]
            elif found := _CLASS.match(rest):
                options.append(found[1])
                rest = rest[found.end() :]
            else:
                break
            if rest[:1] in {"?", "*"}:  # the last letter may be absent
                options.pop()
                break
        out |= {"".join(letters) for letters in product(*options)}
    return out


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
