"""Cards and dialogue of the kinds of answers: interim with the final clock, corrections, warnings, questions."""

import pytest

from handlers.answers import answer_dialogue_words
from handlers.card.card_words import render_card
from handlers.card.keyboards_words import more_rows
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import AnswerKind, AnswerState
from incidents.incident import ClosingOutcome, Status
from incidents.messenger import Message
from incidents.official import Role
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, accepted, answer, at, incident, labels, official, view

WHERE = "вода на дороге, ул. Белавинская"
AFTER_INTERIM = {"answered_at": at(11, 42), "answer_by": at(11, 42, day=1, month=12)}


def interim(**changes: object) -> Message:
    return render_card(view(accepted(**AFTER_INTERIM), answer=answer(kind=AnswerKind.INTERIM), now=at(12), **changes))


def test_after_an_interim_answer_the_card_says_until_when_the_final_one_is_due() -> None:
    text = parse(interim().html)
    assert "Окончательный ответ до вт 1 декабря, 11:42" in text
    assert "✅ Промежуточный ответ опубликован в 11:42: посмотреть. Проверили: виден всем" in text
    assert {"Ответить", "Промежуточный", "Открыть пост"} <= {label for row in labels(interim()) for label in row}


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        (AnswerKind.CORRECTION, AnswerState.PUBLISHED, "✅ Поправка опубликована в 11:42"),
        (AnswerKind.CORRECTION, AnswerState.SCHEDULED, "Поправка выйдет в 11:42"),
        (AnswerKind.INTERIM, AnswerState.APPROVAL, "✍️ Промежуточный ответ на согласовании с 11:41"),
        (AnswerKind.SAFETY, AnswerState.PUBLISHED, "Жителей предупредили в 11:42: посмотреть"),
        (AnswerKind.CLARIFY, AnswerState.PUBLISHED, "Спросили жителя в 11:42: посмотреть"),
    ],
)
def test_each_kind_is_called_by_its_name_on_the_card(kind: AnswerKind, state: AnswerState, words: str) -> None:
    assert words in parse(render_card(view(accepted(), answer=answer(state, kind=kind), now=at(12))).html)


def test_after_a_return_to_work_the_card_tells_of_the_former_interim_answer() -> None:
    shown = view(incident(status=Status.REOPENED, **AFTER_INTERIM, clock_from=at(12)), answer=answer(kind=AnswerKind.INTERIM), now=at(12))
    assert "Прошлый промежуточный ответ вышел в 11:42" in parse(render_card(shown).html)


def test_a_closed_card_does_not_call_a_question_an_answer() -> None:
    closed = accepted(status=Status.CLOSED, closed_at=at(13), outcome=ClosingOutcome.DONE)
    assert "Ответа под постом не было" in parse(render_card(view(closed, answer=answer(kind=AnswerKind.CLARIFY))).html)


def test_a_correction_is_offered_where_an_answer_stands_and_nowhere_else() -> None:
    answered = accepted(status=Status.ANSWERED, answered_at=at(11, 42))
    amend = CardButton(press=Press.AMEND, incident=answered.id).pack()

    def offered(kind: AnswerKind, state: AnswerState = AnswerState.PUBLISHED, **changes: bool) -> bool:
        shown = view(answered, answer=answer(state, kind=kind, **changes))
        return amend in {button.data for row in more_rows(shown) for button in row}

    assert offered(AnswerKind.FINAL)
    assert offered(AnswerKind.INTERIM)
    assert not offered(AnswerKind.CORRECTION)
    assert not offered(AnswerKind.SAFETY)
    assert not offered(AnswerKind.FINAL, AnswerState.REFUSED)
    assert not offered(AnswerKind.FINAL, by_phone=True)
    press = render_card(view(answered, answer=answer(), viewer=official(Role.APPROVER)))
    assert labels(press)[0] == ["Поправка"]
    observer = labels(render_card(view(answered, answer=answer(), viewer=official(Role.OBSERVER))))
    assert "Поправка" not in [label for row in observer for label in row]


def ask(**changes: object) -> str:
    made = answer_dialogue_words.ask_answer(
        what_where=WHERE, incident=accepted(**changes), limit=3500, tz=MOSCOW, now=NOW, kind=AnswerKind.INTERIM, final_days=7
    )
    return parse(made.html)


def test_asking_for_an_interim_answer_says_what_it_buys() -> None:
    assert ask() == (
        "Напишите промежуточный ответ одним сообщением: вода на дороге, ул. Белавинская\n"
        "На окончательный будет ещё 7 дней\n"
        "Хороший ответ: что делаем сейчас и какого числа напишем снова. Хватит двух-трёх предложений, начните с «Здравствуйте!»\n"
        "Телефоны и квартиры жителей не называйте. Поместится 3500 знаков\n"
        "Ответить до ср 25 ноября, 10:14\n"
        "Сначала покажем, как выйдет. Передумали? Напишите «отмена»\n"
        "Писать не обязательно: нажмите, что по факту, и ответ напишем сами"
    )
    second = ask(**AFTER_INTERIM)
    assert "будет ещё" not in second
    assert "Окончательный ответ до вт 1 декабря, 11:42" in second


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AnswerKind.FINAL, "✅ Ответ опубликован: вода"),
        (AnswerKind.INTERIM, "✅ Промежуточный ответ опубликован: вода"),
        (AnswerKind.CORRECTION, "✅ Поправка опубликована: вода"),
        (AnswerKind.SAFETY, "✅ Жителей предупредили: вода"),
        (AnswerKind.CLARIFY, "✅ Спросили жителя: вода"),
    ],
)
def test_the_dialogue_ends_by_the_name_of_the_kind(kind: AnswerKind, words: str) -> None:
    assert parse(answer_dialogue_words.published(what_where=WHERE, url=None, kind=kind).html).startswith(words)


def test_the_questions_of_a_correction_show_the_answer_and_the_way_out() -> None:
    was = parse(answer_dialogue_words.ask_wrong_words(what_where=WHERE, text="Сделаем <завтра>").html)
    assert "Сделаем <завтра>" in was
    assert "отмена" in was
    assert "А как верно?" in parse(answer_dialogue_words.ask_right_words(what_where=WHERE).html)
