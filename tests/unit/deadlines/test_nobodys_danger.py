"""A danger that nobody took is past its deadline: the way out is to drive there, an answer in words helps nobody."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.deadlines.reminder_view_words import ReminderView
from handlers.deadlines.reminders_words import overdue_list, remind
from handlers.kit.buttons import CardButton, Press
from incidents.deadlines.reminders import Reminder
from incidents.incident import Status
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, at, danger, incident, labels

LADDER = (Reminder.OVERDUE, Reminder.OVERDUE_CHIEF, Reminder.OVERDUE_COORDINATOR)
WORDS = ("промежуточн", "снимет вопрос", "короткий честный ответ")
"""What is said of an overdue answer, and must not be said of people in danger."""


def reminder(**changes: Any) -> ReminderView:  # Any: fields of an Incident
    """Ice falls since 8:06, nobody accepted; it is 13:10, an hour after the deadline."""
    ice = danger(**{"reminded": ("R8", "R9"), **changes})
    return ReminderView(incident=ice, topic_short="Лёд с крыши", timezone=MOSCOW, now=at(13, 10), department="отдел ЖКХ")


@pytest.mark.parametrize("code", LADDER)
@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.REOPENED])
def test_nobody_is_told_that_words_would_settle_it(code: Reminder, status: Status) -> None:
    message = remind(code, reminder(status=status))
    said = parse(message.html).lower()
    assert not any(words in said for words in WORDS)


def test_each_step_says_to_go_there_and_its_first_button_is_that() -> None:
    own, chief, coordinator = (remind(code, reminder()) for code in LADDER)
    assert "Это опасно, и никто не выехал. Сначала принять и выехать, потом ответить" in own.html
    assert "Это опасно: отправьте людей сейчас и нажмите «Принято, выезжаем». Ответ жителю потом" in chief.html
    assert "Никем не взято" in chief.html
    assert "Опасное без людей на месте: сначала позвонить и отправить" in coordinator.html
    for message in (own, chief):
        first = message.rows[0][0]
        assert (first.label, first.primary) == ("Принято, выезжаем", True)
        assert first.data == CardButton(press=Press.ACCEPT, incident=reminder().incident.id).pack()
    assert "Промежуточный" not in [each for row in labels(own) + labels(chief) for each in row]
    assert "Позвонить" in [each for row in labels(chief) for each in row]


def test_a_list_of_several_says_it_where_one_of_them_is_such_a_danger() -> None:
    calm = replace(reminder(), incident=incident())
    assert "сначала позвонить и отправить" in overdue_list([calm, reminder()]).html
    assert "написать промежуточный самим" in overdue_list([calm, calm]).html


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.ACCEPTED, "accepted_at": at(8, 9)},  # somebody drove there: the answer is what waits
        {"danger_grade": DangerGrade.RISK},
        {"danger_grade": None},
    ],
)
def test_a_danger_that_somebody_took_and_what_is_none_are_answered_as_any(changes: dict[str, Any]) -> None:
    assert "Промежуточный ответ сегодня снимет вопрос" in remind(Reminder.OVERDUE_CHIEF, reminder(**changes)).html
    assert labels(remind(Reminder.OVERDUE_CHIEF, reminder(**changes)))[0][0] == "Промежуточный"
