"""Only the desk writes: handlers and screens call it, read, and say."""

import ast
from collections.abc import Iterator

import pytest

from tests.kit.sources import calls, trees

FIRST = frozenset({
    "add", "append", "bring", "cancel", "clear", "close", "delete", "drop", "enrol", "erase", "fail", "follow", "forget", "give", "hold",
    "insert", "judge", "keep", "lock", "mark", "move", "new", "pause", "put", "receive", "recheck", "refresh",
    "remember", "remove", "reset", "rewrite", "save", "seal", "send", "set", "settle", "take", "update", "write",
})  # fmt: skip
"""The first word of a method that writes."""

LAST = frozenset({
    "beat", "checked", "claim", "done", "failed", "moved", "purge", "release", "shown",
})  # fmt: skip
"""The last word of one that is named after what happened: `inbox.done`, `officials.menu_shown`."""

WHOLE = frozenset({"read_again", "next_to_fetch", "next_to_read", "next_to_do"})

STATEMENTS = frozenset({"insert", "update", "delete"})


def is_write(name: str) -> bool:
    """Whether a method of a table writes by its name. To say is no write: the outbox is for that."""
    words = name.split("_")
    return name in WHOLE or words[0] in FIRST or words[-1] in LAST


def _names(node: ast.expr) -> Iterator[str]:
    """«ctx», «tx», «promises» of `ctx.tx.promises`."""
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _transactions(tree: ast.AST) -> set[str]:
    """How a module calls its transactions."""
    typed = (node for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation is not None)
    return {"tx", "_tx"} | {node.arg for node in typed if ast.unparse(node.annotation or node) in {"Tx", "Transaction"}}


def _writes(tree: ast.AST) -> Iterator[ast.Call]:
    known = _transactions(tree)
    for call in calls(tree):
        if isinstance(call.func, ast.Attribute) and is_write(call.func.attr) and known & set(_names(call.func.value)):
            yield call


def test_handlers_and_screens_write_nothing() -> None:
    found = [f"{path}:{call.lineno}: {ast.unparse(call.func)}" for path, tree in trees("handlers") for call in _writes(tree)]
    assert not found, found


def test_no_screen_imports_the_desk() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees("handlers")
        if path.endswith(("_words.py", "_data.py"))
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("incidents.desk")
    ]
    assert not found, found


def test_every_method_of_the_storage_that_writes_is_known_by_its_name() -> None:
    unknown = [
        f"{path}: {method.name}"
        for path, tree in trees("bot/storage")
        for method in ast.walk(tree)
        if isinstance(method, ast.AsyncFunctionDef) and not method.name.startswith("_") and not is_write(method.name)
        for call in calls(method)
        if isinstance(call.func, ast.Name) and call.func.id in STATEMENTS
    ]
    assert not unknown, unknown


@pytest.mark.parametrize(
    "source",
    [
        "tx.officials.menu_shown(a)",
        "ctx.tx.promises.save(a)",
        "self._tx.outbox.done(row)",
        "async def f(t: Transaction): await t.audit.add('x')",
    ],
)
def test_the_measure_sees_a_write(source: str) -> None:
    assert any(_writes(ast.parse(source)))


@pytest.mark.parametrize("source", ["ctx.tx.audit.lines(x)", "ctx.tx.promises.of(a)", "desk.save(ctx.tx)", "text.add(x)"])
def test_the_measure_lets_reading_and_saying_be(source: str) -> None:
    assert not any(_writes(ast.parse(source)))
