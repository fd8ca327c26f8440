"""The product's own source as syntax trees, for tests that measure the house."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("incidents", "handlers", "bot")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def trees(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the packages: its path in the repository and its tree."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), _tree(path)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in it."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))
