"""Strings that a pattern finds hardest: made of its own literals, repeated, with a sign at the end that spoils the match."""

import importlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

SIGNS = 4_096
STRINGS = 40

_PARSER = importlib.import_module("re._parser")
_POOL = " а1-aA.,\n_/<>\"'«»|:;!?@#№()[]{}=&ё\tЯ\0"
_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda sign: sign.isalnum() or sign == "_",
}
_SPOILERS = ("!", "\n", " ", "\0", "я", "x", "1", "")
_BETWEEN = ("", " ", "", "-", ".", ", ", "\n", "/")

Node = tuple[Any, Any]  # Any: an opcode of the parser and what stands with it
Nodes = Sequence[Node]


def attacks(pattern: re.Pattern[str] | re.Pattern[bytes], *, signs: int = SIGNS, count: int = STRINGS) -> list[str]:
    """Long strings for a pattern, the same at every run: what its repeats hold comes first, then random mixtures."""
    raw = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _PARSER.parse(raw, pattern.flags & ~re.UNICODE)
    chance = random.Random(raw)
    units = list(dict.fromkeys(_units(tree, chance)))
    chance.shuffle(units)
    made = [_long(before, unit, signs) + spoiler for spoiler in _SPOILERS[:1] for before, unit in units]
    every = [unit for _, unit in units] or [" "]
    while len(made) < count * 3:
        before, unit = chance.choice(units) if units else ("", " ")
        mixed = chance.choice(_BETWEEN).join(chance.sample(every, k=min(len(every), chance.randint(1, 3))))
        made.append(
            _long(chance.choice((before, "")), chance.choice((unit + chance.choice(_BETWEEN), mixed)), signs) + chance.choice(_SPOILERS)
        )
    return list(dict.fromkeys(made))[: max(count, len(units))]


def _long(before: str, unit: str, signs: int) -> str:
    unit = unit or " "
    return (before + unit * (signs // len(unit) + 1))[: signs - 1]


def _units(nodes: Nodes, chance: random.Random, before: str = "") -> Iterator[tuple[str, str]]:
    """What is worth repeating in a pattern, each with what must stand before it."""
    for at, (code, value) in enumerate(nodes):
        here = before + sample(nodes[:at], chance)
        for body, is_repeat in _inside(str(code), value):
            if is_repeat:
                yield here, sample(body, chance) or sample(body, chance, least=1)
                yield here, sample(body, chance, least=1)
                yield before, sample(nodes[: at + 1], chance, least=1)
                yield before, here.removeprefix(before)
            yield from _units(body, chance, here)
    yield before, sample(nodes, chance, least=1)


def _inside(code: str, value: Any) -> list[tuple[Nodes, bool]]:  # Any: as the parser has it
    if code in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return [(value[2], value[1] > 1)]
    if code == "SUBPATTERN":
        return [(value[3], False)]
    if code == "ATOMIC_GROUP":
        return [(value, False)]
    if code == "BRANCH":
        return [(branch, False) for branch in value[1]]
    if code in {"ASSERT", "ASSERT_NOT"}:
        return [(value[1], False)]
    return []


def sample(nodes: Nodes, chance: random.Random, *, least: int = 0) -> str:
    """Something that these parts of a pattern may match; `least`: how often an optional part is taken."""
    return "".join(_one(str(code), value, chance, least) for code, value in nodes)


def _one(code: str, value: Any, chance: random.Random, least: int) -> str:  # Any: as the parser has it
    if code == "LITERAL":
        return chr(value)
    if code in {"NOT_LITERAL", "ANY", "IN"}:
        return _sign(code, value, chance)
    if code == "BRANCH":
        return sample(chance.choice(value[1]), chance, least=least)
    if code in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        low, high, body = value
        return "".join(sample(body, chance, least=least) for _ in range(min(int(high), max(low, least))))
    inside = [] if code in {"ASSERT", "ASSERT_NOT"} else _inside(code, value)
    return sample(inside[0][0], chance, least=least) if inside else ""


def _sign(code: str, value: Any, chance: random.Random) -> str:  # Any: as the parser has it
    if code == "ANY":
        return chance.choice("а1 ")
    if code == "NOT_LITERAL":
        return next(sign for sign in _POOL if ord(sign) != value)
    own = [chr(each if str(kind) == "LITERAL" else each[0]) for kind, each in value if str(kind) in {"LITERAL", "RANGE"}]
    if str(value[0][0]) != "NEGATE" and own:
        return chance.choice(own)
    fit = [sign for sign in _POOL if _fits(value, sign)]
    return chance.choice(fit[:4]) if fit else " "


def _fits(value: Any, sign: str) -> bool:  # Any: as the parser has it
    met = any(_in(str(kind), each, sign) for kind, each in value)
    return met is not (str(value[0][0]) == "NEGATE")


def _in(kind: str, each: Any, sign: str) -> bool:  # Any: as the parser has it
    if kind == "LITERAL":
        return bool(ord(sign) == each)
    if kind == "RANGE":
        return bool(each[0] <= ord(sign) <= each[1])
    if kind == "CATEGORY":
        name = str(each)
        return _CATEGORIES[name.replace("_NOT_", "_")](sign) is not ("_NOT_" in name)
    return False
