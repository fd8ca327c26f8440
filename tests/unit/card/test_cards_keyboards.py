"""Buttons by right and status."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.card.card_view_words import CardView
from handlers.card.card_words import render_card
from handlers.card.keyboards_words import more_rows
from handlers.card.layouts_words import COORDINATOR as COORDINATORS
from handlers.card.layouts_words import DUTY, EXECUTOR, HEAD, HELPER, LABELS, LIKELY, MORE_COORDINATOR, MORE_EXECUTOR, OPEN, READER, Case
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import AnswerState
from incidents.ids import AnswerId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Doubt, Status
from incidents.official import Official, Role
from incidents.promises.values import Promise, PromiseState
from incidents.reading import DangerGrade
from tests.kit.values.cards_made import (
    DISTRICT,
    HOUSING,
    ROADS,
    accepted,
    answer,
    at,
    danger,
    incident,
    labels,
    official,
    post,
    view,
    voice,
)

COORDINATOR = official(Role.COORDINATOR)
PLAN = Promise(
    id=1,
    district_id=DISTRICT,
    incident_id=IncidentId(7),
    answer_id=AnswerId(3),
    official_id=OfficialId(2),
    department_id=ROADS,
    due=date(2026, 12, 20),
    words="",
    state=PromiseState.OPEN,
    made_at=at(12),
)
NEW = {"status": Status.NEW, "department_id": None, "doubt": Doubt.ROUTE}
ANSWERED = {"status": Status.ANSWERED, "answered_at": at(11, 42)}


def offered(shown: CardView) -> list[list[str]]:
    return labels(render_card(shown))


def every(shown: CardView) -> set[str]:
    return {label for row in offered(shown) for label in row}


def test_every_button_has_its_words_and_fits_a_phone() -> None:
    layouts = (*EXECUTOR.values(), *COORDINATORS.values(), DUTY, HEAD, HELPER, READER, MORE_EXECUTOR, MORE_COORDINATOR)
    codes = {code for layout in layouts for code in layout.replace("|", " ").split()} - {OPEN, LIKELY}
    assert {Press(code) for code in codes} <= set(LABELS)
    for label, _act in LABELS.values():
        assert 0 < len(label) <= 16
    assert set(EXECUTOR) | set(COORDINATORS) == set(Case)


@pytest.mark.parametrize("viewer", [official(), official(Role.CHIEF), None])
def test_assigned_offers_to_accept_first(viewer: Official | None) -> None:
    shown = render_card(replace(view(), viewer=viewer))
    assert labels(shown)[0][0] == "Принять"
    assert ["Ответить", "Открыть пост"] in labels(shown)
    assert [button.label for row in shown.rows for button in row if button.primary] == ["Принять"]


def test_presses_carry_the_incident() -> None:
    first = render_card(view()).rows[0][0]
    assert first.data == CardButton(press=Press.ACCEPT, incident=7).pack() == "c1:accept:7"


@pytest.mark.parametrize(
    ("shown", "first"),
    [
        (view(accepted()), "Ответить"),
        (view(danger(), viewer=official(department=HOUSING)), "Принято, выезжаем"),
        (view(danger(), viewer=official(Role.DUTY)), "Принято, выезжаем"),
        (view(incident(**NEW), department=None, viewer=COORDINATOR), "В отдел…"),
        (view(accepted(), viewer=COORDINATOR), "Передать"),
    ],
)
def test_the_main_act_comes_first(shown: CardView, first: str) -> None:
    assert offered(shown)[0][0] == first


def test_a_coordinator_notes_an_answer_by_voice() -> None:
    assert "Есть ответ" in every(view(danger(), viewer=COORDINATOR))


@pytest.mark.parametrize("state", [AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING])
@pytest.mark.parametrize("viewer", [official(), COORDINATOR])
def test_an_answer_on_its_way_bars_another(state: AnswerState, viewer: Official | None) -> None:
    shown = replace(view(accepted(), answer=answer(state)), viewer=viewer)
    assert not {"Ответить", "Закрыть", "Не наше", "Передать", "Не обращение"} & every(shown)


@pytest.mark.parametrize("state", [AnswerState.DRAFT, AnswerState.REFUSED, AnswerState.UNKNOWN])
def test_an_answer_that_is_not_out_bars_nothing(state: AnswerState) -> None:
    assert offered(view(accepted(), answer=answer(state)))[0][0] == "Ответить"


@pytest.mark.parametrize("viewer", [official(), None])
def test_answered_offers_to_close_first(viewer: Official | None) -> None:
    shown = replace(view(accepted(**ANSWERED), answer=answer()), viewer=viewer)
    assert offered(shown)[0] == ["Закрыть", "Дополнить"]
    assert "Открыть ответ" in offered(shown)[1]


def test_an_answer_without_an_address_leads_to_the_post() -> None:
    assert "Открыть пост" in offered(view(accepted(**ANSWERED), answer=answer(url=None)))[1]


def test_closed_and_rejected_keep_the_way_back() -> None:
    closed, rejected = accepted(status=Status.CLOSED), incident(status=Status.REJECTED, department_id=None)
    assert offered(view(closed, answer=answer(), viewer=COORDINATOR))[0][0] == "Вернуть в работу"
    assert offered(view(rejected, department=None, viewer=COORDINATOR))[0] == ["Всё-таки наше"]
    assert offered(view(closed, viewer=None)) == [["Открыть пост", "История"], ["Вернуть в работу"]]
    assert "Вернуть в работу" not in every(view(closed, viewer=official(Role.DUTY)))


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.APPROVER])
def test_whoever_only_reads_gets_the_post(role: Role) -> None:
    assert offered(view(viewer=official(role)))[0][0] == "Открыть пост"


def test_a_colleague_of_another_department_may_only_look() -> None:
    assert offered(view(viewer=official(department=HOUSING))) == [["Открыть пост"], ["Ещё…"]]
    assert "Почему мне?" in [button.label for row in more_rows(view(viewer=official(department=HOUSING))) for button in row]


def test_more_repeats_nothing_that_the_card_offers() -> None:
    for shown in (view(), view(accepted()), view(accepted(), viewer=COORDINATOR), view(accepted(**ANSWERED), answer=answer())):
        here, there = every(shown), {button.label for row in more_rows(shown) for button in row}
        assert not here & there
        assert "Почему мне?" in there


def test_a_group_is_offered_nothing_of_what_its_department_does_not_have() -> None:
    assert not {"Принять", "Ответить", "Закрыть"} & every(view(incident(**NEW), department=None, viewer=None))


def test_a_reopened_card_offers_to_answer_and_the_former_answer_beside() -> None:
    shown = view(accepted(status=Status.REOPENED, answered_at=at(11, 42)), answer=answer())
    assert offered(shown) == [["Ответить", "Факты и фото"], ["Прошлый ответ", "Открыть пост"], ["Ещё…"]]
    assert {"Принять", "Не наше"} <= {button.label for row in more_rows(shown) for button in row}


def test_where_nobody_was_answered_there_is_no_former_answer() -> None:
    assert "Прошлый ответ" not in every(view(accepted(status=Status.REOPENED)))


@pytest.mark.parametrize("viewer", [official(), None])
def test_a_plan_that_waits_for_its_day_is_done_or_moved_on_the_closed_card(viewer: Official | None) -> None:
    planned = accepted(**{**ANSWERED, "status": Status.CLOSED, "closed_at": at(12), "outcome": ClosingOutcome.PLANNED})
    shown = replace(view(planned, answer=answer()), viewer=viewer, promises=(PLAN,))
    assert offered(shown) == [["Сделано", "Новый срок"], ["Открыть ответ", "История"]]
    assert offered(replace(shown, promises=())) == [["Открыть ответ", "История"], ["Вернуть в работу", "Поправка"]]


def test_twice_returned_a_card_offers_no_third_return() -> None:
    shown = view(incident(returns=2))
    assert not any(label == "Не наше" for row in labels(render_card(shown)) for label in row)


def test_a_risk_is_accepted_as_any_card() -> None:
    assert labels(render_card(view(incident(danger_grade=DangerGrade.RISK))))[0] == ["Принять", "Не наше"]


def test_a_danger_now_cannot_be_put_off_and_a_coordinator_does_not_drive_out() -> None:
    for viewer in (official(department=HOUSING), COORDINATOR):
        there = [button.label for row in more_rows(replace(view(danger()), viewer=viewer)) for button in row]
        assert "Отложить" not in there
    assert "Принять" in there and not [label for label in there if label.endswith("…") and label != "Ещё…"]


def test_a_reason_of_a_delay_is_asked_only_where_there_is_one() -> None:
    def has(answered: int) -> bool:
        told = view(accepted(status=Status.ANSWERED, answered_at=at(answered), answer_by=at(12)), answer=answer(), viewer=official())
        return "Причина" in [button.label for row in more_rows(told) for button in row]

    assert (has(11), has(13)) == (False, True)


def test_what_is_not_dangerous_cannot_become_safe_and_an_answer_that_was_wrong_goes_to_nobody_else() -> None:
    group = replace(view(accepted()), viewer=None)
    assert "Уже безопасно" not in [button.label for row in more_rows(group) for button in row]
    first, second = voice(post(), answered_at=at(11)), voice(post(id=2))
    back = view(accepted(status=Status.REOPENED, answered_at=at(11)), answer=answer(), voices=(first, second))
    assert "Ответить всем" not in every(back)
    answered = replace(back, incident=replace(back.incident, status=Status.ANSWERED))
    assert "Ответить всем" in every(answered)
    assert "Ответить всем" not in every(replace(answered, answer=answer(by_phone=True)))  # there are no words to repeat
