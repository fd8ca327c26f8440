"""Menus of topics and places: their words, their limits, a way back from each."""

from dataclasses import replace

import pytest

from handlers.kit.buttons import MenuButton
from handlers.kit.place import what_where
from handlers.routing import correct_reading_words as correct_reading
from incidents.messenger import Message
from incidents.routing.taxonomy import groups, of_group
from tests.kit.desk_town import konakovo
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import incident, labels

ITEM = incident()
WHERE = what_where("Вода на дороге", ITEM.place)
TOPICS, BOOK = konakovo().topics, konakovo().places
GROUPS = groups(TOPICS)


def every_menu() -> list[Message]:
    made = [correct_reading.menu_correct(incident=ITEM, topic_short="Вода на дороге")]
    made += [correct_reading.menu_groups(incident=ITEM, what_where=WHERE, groups=GROUPS, page=page) for page in range(5)]
    made += [
        correct_reading.menu_topics(incident=ITEM, what_where=WHERE, topics=of_group(TOPICS, g), page=p) for g in GROUPS for p in range(3)
    ]
    made += [correct_reading.menu_towns(incident=ITEM, what_where=WHERE, towns=BOOK.settlements(), page=page) for page in (0, 5, 99)]
    made += [correct_reading.menu_spots(incident=ITEM, what_where=WHERE, spots=BOOK.find("школьная"))]
    return [*made, correct_reading.menu_found(incident=ITEM, what_where=WHERE, topics=list(TOPICS.values())[:6])]


@pytest.mark.parametrize("message", every_menu())
def test_every_menu_is_a_screen_with_a_way_back(message: Message) -> None:
    assert len(parse(message.html)) <= 1024
    assert message.rows[-1]
    assert any(label in {"Назад", "К разделам"} for row in labels(message) for label in row)
    for row in message.rows:
        assert all(len(button.label) <= {1: 20, 2: 16}.get(len(row), 10) for button in row)
        assert all(len((button.data or "").encode()) <= 64 for button in row)


def test_every_topic_and_settlement_has_its_button() -> None:
    chosen = {
        MenuButton.unpack(b.data).choice for m in every_menu() for row in m.rows for b in row if b.data and b.data.startswith("m1:topics")
    }
    assert chosen == set(TOPICS)
    pages = [correct_reading.menu_towns(incident=ITEM, what_where=WHERE, towns=BOOK.settlements(), page=page) for page in range(13)]
    towns = {MenuButton.unpack(b.data).choice for m in pages for row in m.rows for b in row if b.data}
    assert {spot.id for spot in BOOK.settlements()} <= towns


def test_the_choice_between_topic_and_place_tells_what_stands_now() -> None:
    message = correct_reading.menu_correct(incident=ITEM, topic_short="Вода на дороге")
    assert parse(message.html) == "Что поправить? № 1487\nТема: вода на дороге\nМесто: Конаково, ул. Белавинская"
    assert labels(message) == [["Тема", "Место"], ["Это предложение"], ["Назад"]]
    wish = correct_reading.menu_correct(incident=replace(ITEM, suggestion=True), topic_short="Предложение")
    assert labels(wish)[1] == ["Это не предложение"]


def test_the_questions_say_how_to_answer_and_how_to_leave() -> None:
    asked = correct_reading.ask_place(incident=ITEM, what_where=WHERE)
    assert labels(asked) == [["Список посёлков"]]
    for message in (asked, correct_reading.ask_topic(incident=ITEM, what_where=WHERE), correct_reading.place_wanted()):
        assert "«отмена»" in parse(message.html)


def test_what_was_understood_is_said_back() -> None:
    message = correct_reading.corrected(incident=ITEM, topic_short="Вода на дороге", department="отдел ЖКХ")
    assert parse(message.html) == "Запомнили: вода на дороге, Конаково, ул. Белавинская\nУ кого: отдел ЖКХ · № 1487"
    assert "решает координатор" in correct_reading.corrected(incident=ITEM, topic_short="Вода", department=None).html
