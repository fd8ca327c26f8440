"""The house stays as it was built: every measure of tests/kit/house.py keeps its limit."""

import pytest

from tests.kit.house import MEASURES, Measure, table


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.of.__name__)
def test_the_house_keeps_its_limits(measure: Measure) -> None:
    assert measure.found <= measure.limit, measure.places


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: each.of.__name__)
def test_a_limit_never_stands_over_the_hall_that_was_left(measure: Measure) -> None:
    assert measure.target <= measure.limit <= max(measure.before, measure.target) + measure.allowed


def test_the_table_shows_every_measure() -> None:
    assert len(list(table())) == len(MEASURES) + 1
