"""The first line of a module says in twelve words what lives there."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("incidents", "bot", "handlers", "collectors", "sandbox")  # nlp is built anew, room by room
WORDS = 12


def test_the_first_line_of_every_module_has_at_most_twelve_words() -> None:
    try:
        listed = subprocess.run(["git", "ls-files", "-z", *ROOMS], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone of git")
    names = [name for name in listed.stdout.decode().split("\0") if name.endswith(".py") and (ROOT / name).is_file()]
    said = {name: ast.get_docstring(ast.parse((ROOT / name).read_text(encoding="utf-8"))) or "" for name in names}
    first = {name: text.partition("\n")[0] for name, text in said.items()}
    assert len(first) > 700
    assert {name: line for name, line in first.items() if len(line.split()) > WORDS} == {}
