"""Every measure of speed: `make bench`, `make bench SIZE=small`, `make bench ENGINE=postgres`.

    python -m benchmarks.bench [--size small|full] [--engine sqlite|postgres] [--only ROW …] [--list]

Each row is a benchmark of this folder, run as a command of its own, one after another, never two at once. Its figures stand in one table
beside the bars that they must keep; a ratio has both its sides from one run. What was printed and how each row was run goes into a file.

`small` takes less than three minutes on two quiet cores and says whether something broke; its bases are small and its percentiles are of
few events. `full` takes about an hour and is what bars are judged by. A row that fails says so and stops nobody. The exit status is 1 if
a bar was missed or a row failed. Lines «cores:» say how many processors bot, sandbox and the generator of the load took: a bar missed on
a machine whose processors were all taken says little.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.bench.rows import FILE, ROWS, Row
from benchmarks.bench.told import machine, table, written

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = {"small": 600, "full": 7200}
"""Real seconds for a row."""


def main() -> int:
    """Run what is asked for, show the table, write the file."""
    args = arguments()
    rows = [row for row in ROWS if args.size in row.arguments and (not args.only or row.name in args.only)]
    if args.list:
        print("\n".join(f"{row.name:10}{row.title}{'' if 'small' in row.arguments else ' (full only)'}" for row in ROWS))
        return 0
    about, results = machine(ROOT), []
    print(f"{about['cpu']}, {about['cores']} cores, load {about['load']}, commit {about['commit']}", file=sys.stderr)
    for number, row in enumerate(rows, start=1):
        print(f"[{number}/{len(rows)}] {row.name}: {row.title}", file=sys.stderr, flush=True)
        results.append(measured(row, args.size, args.engine))
        print(f"    {results[-1]['seconds']} s", file=sys.stderr, flush=True)
    print(table(results))
    written(args.json or ROOT / "build" / "bench" / f"{about['when'].replace(':', '')}.json", {**about, "size": args.size}, results)
    return 1 if any(result["error"] or any(cell.is_met is False for cell in result["cells"]) for result in results) else 0


def measured(row: Row, size: str, engine: str) -> Mapping[str, Any]:
    """One row, whatever becomes of it."""
    began, on = time.monotonic(), engine if row.engines else ""
    with tempfile.TemporaryDirectory(prefix="otklik-bench-") as folder:
        file = Path(folder) / "told.json"
        told, error, command = _run(row, [*row.arguments[size], *row.engines.get(engine, ())], file, PATIENCE[size])
    cells: list[Any] = []
    if not error:
        try:
            cells = list(row.cells(told))
        except (KeyError, IndexError, TypeError, ValueError) as problem:
            error = f"its figures are not as they were: {problem!r}"
    spent = {"seconds": round(time.monotonic() - began), "load_after": round(os.getloadavg()[0], 1)}
    return {"row": row.name, "engine": on, "command": command, **spent, "error": error, "cells": cells, "told": told}


def _run(row: Row, arguments: Sequence[str], file: Path, patience: float) -> tuple[Any, str, str]:
    """JSON, what went wrong, the command."""
    script = ROOT / "benchmarks" / f"{row.script.replace('.', '/')}.py"
    command = ["-m", f"benchmarks.{row.script}", *(str(file) if each == FILE else each for each in arguments)]
    shown = " ".join(["python", *command])
    if not script.exists():
        return {}, f"there is no benchmarks/{script.name}", shown
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "benchmarks"), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        try:
            printed, _ = child.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            return {}, f"not ready after {patience:g} s", shown
        finally:
            _end(child)
    said = file.read_text(encoding="utf-8") if file.exists() else _last_json(printed)
    return (json.loads(said), "", shown) if said else ({}, f"no figures, exit status {child.returncode}: see above", shown)


def _end(child: subprocess.Popen[str]) -> None:
    """Whatever it has started ends with it, also by Ctrl-C."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
        for _ in range(30):
            if child.poll() is not None:
                break
            time.sleep(1)
        os.killpg(child.pid, signal.SIGKILL)


def _last_json(said: str) -> str:
    return next((line for line in reversed(said.splitlines()) if line.startswith("{")), "")


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(
        prog="python -m benchmarks.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--size", choices=("small", "full"), default="full")
    made.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite", help="for rows that can run on both")
    made.add_argument("--only", nargs="+", metavar="ROW", choices=[row.name for row in ROWS], help="only these rows")
    made.add_argument("--list", action="store_true", help="name the rows and run none")
    made.add_argument("--json", type=Path, help="the file; as it is, a new one in build/bench/")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(main())
