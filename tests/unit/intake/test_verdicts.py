"""The verdicts of intake: each asks before it writes, and docs/intake.md tells which tables."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from incidents.desk.intake.take_in import ASIDE, BY_MATCH, OF_KNOWN
from incidents.desk.intake.verdict import IntakeVerdict

VERDICTS = (*OF_KNOWN, *ASIDE, *BY_MATCH)
PAGE = Path(__file__).parents[3] / "docs" / "intake.md"
WRITES = re.compile(r"add|save|set|put|keep|keep_filtered|say|forget|mark|refresh_cards|follow_with_photos|take_away|take_photos")
"""What changes a row or says something, among methods of the stores that intake reaches."""

Function = tuple[str, str]
"""A module and the name of a function in it."""


@cache
def _module(name: str) -> tuple[ModuleType, ast.Module]:
    module = importlib.import_module(name)
    return module, ast.parse(inspect.getsource(module))


def _reached(start: Callable[..., Any]) -> Iterator[ast.AST]:
    """Every node of the function and of all functions of the domain that it names, those that they name, and so on."""
    waiting, known = [(start.__module__, start.__name__)], set[Function]()
    while waiting:
        one = waiting.pop()
        if one in known:
            continue
        known.add(one)
        module, tree = _module(one[0])
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == one[1]:
                yield from ast.walk(node)
                names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                named = [getattr(module, name, None) for name in names]
                waiting += [(f.__module__, f.__name__) for f in named if inspect.isfunction(f) and f.__module__.startswith("incidents.")]


def _tables(start: Callable[..., Any], *, written: bool) -> set[str]:
    """Attributes of the transaction: those of which a method that writes is called, or the others."""
    nodes = list(_reached(start))
    calls = [node for node in nodes if isinstance(node, ast.Attribute) and _is_table(node.value)]
    wrote = {node.value.attr for node in calls if isinstance(node.value, ast.Attribute) and WRITES.fullmatch(node.attr)}
    if written:
        return wrote
    methods = {id(node.value) for node in calls if WRITES.fullmatch(node.attr)}
    return {node.attr for node in nodes if isinstance(node, ast.Attribute) and _is_table(node) and id(node) not in methods}


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tx" and node.attr != "district_id"


def _told() -> list[tuple[str, set[str], set[str]]]:
    """Rows of the page: a verdict, what it asks, what it writes."""
    rows = re.findall(r"^\| \d+ \| ([\w ]+) \|[^|]*\|([^|]*)\|([^|]*)\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(name, set(re.findall(r"`(\w+)`", asks)), set(re.findall(r"`(\w+)`", writes))) for name, asks, writes in rows]


def test_the_page_tells_the_verdicts_in_their_order() -> None:
    assert [name for name, _, _ in _told()] == [each.name for each in VERDICTS]


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda each: each.name)
def test_what_a_verdict_asks_writes_nothing(verdict: IntakeVerdict) -> None:
    assert _tables(verdict.asks, written=True) == set()


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda each: each.name)
def test_the_page_tells_what_a_verdict_asks_and_writes(verdict: IntakeVerdict) -> None:
    asks, writes = next((asks, writes) for name, asks, writes in _told() if name == verdict.name)
    assert (asks, writes) == (_tables(verdict.asks, written=False), _tables(verdict.writes, written=True))
