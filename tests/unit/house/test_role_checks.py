"""Rights stand in two tables: nobody else compares a role to refuse, and roles are compared only where it is said why."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.role_rights import REFUSALS, Right
from tests.kit.sources import PRODUCT, ROOT, calls, trees

TABLES = {"incidents/card_rights.py", "incidents/rights.py", "incidents/role_rights.py"}

REASONS = {
    "bot/demo/robots/enrolment.py": "the cast of the demo",
    "bot/demo/day/days_before.py": "the cast of the demo",
    "bot/demo/day/region_list.py": "the cast of the demo",
    "bot/demo/robots/robots.py": "the cast of the demo",
    "bot/demo/ok_group.py": "the cast of the demo",
    "bot/demo/robots/staff.py": "the cast of the demo",
    "bot/demo/day/scenes.py": "the cast of the demo",
    "bot/demo/day/two_weeks.py": "the cast of the demo",
    "handlers/about_the_bot_words.py": "words: how a role is greeted",
    "handlers/card/keyboards_words.py": "which layout a viewer gets; what it offers is filtered by right",
    "handlers/danger/who_was_called_words.py": "words: how those who were called are named",
    "handlers/duty/duty_data.py": "the roster has a line for the duty service",
    "handlers/duty/roster_words.py": "the roster has a line for the duty service",
    "handlers/head/orders_data.py": "words: whose order it is",
    "handlers/acts/lists/incident_lists_data.py": "what waits is another list for every role",
    "handlers/intake/mass_words.py": "words: the head is asked for nothing",
    "handlers/people/leave_words.py": "words: how a coordinator is called",
    "incidents/approval/lookups.py": "what an approver wrote about a rumour needs no approval",
    "incidents/audience.py": "who gets a card: a table of its own",
    "incidents/desk/people/crossing.py": "what a change of role brings with it",
    "incidents/desk/people/hand_over_rest.py": "what a change of role brings with it",
    "incidents/desk/people/moving.py": "what a change of role brings with it",
    "incidents/desk/people/staff.py": "what a change of role brings with it",
    "incidents/desk/people/tell_who_came.py": "a new coordinator is told with a sound",
    "incidents/recipients.py": "people by role",
}
"""Modules that compare a role with `Role.X` and why. A right belongs into the table instead."""


def _is_role(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "role") or (isinstance(node, ast.Name) and node.id == "role")


def _roles_compared(tree: ast.AST) -> Iterator[ast.AST]:
    """Comparisons with `Role.X` or with a set of them, and matches on a role. Belonging to a department is no right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Match) and _is_role(node.subject):
            yield node
        if isinstance(node, ast.Compare) and any(_is_role(each) for each in (node.left, *node.comparators)):
            named = (each for side in (node.left, *node.comparators) for each in ast.walk(side))
            if any(isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Role" for each in named):
                yield node


def _refusals(tree: ast.AST) -> Iterator[ast.If]:
    """Branches that ask for a role and raise Forbidden."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and any(_is_role(each) for each in ast.walk(node.test) if isinstance(each, ast.expr)):
            raised = [each.exc for each in node.body if isinstance(each, ast.Raise)]
            if any(isinstance(exc, ast.Call) and isinstance(exc.func, ast.Name) and exc.func.id == "Forbidden" for exc in raised):
                yield node


def test_nobody_is_refused_by_a_role_beside_the_tables() -> None:
    found = [f"{path}:{node.lineno}" for path, tree in trees(*PRODUCT) if path not in TABLES for node in _refusals(tree)]
    assert not found, found


def test_a_role_is_compared_only_where_it_is_said_why() -> None:
    found = {path for path, tree in trees(*PRODUCT) if path not in TABLES and any(_roles_compared(tree))}
    assert found == set(REASONS)
    assert not [path for path in REASONS if path.startswith("handlers/") and not path.endswith(("_words.py", "_data.py"))]


@pytest.mark.parametrize(
    "source",
    ["by.role is Role.HEAD", "by.role not in {Role.HEAD}", "Role.HEAD == role", "match by.role:\n    case _:\n        pass"],
)
def test_the_measure_sees_a_comparison(source: str) -> None:
    assert any(_roles_compared(ast.parse(source)))


def test_the_measure_sees_a_refusal() -> None:
    assert any(_refusals(ast.parse("if a or by.role not in KEEPERS:\n    raise Forbidden('x')")))
    assert not any(_refusals(ast.parse("if a:\n    raise Forbidden('x')")))


def test_every_right_is_asked_for_and_a_refusal_has_its_text() -> None:
    checked = {
        call.args[1].attr
        for _path, tree in trees(*PRODUCT)
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == "check_right" and isinstance(call.args[1], ast.Attribute)
    }
    assert checked == {right.name for right in REFUSALS}
    text = "".join((ROOT / path).read_text() for path, _tree in trees(*PRODUCT) if path not in TABLES)
    assert [right.name for right in Right if f"Right.{right.name}" not in text] == []


def test_the_tables_are_where_the_test_looks() -> None:
    assert all(Path(ROOT / path).exists() for path in TABLES)
