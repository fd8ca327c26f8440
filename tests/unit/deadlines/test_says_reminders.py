"""Reminders and the ladder, in the fork where nobody answered № 1487."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.deadlines.danger_reminders_words import is_nobodys_danger
from handlers.deadlines.reminder_view_words import ReminderView
from handlers.deadlines.reminders_words import overdue_list, remind
from incidents.deadlines.reminders import Reminder
from incidents.incident import Status
from incidents.reading import MainPlace
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, accepted, at, danger, incident, labels


def reminder(now: datetime, **changes: Any) -> ReminderView:  # Any: fields of a dataclass
    """№ 1487 as it stands then."""
    made = ReminderView(
        incident=accepted(),
        topic_short="Вода на дороге",
        timezone=MOSCOW,
        now=now,
        department="отдел дорожного хозяйства",
        post_url="https://ok.ru/group/1/topic/1",
    )
    return replace(made, **changes)


ICE = {"incident": danger(), "topic_short": "Лёд с крыши", "department": "отдел ЖКХ", "told": ("ЕДДС",)}

VOICE: list[tuple[Reminder, ReminderView, str, list[list[str]]]] = [
    (
        Reminder.NOT_ROUTED,
        reminder(at(10, 14), incident=incident(status=Status.NEW, department_id=None)),
        "<b>Без отдела с 9:14:</b> вода на дороге, ул. Белавинская\n"
        "Пока решаем, кому, срок жителя идёт: ответить до ср 25 ноября, 10:14. "
        "Не знаете, чьё? Передайте ближайшему по теме, вернуть можно",
        [["В отдел…", "Ответить"], ["Открыть пост"]],
    ),
    (
        Reminder.NOT_ACCEPTED_SOON,
        reminder(at(9, 59), incident=incident()),
        "<b>Ещё не приняли:</b> вода на дороге, ул. Белавинская\n"
        "В 10:14 позовём дежурного отдела, руководителя или координатора. Не ваше? Так и нажмите, это нормально",
        [["Принять", "Не наше"], ["Открыть пост"]],
    ),
    (
        Reminder.NOT_ACCEPTED,
        reminder(at(10, 14), incident=incident()),
        "<b>Возьмите, пожалуйста:</b> вода на дороге, Конаково, ул. Белавинская\n"
        "Пока никто не взял. Ответить до <b>ср 25 ноября, 10:14</b>, времени достаточно",
        [["Принять", "Открыть пост"]],
    ),
    (
        Reminder.NOT_ACCEPTED,
        reminder(at(10, 14), incident=incident(), to_department=False),
        "<b>Возьмите, пожалуйста:</b> вода на дороге, Конаково, ул. Белавинская\n"
        "Отдел дорожного хозяйства: пока никто не взял. Ответить до <b>ср 25 ноября, 10:14</b>, времени достаточно",
        [["Принять", "Открыть пост"]],
    ),
    (
        Reminder.ANSWER_SOON,
        reminder(at(17, 26), left=timedelta(hours=1, minutes=48)),
        "<b>До срока 1 ч 48 мин рабочих:</b> вода на дороге, ул. Белавинская\n"
        "Ответить до ср 25 ноября, 10:14. Решения ещё нет? Хватит промежуточного ответа: что делаем и когда напишем снова",
        [["Промежуточный", "Ответить"], ["Открыть пост"]],
    ),
    (
        Reminder.OVERDUE,
        reminder(at(10, 14, day=25)),
        "⏰ <b>Срок вышел в 10:14:</b> вода на дороге, ул. Белавинская\n"
        "Житель ждёт со вчерашнего утра. Лучшее сейчас: короткий честный ответ, пусть промежуточный\n"
        "Мешает то, что от вас не зависит? Укажите причину, её увидят рядом с цифрой",
        [["Промежуточный", "Причина"], ["Не наше", "Открыть пост"]],
    ),
    (
        Reminder.OVERDUE_CHIEF,
        reminder(at(11, 14, day=25), route_time=timedelta(minutes=2), department_time=timedelta(hours=9, minutes=58)),
        "⏰ <b>Отделу нужна помощь:</b> вода на дороге, ул. Белавинская\n"
        "Срок ответа вышел в 10:14. Где лежало: маршрут 2 мин, отдел 9 ч 58 мин\n"
        "Промежуточный ответ сегодня снимет вопрос. Без ответа попадёт в утреннюю сводку главы",
        [["Промежуточный", "Поручить другому"], ["Причина", "Позвонить"]],
    ),
    (
        Reminder.OVERDUE_COORDINATOR,
        reminder(at(12, 14, day=25)),
        "⏰ <b>Без ответа после срока: 1</b>\n"
        "№ 1487, вода на дороге, ул. Белавинская. Отдел дорожного хозяйства\n"
        "Можно: написать промежуточный самим, передать, позвонить",
        [["Промежуточный", "Передать"], ["Позвонить", "Открыть пост"]],
    ),
    (
        Reminder.DANGER_5,
        reminder(at(8, 11), **ICE),
        "⚠️ <b>Опасно, 5 минут никто не принял:</b> Конаково, пр-т Ленина, 17: «наледь»\nВозьмите на себя. Знают с 8:06: ЕДДС",
        [["Принято, выезжаем"], ["Открыть пост"]],
    ),
    (
        Reminder.DANGER_10,
        reminder(at(8, 16), **ICE),
        "⚠️ <b>Позвоните голосом:</b> Конаково, пр-т Ленина, 17: «наледь»\n"
        "10 минут никто не принял. Кому: отдел ЖКХ, затем ЕДДС\n"
        "Дозвонились? Нажмите «Есть ответ», и мы перестанем звать",
        [["Есть ответ", "Позвонить"], ["Открыть пост"]],
    ),
    (
        Reminder.HEAD_HEARS,
        reminder(at(8, 36), **ICE),
        "⚠️ <b>Опасно, 30 минут никто не принял:</b> Конаково, пр-т Ленина, 17: «наледь»\n"
        "Дежурных, отдел и координатора зовём. Ваше решение не требуется",
        [["Что сказать", "На контроль"], ["Подробнее"]],
    ),
    (
        Reminder.DANGER_ASKED,
        reminder(at(8, 6), **{**ICE, "incident": danger(danger_asked_at=at(8, 6))}, words="с крыши что-то летит"),
        "⚠️ <b>Опасно?</b> лёд с крыши, Конаково, пр-т Ленина, 17\n"
        "с крыши что-то летит\n"
        "Бот не уверен. Если до 8:21 никто не ответит, отдел получит карточку с пометкой «Есть риск»",
        [["Опасно сейчас", "Есть риск"], ["Не опасно", "Открыть пост"]],
    ),
    (
        Reminder.DANGER_AGAIN,
        reminder(at(8, 16), **ICE, is_again=True),
        "⚠️ <b>Снова опасно:</b> Конаково, пр-т Ленина, 17: «наледь»\nЧто отметили раньше, больше не в счёт. Примите заново и выезжайте",
        [["Принято, выезжаем"], ["Позвонить", "Открыть пост"]],
    ),
]


@pytest.mark.parametrize(("code", "about", "html", "buttons"), VOICE, ids=[code for code, *_ in VOICE])
def test_a_reminder_speaks_with_the_voice(code: Reminder, about: ReminderView, html: str, buttons: list[list[str]]) -> None:
    message = remind(code, about)
    assert message.html == html
    assert labels(message) == buttons
    parse(message.html)


def test_every_code_has_its_words() -> None:
    assert {code for code, *_ in VOICE} == set(Reminder) - {Reminder.HALF}  # R3 is a line of the card


def test_the_overdue_of_an_hour_come_in_one_message() -> None:
    views = [reminder(at(12, day=25), incident=accepted(number=1480 + n)) for n in range(10)]
    message = overdue_list(views)
    lines = parse(message.html).split("\n")
    assert lines[0] == "⏰ Без ответа после срока: 10"
    assert lines[-2] == "И ещё 2, все по /my"
    assert labels(message) == [["№ 1480", "№ 1481", "№ 1482"], ["№ 1483", "№ 1484", "№ 1485"], ["№ 1486", "№ 1487"]]


def test_what_nobody_took_stands_in_the_same_message() -> None:
    late = [reminder(at(12, day=25), incident=accepted(number=1480 + n)) for n in range(2)]
    untaken = [reminder(at(12, day=25), incident=accepted(number=1490 + n)) for n in range(9)]
    message = overdue_list(late, untaken)
    lines = parse(message.html).split("\n")
    assert lines[0] == "⏰ Без ответа после срока: 2"
    assert lines[3] == "Возьмите, пожалуйста: 9. Пока никто не взял"
    assert lines[4].startswith("№ 1490, вода на дороге, Конаково, ул. Белавинская. ")
    assert lines[-2:] == ["И ещё 3, все по /my", "Можно: написать промежуточный самим, передать, позвонить"]
    assert sum(len(row) for row in labels(message)) == 8
    alone = parse(overdue_list([], untaken[:2]).html).split("\n")
    assert (alone[0], alone[-1]) == ("Возьмите, пожалуйста: 2. Пока никто не взял", "Можно: взять самим, передать, позвонить в отдел")
    assert overdue_list([], untaken[:1]).html.startswith("<b>Возьмите, пожалуйста:</b> вода на дороге, Конаково, ул. Белавинская\n")


@pytest.mark.parametrize(("status", "taken"), [(Status.ACCEPTED, True), (Status.REOPENED, False)])
def test_a_danger_that_came_back_is_nobodys_until_it_is_accepted_anew(status: Status, taken: bool) -> None:
    view = reminder(at(11, 18), incident=danger(status=status, accepted_at=at(9)))
    assert is_nobodys_danger(view) is not taken


def test_a_danger_counts_by_the_wall_clock() -> None:
    html = remind(Reminder.ANSWER_SOON, reminder(at(11, 18), **ICE)).html
    assert html.startswith("<b>До срока 48 мин:</b> лёд с крыши")


def test_minutes_are_those_that_have_really_passed() -> None:
    assert "Опасно, 21 минуту никто не принял" in remind(Reminder.DANGER_5, reminder(at(8, 27), **ICE)).html


def test_hours_and_days_take_the_place_of_many_minutes() -> None:
    def since(at_now: datetime) -> str:
        return remind(Reminder.DANGER_10, reminder(at_now, **ICE)).html.split("\n")[1]

    assert since(at(10, 5)).startswith("1 час 59 минут никто не принял")
    assert since(at(11, 6)).startswith("3 часа никто не принял")
    assert since(at(8, 6) + timedelta(days=9)).startswith("9 дней никто не принял")


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (at(8, day=25), "с 8:00"),
        (at(3, day=24), "с прошлой ночи"),
        (at(14, day=24), "со вчерашнего дня"),
        (at(20, day=24), "со вчерашнего вечера"),
        (at(20, day=22), "с 22 ноября"),
    ],
)
def test_how_long_a_resident_waits(published: datetime, words: str) -> None:
    late = accepted(published_at=published)
    assert f"Житель ждёт {words}." in remind(Reminder.OVERDUE, reminder(at(10, 14, day=25), incident=late)).html


def test_lines_that_nobody_can_fill_are_absent() -> None:
    bare = {"department": None, "post_url": None, "told": ()}
    unknown = incident(answer_by=None, accept_by=None, place=MainPlace(), department_id=None)
    for code, *_ in VOICE:
        message = remind(code, reminder(at(10, 14, day=25), incident=unknown, **bare))
        text = parse(message.html)
        assert "None" not in text
        assert "  " not in text
    assert "Скоро позовём" in remind(Reminder.NOT_ACCEPTED_SOON, reminder(at(9), incident=unknown)).html
    assert "Срок близко" in remind(Reminder.ANSWER_SOON, reminder(at(9))).html
    assert "дежурный по этой теме" in remind(Reminder.DANGER_10, reminder(at(9), **{**ICE, "department": None})).html
    assert "Никем не взято" in remind(Reminder.OVERDUE_CHIEF, reminder(at(9), incident=incident())).html


def test_a_short_time_left_is_not_called_enough() -> None:
    soon = incident(answer_by=at(12))
    assert "времени достаточно" not in remind(Reminder.NOT_ACCEPTED, reminder(at(10, 14), incident=soon)).html


def test_what_is_postponed_is_not_offered_to_return() -> None:
    assert labels(remind(Reminder.OVERDUE, reminder(at(11, day=25), incident=accepted(status=Status.POSTPONED)))) == [
        ["Промежуточный", "Причина"],
        ["Открыть пост"],
    ]


def test_after_an_interim_answer_only_the_final_one_helps() -> None:
    waits = accepted(answered_at=at(12), answer_by=at(10, 14, day=27))
    assert labels(remind(Reminder.OVERDUE, reminder(at(11, day=27), incident=waits)))[0] == ["Ответить", "Причина"]
    assert labels(remind(Reminder.ANSWER_SOON, reminder(at(9, day=27), incident=waits))) == [["Ответить", "Открыть пост"]]
    assert labels(remind(Reminder.OVERDUE_COORDINATOR, reminder(at(13, day=27), incident=waits)))[0] == ["Ответить", "Передать"]


def test_a_reason_that_somebody_gave_stands_in_the_reminders_of_those_above() -> None:
    late = reminder(at(11, 14, day=25), reason="нет <техники> до четверга")
    for code in (Reminder.OVERDUE, Reminder.OVERDUE_CHIEF):
        assert "Причина от исполнителя: <b>нет &lt;техники&gt; до четверга</b>" in remind(code, late).html
    assert "Отдел дорожного хозяйства: нет &lt;техники&gt; до четверга" in remind(Reminder.OVERDUE_COORDINATOR, late).html
