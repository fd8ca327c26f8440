"""Moments as cells of tables write them: by hand, by a spreadsheet, by a network."""

from datetime import date, datetime, timedelta, timezone

import pytest

from incidents.dates.written import WrongDate, written_moment

TODAY = date(2026, 11, 26)
MOSCOW = timezone(timedelta(hours=3))


def read(cell: str) -> datetime | None:
    return written_moment(cell, today=TODAY, timezone=MOSCOW)


@pytest.mark.parametrize(
    "cell",
    [
        "24.11.2026 9:12",
        "24.11.26 09:12",
        "24/11/2026 9:12",
        "2026-11-24 09:12:00",
        "2026-11-24T09:12:00+03:00",
        "2026-11-24T06:12:00.000Z",
        "24 ноября, 9:12",
        "24 ноября 2026 г., 9:12",
        "24 нояб. 2026 года в 9:12",
        "вт, 24.11.2026, 9:12",
        "9:12 24.11.2026",
        "46350,38333333333",
        "1795500720",
        "24\u00a0ноября\u00a02026 9:12",
    ],
)
def test_the_same_minute_however_it_is_written(cell: str) -> None:
    assert read(cell) == datetime(2026, 11, 24, 9, 12, tzinfo=MOSCOW)


@pytest.mark.parametrize("cell", ["24.11.2026", "24 ноября", "24.11", "46350", "2026-11-24 00:00:00", "24 Ноябрь 2026"])
def test_a_day_without_an_hour_is_nine_in_the_morning_of_it(cell: str) -> None:
    assert read(cell) == datetime(2026, 11, 24, 9, tzinfo=MOSCOW)


@pytest.mark.parametrize(("cell", "year"), [("27 ноября", 2025), ("31 декабря", 2025), ("26 ноября", 2026), ("29 февраля", 2024)])
def test_without_a_year_it_is_the_last_such_day_that_has_come(cell: str, year: int) -> None:
    read_at = read(cell)
    assert read_at is not None
    assert read_at.year == year


@pytest.mark.parametrize("cell", ["31 ноября", "31.11.2026", "11/24/2026", "24.11.2026 25:00", "2026-13-01", "0.11.2026", "32 мая"])
def test_a_day_that_no_calendar_has_is_told_apart_from_no_date(cell: str) -> None:
    with pytest.raises(WrongDate):
        read(cell)


@pytest.mark.parametrize(
    "cell", ["", "12", "вчера", "май", "срочно", "8-915-123-45-67", "5 ям", "99999", "12345678901", "1" * 200, "²⁴.11.2026"]
)
def test_what_is_no_date_is_none(cell: str) -> None:
    assert read(cell) is None
