"""When works last, as utilities write it."""

from datetime import date, datetime

import pytest

from incidents.works.when import CellTimes, lasting, said_in
from tests.kit.values.samples import MOSCOW, at

NOW = at(9)
D24, D25, D26 = (date(2026, 11, day) for day in (24, 25, 26))


def said(cell: str) -> CellTimes:
    return said_in(cell, now=NOW, timezone=MOSCOW)


@pytest.mark.parametrize(
    ("cell", "days", "minutes"),
    [
        ("", (), ()),
        ("по графику", (), ()),
        ("24.11.2026", (D24,), ()),
        ("25.11", (D25,), ()),
        ("2026-11-25 00:00:00", (D25,), ()),
        ("2026-11-25 09:30:00", (D25,), (570,)),
        ("09:30:00", (), (570,)),
        ("25 ноября", (D25,), ()),
        ("с 9 до 16", (), (540, 960)),
        ("9-16 ч", (), (540, 960)),
        ("9.00–16.30", (), (540, 990)),
        ("09:00-16:00", (), (540, 960)),
        ("до 16:00", (), (960,)),
        ("16", (), (960,)),
        ("24:00", (), (1440,)),
        ("25:70 что-то", (), ()),
        ("25.11.2026 09:00 - 26.11.2026 17:00", (D25, D26), (540, 1020)),
        ("25 ноября с 10:00 до 12:00", (D25,), (600, 720)),
        ("45.45.2026", (), ()),
    ],
)
def test_a_cell_says_days_and_hours(cell: str, days: tuple[date, ...], minutes: tuple[int, ...]) -> None:
    assert said(cell) == CellTimes(days=days, minutes=minutes)


def last(
    *, day: str = "", since: str = "", until: str = "", both: str = "", default: date | None = None
) -> tuple[datetime, datetime] | str:
    return lasting(day=said(day), since=said(since), until=said(until), both=said(both), default=default, timezone=MOSCOW)


@pytest.mark.parametrize(
    ("cells", "span"),
    [
        ({"day": "25.11.2026", "both": "9:00-16:00"}, (at(9, day=25), at(16, day=25))),
        ({"day": "25.11.2026", "since": "09:00:00", "until": "16:00:00"}, (at(9, day=25), at(16, day=25))),
        ({"since": "25.11.2026 22:00", "until": "26.11.2026 6:00"}, (at(22, day=25), at(6, day=26))),
        ({"day": "25.11.2026", "both": "с 22 до 6"}, (at(22, day=25), at(6, day=26))),
        ({"both": "25.11.2026 9:00 - 26.11.2026 17:00"}, (at(9, day=25), at(17, day=26))),
        ({"day": "25.11.2026", "both": "до 16:00"}, (at(9, day=25), at(16, day=25))),
        ({"day": "25.11.2026"}, (at(9, day=25), at(18, day=25))),
        ({"day": "25.11.2026 - 26.11.2026"}, (at(9, day=25), at(18, day=26))),
        ({"since": "2026-11-25 00:00:00", "until": "2026-11-26 00:00:00"}, (at(9, day=25), at(18, day=26))),
        ({"both": "9-16", "default": D25}, (at(9, day=25), at(16, day=25))),
        ({"day": "25.11.2026", "since": "20:00", "until": "24:00"}, (at(20, day=25), at(0, day=26))),
    ],
)
def test_a_row_lasts_from_and_to(cells: dict[str, str], span: tuple[datetime, datetime]) -> None:
    assert last(**cells) == span  # type: ignore[arg-type]  # words and one day


def test_what_a_row_does_not_say_is_told() -> None:
    assert last(both="9-16") == "нет даты: напишите, например, 25.11.2026"
    assert last(default=D25) == "не сказано, до какого часа"
    assert last(since="26.11.2026 9:00", until="25.11.2026 9:00") == "кончается раньше, чем начинается"
