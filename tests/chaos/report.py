"""The table of runs: their JSON lines as Markdown, and whether every point was hit often enough."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.chaos.points import POINTS

LEAST = 3  # hits of each point over all runs
COLUMNS = {
    "layout": "layout",
    "kills": "kills",
    "stops": "stops",
    "after_start": "after the start",
    "posts": "posts",
    "presses": "presses",
    "answers": "answers",
    "summaries": "summaries",
    "posts_lost": "posts lost",
    "notices_lost": "notices lost",
    "presses_lost": "presses lost",
    "effects_twice": "effects twice",
    "answers_twice": "answers twice",
    "summaries_wrong": "summaries wrong",
    "cards_twice": "cards twice",
    "messages_twice": "messages twice",
    "excused": "excused",
    "seconds": "seconds",
    "load": "load",
    "counts": "counts",
}

Lines = Sequence[dict[str, Any]]  # Any: JSON


def table(runs: Lines) -> str:
    """A row a run."""
    rows = [[str(run.get(name, 0)) for name in COLUMNS] for run in runs]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in ([*COLUMNS.values()], ["---"] * len(COLUMNS), *rows))


def hits(runs: Lines) -> dict[str, int]:
    """How often each point was hit over the runs that count."""
    total: Counter[str] = Counter()
    for run in runs:
        if run["counts"]:
            total.update(run["points"])
    return {name: total[name] for name in (*POINTS, "random")}


def seldom(runs: Lines) -> list[str]:
    """Points that were hit too seldom."""
    return [name for name, count in hits(runs).items() if name in POINTS and count < LEAST]


def report(files: Sequence[str]) -> int:
    """Print the table of all lines of the files; 1 if a run has faults or a point was hit too seldom."""
    runs = [json.loads(line) for file in files for line in Path(file).read_text().splitlines() if line.startswith("{")]
    lines = [table(runs), "", *(f"| {name} | {count} |" for name, count in hits(runs).items())]
    lines += [f"too seldom: {name}" for name in seldom(runs)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if seldom(runs) or any(run["faults"] or not run["counts"] for run in runs) else 0
