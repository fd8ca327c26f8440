"""Modes of departments: where a card goes, what may be done with it, what is said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.card.card_words import render_card
from handlers.routing.modes_words import TrialView, ask_trial_until, mode_changed, mode_of, mode_over, modes, trial_line
from incidents.acts.coordinator_queue import Waiting, waiting_for
from incidents.deadlines.reminders import due
from incidents.deadlines.values import Norms
from incidents.incident import BESIDE, Act, Doubt, Incident, Status
from incidents.official import Mode, Role
from incidents.reading import DangerGrade
from incidents.rights import may
from incidents.routing.modes import by_mode, is_over
from incidents.routing.rules import Route
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels, view
from tests.kit.values.cards_made import official as person
from tests.kit.values.samples import CALENDAR, HOUSING, ROADS, at, department, incident, official

WAY = Route(department_id=ROADS, because="вода на дорогах (правило 4)")
NOW, RISK = DangerGrade.NOW, DangerGrade.RISK


@pytest.mark.parametrize(
    ("mode", "danger", "department", "doubt"),
    [
        (Mode.OWN, None, ROADS, None),
        (Mode.OWN, NOW, ROADS, None),
        (Mode.COORDINATOR, None, None, Doubt.CONFIRM),
        (Mode.COORDINATOR, RISK, None, Doubt.CONFIRM),
        (Mode.COORDINATOR, NOW, ROADS, None),
        (Mode.TRIAL, None, None, Doubt.TRIAL),
        (Mode.TRIAL, RISK, None, Doubt.TRIAL),
        (Mode.TRIAL, NOW, None, Doubt.CONFIRM),
    ],
)
def test_a_mode_says_who_sees_a_sure_card(mode: Mode, danger: DangerGrade | None, department: Any, doubt: Doubt | None) -> None:
    way = by_mode(WAY, {ROADS: mode}, danger)
    assert (way.department_id, way.doubt) == (department, doubt)
    assert way.proposed_id == (None if department else ROADS)
    assert way.because == WAY.because


def test_a_route_to_nobody_and_a_department_without_a_mode_are_left_alone() -> None:
    nobody = Route(department_id=None, because="правило не нашлось", doubt=Doubt.ROUTE)
    assert by_mode(nobody, {ROADS: Mode.TRIAL}, None) is nobody
    assert by_mode(WAY, {HOUSING: Mode.TRIAL}, None) is WAY


def test_several_questions_wait_for_the_coordinator_and_in_a_trial_week_of_the_collector_for_nobody() -> None:
    asked = Route(department_id=None, because="несколько вопросов", doubt=Doubt.QUESTIONS, proposed_id=ROADS)
    assert by_mode(asked, {ROADS: Mode.OWN}, None) is asked
    assert by_mode(asked, {ROADS: Mode.COORDINATOR}, None) is asked
    assert by_mode(asked, {ROADS: Mode.TRIAL}, None).doubt is Doubt.TRIAL


@pytest.mark.parametrize("doubt", sorted(BESIDE))
def test_a_doubt_goes_beside_the_card_where_the_department_works_by_itself_and_nowhere_else(doubt: Doubt) -> None:
    beside = Route(department_id=ROADS, because="дороги", doubt=doubt, proposed_id=HOUSING, held_because="неясно")
    named = ROADS if doubt in {Doubt.QUESTIONS, Doubt.PRAISE} else None
    assert by_mode(beside, {ROADS: Mode.OWN}, None) is beside
    kept = Route(department_id=None, because="неясно", doubt=doubt, proposed_id=named)
    assert by_mode(beside, {ROADS: Mode.COORDINATOR}, None) == kept
    assert by_mode(beside, {ROADS: Mode.TRIAL}, None) == (replace(kept, doubt=Doubt.TRIAL) if named else kept)


def test_a_doubt_is_settled_first_also_by_the_coordinators_hand() -> None:
    risky = replace(WAY, doubt=Doubt.PLACE)
    assert by_mode(risky, {ROADS: Mode.COORDINATOR}, RISK).doubt is Doubt.PLACE
    assert by_mode(risky, {ROADS: Mode.TRIAL}, RISK).doubt is Doubt.TRIAL


def test_a_mode_ends_after_its_last_day() -> None:
    last = date(2026, 12, 1)
    assert not is_over(Mode.TRIAL, last, last)
    assert is_over(Mode.TRIAL, last, date(2026, 12, 2))
    assert not is_over(Mode.TRIAL, None, date(2026, 12, 2))
    assert not is_over(Mode.OWN, last, date(2026, 12, 2))


def kept(doubt: Doubt, **changes: Any) -> Incident:  # Any: fields of an Incident
    known: dict[str, Any] = {"status": Status.NEW, "department_id": None, "proposed_id": ROADS, "doubt": doubt, "accept_by": None}
    return incident(**{**known, "route_because": WAY.because, **changes})


def test_in_a_trial_week_nobody_answers_and_nobody_is_reminded() -> None:
    card = kept(Doubt.TRIAL)
    coordinator = official(Role.COORDINATOR)
    for act in (Act.ANSWER, Act.INTERIM, Act.ACCEPT, Act.ASK_AUTHOR, Act.SEND_OUTSIDE):
        assert not may(coordinator, act, card)
        assert may(coordinator, act, kept(Doubt.CONFIRM))
    for act in (Act.ASSIGN, Act.REJECT, Act.CORRECT_TOPIC, Act.NOTE):
        assert may(coordinator, act, card)
    assert due(card, norms=Norms(), calendar=CALENDAR, now=at(17, day=30)) == ()
    assert due(kept(Doubt.CONFIRM), norms=Norms(), calendar=CALENDAR, now=at(10, 30))


def test_the_queue_knows_what_waits_for_the_coordinators_hand() -> None:
    assert waiting_for(kept(Doubt.CONFIRM), now=at(10)) is Waiting.CONFIRM
    assert waiting_for(kept(Doubt.TRIAL), now=at(10)) is Waiting.TRIAL
    assert waiting_for(kept(Doubt.TRIAL, sorted_id=HOUSING), now=at(10)) is None


def shown(card: Incident, **changes: Any) -> Any:  # Any: see view
    made = view(card, department=None, proposed="отдел дорог", viewer=person(Role.COORDINATOR), **changes)
    return render_card(made)


def test_a_card_by_the_coordinators_hand_goes_to_the_department_by_one_press() -> None:
    message = shown(kept(Doubt.CONFIRM))
    assert message.html.startswith("<b>Вода на дороге</b>")
    assert "Похоже, это отдел дорог: вода на дорогах (правило 4). Передайте одним касанием" in message.html
    assert labels(message)[0] == ["В отдел дорог", "Другому…"]
    assert "Ответить до" in message.html


def test_a_card_of_a_trial_week_says_that_nothing_goes_out() -> None:
    message = shown(kept(Doubt.TRIAL))
    assert "Учебная неделя: отделу не ушло, жителю не ответим. Бот отправил бы: отдел дорог" in message.html
    assert "Ответить до" not in message.html
    assert "Ответить" not in str(labels(message))
    same = shown(kept(Doubt.TRIAL, sorted_id=ROADS), sorted_to="отдел дорог")
    assert "вы выбрали отдел дорог, бот отправил бы туда же" in same.html
    other = shown(kept(Doubt.TRIAL, sorted_id=HOUSING), sorted_to="отдел ЖКХ")
    assert "вы выбрали отдел ЖКХ, бот отправил бы: отдел дорог" in other.html


LEARNING = department(HOUSING, title="отдел ЖКХ", mode=Mode.TRIAL, mode_until=date(2026, 12, 1))


def test_the_daily_line_speaks_with_the_voice() -> None:
    message = trial_line([TrialView(department=LEARNING, same=41, sorted_out=48)])
    assert message.html == (
        "<b>Учебная неделя: до 1 декабря</b>\n"
        "Карточки видит только координатор, опасные ещё и дежурный. В отделы не уходит ничего, жителям не отвечаем. "
        "Сверяем с тем, как раскладываем руками: совпало 41 из 48"
    )
    parse(message.html)
    nothing = trial_line([TrialView(department=LEARNING, same=0, sorted_out=0)])
    assert "Сверять пока нечего" in nothing.html
    two = trial_line([TrialView(department=each, same=1, sorted_out=2) for each in (LEARNING, department(ROADS, mode=Mode.TRIAL))])
    assert "Отдел ЖКХ, до 1 декабря. Сверяем" in two.html
    parse(two.html)


def test_the_menu_of_modes_tells_what_each_one_means() -> None:
    all_of_them = modes([LEARNING, department(ROADS)])
    assert "1. Отдел ЖКХ: учебная неделя, до 1 декабря\n2. Отдел roads: сам" in all_of_them.html
    assert labels(all_of_them) == [["1", "2"]]
    one = mode_of(LEARNING)
    assert labels(one) == [["Сам"], ["Через координатора"], ["До другого дня…"], ["Назад"]]
    assert labels(mode_of(department(ROADS))) == [["Через координатора"], ["Учебная неделя"], ["Назад"]]
    for message in (all_of_them, one, ask_trial_until(LEARNING), mode_changed(LEARNING, by="координатор")):
        parse(message.html)
        assert all(len((b.data or "").encode()) <= 64 for row in message.rows for b in row)
    assert "Теперь карточки идут через вас" in mode_over(LEARNING, former=Mode.TRIAL).html
    assert "теперь работает сам" in mode_over(LEARNING, former=Mode.COORDINATOR).html
