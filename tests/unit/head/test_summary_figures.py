"""Figures of the summary add up, whatever happened, and it takes one screen of a phone."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.screens.head import head_agenda
from bot.screens.head.summary import Decide, daily
from bot.screens.kit.screen_budget import LINES, lines_of
from incidents.head.head_agenda import WORDS_LIMIT, Mark, Matter, Why
from incidents.head.summary import Summary, counts, summarise
from incidents.ids import DepartmentId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Doubt, Incident, RejectReason, Status
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.samples import MOSCOW, at, incident, place
from tests.kit.values.summaries import SINCE, UNTIL, rich

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


@settings(max_examples=150, deadline=None)
@given(st.lists(incidents(), max_size=25, unique_by=lambda each: each.id))
def test_every_new_question_is_answered_waiting_or_closed_and_counted_once(known: list[Incident]) -> None:
    found = summarise(since=SINCE, until=UNTIL, incidents=known, open_now=known)
    new = [each for each in known if counts(each) and SINCE <= each.opened_at < UNTIL]
    assert found.opened == len(new)
    assert found.opened == found.answered + found.waiting + found.unanswered
    assert found.solved <= found.closed
    assert found.late_total == sum(each.count for each in found.late)
    assert found.late_total <= found.due_total
    assert found.opened <= found.due_total
    assert len(found.dangers) == sum(each.danger_since is not None for each in new)
    by = {id: [each for each in new if each.department_id == id] for id in {each.department_id for each in new}}
    parts = [summarise(since=SINCE, until=UNTIL, incidents=of_it, open_now=()) for of_it in by.values()]
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
        Decide(full=head_agenda.line(matter(n), short, day), brief=head_agenda.line(matter(n), short, day, brief=True))
        for n in range(decide)
    ]
    known: dict[str, Any] = {
        "department_titles": {},
        "topic_shorts": SHORTS,
        "now": UNTIL,
        "tz": MOSCOW,
        "norm": "Срок ответа: 9 рабочих часов с момента, когда увидели",
    }
    return daily(summary=summary, decide=items, **{**known, **how}).html


def test_the_richest_day_takes_one_screen_and_what_is_to_be_decided_stays() -> None:
    html = told(rich(), 3, late_by=timedelta(minutes=70), fix_by=at(11))
    assert lines_of(html) <= LINES
    assert html.count("Предлагаем созвать жителей") == 3
    for words in ("Решить вам: 3", "Не успели: 30 из 99", "День:", "Для доклада"):
        assert words in parse(html)
    ordinary = told(rich(late=rich().late[-1:], late_total=9, dangers=rich().dangers[:1], silent_sources=(), rising=rich().rising[:1]), 1)
    assert lines_of(ordinary) <= LINES
    for words in (
        "Ночью опасно: вода на дороге",
        "Растёт: холодно в квартирах, Конаково, 20 за день, обычно 3",
        "Спасибо: «Спасибо дворникам",
        "Обещали и не сделали: 2",
    ):
        assert words in parse(ordinary)


@settings(max_examples=60, deadline=None)
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
    text = parse(told(rich())).split("Для доклада\n")[1].split("\n")
    assert text.split("\n") == [
        "Отделы: 9 новых вопросов, с 24 ноября, 0:00 по 24 ноября, 18:00",
        "Отдел ЖКХ: 9, ответили на 7, ждут 1, закрыли без ответа 1. Не успели 2",
    ]
