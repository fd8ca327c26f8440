"""Quiet hours of a first card: the working day for most, eight in the morning for a risk, none for a danger."""

from datetime import datetime

import pytest

from bot.delivery.quiet_hours import quiet_until
from incidents.reading import DangerGrade
from tests.kit.values.samples import CALENDAR, at, incident


@pytest.mark.parametrize("moment", [at(3), at(9), at(22), at(12, day=28)])
def test_a_danger_that_is_there_now_waits_for_nothing(moment: datetime) -> None:
    assert quiet_until(CALENDAR, incident(danger_grade=DangerGrade.NOW), moment) is None


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (at(7, 59), at(8)),
        (at(8), None),
        (at(19, 59), None),
        (at(20), at(8, day=25)),
        (at(23, 30), at(8, day=25)),
        (at(0, 5), at(8)),
        (at(12, day=28), None),  # a Saturday
        (at(21, day=27), at(8, day=28)),
    ],
)
def test_a_risk_rings_from_eight_to_twenty_of_any_day(moment: datetime, until: datetime | None) -> None:
    assert quiet_until(CALENDAR, incident(danger_grade=DangerGrade.RISK), moment) == until


@pytest.mark.parametrize("moment", [at(9), at(13, 30), at(17, 59)])
def test_an_ordinary_card_rings_in_working_hours_and_through_lunch(moment: datetime) -> None:
    assert quiet_until(CALENDAR, incident(), moment) is None


@pytest.mark.parametrize(
    ("moment", "opens"), [(at(8, 59), at(9)), (at(18), at(9, day=25)), (at(23), at(9, day=25)), (at(12, day=28), at(9, day=30))]
)
def test_else_it_waits_for_the_next_working_morning(moment: datetime, opens: datetime) -> None:
    until = quiet_until(CALENDAR, incident(), moment)
    assert until is not None
    assert abs((until - opens).total_seconds()) < 0.001
    assert quiet_until(CALENDAR, incident(), until) is None
