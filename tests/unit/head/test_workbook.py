"""«Excel» of the head: totals count what the cells say."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.head.workbook_words import COLUMNS, WorkbookRow, cells, totals
from incidents.head.lateness import NOTHING
from incidents.incident import Incident, Status
from incidents.reading import DangerGrade, MainPlace
from incidents.workbook import Cell, Link
from tests.kit.values.cards_made import MOSCOW, accepted, at, incident

UNTIL = at(18)
LATE = accepted(answered_at=at(12), answer_by=at(10), status=Status.ANSWERED)
IN_TIME = accepted(danger_peak=DangerGrade.RISK, answered_at=at(9, 50), answer_by=at(10), status=Status.ANSWERED)


def row(item: Incident, department: str = "отдел ЖКХ", **changes: object) -> Sequence[Cell]:
    known = {"voices": 3, "holder": "отдел", "reason": None, "promised": None, "clocks": NOTHING}
    made = WorkbookRow(incident=item, topic_short="Вода на дороге", department=department, **{**known, **changes})  # type: ignore[arg-type]  # fields by name
    return cells(made, since=at(0), until=UNTIL, tz=MOSCOW)


def test_every_column_has_its_cell_and_its_kind() -> None:
    found = dict(zip(COLUMNS, row(LATE, promised=date(2026, 11, 27), url="https://vk.com/wall-1_2"), strict=True))
    assert (found["№"], found["Сообщений"], found["Обещано до"]) == (1487, 3, date(2026, 11, 27))
    assert found["Поступило"] == at(9, 14).replace(tzinfo=None)
    assert found["Закрыто"] is None
    assert found["Пост"] == Link("https://vk.com/wall-1_2")
    assert dict(zip(COLUMNS, row(LATE, url="javascript:alert(1)"), strict=True))["Пост"] is None


def test_a_rumour_is_checked_and_waits_for_no_coordinator() -> None:
    state = COLUMNS.index("Состояние")
    assert row(incident(rumour=True, status=Status.NEW))[state] == "слух, проверяется"
    assert row(incident(status=Status.NEW))[state] == "ждёт решения координатора"


def test_seconds_are_left_out() -> None:
    found = dict(zip(COLUMNS, row(incident(opened_at=at(9, 14) + timedelta(seconds=30))), strict=True))
    assert found["Поступило"] == at(9, 14).replace(tzinfo=None)


def test_totals_are_cut_three_ways_and_agree_with_the_rows() -> None:
    nowhere = incident(place=MainPlace(), danger_grade=DangerGrade.NOW, danger_peak=DangerGrade.NOW, answer_by=at(20))
    sheet = totals([row(LATE), row(IN_TIME), row(nowhere, department="")])
    assert sheet.header == (
        "По чему",
        "Название",
        "Вопросов",
        "Сообщений",
        "Ответили",
        "Вовремя",
        "Не успели",
        "В работе",
        "Закрыли",
        "Сделали и сказали",
        "Сделали, не сказали",
        "Житель спорит",
        "Разъяснили",
        "Опасных",
        "С риском",
    )
    assert [tuple(line) for line in sheet.rows] == [
        ("Отдел", "отдел ЖКХ", 2, 6, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 1),
        ("Отдел", "без отдела", 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
        ("Населённый пункт", "Конаково", 2, 6, 2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 1),
        ("Населённый пункт", "место не названо", 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0),
        ("Тема", "Вода на дороге", 3, 9, 2, 1, 1, 2, 0, 0, 0, 0, 0, 1, 1),
    ]
    assert sheet.totals == ("Всего", "", 3, 9, 2, 1, 1, 2, 0, 0, 0, 0, 0, 1, 1)


def test_a_day_without_questions_has_totals_of_nothing() -> None:
    assert (totals([]).rows, totals([]).totals) == ([], ("Всего", "", *([0] * 13)))
