"""The matrix of faults in docs/reliability.md: every row names tests, and every test is there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
LEAST = 40
GROUPS = {"Мессенджер", "ВКонтакте", "База и диск", "Часы", "Читатель"}


def groups() -> dict[str, list[list[str]]]:
    """Rows of each group, as cells."""
    found: dict[str, list[list[str]]] = {}
    group = ""
    for line in (ROOT / "docs/reliability.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| Что сломалось"):
            found.setdefault(group, []).append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found


ROWS = [row for rows in groups().values() for row in rows]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_matrix_is_whole() -> None:
    assert set(groups()) == GROUPS
    assert len(ROWS) >= LEAST
    assert len({row[0] for rows in groups().values() for row in rows}) == len(ROWS)
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_every_test_that_a_row_names_is_there() -> None:
    for row in ROWS:
        named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
        assert named, row
        assert row[3].count("::") == len(named), row
        assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == [], row[0]
