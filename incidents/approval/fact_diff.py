"""Facts that an edit of an answer changes.

Dates, numbers, names, deeds, «не».
"""

import re
from collections.abc import Sequence
from datetime import date

from incidents.dates.find import FoundDate, find_dates
from incidents.measures import WORD, measures
from incidents.stemming import plain

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]


Pair = tuple[str, str]
"""What stood and what stands; "" where there is nothing."""


def changed_facts(before: str, after: str, *, today: date) -> tuple[Pair, ...]:
    """What an edit changes of dates, numbers, names, deeds and «не»; () where it is only another wording."""
    old, new = find_dates(before, today=today), find_dates(after, today=today)
    pairs = _pairs([(_when(d), d.words) for d in old], [(_when(d), d.words) for d in new])
    rest = _without(before, old), _without(after, new)
    for seen in (_numbers, _deeds, _denials):
        pairs += _pairs(seen(rest[0]), seen(rest[1]))
    pairs += _pairs(_names(rest[0]), _names(rest[1]), had=_words(rest[0]), has=_words(rest[1]))
    return tuple(pairs)


def _when(found: FoundDate) -> str:
    return f"{found.date}{found.is_deadline}"


def _without(text: str, dates: Sequence[FoundDate]) -> str:
    for found in reversed(dates):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _numbers(text: str) -> list[Pair]:
    return [(m[0], m[0]) for m in _NUMBER.finditer(text)]


def _names(text: str) -> list[Pair]:
    """Capitalised words that do not begin a sentence and are no deeds."""
    found = []
    told = set(measures(text))
    for m in WORD.finditer(text):
        begins = not text[: m.start()].strip() or text[: m.start()].rstrip(" «\"'(\n")[-1:] in ".!?:…"
        if m[0][0].isupper() and not begins and m[0] not in told:
            found.append((_stem(plain(m[0])), m[0]))
    return found


def _deeds(text: str) -> list[Pair]:
    return [(_stem(plain(word)), word) for word in measures(text)]


def _denials(text: str) -> list[Pair]:
    return [("не " + _stem(plain(m[1])), m[0]) for m in re.finditer(r"(?<![а-яё])не\s+([а-яё]+)", text, re.IGNORECASE)]


def _words(text: str) -> frozenset[str]:
    """Stems of all words: a name that now begins a sentence is still there."""
    return frozenset(_stem(plain(m[0])) for m in WORD.finditer(text))


def _pairs(old: list[Pair], new: list[Pair], *, had: frozenset[str] = frozenset(), has: frozenset[str] = frozenset()) -> list[Pair]:
    """By key: what went, beside what came in its place. `had` and `has`: keys that stand in the texts otherwise."""
    keys_old, keys_new = {key for key, _ in old} | had, {key for key, _ in new} | has
    went = [words for key, words in old if key not in keys_new]
    came = [words for key, words in new if key not in keys_old]
    longest = max(len(went), len(came))
    return [(went[i] if i < len(went) else "", came[i] if i < len(came) else "") for i in range(longest)]
