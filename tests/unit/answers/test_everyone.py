"""«Ответить всем»: one matter, an opening of its own for each; only what is published goes out."""

from dataclasses import replace

import pytest

from handlers.answers.everyone import everyone_words as cards
from handlers.card.card_words import render_card
from incidents.advice.sentences import says_done
from incidents.answers.everyone import MOST, OPENINGS, answer_to_repeat, waiting_voices, with_next_opening
from incidents.answers.values import AnswerKind, AnswerState
from incidents.ids import IncidentId, PostId
from incidents.incident import Status
from tests.kit.desk_town import konakovo
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import accepted, answer, at, labels, post, view, voice


def test_openings_take_turns_and_the_greeting_is_said_once() -> None:
    texts = [with_next_opening("Здравствуйте! Воду дадут до 16:00.", n) for n in range(len(OPENINGS) + 1)]
    assert texts[0] == "Здравствуйте! Да, это не только у вас. Воду дадут до 16:00."
    assert len(set(texts)) == len(OPENINGS)
    assert texts[-1] == texts[0]
    assert all(text.count("дравствуйте") + text.count("обрый день") == 1 for text in texts)


def test_no_opening_says_that_anything_is_still_to_be_done() -> None:
    done = "Насос починили, вода есть во всех домах."
    assert all(says_done(with_next_opening(done, n), konakovo().policy.words) for n in range(len(OPENINGS)))


@pytest.mark.parametrize("text", ["Добрый день, Анна. Починим", "доброе утро! Починим", "Починим"])
def test_any_greeting_gives_way(text: str) -> None:
    assert with_next_opening(text, 1) == "Здравствуйте! Знаем об этом. Починим"


def test_the_words_are_of_the_last_published_answer_and_wait_for_what_is_on_its_way() -> None:
    said, late = answer(), answer(AnswerState.PUBLISHED, kind=AnswerKind.SAFETY)
    assert answer_to_repeat([said, late]) == said
    assert answer_to_repeat([said, answer(AnswerState.SCHEDULED)]) is None
    assert answer_to_repeat([answer(AnswerState.REFUSED)]) is None
    assert answer_to_repeat([said], since=at(20)) is None
    assert answer_to_repeat([said], since=at(9)) == said


def test_who_waits_is_answered_within_a_limit() -> None:
    many = [replace(voice(post(id=n)).voice, post_id=PostId(n)) for n in range(1, 50)]
    done = replace(many[0], answered_at=at(10))
    assert [each.post_id for each in waiting_voices([done, *many[1:]])] == list(range(2, MOST + 2))


def test_the_card_offers_it_while_others_wait() -> None:
    done = accepted(status=Status.ANSWERED, answered_at=at(11, 42))
    first, second = voice(post(id=1), answered_at=at(11, 42)), voice(post(id=2))
    assert ["Ответить всем"] in labels(render_card(view(done, voices=(first, second), answer=answer())))
    assert ["Ответить всем"] not in labels(render_card(view(done, voices=(first,), answer=answer())))
    gone = voice(post(id=2, deleted_at=at(11)))
    assert ["Ответить всем"] not in labels(render_card(view(done, voices=(first, gone), answer=answer())))
    assert ["Ответить всем"] not in labels(render_card(view(done, voices=(first, second), answer=answer(AnswerState.SCHEDULED))))


def test_the_sender_sees_the_words_the_pace_and_the_way_back() -> None:
    message = cards.preview(incident_id=IncidentId(7), what_where="вода", text="Здравствуйте! Воду <дадут>.", left=8)
    parse(message.html)
    assert "Ответить остальным: 8" in message.html
    assert "каждые 20 секунд" in message.html
    assert labels(message) == [["Отправить: 8", "Пост и ответы"], ["Назад"]]
    sent, stopped = cards.sent(incident_id=IncidentId(7), number=1), cards.stopped(number=5)
    for each in (sent, stopped):
        parse(each.html)
    assert "Отправляем 1 ответ" in sent.html
    assert "Отменили 5 ответов" in stopped.html
