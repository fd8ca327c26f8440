"""What of the twelve rules of the voice can be counted, over every Russian sentence that stands in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SPOKEN = ("handlers/**/*.py", "incidents/**/*.py")
NO_SENTENCES = {"answer_checks.py", "reactions.py", "thanks.py", "masking.py", "everyone.py"}
"""Patterns that residents' words are looked for with, and openings of answers to residents."""

GREETING = re.compile(r"(?:Здравствуйте|Добрый день|Добрый вечер|Доброе утро)!|!{2,}")
ROLES = "координатор|согласующий|дежурный|исполнитель|руководитель"
DEED = r"(?:не )?[а-яё]+(?:ил|ал|ял|ел)(?:ся)?"
WRONG = {
    "no incident to anybody": r"(?i)инцидент",
    "no gender is guessed by a bracket": r"\(а\)|\(ла\)|\(ся\)",
    "no gender is guessed by a role": rf"(?i)\b(?:(?:{ROLES}) {DEED}|{DEED} (?:{ROLES}))\b",
    "no shouting sign": "🔥|❗|🆘",
    "a numeral has its case": r"(?i)лишние \{",
}


def sentences() -> Iterator[tuple[str, str]]:
    """Every Russian literal that is no docstring, with its place; {} stands for a value."""
    for pattern in SPOKEN:
        for file in sorted(ROOT.glob(pattern)):
            if file.name in NO_SENTENCES:
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
            for node in ast.walk(tree):
                if id(node) not in silent and isinstance(node, ast.Constant | ast.JoinedStr):
                    text = _text(node)
                    if re.search("[а-яё]", text):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", text


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


EVERY = tuple(sentences())


@pytest.mark.parametrize("rule", sorted(WRONG))
def test_no_sentence_breaks_a_rule_of_the_voice(rule: str) -> None:
    assert [(where, text) for where, text in EVERY if re.search(WRONG[rule], text)] == []


def test_nobody_is_shouted_at() -> None:
    is_pattern = re.compile(r"\(\?|\\[bdsw]|\[\^")
    loud = [(where, text) for where, text in EVERY if "!" in GREETING.sub("", text) and not is_pattern.search(text)]
    assert loud == []


def test_there_is_something_to_read() -> None:
    assert len(EVERY) > 1500
