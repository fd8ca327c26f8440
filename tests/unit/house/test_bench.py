"""`make bench`: rows that lead somewhere, bars that are judged, a failing row that stops nobody."""

import json
from pathlib import Path

import pytest

from benchmarks.bench import __main__ as bench
from benchmarks.bench.rows import ROWS, Cell, Row
from benchmarks.bench.told import table, written
from benchmarks.least_time import least_of


def a_row(script: str) -> Row:
    return Row("one", "one", script, {"small": ()}, lambda told: iter([Cell("what", told["value"], "s", most=1.0)]))


def test_the_least_time_of_a_courier_is_the_tightest_of_the_limits() -> None:
    assert least_of({1: 1}) == {"chat": 0, "group": 0, "overall": 0, "all": 0}
    assert least_of({1: 5}) == {"chat": 4, "group": 0, "overall": 0, "all": 4}
    assert least_of({1: 5}, burst=3)["all"] == 2
    assert least_of(dict.fromkeys(range(1, 62), 1))["overall"] == 2  # 61 messages: 30, 30 and one
    assert [least_of({-1: count})["group"] for count in (1, 20, 21, 40, 41)] == [0, 19, 60, 79, 120]
    assert least_of({**dict.fromkeys(range(1, 61), 20), -1: 20}) == {"chat": 19, "group": 19, "overall": 40, "all": 40}


@pytest.mark.parametrize(
    ("cell", "is_met"),
    [
        (Cell("shown only", 5.0), None),
        (Cell("enough", 1.0, most=1.0), True),
        (Cell("too much", 1.1, most=1.0), False),
        (Cell("too few", 11.9, least=12.0), False),
        (Cell("nothing came", None, most=1.0), False),
    ],
)
def test_a_bar_is_judged(cell: Cell, is_met: bool | None) -> None:
    assert cell.is_met is is_met


def test_every_row_leads_to_a_script() -> None:
    scripts = {row.name: bench.ROOT / "benchmarks" / f"{row.script.replace('.', '/')}.py" for row in ROWS}
    assert {name for name, script in scripts.items() if not script.exists()} == set()
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_a_row_without_its_script_says_so() -> None:
    told = bench.measured(a_row("not_there"), "small", "sqlite")
    assert told["error"] == "there is no benchmarks/not_there.py"


def test_what_a_benchmark_prints_last_as_json_is_read() -> None:
    assert json.loads(bench._last_json('first\n{"value": 1}\n{"value": 2}\nended')) == {"value": 2}
    assert bench._last_json("nothing") == ""


def test_the_table_and_the_file_say_what_was_missed(tmp_path: Path) -> None:
    good = {"row": "a", "engine": "sqlite", "error": "", "cells": [Cell("x", 0.5, "s", most=1.0), Cell("y", 2.0, least=3.0)]}
    bad = {"row": "b", "engine": "", "error": "no figures, exit status 1: see above", "cells": []}
    lines = table([good, bad]).splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["yes", "NO", "NO"]
    written(tmp_path / "deep" / "told.json", {"cores": 2}, [good, bad])
    kept = json.loads((tmp_path / "deep" / "told.json").read_text(encoding="utf-8"))
    assert [cell["met"] for cell in kept["rows"][0]["cells"]] == [True, False]
