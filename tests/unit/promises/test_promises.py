"""Promises in answers: which day, which deed, and what is none. Today is Tuesday, 24 November 2026."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from handlers.card.card_words import render_card
from handlers.card.earlier_incidents_words import repeat_line
from handlers.head.head_lists_words import Span
from handlers.head.summary_report_words import report
from handlers.head.summary_words import daily
from handlers.kit.card_values import ReactionView
from handlers.promises import promises_words as cards
from incidents.answers.reactions import Tone
from incidents.head.summary import Summary
from incidents.ids import AnswerId, IncidentId, OfficialId
from incidents.incident import Status
from incidents.official import Role
from incidents.promises.values import Promise, PromiseState, done_text, is_broken, moved_text, promised
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import DISTRICT, MOSCOW, NOW, ROADS, accepted, answer, at, earlier, labels, official, view

TODAY = date(2026, 11, 24)


def promise(**changes: object) -> Promise:
    made = Promise(
        id=1,
        district_id=DISTRICT,
        incident_id=IncidentId(7),
        answer_id=AnswerId(3),
        official_id=OfficialId(2),
        department_id=ROADS,
        due=date(2026, 11, 25),
        words="откачаем воду, прочистим трубу",
        state=PromiseState.OPEN,
        made_at=at(9, day=23),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of every type


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Здравствуйте! Сегодня откачаем воду, до 25 ноября прочистим трубу. Отвечает отдел.",
            ["24 ноября: откачаем воду", "25 ноября: прочистим трубу"],
        ),
        ("В пятницу проедет грейдер. Отвечает отдел дорожного хозяйства.", ["27 ноября: проедет грейдер"]),
        ("Ответ напишем здесь до 30 ноября.", ["30 ноября: Ответ напишем здесь"]),
        ("Работы запланированы на 28 ноября", ["28 ноября: Работы запланированы"]),
        ("Бригада выедет завтра. Трубу заменят в понедельник.", ["25 ноября: Бригада выедет", "30 ноября: Трубу заменят"]),
        ("Сегодня до вечера починим", ["24 ноября: до вечера починим"]),
        (
            "На улице Энергетиков, 29 завтра до 12:00 откачаем воду и прочистим ливнёвку.",
            ["25 ноября, 12:00: откачаем воду и прочистим ливнёвку"],
        ),
        ("На Лесной, д. 5А, корп. 2 до 26 ноября заменим окно", ["26 ноября: заменим окно"]),
        ("Бригада приедет к 10:30 завтра", ["25 ноября, 10:30: Бригада приедет"]),
        ("В Плоски газ подведут в 2027 году, о ходе напишем здесь 15 декабря.", ["15 декабря: о ходе напишем здесь"]),
        (
            "Дорогу отсыпят к 1 июня 2027 года. О ходе напишем здесь 15 декабря.",
            ["15 декабря: О ходе напишем здесь", "1 июня 2027 года: Дорогу отсыпят"],
        ),
        ("Завтра закроем люк. Завтра же подметём двор.", ["25 ноября: закроем люк, же подметём двор"]),
    ],
)
def test_each_day_of_an_answer_is_a_promise_in_its_own_words(text: str, said: list[str]) -> None:
    found = promised(text, today=TODAY)
    assert [f"{promise(due=each.due, hour=each.hour).until}: {each.words}" for each in found] == said


@pytest.mark.parametrize(
    "text",
    [
        "Сделали 23 ноября, фото ниже.",
        "24 ноября откачали воду, спасибо.",
        "Если до 27 ноября там не помогут, напишите в сообщения сообщества.",
        "Воды не будет с 25 ноября.",
        "Передали 24 ноября письмом.",
        "Приходите на приём 27 ноября, мы поможем.",
        "Починим.",
        "",
    ],
)
def test_what_is_done_or_asked_of_others_is_no_promise(text: str) -> None:
    assert promised(text, today=TODAY) == ()


def test_a_long_promise_is_cut_after_a_word() -> None:
    (found,) = promised("Завтра " + "прочистим трубу " * 30, today=TODAY)
    assert len(found.words) <= 160 and found.words.endswith("…")


def test_texts_for_the_resident_repeat_our_own_words() -> None:
    assert done_text(promise(), given=date(2026, 11, 23), department="отдел дорожного хозяйства") == (
        "Здравствуйте! 23 ноября мы обещали: «откачаем воду, прочистим трубу». Сделали. Отвечает отдел дорожного хозяйства. "
        "Если что-то не так, напишите здесь, вернёмся."
    )
    late = moved_text(promise(due=date(2026, 11, 20)), new=date(2026, 11, 28), today=TODAY, reason="нет техники", department="отдел ЖКХ")
    assert late == (
        "Здравствуйте! Мы обещали «откачаем воду, прочистим трубу» до 20 ноября и не сделали, извините. Причина: нет техники. "
        "Новый срок: сделаем до 28 ноября, отвечает отдел ЖКХ. Накануне напишем здесь, как идёт дело."
    )
    next_year = moved_text(promise(), new=date(2027, 2, 1), today=TODAY, reason=None, department=None)
    assert "Новый срок: сделаем до 1 февраля 2027 года. Накануне" in next_year
    assert [each.due for each in promised(next_year, today=TODAY)] == [date(2027, 2, 1)]
    early = moved_text(promise(words=""), new=date(2026, 11, 28), today=TODAY, reason=None, department=None)
    assert early.startswith("Здравствуйте! Срок меняется: обещали до 25 ноября, не успеваем. Новый срок: сделаем до 28 ноября.")
    for text in (late, early):
        (found,) = promised(text, today=TODAY)
        assert (found.due, found.words) == (date(2026, 11, 28), "Новый срок: сделаем")


def test_a_promise_is_broken_when_its_day_is_over() -> None:
    assert not is_broken(promise(), date(2026, 11, 25))
    assert is_broken(promise(), date(2026, 11, 26))
    assert is_broken(promise(state=PromiseState.BROKEN), TODAY)
    assert not is_broken(promise(state=PromiseState.KEPT), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("made", "now", "line"),
    [
        (promise(), NOW, "Обещано до <b>25 ноября</b>: откачаем воду, прочистим трубу. Напомним 25-го в 9:00"),
        (promise(made_at=at(9, day=25), words=""), at(10, day=25), "Обещано до <b>25 ноября</b>. Напомним 25-го в 16:00"),
        (
            promise(hour=time(12), words="откачаем воду"),
            NOW,
            "Обещано до <b>25 ноября, 12:00</b>: откачаем воду. Напомним 25-го в 9:00",
        ),
        (
            promise(due=date(2027, 6, 1)),
            NOW,
            "Обещано до <b>1 июня 2027 года</b>: откачаем воду, прочистим трубу. Напомним 1 июня 2027 года в 9:00",
        ),
        (promise(due=date(2026, 11, 20), words="a<b"), NOW, "Обещали до <b>20 ноября</b>: a&lt;b, <b>срок прошёл</b>"),
    ],
)
def test_the_card_says_what_was_promised(made: Promise, now: datetime, line: str) -> None:
    shown = view(accepted(status=Status.ANSWERED, answered_at=at(11, 42)), answer=answer(), promises=(made,), now=now)
    card = render_card(shown)
    parse(card.html)
    assert line in card.html
    assert labels(card)[0] == ["Сделано", "Новый срок"]
    coordinator = render_card(replace(shown, viewer=official(Role.COORDINATOR)))
    assert "Закрыть" in [label for row in labels(coordinator) for label in row]


def test_the_card_names_every_day_that_was_promised() -> None:
    made = (promise(), promise(id=2, due=date(2026, 12, 15), words="О ходе напишем здесь"))
    html = render_card(view(accepted(status=Status.ANSWERED, answered_at=at(11, 42)), answer=answer(), promises=made, now=NOW)).html
    assert "Обещано до <b>25 ноября</b>: откачаем воду, прочистим трубу. Напомним 25-го в 9:00" in html
    assert "Обещано до <b>15 декабря</b>: о ходе напишем здесь. Напомним 15-го в 9:00" in html


def test_a_repeat_says_that_the_former_promise_was_broken() -> None:
    broken = earlier(1401, at(9, day=12), broken=date(2026, 11, 20))
    shown = view(earlier=(broken, earlier(1322, at(9, day=3), broken=date(2026, 11, 5))))
    assert repeat_line(shown) == "Третий раз за 30 дней. Обещали до 20 ноября, <b>срок прошёл</b>"


def test_messages_of_a_promise_parse() -> None:
    made = [
        cards.today(promise=promise(), incident_id=IncidentId(7), near="вода, ул. Белавинская"),
        cards.menu_done(incident_id=IncidentId(7), number=1, what_where="Вода", promise=promise(), is_copied=False),
        cards.menu_done(incident_id=IncidentId(7), number=1, what_where="Вода", promise=None, is_copied=True),
        cards.menu_date(incident_id=IncidentId(7), number=1, what_where="Вода"),
        cards.ask_date(number=1, what_where="Вода"),
    ]
    for message in made:
        parse(message.html)
    assert made[0].html.startswith("<b>Сегодня обещали:</b> откачаем воду, прочистим трубу · вода, ул. Белавинская")
    assert labels(made[0]) == [["Сделано", "Новый срок"]]
    assert labels(made[1])[1:] == [["Сказали лично", "Пост удалили"], ["Писать некуда", "Другая причина"], ["Назад"]]
    assert "Обещание до 25 ноября останется за вами" in made[1].html and "останется" not in made[2].html
    assert labels(made[2])[1][0] == "Сказали сами"


def test_the_morning_of_a_promise_tells_what_residents_say_of_it() -> None:
    word = ReactionView(tone=Tone.SOLVED, text="воду дали, напор хороший", by_author=False, url="https://vk.com/wall-1_5", others=2)
    shown = cards.today(promise=promise(), incident_id=IncidentId(7), near="вода", word=word)
    assert "Житель пишет: решено, «воду дали, напор хороший», и ещё 2 · пост" in parse(shown.html)


def test_the_morning_of_a_promise_on_a_card_that_is_closed_as_done_says_what_to_press() -> None:
    shown = cards.today(promise=promise(), incident_id=IncidentId(7), near="вода", is_done=True)
    assert "Нажмите «Сделано» и «Написать жителю», иначе завтра обещание нарушено" in parse(shown.html)
    assert labels(shown) == [["Сделано"]]


def test_the_head_reads_of_promises_broken_and_due() -> None:
    figures = Summary(
        since=at(7, 30, day=23), until=at(7, 30), voices=3, opened=3, answered=3, solved=1, closed=1, late=(), late_total=0, due_total=3,
        median_answer=None, dangers=(), repeats=0, in_work=1, growing=(), settlements=(), silent_sources=(), sources=4,
        promised_today=3, broken=1,
    )  # fmt: skip
    html = daily(summary=figures, department_titles={}, topic_shorts={}, now=at(7, 30), tz=MOSCOW).html
    parse(html)
    told = report(figures, "", span=Span(since=figures.since, until=figures.until, timezone=MOSCOW, today=at(7, 30).date()))
    assert "<b>Обещали и не сделали:</b> 1" in html and "Сегодня срок обещаний: 3" in told.html


def test_the_day_on_which_we_looked_is_no_promise() -> None:
    text = "Проверили сегодня, 24 ноября, на месте: перекрытия не будет. Проверяли: отдел дорожного хозяйства."
    assert promised(text, today=date(2026, 11, 24)) == ()
    (found,) = promised("Проверили сегодня: забилась труба, до 26 ноября прочистим.", today=date(2026, 11, 24))
    assert found.due == date(2026, 11, 26)


def test_the_address_before_a_colon_is_no_part_of_the_deed() -> None:
    (found,) = promised("Здравствуйте! Транспортная, 8: до 27 ноября бригада заменит лампы, отвечает отдел.", today=TODAY)
    assert found.words == "бригада заменит лампы"
