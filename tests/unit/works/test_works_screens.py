"""Planned works as officials read them."""

from dataclasses import replace
from typing import Any

from handlers.card.card_words import render_card
from handlers.card.keyboards_words import more_rows
from handlers.works import works_words as cards
from incidents.ids import OfficialId, WorksId
from incidents.messenger import Message
from incidents.official import Role
from incidents.works.values import WorkPlace, Works
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import DISTRICT, MOSCOW, NOW, accepted, at, labels, official, view

STREETS = tuple(WorkPlace(settlement_id="s", street_id=f"st{n}", title=f"Редкино, улица {n}-я Новая") for n in range(1, 6))


def works(**changes: Any) -> Works:  # Any: fields of works
    made = Works(
        id=WorksId(1),
        district_id=DISTRICT,
        family="water",
        places=STREETS[:1],
        since=at(9),
        until=at(16),
        text="меняют задвижку <b>",
        created_by=OfficialId(1),
        created_at=at(10, day=23),
    )
    return replace(made, **changes)


def html(message: Message) -> str:
    parse(message.html)
    return message.html


def test_the_card_says_that_it_looks_like_planned_works() -> None:
    card = render_card(view(works=works()))
    line = "<b>Похоже на плановые работы:</b> воду отключают до 16:00 (Редкино, ул. 1-я Новая), объявление от 23 ноября"
    assert f"{line}. Предлагаем ответ с этим сроком" in html(card)
    assert labels(card) == [["Принять", "Не наше"], ["Ответ с этим сроком"], ["Ещё…"]]
    tomorrow = html(render_card(view(works=works(until=at(12, day=25)))))
    assert "до ср 25 ноября, 12:00" in tomorrow


def test_what_the_suggested_answer_crowds_out_stands_in_more() -> None:
    shown = view(accepted(), works=works())
    assert ["Ответ с этим сроком"] in labels(render_card(shown))
    assert "Ответить" in [button.label for row in (*render_card(shown).rows, *more_rows(shown)) for button in row]
    waiting = view(works=works())
    assert "Ответить" in [button.label for row in more_rows(waiting) for button in row]


def test_when_the_time_of_the_works_is_over_nothing_is_suggested() -> None:
    card = render_card(view(works=works(until=at(9, 15))))
    assert "Срок работ прошёл" in html(card)
    assert ["Ответ с этим сроком"] not in labels(card)
    assert ["Ответ с этим сроком"] not in labels(render_card(view(works=works(), viewer=official(Role.OBSERVER))))


def test_the_list_pages_and_an_empty_one_says_what_to_do() -> None:
    many = [works(id=WorksId(n), since=at(10, day=25), until=at(16, day=25)) for n in range(1, 8)]
    first = cards.works_list(found=many, page=0, tz=MOSCOW, now=NOW)
    assert html(first).startswith("<b>Плановые работы: 7</b>\n1. Воду отключают <b>ср 25 ноября, 10:00–16:00</b>")
    assert labels(first) == [["1", "2", "3"], ["4", "5"], ["Добавить", "Дальше"]]
    assert labels(cards.works_list(found=many, page=1, tz=MOSCOW, now=NOW)) == [["6", "7"], ["Добавить", "Дальше"]]
    empty = cards.works_list(found=[], page=0, tz=MOSCOW, now=NOW)
    assert "Плановых работ нет" in html(empty)
    assert labels(empty) == [["Добавить"]]


def one(**changes: Any) -> Message:  # Any: what works_one takes
    known: dict[str, Any] = {"works": works(), "who": "отдел ЖКХ", "is_new": False, "sure": False, "may_end": True}
    return cards.works_one(**{**known, **changes}, tz=MOSCOW, now=NOW)


def test_one_of_the_works_can_be_ended_after_a_question() -> None:
    assert "меняют задвижку &lt;b&gt;" in html(one())
    assert labels(one()) == [["Другой срок"], ["Закончить раньше"], ["К списку"]]
    assert labels(one(sure=True)) == [["Да, закончили", "Назад"]]
    assert "Закончить сейчас?" in html(one(sure=True))
    assert labels(one(may_end=False)) == [["К списку"]]
    assert labels(one(works=works(until=at(9)))) == [["Другой срок"], ["К списку"]]
    assert labels(one(works=works(ended_at=at(9)))) == [["К списку"]]
    assert labels(one(move=True, may_end=False)) == [["К списку"]]
    assert html(one(is_new=True)).startswith("<b>Записали:</b> воду отключают до <b>16:00</b>")
    assert "улица 5-я Новая" in html(one(works=works(places=STREETS)))
    assert "и ещё 2" in html(one(works=works(places=STREETS)))


def test_days_apart_both_ends_are_named() -> None:
    long = works(since=at(22, day=25), until=at(6, day=26))
    assert "с 25 ноября, 22:00 до <b>чт 26 ноября, 6:00</b>" in html(one(works=long))


def test_the_questions_show_how_to_answer() -> None:
    assert labels(cards.families()) == [["Вода", "Тепло"], ["Свет", "Газ"], ["Связь", "Дорога"], ["Автобусы"], ["Назад"]]
    for message in (cards.families(), cards.ask_place(family="water"), cards.ask_time(family="road"), cards.ask_text()):
        html(message)
