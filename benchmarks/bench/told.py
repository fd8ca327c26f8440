"""The table on the screen and the JSON file."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.bench.rows import Cell

HEAD = ("row", "what", "value", "bar", "met")


def machine(root: Path) -> Mapping[str, Any]:
    """Where and when this runs, and of which commit."""
    names = [line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = next((line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")), "0")
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),  # noqa: TID251 - the moment of the run itself
        "cpu": names[0] if names else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int(memory) // 1024,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "commit": _git(root, "rev-parse", "--short", "HEAD"),
        "is_changed": bool(_git(root, "status", "--porcelain")),
    }


def _git(root: Path, *words: str) -> str:
    try:
        return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """All rows, one under another."""
    lines = [HEAD, *(line for result in results for line in _lines(result))]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _lines(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    name = f"{result['row']} {result['engine']}".strip()
    if result["error"]:
        return [(name, result["error"], "", "", "NO")]
    return [(name, cell.what, _number(cell), cell.bar, {True: "yes", False: "NO", None: ""}[cell.is_met]) for cell in result["cells"]]


def _number(cell: Cell) -> str:
    return "nothing" if cell.value is None else f"{cell.value:g} {cell.unit}".strip()


def written(file: Path, about: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> None:
    """All of it as JSON: the figures, the bars, the command of each row and everything that it printed as JSON."""
    rows = [{**result, "cells": [_cell(cell) for cell in result["cells"]]} for result in results]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"machine": about, "rows": rows}, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"all of it: {file}", file=sys.stderr)


def _cell(cell: Cell) -> Mapping[str, Any]:
    return {"what": cell.what.strip(), "value": cell.value, "unit": cell.unit, "bar": cell.bar, "met": cell.is_met}
