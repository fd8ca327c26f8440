"""The source of the repository for tests that measure the house: files, syntax trees, what imports and names what."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("incidents", "handlers", "bot")
EVERYTHING = (*PRODUCT, "collectors", "nlp", "sandbox")
SPEAKS = (*EVERYTHING, "benchmarks", "docs", "migrations")  # whoever may use a function


def trees(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the packages: its path in the repository and its tree."""
    for package in packages:
        for path in files(package):
            yield path.relative_to(ROOT).as_posix(), tree_of(path)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call in it."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@cache
def files(*tops: str) -> tuple[Path, ...]:
    """Python files below these folders of the repository."""
    return tuple(sorted(each for top in tops for each in (ROOT / top).rglob("*.py") if ".venv" not in each.parts))


@cache
def text_of(file: Path) -> str:
    """The text of a file."""
    return file.read_text(encoding="utf-8")


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(text_of(file))


def name_of(file: Path) -> str:
    """The dotted name of a module."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    """Modules of the product and the tests by their names."""
    return {name_of(file): file for file in files(*EVERYTHING, "tests")}


@cache
def imports_of(file: Path) -> tuple[str, ...]:
    """What a module imports: modules of ours by their names, of others as they are written."""
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{each.name}" for each in node.names]
            found += [each if each in modules() else node.module for each in whole]
        elif isinstance(node, ast.Import):
            found += [each.name for each in node.names]
    return tuple(dict.fromkeys(found))


def where(file: Path, node: ast.AST) -> str:
    """The place of a node: «incidents/rights.py:12»."""
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@cache
def used_names() -> dict[str, set[str]]:
    """By module: its names that the product reads."""
    used: dict[str, set[str]] = defaultdict(set)
    for file in files(*SPEAKS):
        known = {}
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    known[each.asname or each.name] = f"{node.module}.{each.name}"
                    used[node.module].add(each.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used[name_of(file)].add(node.id)
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
                used[known[node.value.id]].add(node.attr)
    return used


@cache
def attributes() -> frozenset[str]:
    """Every attribute that the product reads, and every keyword and word that may name one."""
    found = set()
    for file in files(*SPEAKS):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.keyword) and node.arg:
                found.add(node.arg)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
    return frozenset(found)
