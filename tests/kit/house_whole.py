"""Measures of the house as a whole: what no measure of one file sees, each counted from the syntax trees."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.kit.sources import EVERYTHING, PRODUCT, ROOT, files, imports_of, name_of, text_of, tree_of, where

VAGUE_LOCALS = frozenset({"found", "said", "told", "known", "mine"})
"""Local names that do not tell what they hold."""

STEPS = {"AnswerState": "incidents/answers/lifecycle.py", "Status": "incidents/lifecycle.py"}
"""States that one table changes, and where the table stands."""

LONG_LINE = 16  # words of a function's first line
SENTENCE = 20  # letters from which one text in several constants is no accident


def statements() -> int:
    """Statements of the product."""
    return sum(isinstance(node, ast.stmt) for file in files(*EVERYTHING) for node in ast.walk(tree_of(file)))


def answer_states_outside_the_table() -> list[str]:
    """An answer's state set without its table."""
    return list(_set_outside("AnswerState", "state"))


def statuses_outside_the_steps() -> list[str]:
    """An incident's status set without `step`."""
    return list(_set_outside("Status", "status"))


def _set_outside(enum: str, field: str) -> Iterator[str]:
    """Keywords `field=enum.X`, alone or as one of several, outside the table; comparisons and defaults of a class are none."""
    for file in files(*PRODUCT):
        if file != ROOT / STEPS[enum]:
            for node in ast.walk(tree_of(file)):
                if isinstance(node, ast.keyword) and node.arg == field and _names_a_member(node.value, enum):
                    yield f"{where(file, node.value)} {field}="


def _names_a_member(value: ast.expr, enum: str) -> bool:
    if isinstance(value, ast.IfExp):
        return _names_a_member(value.body, enum) or _names_a_member(value.orelse, enum)
    return isinstance(value, ast.Attribute) and ast.unparse(value.value) == enum


def handlers_that_know_aiogram_types() -> list[str]:
    """Files of handlers that import what Telegram sends."""
    return [str(file.relative_to(ROOT)) for file in files("handlers") if any(each.startswith("aiogram.types") for each in imports_of(file))]


def vague_locals() -> list[str]:
    """Bindings of a local name that does not tell what it holds."""
    return [
        f"{where(file, node)} {node.id}"
        for file in files(*EVERYTHING)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE_LOCALS
    ]


def crowded_assignments() -> list[str]:
    """Assignments of three values or more at once."""
    return [
        where(file, node)
        for file in files(*EVERYTHING)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Tuple)
        if len(node.value.elts) > 2
    ]


def classes_of_one_name() -> list[str]:
    """Public classes of one name in several modules, storage and stores among them."""
    there = defaultdict(set)
    for file in files(*EVERYTHING):
        for node in tree_of(file).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                there[node.name].add(str(file.relative_to(ROOT)))
    return [f"{name}: {', '.join(sorted(places))}" for name, places in there.items() if len(places) > 1]


def protocols_of_one_class() -> list[str]:
    """Protocols that one class alone names as its base."""
    heirs = defaultdict(list)
    protocols: dict[str, str] = {}
    for file in files(*EVERYTHING):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(each).split("[")[0].split(".")[-1] for each in node.bases]
                if "Protocol" in bases:
                    protocols[node.name] = where(file, node)
                for base in bases:
                    heirs[base].append(node.name)
    return [f"{place} {name}" for name, place in protocols.items() if len(heirs[name]) == 1]


def circles_of_files() -> list[str]:
    """Files that import each other in a circle, wherever in them the import stands."""
    arrows = {name_of(file): set(imports_of(file)) for file in files(*PRODUCT, "collectors", "nlp")}
    return [", ".join(sorted(circle)) for circle in _circles(arrows)]


def up_arrows_of_the_domain() -> list[str]:
    """Arrows between rooms of the domain, its single files too, by which a room comes back to itself."""
    arrows: dict[str, set[str]] = defaultdict(set)
    for file in files("incidents"):
        room, *_ = name_of(file).removeprefix("incidents.").split(".")
        arrows[room] |= {each.split(".")[1] for each in imports_of(file) if each.startswith("incidents.")} - {room}
    return [f"{room} → {each}" for circle in _circles(arrows) for room in sorted(circle) for each in sorted(arrows[room] & circle)]


def _circles(arrows: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """Whatever reaches itself by these arrows, a set a circle."""
    left = dict(arrows)
    while ends := [each for each, to in left.items() if not to & left.keys()]:
        for each in ends:
            del left[each]
    reached = {each: _reached(each, left) for each in left}
    return {frozenset(other for other in reached[each] if each in reached[other]) for each in left} - {frozenset()}


def _reached(one: str, arrows: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = set[str](), [one]
    while waiting:
        new = arrows[waiting.pop()] & arrows.keys() - reached
        reached |= new
        waiting += new
    return reached


def one_text_many_constants() -> list[str]:
    """Texts that stand as a constant of several modules."""
    there = defaultdict(set)
    for file in files(*EVERYTHING):
        for node in tree_of(file).body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and len(value.value) >= SENTENCE:
                there[value.value].add(str(file.relative_to(ROOT)))
    return [f"{place}: {text[:40]}" for text, places in there.items() if len(places) > 1 for place in sorted(places)]


def long_first_lines() -> list[str]:
    """Docstrings of functions whose first line has more words than a sentence needs."""
    return [
        where(file, node)
        for file in files(*EVERYTHING)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (text := ast.get_docstring(node))
        if len(text.splitlines()[0].split()) > LONG_LINE
    ]


def towns_of_a_town() -> list[str]:
    """Tests that reach through a town into a town."""
    return [_line(file, number) for file in files("tests") for number, line in _lines(file) for _ in re.findall(r"\btown\.town\b", line)]


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    return enumerate(text_of(file).splitlines(), start=1)


def _line(file: Path, number: int) -> str:
    return f"{file.relative_to(ROOT)}:{number}"
