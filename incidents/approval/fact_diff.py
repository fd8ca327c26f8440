"""Facts that an edit of an answer changes.

Dates, numbers, names, deeds, «не».
"""

import re
from collections.abc import Sequence
from datetime import date

from incidents.dates.find import FoundDate, find_dates
from incidents.measures import WORD, measures
from incidents.stemming import plain

_WHOLE = (
    re.compile(r"(?<!\d)\+?\d(?:[\s()-]{0,2}\d){9,10}(?!\d)|\(\d{3,5}\)\s?\d[\d-]{4,}|(?<![\d-])\d{1,3}(?:-\d\d){1,3}(?![\d-])"),
    re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.:])"),
    re.compile(r"\d+(?:[.,:]\d+)*"),
)
"""A phone, an hour, another number: what is told is read whole, each beside what came in its own place."""


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]


Pair = tuple[str, str]
"""What stood and what stands; "" where there is nothing."""


def changed_facts(before: str, after: str, *, today: date) -> tuple[Pair, ...]:
    """What an edit changes of dates, numbers, names, deeds and «не»; () where it is only another wording."""
    old, new = find_dates(before, today=today), find_dates(after, today=today)
    pairs = _pairs([(_when(d), d.words) for d in old], [(_when(d), d.words) for d in new])
    rest = _without(before, old), _without(after, new)
    for number in _WHOLE:
        pairs += _pairs(*(_numbers(number, each) for each in rest))
        rest = number.sub(" ", rest[0]), number.sub(" ", rest[1])
    for seen in (_deeds, _denials):
        pairs += _pairs(seen(rest[0]), seen(rest[1]))
    pairs += _pairs(_names(rest[0]), _names(rest[1]), had=_words(rest[0]), has=_words(rest[1]))
    return tuple(pairs)


def _when(found: FoundDate) -> str:
    return f"{found.date}{found.is_deadline}"


def _without(text: str, dates: Sequence[FoundDate]) -> str:
    for found in reversed(dates):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _numbers(number: re.Pattern[str], text: str) -> list[Pair]:
    """«8 (48242) 4-12-34» and «+7 48242 41234» are one phone, «9:00» and «09.00» one hour."""
    return [
        (re.sub(r"\D", "", m[0])[-10:].lstrip("0") or "0", m[0]) if number is not _WHOLE[-1] else (m[0], m[0])
        for m in number.finditer(text)
    ]


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
