"""The roster by days: parts of a day, hours that nobody stands for, who may stand for whom; the table of dates and people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from incidents.duty.roster import DayPart, check_free, gaps, look_ahead, may_stand_for, part_of, span
from incidents.duty.table import column_title, is_roster, read_roster, roster_sheet
from incidents.duty.values import Shift
from incidents.errors import WrongStep
from incidents.ids import ChatId, DepartmentId, DistrictId, OfficialId, ShiftId
from incidents.official import Official, Role
from tests.kit.values.samples import CALENDAR, MOSCOW, at

NOW = at(9)
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)


def person(id: int, name: str = "", role: Role = Role.DUTY, **more: object) -> Official:
    known = {"district_id": DistrictId("k"), "department_id": None, "user_id": ChatId(id), "title": f"дежурный {id}", "name": name}
    return Official(id=OfficialId(id), role=role, **{**known, **more})  # type: ignore[arg-type]  # fields of a dataclass


def shift(id: int, who: int, start: datetime, end: datetime) -> Shift:
    return Shift(id=ShiftId(id), district_id=DistrictId("k"), official_id=OfficialId(who), starts_at=start, ends_at=end)


def on(day: date, part: DayPart, who: int, id: int = 1) -> Shift:
    return shift(id, who, *span(day, part, MOSCOW))


IVAN, ANNA = person(1, "Иванов Пётр"), person(2, "Петрова Анна")
BOTH = (IVAN, ANNA)


def test_a_shift_is_a_part_of_its_day_or_hours_of_its_own() -> None:
    assert [part_of(on(TUESDAY, part, 1), MOSCOW) for part in DayPart] == list(DayPart)
    assert part_of(shift(1, 1, at(9), at(17)), MOSCOW) is None


def found(
    shifts: Sequence[Shift], people: Sequence[Official] = BOTH, *, until: datetime | None = None
) -> list[tuple[date, DayPart | None]]:
    return [(gap.day, gap.part) for gap in gaps(shifts, people, since=NOW, until=until or at(8, day=27), timezone=MOSCOW)]


def test_gaps_are_told_by_days_and_parts() -> None:
    kept = [on(TUESDAY, DayPart.FULL, 1), on(TUESDAY + timedelta(days=1), DayPart.DAY, 2)]
    assert found(kept) == [(date(2026, 11, 25), DayPart.NIGHT), (date(2026, 11, 26), DayPart.FULL)]
    assert found([*kept, shift(3, 1, at(20, day=25), at(2, day=26))], until=at(8, day=26)) == [(date(2026, 11, 25), None)]
    assert found([on(TUESDAY, DayPart.FULL, 1)], until=at(8, day=25)) == []
    assert found([on(TUESDAY, DayPart.FULL, 1), on(TUESDAY, DayPart.DAY, 2)], until=at(8, day=25)) == []  # two at once are no gap


def test_no_roster_has_no_gaps_and_a_department_on_duty_covers_none() -> None:
    assert found([]) == []
    assert found([shift(1, 1, at(8, day=10), at(20, day=10))]) == []  # dropped long ago
    roads = person(3, "Анна", Role.EXECUTOR, department_id=DepartmentId("roads"))
    assert found([on(TUESDAY, DayPart.FULL, 3)], [roads], until=at(8, day=25)) == [(TUESDAY, None)]


def test_a_working_day_looks_through_the_next_one() -> None:
    assert look_ahead(CALENDAR, at(10)) == at(8, day=26)
    assert look_ahead(CALENDAR, at(10, day=27)) == datetime(2026, 12, 1, 8, tzinfo=MOSCOW)  # Friday: Saturday, Sunday and Monday
    never = replace(CALENDAR, week=((),) * 7)
    assert look_ahead(never, at(10)) == at(8, day=26)


def test_one_person_stands_once_and_not_on_leave() -> None:
    start, end = span(SATURDAY, DayPart.DAY, MOSCOW)
    check_free([on(SATURDAY, DayPart.NIGHT, 1), on(SATURDAY, DayPart.DAY, 2)], IVAN, start, end)
    with pytest.raises(WrongStep, match="уже есть смена"):
        check_free([on(SATURDAY, DayPart.FULL, 1)], IVAN, start, end)
    with pytest.raises(WrongStep, match="в отпуске"):
        check_free([], replace(IVAN, away_from=date(2026, 11, 20), away_until=date(2026, 12, 1)), start, end)
    check_free([], replace(IVAN, away_from=date(2026, 11, 20), away_until=SATURDAY), start, end)


def test_shifts_change_hands_within_a_role_and_a_department() -> None:
    assert may_stand_for(IVAN, ANNA)
    assert not may_stand_for(IVAN, IVAN)
    assert not may_stand_for(IVAN, replace(ANNA, active=False))
    assert not may_stand_for(IVAN, replace(ANNA, role=Role.COORDINATOR))
    assert not may_stand_for(IVAN, replace(ANNA, department_id=DepartmentId("roads")))


HEADER = ("Дата дежурства", "День", "Иванов Пётр", "Петрова Анна")


def read(*rows: Sequence[str], header: Sequence[str] = HEADER, shifts: Sequence[Shift] = (), people: Sequence[Official] = BOTH):  # type: ignore[no-untyped-def]  # as read_roster
    lines = [(1, header), *((n, row) for n, row in enumerate(rows, start=2))]
    return read_roster(lines, shifts=shifts, people=people, now=NOW, timezone=MOSCOW)


def test_what_goes_out_comes_back_and_changes_nothing() -> None:
    shifts = [on(TUESDAY, DayPart.FULL, 1), on(SATURDAY, DayPart.NIGHT, 2, 2), shift(3, 1, at(9, day=26), at(18, day=26))]
    header, rows = roster_sheet(shifts, BOTH, since=date(2026, 11, 23), timezone=MOSCOW)
    assert tuple(header) == HEADER
    assert rows[1] == ["24.11.2026", "вт", "сутки", ""]
    assert rows[3][2] == "9:00-18:00"
    assert len(rows) == 35
    change, bad = read(*rows, shifts=shifts)
    assert (change.added, change.removed, change.kept, change.past, bad) == ((), (), 3, 1, [])


def test_cells_are_read_as_people_write_them() -> None:
    change, bad = read(
        ("28.11.2026", "сб", "Д", "н."),
        ("2026-11-29 00:00:00", "вс", "х", "вых"),
        ("пн 30.11", "", "20:00-8:00", "9-18"),
        ("1.12", "", "день; ночь", "-"),
        ("23.11.2026", "", "что-то", ""),
    )
    assert bad == []
    assert change.past == 1
    monday = date(2026, 11, 30)
    assert change.added == tuple(
        sorted(
            [
                (1, *span(SATURDAY, DayPart.DAY, MOSCOW)),
                (2, *span(SATURDAY, DayPart.NIGHT, MOSCOW)),
                (1, *span(SATURDAY + timedelta(days=1), DayPart.FULL, MOSCOW)),
                (1, *span(monday, DayPart.NIGHT, MOSCOW)),
                (2, at(9, day=30), at(18, day=30)),
                (1, *span(monday + timedelta(days=1), DayPart.DAY, MOSCOW)),
                (1, *span(monday + timedelta(days=1), DayPart.NIGHT, MOSCOW)),
            ],
            key=lambda key: (key[1], key[0]),
        )
    )


def test_an_empty_cell_takes_a_shift_away_and_other_days_stay() -> None:
    shifts = [on(SATURDAY, DayPart.DAY, 1, 7), on(SATURDAY + timedelta(days=1), DayPart.DAY, 1, 8)]
    change, bad = read(("28.11.2026", "", "", "день"), shifts=shifts)
    assert bad == []
    assert change.removed == (7,)
    assert change.added == ((2, *span(SATURDAY, DayPart.DAY, MOSCOW)),)


def test_every_bad_cell_is_named() -> None:
    header = ("Дата дежурства", "Иванов Пётр", "Сидоров", "иванов п.")
    _, bad = read(
        ("когда-нибудь", "день"),
        ("28.11.2026", "может"),
        ("28.11.2026", "ночь"),
        ("30.11.2026", "сутки; день"),
        ("29.11.2026", "25:00-26:00"),
        header=header,
    )
    assert [(each.row, each.column) for each in bad] == [
        (1, "Сидоров"),
        (1, "иванов п."),
        (2, "Дата дежурства"),
        (3, "Иванов Пётр"),
        (4, "Дата дежурства"),
        (6, "Иванов Пётр"),
        (5, "Иванов Пётр"),
    ]
    assert "такого сотрудника нет" in bad[0].text
    assert "день, ночь, сутки" in bad[3].text
    assert "раньше, чем кончилась" in bad[-1].text


def test_a_table_without_people_is_told_so_and_twins_have_numbers() -> None:
    _, bad = read(("28.11.2026", "сб"), header=("Дата дежурства", "День"))
    assert bad[0].text == "нет ни одного столбца с именем сотрудника"
    twins = (IVAN, replace(ANNA, name="Иванов Пётр"))
    assert [column_title(each, twins) for each in twins] == ["Иванов Пётр (№ 1)", "Иванов Пётр (№ 2)"]
    _, bad = read(("28.11.2026", "сб", "день"), header=("Дата дежурства", "День", "Иванов Пётр"), people=twins)
    assert "подходит нескольким" in bad[0].text
    assert is_roster(("", "Дежурства", "Иванов"))
    assert not is_roster(("Номер", "Дата дежурства"))
    assert not is_roster(())
