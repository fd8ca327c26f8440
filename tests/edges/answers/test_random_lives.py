"""Random lives of answers with crashes between any two of commit, call and result (`tests/kit/answer_walks.py` says how)."""

import logging

import pytest

from incidents.answers.values import AnswerState
from tests.kit.answer_walks import walk

FEW = 2_000
MANY = 100_000
PARTS = 10


async def walks(first: int, count: int, caplog: pytest.LogCaptureFixture) -> set[AnswerState]:
    """So many walks; gives back the states in which their answers ended. Somebody called back in some of them."""
    caplog.set_level(logging.CRITICAL)  # of every lost call there is a line
    ended, calls = set[AnswerState](), 0
    for seed in range(first, first + count):
        answers = (await walk(seed)).rows.answers.values()
        ended |= {answer.state for answer in answers}
        calls += sum(answer.by_phone for answer in answers)
    assert calls > count // 20
    return ended


async def test_no_answer_stands_there_twice_and_no_voice_is_sent_two(caplog: pytest.LogCaptureFixture) -> None:
    assert await walks(0, FEW, caplog) == set(AnswerState)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
async def test_the_same_of_a_hundred_thousand(part: int, caplog: pytest.LogCaptureFixture) -> None:
    assert await walks(FEW + part * MANY // PARTS, MANY // PARTS, caplog) == set(AnswerState)
