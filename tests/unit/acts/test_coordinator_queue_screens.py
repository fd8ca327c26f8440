"""/queue, /summary: what they show, that they page, what an empty one says."""

from typing import Any

import pytest

from handlers.acts.lists import coordinator_queue_words
from handlers.acts.lists import incident_lists_words as incident_lists
from handlers.kit.buttons import ListButton, Listed
from incidents.acts.coordinator_queue import Waiting
from incidents.head.summary import Period, span
from incidents.ids import IncidentId
from incidents.incident import Doubt
from incidents.messenger import Message
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, at, incident


def seen(message: Message) -> list[str]:
    return parse(message.html).split("\n")


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


def item(number: int) -> incident_lists.ListItem:
    return incident_lists.ListItem(incident=incident(id=IncidentId(number), number=number, doubt=Doubt.TOPIC), topic_short="Вода на дороге")


def test_the_queue_counts_by_kind_and_each_kind_opens() -> None:
    message = coordinator_queue_words.kinds(waiting={Waiting.DANGER: 1, Waiting.TOPIC: 7, Waiting.PLACE: 2})
    assert seen(message) == ["Ждёт вашего решения: 10", "Опасно, никто не взял: 1", "Непонятная тема: 7", "Непонятно, где: 2"]
    assert labels(message) == [["Опасно: 1", "Тема: 7"], ["Где: 2"]]
    assert message.rows[0][1].data == ListButton(what=Listed.QUEUE, key="topic", page=0).pack()


def test_an_empty_queue_says_what_to_do() -> None:
    message = coordinator_queue_words.kinds(waiting={})
    assert seen(message) == ["Решать сейчас нечего. Неясное придёт сюда само. Всё, что не закрыто: /my"]
    assert message.rows == ()


def test_a_kind_of_the_queue_pages_and_leads_back() -> None:
    items = [item(n) for n in range(1, 9)]
    first = coordinator_queue_words.of_kind(kind=Waiting.TOPIC, items=items, page=0, tz=MOSCOW, now=NOW)
    assert seen(first)[0] == "Непонятная тема: 8 · страница 1 из 2"
    assert labels(first) == [["1", "2", "3"], ["4", "5", "6"], ["Дальше"], ["Вся очередь"]]
    last = coordinator_queue_words.of_kind(kind=Waiting.TOPIC, items=items, page=99, tz=MOSCOW, now=NOW)
    assert labels(last) == [["7", "8"], ["Назад"], ["Вся очередь"]]
    gone = coordinator_queue_words.of_kind(kind=Waiting.TOPIC, items=[], page=0, tz=MOSCOW, now=NOW)
    assert (seen(gone), labels(gone)) == (["Непонятная тема: уже пусто"], [["Вся очередь"]])


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.TODAY, at(0), at(9, 14)),
        (Period.YESTERDAY, at(0, day=23), at(0)),
        (Period.WEEK, at(0, day=18), at(9, 14)),
    ],
)
def test_a_period_begins_at_midnight(period: Period, since: Any, until: Any) -> None:
    assert span(period, now=at(9, 14), timezone=MOSCOW) == (since, until)


def test_nothing_to_do_offers_what_was_done() -> None:
    assert labels(incident_lists.my_empty()) == [["Сделанное за неделю"]]
    assert seen(incident_lists.done_empty()) == ["За неделю закрытых нет. Что ждёт вас сейчас: /my"]
