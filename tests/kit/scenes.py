"""Scenes."""

import json
from pathlib import Path
from typing import Any

DAY = Path("sandbox/days/tuesday.jsonl")
SCENE = "Девять постов о воде за час"
Json = dict[str, Any]  # Any: lines of the day


def scene() -> list[Json]:
    lines = [json.loads(line) for line in DAY.read_text(encoding="utf-8").splitlines()]
    start = next(n for n, line in enumerate(lines) if line.get("scene") == SCENE)
    return lines[start + 1 : start + 10]
