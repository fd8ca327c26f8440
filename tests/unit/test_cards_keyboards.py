"""Buttons by right and status."""

from dataclasses import replace

import pytest

from bot.cards.card import render_card
from handlers.buttons import CardButton, Press
from incidents.answers import AnswerState
from incidents.incident import Doubt, Status
from incidents.people import Official, Role
from incidents.reading import DangerGrade
from tests.unit.cards_made import HOUSING, accepted, answer, at, danger, incident, labels, official, view

COORDINATOR = official(Role.COORDINATOR)
NEW = {"status": Status.NEW, "department_id": None, "doubt": Doubt.ROUTE}
ANSWERED = {"status": Status.ANSWERED, "answered_at": at(11, 42)}


@pytest.mark.parametrize("viewer", [official(), official(Role.CHIEF), None])
def test_assigned_offers_to_accept_first(viewer: Official | None) -> None:
    shown = render_card(replace(view(), viewer=viewer))
    assert labels(shown) == [["Принять", "Не наше"], ["Ответить", "Открыть пост"], ["Почему мне?"]]
    assert [button.label for row in shown.rows for button in row if button.primary] == ["Принять"]


def test_presses_carry_the_incident() -> None:
    first = render_card(view()).rows[0][0]
    assert first.data == CardButton(press=Press.ACCEPT, incident=7).pack() == "c1:accept:7"


def test_accepted_offers_to_answer_first() -> None:
    assert labels(render_card(view(accepted()))) == [["Ответить", "Открыть пост"], ["Закрыть", "Не наше"], ["Почему мне?"]]


def test_a_danger_is_accepted_by_leaving() -> None:
    shown = view(danger(), viewer=official(department=HOUSING))
    assert labels(render_card(shown)) == [["Принято, выезжаем"], ["Не наше", "Открыть пост"], ["Почему мне?"]]


def test_whoever_is_on_duty_takes_a_danger() -> None:
    assert labels(render_card(view(danger(), viewer=official(Role.DUTY))))[0] == ["Принято, выезжаем"]


def test_a_coordinator_notes_an_answer_by_voice() -> None:
    shown = render_card(view(danger(), viewer=COORDINATOR))
    assert labels(shown) == [["Есть ответ", "Передать"], ["Не обращение", "Ответить"], ["Открыть пост", "Почему мне?"]]


def test_a_coordinator_routes_what_nobody_has() -> None:
    shown = view(incident(**NEW), department=None, viewer=COORDINATOR)
    assert labels(render_card(shown)) == [["В отдел…", "Ответить"], ["Не обращение"], ["Открыть пост", "Почему мне?"]]


def test_a_coordinator_may_hand_over_what_a_department_has() -> None:
    shown = view(accepted(), viewer=COORDINATOR)
    assert labels(render_card(shown)) == [["Передать", "Ответить"], ["Не обращение", "Закрыть"], ["Открыть пост", "Почему мне?"]]


@pytest.mark.parametrize("state", [AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING])
@pytest.mark.parametrize("viewer", [official(), COORDINATOR])
def test_an_answer_on_its_way_bars_everything_else(state: AnswerState, viewer: Official | None) -> None:
    shown = replace(view(accepted(), answer=answer(state)), viewer=viewer)
    assert labels(render_card(shown)) == [["Открыть пост", "Почему мне?"]]


@pytest.mark.parametrize("state", [AnswerState.DRAFT, AnswerState.REFUSED, AnswerState.UNKNOWN])
def test_an_answer_that_is_not_out_bars_nothing(state: AnswerState) -> None:
    assert labels(render_card(view(accepted(), answer=answer(state))))[0] == ["Ответить", "Открыть пост"]


@pytest.mark.parametrize("viewer", [official(), COORDINATOR, None])
def test_answered_offers_to_close_first(viewer: Official | None) -> None:
    shown = replace(view(accepted(**ANSWERED), answer=answer()), viewer=viewer)
    assert labels(render_card(shown)) == [["Закрыть", "Дополнить"], ["Вернуть в работу", "Открыть ответ"], ["Почему мне?"]]


def test_an_answer_without_an_address_leads_to_the_post() -> None:
    assert labels(render_card(view(accepted(**ANSWERED), answer=answer(url=None))))[1] == ["Вернуть в работу", "Открыть пост"]


def test_closed_and_rejected_keep_the_way_back() -> None:
    closed, rejected = accepted(status=Status.CLOSED), incident(status=Status.REJECTED, department_id=None)
    assert labels(render_card(view(closed, answer=answer(), viewer=COORDINATOR))) == [["Вернуть в работу", "Открыть ответ"]]
    assert labels(render_card(view(rejected, department=None, viewer=COORDINATOR))) == [["Всё-таки наше", "Открыть пост"]]
    assert labels(render_card(view(closed, viewer=None))) == [["Вернуть в работу", "Открыть пост"]]
    assert labels(render_card(view(closed, viewer=official(Role.DUTY)))) == [["Открыть пост"]]


@pytest.mark.parametrize("role", [Role.HEAD, Role.OBSERVER, Role.APPROVER])
def test_whoever_only_reads_gets_the_post(role: Role) -> None:
    assert labels(render_card(view(viewer=official(role)))) == [["Открыть пост"]]


def test_a_colleague_of_another_department_may_only_ask_why() -> None:
    assert labels(render_card(view(viewer=official(department=HOUSING)))) == [["Открыть пост", "Почему мне?"]]


def test_a_group_is_offered_nothing_of_what_its_department_does_not_have() -> None:
    assert labels(render_card(view(incident(**NEW), department=None, viewer=None))) == [["Открыть пост", "Почему мне?"]]


def test_a_reopened_card_is_accepted_anew() -> None:
    assert labels(render_card(view(accepted(status=Status.REOPENED), answer=answer())))[0] == ["Принять", "Не наше"]


def test_twice_returned_a_card_offers_no_third_return() -> None:
    shown = view(incident(returns=2))
    assert not any(label == "Не наше" for row in labels(render_card(shown)) for label in row)


def test_a_risk_is_accepted_as_any_card() -> None:
    assert labels(render_card(view(incident(danger_grade=DangerGrade.RISK))))[0] == ["Принять", "Не наше"]
