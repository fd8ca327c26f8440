"""Whole runs: the real process is killed on SQLite; a planted fault is found."""

import sys

import pytest

from tests.chaos.conductor import Plan, play
from tests.chaos.points import UNWRITTEN
from tests.chaos.progress import Progress

pytestmark = pytest.mark.long


async def test_ten_kills_on_sqlite_lose_nothing_and_do_nothing_twice() -> None:
    run = await play(Plan(kills=10), Progress(sys.stderr))
    assert run.verdict.is_good, run.as_json()
    assert not run.lacks, run.as_json()


async def test_a_commit_after_a_send_that_is_taken_away_is_found() -> None:
    run = await play(Plan(kills=2, posts=12, limit=150, settle=10, plant=UNWRITTEN), Progress(sys.stderr))
    assert run.verdict.counts["cards_twice"] > 0, run.as_json()
