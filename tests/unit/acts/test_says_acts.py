"""Texts of acts that are no cards: every one parses, fits, and says what happens next."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from handlers.acts import notes_words
from handlers.acts import postponed_and_outside_words as waiting
from handlers.acts.together import ask_for_help_words as help
from handlers.card import waiting_and_note_lines_words as records
from handlers.danger import danger_words
from handlers.head import orders_words
from handlers.kit.card_values import DangerView, HelpView, MarkView, NoteView
from handlers.kit.text import visible_length
from incidents.acts.ask_for_help import HelpKind
from incidents.acts.delays import Delay, DelayReason
from incidents.acts.outside_requests import Request
from incidents.answers.values import AnswerState
from incidents.danger.phones import Phone
from incidents.head.orders import Order, OrderKind
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Status
from incidents.messenger import Message
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import MOSCOW, NOW, accepted, answer, at, incident, labels, official, view

ID, WHERE = IncidentId(7), "вода на <дороге>, ул. Белавинская"
# Any: arguments of many makers
ABOUT: dict[str, Any] = {"number": 1487, "what_where": WHERE}
WITH: dict[str, Any] = {"incident_id": ID, **ABOUT}
MOMENT: dict[str, Any] = {"tz": MOSCOW, "now": NOW}
REQUEST = Request(
    id=1, incident_id=ID, by=OfficialId(2), organisation="сетевая <компания>", letter="412/7", sent_at=at(11, 5), promised_at=at(9, day=26),
    remind_at=at(10, day=26),
)  # fmt: skip
ORDER = Order(id=3, incident_id=ID, by=OfficialId(9), kind=OrderKind.ORDER, at=NOW, due_at=at(16), words="замер <сегодня>")


def about(order: Order) -> orders_words.OrderView:
    return orders_words.OrderView(
        order=order, number=1487, what_where=WHERE, owner="главы", by_head=True, reporter="руководитель", timezone=MOSCOW, now=NOW
    )


MADE: list[tuple[Message, str]] = [
    (notes_words.ask_note(**ABOUT), "Жителю не уйдёт"),
    (notes_words.noted(**ABOUT), "жителю она не уйдёт"),
    (notes_words.menu_delay(**WITH), "Что мешает?"),
    (notes_words.ask_delay(**ABOUT, limit=120), "Поместится 120 знаков"),
    (notes_words.reasoned(**ABOUT), "Записали причину"),
    (waiting.menu_postpone(**WITH), "Срок ответа жителю при этом идёт"),
    (waiting.ask_postpone(**ABOUT), "До какого дня отложить?"),
    (waiting.postponed(**ABOUT, until=at(9, day=30), **MOMENT), "Отложили до пн 30 ноября, 9:00"),
    (waiting.postponed(**ABOUT, until=None, **MOMENT), "Отложили и уже вернули"),
    (waiting.came_back(**WITH, answer_by=at(12), **MOMENT), "Ответить до вт 24 ноября, 12:00"),
    (waiting.came_back(**WITH, answer_by=None, **MOMENT), "Вернулось из отложенных"),
    (waiting.ask_outside(**WITH, known=()), "Напишите название"),
    (waiting.ask_outside(**WITH, known=[REQUEST]), "1. Сетевая компания"),
    (waiting.ask_outside_date(**WITH), "До какого дня обещали ответить?"),
    (waiting.ask_outside_letter(**WITH), "Номер письма?"),
    (waiting.sent_outside(**WITH, request=REQUEST, tz=MOSCOW), "Спросим снова 26 ноября в 10:00"),
    (waiting.sent_outside(**WITH, request=None, tz=MOSCOW), "Скажите жителю"),
    (waiting.outside_came(**WITH), "теперь жителю"),
    (waiting.ask_them_again(**WITH, request=REQUEST, tz=MOSCOW), "Пора спросить снова: сетевая компания, письмо № 412/7"),
    (waiting.ask_them_again(**WITH, request=None, tz=MOSCOW), "Пора спросить снова"),
    (danger_words.menu_confirm(**WITH), "Есть пострадавшие?"),
    (danger_words.menu_calm(**WITH, answer_by=at(12), **MOMENT), "срок станет обычным: до вт 24 ноября, 12:00"),
    (danger_words.menu_call(incident=incident(), **ABOUT, phones=()), "Номеров пока нет"),
    (danger_words.menu_call(incident=incident(), **ABOUT, phones=[Phone(title="ед<дс>", number="1")]), "Ед<дс>: 1"),
    (danger_words.confirmed(incident=incident(), what_where=WHERE, hurt=True, lines=()), "Есть пострадавшие."),
    (danger_words.over(incident=incident(), what_where=WHERE, line="Безопасно"), "Опасности больше нет"),
    (help.menu_help(**WITH), "Кого позвать?"),
    (help.menu_colleague(**WITH, people=[official()]), "1. Executor"),
    *((help.help_asked(**WITH, who="исполнитель", kind=kind), "Просит исполнитель") for kind in HelpKind),
    (help.nudged(**WITH, answer_by=at(12), **MOMENT), "Ответить до вт 24 ноября, 12:00"),
    (help.nudged(**WITH, answer_by=None, **MOMENT), "как дела"),
    (orders_words.menu_order(**WITH, today=True), "Когда доложить?"),
    (orders_words.ask_order_when(**ABOUT), "К какому сроку доложить?"),
    (orders_words.ask_order(**WITH), "Без слов"),
    (orders_words.ordered(**ABOUT, until=at(16), **MOMENT), "Поручили, доложат до вт 24 ноября, 16:00"),
    (orders_words.order(about(ORDER)), "«замер <сегодня>»"),
    (orders_words.order(replace(about(ORDER), order=replace(ORDER, kind=OrderKind.EXPLAIN, words=None))), "что дальше"),
    (orders_words.report(about(replace(ORDER, report="сделали", reported_at=at(15)))), "Руководитель, в 15:00"),
    (orders_words.due(about(ORDER)), "Ждали до 16:00"),
    (orders_words.silent(about(ORDER)), "Доклада пока нет"),
    (orders_words.controlled(watched=(), settled=0), "На контроле ничего нет"),
    (orders_words.controlled(watched=[incident(), accepted(closed_at=NOW)], settled=0), "Закрыты недавно: 1, ещё не закрыты: 1"),
    (orders_words.controlled_all(items=[(incident(controlled_since=NOW), WHERE)] * 7, page=1, **MOMENT), "На контроле: 7 вопросов"),
]


@pytest.mark.parametrize(("message", "words"), MADE)
def test_every_text_parses_fits_and_says_what_it_must(message: Message, words: str) -> None:
    text = parse(message.html)
    assert words.replace("<", "").replace(">", "") in text.replace("<", "").replace(">", "")
    assert "!" not in text
    assert visible_length(message.html) <= 1024
    for row in labels(message):
        limit = {1: 20, 2: 16}.get(len(row), 10)
        assert all(0 < len(label) <= limit for label in row)


OUTSIDE = accepted(status=Status.OUTSIDE, answer_by=at(10, 14, day=25))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (lambda: records.waiting_line(view(OUTSIDE)), ""),
        (lambda: records.waiting_line(view(OUTSIDE, request=REQUEST)), "Передали: сетевая компания, 24 ноября в 11:05, письмо № 412/7"),
        (lambda: records.waiting_line(view(OUTSIDE, request=replace(REQUEST, asked_at=at(9)))), "Спрашивали снова в 9:00"),
        (lambda: records.waiting_line(view(OUTSIDE, request=REQUEST, answer=answer())), "Жителю сказали в 11:42"),
        (lambda: records.waiting_line(view(OUTSIDE, request=REQUEST, answer=answer(published_at=at(10)))), "до <b>26 ноября</b>"),
        (lambda: records.waiting_line(view(OUTSIDE, request=REQUEST, answer=answer(AnswerState.REFUSED))), "Передали"),
        (
            lambda: records.delay_line(view(delay=Delay(id=1, incident_id=ID, by=OfficialId(2), at=NOW, reason=DelayReason.WEATHER))),
            "погода",
        ),
        (
            lambda: records.note_line(view(note=NoteView(who="территориальный отдел", at=NOW, text="<ключ>"))),
            "(территориальный отдел), 9:20",
        ),
        (lambda: help.asked(HelpView(who="исполнитель", at=NOW, words="нужен юрист"), NOW, MOSCOW), "в 9:20: исполнитель, нужен юрист"),
        (lambda: danger_words.said(DangerView(known=MarkView(who="ЕДДС", at=NOW)), NOW, MOSCOW), "«знаем, работаем» в 9:20: <b>ЕДДС</b>"),
        (lambda: danger_words.said(DangerView(confirmed=MarkView(who="ЕДДС", at=NOW, hurt=True)), NOW, MOSCOW), "<b>есть пострадавшие</b>"),
    ],
)  # fmt: skip
def test_lines_of_a_card(line: Callable[[], str], words: str) -> None:
    html = line()
    parse(html or "-")
    assert words in html
    assert bool(html) == bool(words)


def test_whoever_writes_the_numbers_down_is_not_sent_to_themselves() -> None:
    there = {"incident": accepted(), **ABOUT, "phones": (), "people": [official()]}
    asks, writes = danger_words.menu_call(**there).html, danger_words.menu_call(**there, keeps=True).html
    assert "спросите у координатора" in asks
    assert "спросите" not in writes and "впишите его: /people" in writes
    nobody = {**there, "incident": incident()}
    assert "Телефонов отдела в боте нет, впишите их: /people" in danger_words.menu_call(**nobody, keeps=True).html
