"""Whoever changes a state of an answer or a status of an incident asks its table."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

import pytest

from tests.kit.sources import EVERYTHING, trees

STATES = frozenset({"AnswerState", "Status"})
COMPARED = (
    ast.Compare,
    ast.Set,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Subscript,
    ast.Starred,
    ast.MatchValue,
    ast.Attribute,
    ast.comprehension,
)
"""Where a state is compared or listed, not given."""

ASKING = frozenset({"in_", "frozenset", "cast"})


def _is_state(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in STATES and node.attr.isupper()


def given_states(tree: ast.AST) -> Iterator[ast.Attribute]:
    """States that stand as a value by themselves: assigned, chosen, returned or handed over."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            is_asked = isinstance(node, ast.Call) and ast.unparse(node.func).rsplit(".", 1)[-1] in ASKING
            if _is_state(child) and not isinstance(node, COMPARED) and not is_asked:
                yield child


def test_nobody_but_the_tables_gives_a_state() -> None:
    tables = {"incidents/lifecycle.py", "incidents/answers/lifecycle.py"}
    found = [f"{path}:{node.lineno}" for path, tree in trees(*EVERYTHING) if path not in tables for node in given_states(tree)]
    assert not found, found


@pytest.mark.parametrize(
    "source",
    [
        "replace(answer, state=AnswerState.DRAFT)",
        "update(answer).values(state=AnswerState.CANCELLED)",
        "state = AnswerState.REFUSED if sure else AnswerState.UNKNOWN",
        "def f(): return Status.NEW",
        "put(answer, AnswerState.DRAFT)",
    ],
)
def test_the_measure_sees_a_given_state(source: str) -> None:
    assert list(given_states(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    ["answer.state is AnswerState.DRAFT", "x in {AnswerState.DRAFT}", "answer.c.state == AnswerState.PUBLISHED", "WORDS[Status.NEW]"],
)
def test_the_measure_lets_asking_be(source: str) -> None:
    assert not list(given_states(ast.parse(source)))
