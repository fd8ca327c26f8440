"""The night: when it began, what waits for the morning, what is doubtful; and its digest's words."""

from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.quiet_hours import quiet_until
from handlers.acts.lists.incident_lists_words import ListItem
from handlers.deadlines.night_digest_words import NightView, night_digest
from incidents.deadlines.night_digest import (
    Night,
    held_until,
    is_released,
    work_begins,
    work_ended,
)
from incidents.incident import Status
from incidents.reading import DangerGrade, Kind
from incidents.region.values import RegionList
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import CALENDAR, MOSCOW, at, incident, place

DAY = at(9).astimezone(MOSCOW).date()


def test_the_night_began_when_people_went_home() -> None:
    assert work_ended(CALENDAR, at(8, 30)) == at(18, day=23)
    assert work_ended(CALENDAR, at(8, 30, day=23)) == at(18, day=20)
    assert work_ended(CALENDAR, at(13, 30)) == at(13)
    nobody = replace(CALENDAR, week=((),) * 7)
    assert work_ended(nobody, at(8, 30)) == at(8, 30, day=23)


def test_a_day_off_begins_no_work() -> None:
    assert work_begins(CALENDAR, at(8)) == at(9)
    assert work_begins(CALENDAR, at(8, day=22)) is None


def test_a_card_of_the_night_waits_for_the_morning_or_for_the_coordinators_word() -> None:
    came = incident(opened_at=at(3))
    assert quiet_until(CALENDAR, came, at(8, 40)) == at(9).replace(microsecond=1)
    released = Night(day=DAY, released_at=at(8, 35))
    assert quiet_until(CALENDAR, came, at(8, 40), released) is None
    assert quiet_until(CALENDAR, incident(opened_at=at(8, 39)), at(8, 40), released) is not None
    held = Night(day=DAY, hold_until=at(10))
    assert quiet_until(CALENDAR, came, at(9, 1), held) == at(10)
    assert quiet_until(CALENDAR, came, at(10), held) is None
    assert quiet_until(CALENDAR, incident(opened_at=at(9, 5)), at(9, 6), held) is None


def test_what_is_dangerous_is_never_held() -> None:
    held = Night(day=DAY, hold_until=at(10))
    for grade in DangerGrade:
        assert held_until(CALENDAR, held, incident(opened_at=at(3), danger_grade=grade), at(9, 1)) is None
    assert quiet_until(CALENDAR, incident(opened_at=at(3), danger_grade=DangerGrade.NOW), at(3), held) is None
    assert not is_released(None, incident())


def listed(rows: int, theirs: int, ours: int) -> RegionList:
    return RegionList(listed_at=at(20, day=23), rows=rows, theirs=theirs, ours=ours)


def night(**changes: Any) -> NightView:  # Any: fields of a dataclass
    unknown = incident(status=Status.NEW, department_id=None, place=place("Курьяново"), number=1506)
    made = NightView(
        since=at(18, day=23),
        until=at(8, 30),
        dropped_since=at(8, 30, day=23),
        came=9,
        decide=[
            ListItem(incident=unknown, topic_short="Три вопроса"),
            ListItem(incident=replace(unknown, place=place()), topic_short="Квитанция"),
        ],
        sorted_out=7,
        begins=at(9),
        dropped={Kind.AD: 31, Kind.CHAT: 27, Kind.THANKS: 6},
        doubtful=5,
        timezone=MOSCOW,
        now=at(8, 30),
    )
    return replace(made, **changes)


def test_the_digest_of_the_night_speaks_with_the_voice() -> None:
    message = night_digest(night())
    assert message.html.split("\n")[:2] == [
        "<b>За ночь: 9 новых, решить вам 2</b>",
        "Семь разложены по отделам, карточки уйдут в 9:00",
    ]
    assert "Не взяли за сутки 64, сомнительных 5: реклама 31, разговоры 27, спасибо 6" in message.html
    assert labels(message) == [["Решить: 2", "Не взяли"], ["Отпустить все", "Пауза до 10:00"]]
    assert "егион" not in message.html  # no list came
    parse(message.html)


@pytest.mark.parametrize(
    ("changes", "words", "buttons"),
    [
        ({"decide": [], "dropped": {}, "doubtful": 0}, "<b>За ночь: 9 новых</b>", [["Отпустить все", "Пауза до 10:00"]]),
        ({"came": 0, "decide": [], "sorted_out": 0}, "<b>За ночь: ничего нового</b>", [["Не взяли"]]),
        ({"begins": None}, "карточки уже там", [["Решить: 2", "Не взяли"]]),
        ({"since": at(18, day=20)}, "<b>За выходные: 9 новых", [["Решить: 2", "Не взяли"], ["Отпустить все", "Пауза до 10:00"]]),
        ({"since": at(18, day=12)}, "<b>С 12 ноября: 9 новых", [["Решить: 2", "Не взяли"], ["Отпустить все", "Пауза до 10:00"]]),
        ({"sorted_out": 1, "came": 1, "decide": []}, "Одно разложено по отделам", [["Не взяли"], ["Отпустить все", "Пауза до 10:00"]]),
        ({"sorted_out": 12}, "12 разложены", [["Решить: 2", "Не взяли"], ["Отпустить все", "Пауза до 10:00"]]),
        ({"dropped": {Kind.OTHER: 3}, "doubtful": 1}, "Не взяли за сутки 3, сомнительных 1: прочее 3", None),
        ({"dropped_since": at(8, 30, day=20)}, "Не взяли с 20 ноября 64", None),
        ({"region": listed(5, 0, 4)}, "Регион прислал 5, все уже у нас. Наших, которых регион не видит: 4", None),
        ({"region": listed(1, 0, 0)}, "Регион прислал 1, уже у нас. Все наши регион видит", None),
        ({"region": listed(5, 2, 0), "dropped": {}}, "\n\nРегион прислал 5, у нас нет 2: /region. Все наши регион видит", None),
    ],
)
def test_the_digest_says_what_there_is_and_offers_what_helps(changes: Any, words: str, buttons: Any) -> None:  # Any: see night
    message = night_digest(night(**changes))
    assert words in message.html
    assert buttons is None or labels(message) == buttons
    parse(message.html)
