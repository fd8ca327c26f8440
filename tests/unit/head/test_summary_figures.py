"""Figures of the summary add up, whatever happened, and it takes one screen of a phone."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.head import head_agenda_words as head_agenda
from handlers.head.head_lists_words import DepartmentFigures, Span, departments
from handlers.head.summary_report_words import report
from handlers.head.summary_words import Decide, daily
from handlers.kit.screen_budget import LINES, lines_of, on_one_screen
from incidents.head.head_agenda import WORDS_LIMIT, Mark, Matter, Why
from incidents.head.summary import Summary, counts, summarise
from incidents.ids import DepartmentId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Doubt, Incident, RejectReason, Status
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at, incident, place
from tests.kit.values.summaries import SINCE, UNTIL, confirmed, rich

moments = st.integers(0, 72).map(lambda hours: at(0, day=22) + timedelta(hours=hours))


@st.composite
def incidents(draw: st.DrawFn, number: int = 0) -> Incident:
    """Anything that may stand in the database."""
    opened = draw(moments)
    answered = draw(st.none() | moments)
    closed = draw(st.none() | moments)
    status = Status.CLOSED if closed else draw(st.sampled_from([s for s in Status if s is not Status.CLOSED]))
    return incident(
        id=IncidentId(draw(st.integers(1, 40))),
        status=status,
        opened_at=opened,
        clock_from=opened,
        answer_by=draw(st.none() | moments),
        answered_at=answered,
        closed_at=closed,
        outcome=draw(st.sampled_from(ClosingOutcome)) if closed else None,
        reject_reason=RejectReason.AD if status is Status.REJECTED else None,
        doubt=draw(st.none() | st.sampled_from(Doubt)),
        danger_peak=draw(st.none() | st.sampled_from(DangerGrade)),
        danger_since=opened if draw(st.booleans()) else None,
        department_id=draw(st.none() | st.sampled_from([DepartmentId("roads"), DepartmentId("housing")])),
        place=place(draw(st.sampled_from(["Конаково", "Редкино", None]))),
    )


@settings(max_examples=150)
@given(st.lists(incidents(), max_size=25, unique_by=lambda each: each.id))
def test_every_new_question_is_answered_waiting_or_closed_and_counted_once(known: list[Incident]) -> None:
    found = summarise(since=SINCE, until=UNTIL, incidents=known)
    new = [each for each in known if counts(each) and SINCE <= each.opened_at < UNTIL]
    assert found.opened == len(new)
    assert found.opened == found.answered + found.waiting + found.unanswered
    assert found.solved <= found.closed
    assert found.late_total == sum(each.count for each in found.late)
    assert found.late_total <= found.due_total
    assert found.opened <= found.due_total
    assert len(found.dangers) == sum(each.danger_since is not None for each in new)
    by = {id: [each for each in new if each.department_id == id] for id in {each.department_id for each in new}}
    parts = [summarise(since=SINCE, until=UNTIL, incidents=of_it) for of_it in by.values()]
    assert sum(each.opened for each in parts) == found.opened
    assert sum(each.answered for each in parts) == found.answered


def matter(number: int) -> Matter:
    """With every reason, and words as long as they may be."""
    mark = Mark(
        incident_id=IncidentId(number),
        taken=True,
        by=OfficialId(1),
        at=at(17),
        proposal=("созвать жителей и подрядчика у дома " * 3)[:WORDS_LIMIT],
        holds_until=date(2026, 11, 25),
    )
    there = place("Новозавидовский", "улица Красноармейская Набережная", "114")
    why = (Why.PROMISE, Why.REPEATS, Why.DISPUTE, Why.VOICES)
    return Matter(
        incident=incident(number=number, place=there, returns=2), why=why, times=4, promised=date(2026, 11, 20), voices=31, mark=mark
    )


SHORTS = {
    "heating": "Холодно в квартирах",
    "roads": "Ямы и разбитый асфальт",
    "waste": "Не вывозят мусор",
    "roads_drainage": "Вода на дороге",
}


def told(summary: Summary, decide: int = 0, **how: Any) -> str:  # Any: arguments
    day, short = date(2026, 11, 24), "Холодно в квартирах"
    items = [
        Decide(full=head_agenda.line(matter(n), short, day, MOSCOW), brief=head_agenda.line(matter(n), short, day, MOSCOW, brief=True))
        for n in range(decide)
    ]
    known: dict[str, Any] = {
        "department_titles": {},
        "topic_shorts": SHORTS,
        "now": UNTIL,
        "tz": MOSCOW,
    }
    return daily(summary=summary, decide=items, **{**known, **how}).html


def test_the_richest_day_takes_one_screen_and_what_is_to_be_decided_stays() -> None:
    html = told(rich(), 3, late_by=timedelta(minutes=70), fix_by=at(11))
    assert lines_of(html) <= LINES
    assert html.count("Предлагаем созвать жителей") == 3
    for words in ("Решить вам: 3", "Не успели: 30 из 99", "День:", "Главное: холодно в квартирах, Конаково, 20 сообщений"):
        assert words in parse(html)
    ordinary = told(rich(late=rich().late[-1:], late_total=9, dangers=rich().dangers[:1], silent_sources=(), rising=rich().rising[:1]), 1)
    assert lines_of(ordinary) <= LINES
    for words in (
        "Ночью опасно: вода на дороге",
        "Главное: холодно в квартирах, Конаково, 20 сообщений, обычно 3. 4 вопроса: не приняли 2, в работе 2",
        "Без отдела: 6, ждут ответа",
        "С вечера: пришло 12, новых вопросов 9, ответили на 4, закрыли 3",
        "Обещали и не сделали: 2",
    ):
        assert words in parse(ordinary)
    assert "Спасибо: «Спасибо дворникам" in parse(told(rich(late=(), late_total=0, dangers=rich().dangers[:1], silent_sources=())))


@settings(max_examples=60)
@given(
    st.integers(0, 3),
    st.integers(0, 7),
    st.integers(0, 7),
    st.integers(0, 4),
    st.booleans(),
    st.integers(0, 3),
    st.none() | st.just(timedelta(hours=1)),
)
def test_any_day_takes_one_screen(
    decide: int, late: int, dangers: int, silent: int, broken: bool, growing: int, late_by: timedelta | None
) -> None:
    day = rich()
    summary = rich(
        late=day.late[:late], late_total=sum(each.count for each in day.late[:late]), dangers=day.dangers[:dangers],
        silent_sources=day.silent_sources[:silent], broken=int(broken), growing=day.growing[:growing],
    )  # fmt: skip
    assert lines_of(told(summary, decide, late_by=late_by)) <= LINES


def test_the_report_says_how_it_is_counted() -> None:
    span = Span(since=SINCE, until=UNTIL, timezone=MOSCOW, today=date(2026, 11, 24))
    text = parse(report(rich(), "Срок ответа: 9 рабочих часов с момента, когда увидели", span=span).html).split("\n")
    assert text == [
        "Для доклада: с 23 ноября, 7:30 по 24 ноября, 7:30",
        "131 сообщение: 96 новых вопросов, ещё 20 о прежних",
        "Новые 96: ответили на 80, ждут ответа 15, закрыли без ответа 1",
        "В системе региона с номером 90 из 131",
        "В срок или срок ещё идёт: 69 из 99",
        "Девять из десяти ответов не дольше 7 ч 40 мин",
        "После ответа: спасибо 4, недовольны 2",
        "Закрыли 44, из них сделано 40",
        "Повторов 5, вернули в работу 2",
        "Сегодня срок обещаний: 4",
        "Чаще пишут: Конаково 50, Редкино 20, Новозавидовский 9",
        "Срок ответа: 9 рабочих часов с момента, когда увидели",
    ]


def test_a_calm_night_says_so_and_people_who_were_hurt_are_named_as_such() -> None:
    calm = rich(late=(), late_total=0, dangers=(), broken=0, silent_sources=(), answered=96, waiting=0, unanswered=0)
    assert "Решать вам нечего, ночь спокойная" in parse(told(calm))
    assert "Обещали на сегодня: 4" in parse(told(calm))
    (night,) = rich().dangers[:1]
    assert ", пострадавших нет" in parse(told(rich(dangers=(night,))))
    assert ", есть пострадавшие" in parse(told(rich(dangers=(night,), said={night.id: confirmed(hurt=True)})))


def test_whole_days_are_named_by_their_dates() -> None:
    midnight: list[datetime] = [at(0, day=day) for day in (1, 20, 21)]
    assert parse(told(rich(since=midnight[1], until=midnight[2]))).startswith("Пятница, 20 ноября · за весь день")
    assert parse(told(rich(since=midnight[0], until=midnight[2]))).startswith("1 ноября – 20 ноября · 20 дней")


def test_what_may_not_be_left_out_stays_even_where_it_is_too_long() -> None:
    html = on_one_screen([[(0, "строка " * 6)] * 40, [(2, "лишнее")]])
    assert "лишнее" not in html
    assert lines_of(html) > LINES


def test_departments_are_told_with_what_waits() -> None:
    span = Span(since=at(0), until=at(18), timezone=MOSCOW, today=date(2026, 11, 24))
    figures = [DepartmentFigures(title="отдел ЖКХ", opened=9, answered=7, waiting=1, unanswered=1, late=2)]
    text = parse(departments(figures=figures, span=span).html)
    assert text.split("\n") == [
        "Отделы: 9 новых вопросов, с 24 ноября, 0:00 по 24 ноября, 18:00",
        "Отдел ЖКХ: 9, ответили на 7, ждут 1, закрыли без ответа 1. Не успели 2",
    ]
