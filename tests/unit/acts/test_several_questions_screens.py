"""C6: what a post with several questions looks like, to whom, and the menu of parting."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.acts.together import several_questions_words
from handlers.card.card_words import render_card
from handlers.kit.card_values import CoView, QuestionView
from incidents.incident import Doubt, Status
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import HOUSING, ROADS, at, labels, official, view

ASKED = (
    QuestionView(topic_short="Газ не проведён", department_id=HOUSING, title="отдел ЖКХ"),
    QuestionView(topic_short="Плохая дорога", department_id=ROADS, title="отдел дорожного хозяйства"),
    QuestionView(topic_short="ЖКХ: другое", department_id=HOUSING, title="отдел ЖКХ"),
    QuestionView(topic_short="Зарплата", department_id=None, title=None),
)


def shown(**changes: Any) -> Any:  # Any: fields of a CardView and of its incident
    made = view(viewer=changes.pop("viewer", official(Role.COORDINATOR)))
    own = {k: changes.pop(k) for k in tuple(changes) if k in type(made.incident).__dataclass_fields__}
    return replace(made, incident=replace(made.incident, **own), **{"questions": ASKED, **changes})


UNDECIDED = {"status": Status.NEW, "department_id": None, "doubt": Doubt.QUESTIONS, "department": None, "proposed": "отдел ЖКХ"}


def test_the_coordinator_reads_how_many_whose_and_what_to_press() -> None:
    message = render_card(shown(**UNDECIDED))
    text = parse(message.html)
    assert text.splitlines()[0] == "Четыре вопроса в одном сообщении · Конаково, ул. Белавинская"
    assert "Газ не проведён, ЖКХ: другое: отдел ЖКХ\nПлохая дорога: отдел дорожного хозяйства\n" in text
    assert "Зарплата: отдел не нашёлся, решает координатор" in text
    assert "Один ответ может собрать отдел ЖКХ" in text
    assert labels(message) == [["Собрать ответ", "Разделить"], ["Один отдел", "Открыть пост"], ["Ещё…"]]


def test_a_danger_that_is_there_now_goes_first_and_the_choice_is_in_more() -> None:
    message = render_card(shown(**{**UNDECIDED, "danger_grade": DangerGrade.NOW, "department_id": ROADS, "status": Status.ASSIGNED}))
    assert parse(message.html).startswith("⚠️ ОПАСНО")
    assert labels(message)[0][0] == "Позвонить"


def test_one_answer_is_collected_by_part() -> None:
    co = (CoView(department_id=HOUSING, title="отдел ЖКХ", wait_until=at(15), facts=None),)
    text = parse(render_card(shown(department_id=ROADS, co_departments=(HOUSING,), co=co)).html)
    assert "Жителю выйдет один ответ, собирает " in text
    assert "Газ не проведён, ЖКХ: другое: отдел ЖКХ, ждём до 15:00\nПлохая дорога: отдел дорожного хозяйства, собирает ответ" in text


def test_whoever_cannot_decide_reads_that_the_coordinator_does() -> None:
    risky = {**UNDECIDED, "department_id": ROADS, "status": Status.ASSIGNED, "danger_grade": DangerGrade.RISK, "department": "отдел дорог"}
    text = parse(render_card(shown(viewer=official(Role.EXECUTOR, department=ROADS), **risky)).html)
    assert "Возможно, и " in text and "об этом решает координатор" in text and "Собрать один ответ" not in text


def test_other_cards_of_the_same_post_are_named() -> None:
    assert "В этом же сообщении спросили о другом: № 8, № 9" in parse(render_card(shown(questions=(), beside=(8, 9))).html)


@pytest.mark.parametrize(("count", "head"), [(2, "две карточки"), (3, "три карточки"), (4, "четыре карточки")])
def test_parting_asks_first_and_tells_what_the_resident_gets(count: int, head: str) -> None:
    message = several_questions_words.menu_parts(incident=shown().incident, what="газ, Белавинская", questions=ASKED[:count])
    text = parse(message.html)
    assert text.startswith(f"Разделить на {head}?") and "У каждой свой срок" in text and "Регион считает пост один раз" in text
    assert labels(message) == [["Разделить", "Другая тема…"], ["Назад"]]
