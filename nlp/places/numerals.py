"""Numbers in words, told by how they are built: «одиннадцатый», «двадцать вторая», «сто четвёртый», «тридцать один»."""

from collections.abc import Callable, Sequence
from functools import lru_cache

TEENS = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")


def _values(ones: Sequence[str], teens: Sequence[str], tens: Sequence[str]) -> dict[str, int]:
    """What words of 1 to 10, 11 to 19 and 20 to 100 stand for."""
    return {word: step * n for step, first, words in ((1, 1, ones), (1, 11, teens), (10, 2, tens)) for n, word in enumerate(words, first)}


# What an ordinal has before the ending of its gender and case.
STEMS = _values(
    ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят"),
    [f"{teen}надцат" for teen in TEENS],
    ("двадцат", "тридцат", "сороков", "пятидесят", "шестидесят", "семидесят", "восьмидесят", "девяност", "сот"),
)
CARDINALS = _values(
    ("один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    [f"{teen}надцать" for teen in TEENS],
    ("двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто", "сто"),
)
HARD = ("ый", "ой", "ая", "ое", "ого", "ому", "ом", "ым", "ую")
# Of «третий».
SOFT = ("ий", "ья", "ье", "ьего", "ьему", "ьем", "ьим", "ью", "ьей")
ROUND, HUNDRED = 20, 100


@lru_cache(maxsize=50_000)
def ordinal_value(word: str) -> int | None:
    """What «одиннадцатый», «одиннадцатую» stands for; None of other words."""
    endings = SOFT if word.startswith("трет") else HARD
    stem = next((word[: -len(ending)] for ending in endings if word.endswith(ending)), "")
    return STEMS.get(stem)


def numeral_at(word: Callable[[int], str], i: int, *, cardinal: bool = False) -> tuple[str, int] | None:
    """An ordinal (`cardinal`: any number) in words at i: its digits and the index after it."""
    total, k = 0, i
    room = 10 * HUNDRED
    while True:  # each part is smaller than the round part before it leaves room for: «сто двадцать второй»
        part = CARDINALS.get(word(k))
        last = ordinal_value(word(k)) if part is None else None
        if last is not None and last < room:
            return str(total + last), k + 1
        if part is None or part >= room:
            return (str(total), k) if cardinal and k > i else None
        total, k = total + part, k + 1
        room = HUNDRED if part >= HUNDRED else 10 if part >= ROUND else 0
