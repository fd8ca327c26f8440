"""Whatever stands in a text, no regular expression of ours is long over it: a slow one stops the whole bot for that time."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.kit.patterns import LIMIT, ROOT, Found, slow_ones

PATIENCE = 600  # real seconds: all of it takes about half a minute
UNSEEN = {"bot/config/logs.py", "incidents/answers/short_replies.py"}  # escaped secrets, escaped words

# Stood in the program once, and stopped it: a list of works of 150 bytes, a file of 5 kB, a message and a comment.
_HOUSE = r"(?:(?:д|дом|дома|домов|№|кв|корп|к|стр|уч)\.?\s*)*№?\s*\d+\s*[а-яa-z]?(?:\s*[/\\-]\s*\d*\s*[а-яa-z]?)*\.?"
STOPPED_US = (
    Found("houses", re.compile(rf"\s+(?:{_HOUSE})$", re.IGNORECASE)),
    Found("formulas", re.compile(rb"<c r=\"([A-Z]{1,3}\d{1,7})\"[^>]*><f>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>")),
    Found("links", re.compile(r"(?:https?://)?(?:[\w-]+\.)*(?:vk\.com|ok\.ru|t\.me)/[^\s<>\"'«»]+", re.IGNORECASE)),
    Found("irony", re.compile(r"(?<![а-я])(?:год|месяц|(?:\d+|два|три)\s+(?:год\w*|лет|месяц\w*))\s+(?:ждал|писал|звонил)")),
)


def test_no_pattern_takes_long_over_any_text() -> None:
    """In a process of its own: what never ends is a failure, not a test that hangs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kit.patterns"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    lines: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[:-1] == [], "patterns that are long over a text"
    assert lines[-1]["tried"] > 300
    assert {where.partition(":")[0] for where in lines[-1]["unseen"]} <= UNSEEN, "write it as a literal, or compile it when it is imported"


@pytest.mark.parametrize("found", STOPPED_US, ids=lambda found: str(found.where))
def test_the_patterns_that_once_stopped_the_bot_are_found(found: Found) -> None:
    quick_machine = LIMIT / 4  # they took 0.1 to 0.2 s where they were found
    assert [slow.where for slow in slow_ones([found], quick_machine)] == [found.where]
