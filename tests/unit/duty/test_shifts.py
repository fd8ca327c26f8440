"""The duty roster: typed lines, who is on duty and next, and whom a danger wakes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incidents.audience import audience, duty_first, duty_second
from incidents.deadlines.reminders import Reminder
from incidents.duty.values import MOST_LINES, Shift, shifts_in, watches
from incidents.errors import WrongStep
from incidents.ids import OfficialId, ShiftId
from incidents.incident import Status
from incidents.official import Role, Watch
from incidents.reading import DangerGrade
from incidents.who_is_reminded import officials_to_remind
from tests.kit.values.samples import DISTRICT, MOSCOW, ROADS, at, incident, official

NOW = at(9, 14)
IVAN = official(Role.DUTY, 1, name="Иванов Пётр")
ANNA = official(Role.DUTY, 2, name="Петрова Анна")
OTHER = official(Role.DUTY, 3, name="Иванов Семён")
EDDS = official(Role.DUTY, 4, name="ЕДДС")
EVERYONE = [IVAN, ANNA, OTHER, EDDS]


def shift(whose: int, start: float, end: float, id: int = 1) -> Shift:
    """In hours from now."""
    starts, ends = NOW + timedelta(hours=start), NOW + timedelta(hours=end)
    return Shift(id=ShiftId(id), district_id=DISTRICT, official_id=OfficialId(whose), starts_at=starts, ends_at=ends)


def read(text: str) -> list[tuple[int, str, str]]:
    found = shifts_in(text, officials=EVERYONE, now=NOW, timezone=MOSCOW)
    return [(who, f"{start:%d.%m.%Y %H:%M}", f"{end:%d.%m.%Y %H:%M}") for who, start, end in found]


@pytest.mark.parametrize(
    ("line", "shift_"),
    [
        ("24.11 20:00 – 25.11 8:00 Петрова", (2, "24.11.2026 20:00", "25.11.2026 08:00")),
        ("24.11 20.00-8.00 петрова а.", (2, "24.11.2026 20:00", "25.11.2026 08:00")),
        ("25.11.2026 8:00 — 20:00 Иванов Петр", (1, "25.11.2026 08:00", "25.11.2026 20:00")),
        ("1.1 8:00 - 2.1 8:00 ЕДДС", (4, "01.01.2027 08:00", "02.01.2027 08:00")),
        ("23.11 20:00 – 24.11 20:00 Петрова", (2, "23.11.2026 20:00", "24.11.2026 20:00")),
    ],
)
def test_a_typed_line_is_a_shift(line: str, shift_: tuple[int, str, str]) -> None:
    assert read(line) == [shift_]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("дежурит Иванов", "Строка 2 не разобралась"),
        ("32.11 20:00 – 8:00 Петрова", "такого дня или часа нет"),
        ("24.11 25:00 – 8:00 Петрова", "такого дня или часа нет"),
        ("24.11 20:00 – 30.11 8:00 Петрова", "не больше двух суток"),
        ("25.11 20:00 – 24.11 8:00 Петрова", "позже, чем началась"),
        ("23.11 8:00 – 20:00 Петрова", "уже прошла"),
        ("24.11 20:00 – 8:00 Сидоров", "не нашли"),
        ("24.11 20:00 – 8:00 Иванов", "подходит нескольким"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(line: str, words: str) -> None:
    with pytest.raises(WrongStep) as told_:
        read(f"24.11 20:00 – 8:00 Петрова\n\n{line}")
    assert words in told_.value.user_text
    assert "Ничего не записали" in told_.value.user_text
    assert len(told_.value.user_text) <= 200


def test_a_thousand_lines_are_refused() -> None:
    with pytest.raises(WrongStep):
        read("24.11 20:00 – 8:00 Петрова\n" * (MOST_LINES + 1))


def test_the_roster_says_who_is_on_duty_who_is_next_and_who_rests() -> None:
    shifts = [shift(1, -2, 6), shift(2, 6, 18), shift(3, 18, 30), shift(1, 30, 40)]
    assert watches(shifts, now=NOW) == {1: Watch.NOW, 2: Watch.NEXT, 3: Watch.OFF}
    assert watches([shift(1, -8, 0), shift(2, 0, 8)], now=NOW) == {1: Watch.OFF, 2: Watch.NOW}
    assert watches([], now=NOW) == {}


def test_a_danger_wakes_whoever_is_on_duty_and_the_edds_then_the_next_ones() -> None:
    people = [replace(IVAN, watch=Watch.NOW), replace(ANNA, watch=Watch.NEXT), replace(OTHER, watch=Watch.OFF), EDDS]
    danger = incident(danger_grade=DangerGrade.NOW, status=Status.ASSIGNED)
    assert {r.official_id for r in audience(danger, officials=people, departments=[])} == {1, 4}
    assert [each.id for each in officials_to_remind(Reminder.DANGER_5, danger, people)] == [2]
    called = replace(danger, reminded=("R8",))
    assert {r.official_id for r in audience(called, officials=people, departments=[])} == {1, 2, 3, 4}


def test_without_a_roster_or_in_its_gap_everyone_is_woken() -> None:
    assert duty_first(EVERYONE) == duty_second(EVERYONE) == EVERYONE
    gap = [replace(IVAN, watch=Watch.OFF), replace(ANNA, watch=Watch.NEXT)]
    assert duty_first(gap) == gap
    lone = [replace(IVAN, watch=Watch.NOW)]
    assert duty_second(lone) == lone
    rest = [replace(IVAN, watch=Watch.NOW), replace(OTHER, watch=Watch.OFF)]
    assert duty_second(rest) == [rest[1]]


def test_what_nobody_accepts_is_told_to_the_departments_own_duty_first() -> None:
    chief, mate = official(Role.CHIEF, 8, ROADS), official(Role.EXECUTOR, 9, ROADS, watch=Watch.NOW)
    assert officials_to_remind(Reminder.NOT_ACCEPTED, incident(), [chief, mate]) == (mate,)
    assert officials_to_remind(Reminder.NOT_ACCEPTED, incident(), [chief, replace(mate, watch=None)]) == (chief,)
