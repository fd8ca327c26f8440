"""Every pattern of our packages, and how long each takes over its hardest strings. `python -m tests.kit.patterns` tells the slow ones.

It is a process of its own: a match that does not end is stopped by a signal, and the whole of it by whoever started it.
"""

import ast
import contextlib
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kit.attacks import SIGNS, attacks

PACKAGES = ("incidents", "nlp", "collectors", "handlers", "bot")
LIMIT = 0.1  # seconds of this process for one match
STOP = 0.5  # seconds after which a match is broken off
FILE_SIGNS = 262_144  # of a pattern of bytes: it sees a whole part of a file
ROOT = Path(__file__).resolve().parent.parent.parent

_FUNCTIONS = frozenset({"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_FROM_THE_BEGINNING = frozenset({"match", "fullmatch"})
Compiled = re.Pattern[str] | re.Pattern[bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands («incidents/sources/post_links.py:13») and how it is asked; nothing: nobody can tell."""

    where: str
    pattern: Compiled
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slow:
    """A match that took too long. `text`: how its string begins."""

    where: str
    seconds: float
    pattern: str
    text: str


class TooLong(Exception):
    """A match was broken off."""


def all_patterns() -> tuple[list[Found], list[str]]:
    """Patterns of all our modules, and the places whose pattern could not be seen."""
    compiled = _compiled_by_imports()
    found, unseen = [], []
    for file in (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node, function in _calls(tree):
            where = f"{file.relative_to(ROOT)}:{node.lineno}"
            patterns = compiled.get(where) or list(filter(None, [_written(node, tree)]))
            found += [Found(where, pattern, _asked(node, function, tree)) for pattern in patterns]
            unseen += [] if patterns else [where]
    return found, unseen


def _compiled_by_imports() -> Mapping[str, list[Compiled]]:
    """What our modules compile when they are imported and when the example district is loaded, by where; wherever they keep it."""
    kept: dict[str, list[Compiled]] = defaultdict(list)
    plain = re.compile

    def noting(pattern: Any, flags: Any = 0) -> Any:  # Any: as re.compile is called
        made = plain(pattern, flags)
        frame = sys._getframe(1)
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in PACKAGES:
            kept[f"{file.relative_to(ROOT)}:{frame.f_lineno}"].append(made)
        return made

    re.compile = noting
    try:
        for package in PACKAGES:
            for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
                if not module.name.endswith("__main__"):  # they would run
                    importlib.import_module(module.name)
        importlib.import_module("bot.config.district").load_district(ROOT / "districts" / "konakovo")
    finally:
        re.compile = plain
    return kept


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Calls of `re`, each with its function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (use := _use(node.func)) is not None and use[0] == "re" and use[1] in _FUNCTIONS:
            yield node, use[1]


def _use(node: ast.AST) -> tuple[str, str] | None:
    """«name.attribute»."""
    return (node.value.id, node.attr) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None


def _written(node: ast.Call, tree: ast.Module) -> Compiled | None:
    """The pattern as a call writes it; None: it is no literal."""
    written = _text_of(node.args[0], {name: value.value for name, value in _assigned(tree) if isinstance(value, ast.Constant)})
    flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
    return None if written is None else re.compile(written, flags)


def _text_of(node: ast.expr, names: Mapping[str, Any]) -> Any:  # Any: text or bytes of a literal
    """A literal's value; a word stands for what is only known when it runs."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "слово" for part in node.values)
    return None


def _asked(node: ast.Call, function: str, tree: ast.Module) -> frozenset[str]:
    """What is asked of a pattern: by the call itself, by every use of its private name, or of what a container gives out."""
    if function != "compile":
        return frozenset({function})
    named = dict(_assigned(tree))
    name = next((name for name, value in named.items() if value is node), None)
    uses = [use for use in map(_use, ast.walk(tree)) if use is not None]
    if name is None:
        return frozenset(asked for owner, asked in uses if asked in _FUNCTIONS - {"compile", "split"} and owner not in {"re", *named})
    mentions = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)]
    asked = [attribute for owner, attribute in uses if owner == name]
    return frozenset(asked) if name.startswith("_") and len(asked) == len(mentions) else frozenset()


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def slow_ones(found: Iterable[Found], limit: float = LIMIT) -> Iterator[Slow]:
    """Patterns with the first match of each that is over the limit twice."""
    for each in found:
        signs = SIGNS if isinstance(each.pattern.pattern, str) else FILE_SIGNS
        for text in attacks(each.pattern, signs=signs):
            took = _seconds(each, text)
            took = min(took, _seconds(each, text)) if took > limit else took
            if took > limit:
                yield Slow(each.where, round(took, 3), str(each.pattern.pattern), text[:60])
                break


def _seconds(found: Found, text: str) -> float:
    """Seconds of one match: from the beginning, if it is never asked otherwise, or of every place in the text."""
    pattern: Any = found.pattern  # Any: of text or of bytes
    subject = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")
    is_bound = found.asked and found.asked <= _FROM_THE_BEGINNING
    matches = [getattr(pattern, asked) for asked in found.asked] if is_bound else [lambda words: deque(pattern.finditer(words), maxlen=0)]
    with _stopped():
        begin = time.process_time()
        with contextlib.suppress(TooLong):
            for match in matches:
                match(subject)
    return time.process_time() - begin


@contextlib.contextmanager
def _stopped() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise TooLong

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, STOP)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> int:
    """One line of JSON a slow pattern, then how many were tried."""
    found, unseen = all_patterns()
    patterns = {(str(each.pattern.pattern), each.pattern.flags, each.asked): each for each in found}
    for slow in slow_ones(patterns.values()):
        line = {"where": slow.where, "seconds": slow.seconds, "pattern": slow.pattern, "text": slow.text}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps({"tried": len(patterns), "unseen": unseen}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
