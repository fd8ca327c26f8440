"""The table of runs says which points were hit too seldom."""

import json
from pathlib import Path

from tests.chaos.conductor import Plan, Run
from tests.chaos.points import POINTS
from tests.chaos.report import LEAST, report, seldom
from tests.chaos.verdict import Kill


def line(hits: int) -> dict[str, object]:
    kills = [Kill(0, name, is_ready=True) for name in POINTS for _ in range(hits)]
    run = Run(Plan(), kills=kills)
    run.verdict.figures = dict.fromkeys(("posts", "presses", "answers", "summaries"), 1)
    return run.as_json()


def test_every_point_is_wanted_three_times_over_the_runs() -> None:
    assert seldom([line(LEAST - 1)]) == list(POINTS)
    assert seldom([line(LEAST - 1), line(1)]) == []


def test_a_run_that_does_not_count_gives_no_hits() -> None:
    assert seldom([{**line(LEAST), "counts": False}]) == list(POINTS)


def test_the_table_has_a_row_for_each_run(tmp_path: Path) -> None:
    file = tmp_path / "runs.jsonl"
    file.write_text("".join(f"{json.dumps(line(LEAST))}\n" for _ in range(2)))
    assert report([str(file)]) == 0
    file.write_text(json.dumps({**line(LEAST), "faults": ["posts_lost: 1"]}))
    assert report([str(file)]) == 1
