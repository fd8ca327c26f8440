"""A department's contacts: what is a phone, what is not, and what the advice before sending makes of it."""

import re
from dataclasses import replace

import pytest

from handlers.people import department_contacts_words as cards
from incidents.advice.rules import advise
from incidents.advice.substance import has_owner
from incidents.errors import DomainError
from incidents.ids import DepartmentId
from incidents.people.department_contacts import Contact, contact_in, hours_in, last_ten, phone_in
from tests.kit.tdlib import parse
from tests.kit.values.advice import ABOUT, WORDS
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import department


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("8 48242 4-12-34", "8 48242 4-12-34"),
        ("+7 (48242) 4-12-34", "+7 (48242) 4-12-34"),
        ("8(48242)4-12-34", "8(48242)4-12-34"),
        ("  8  (800) 000–00–00. ", "8 (800) 000-00-00"),
        ("88000000000", "8 800 000-00-00"),
        ("79000000000", "8 900 000-00-00"),
        ("9000000000", "8 900 000-00-00"),
        ("84824241234", "8 4824241234"),
        ("8 48242 4-12-34 доб. 12", "8 48242 4-12-34, доб. 12"),
        ("8 48242 4-12-34, добавочный 5", "8 48242 4-12-34, доб. 5"),
        ("112", "112"),
        ("122", "122"),
    ],
)
def test_a_phone_is_taken_as_people_write_it(text: str, phone: str) -> None:
    assert phone_in(text) == phone
    assert phone_in(phone) == phone


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("4-12-34", "Не хватает кода города"),
        ("41234", "Не хватает кода города"),
        ("", "не похоже на номер"),
        ("позвоните мне", "не похоже на номер"),
        ("8 48242 4-12-34, 8 48242 4-12-35", "не похоже на номер"),
        ("ivanov@mail.example", "не похоже на номер"),
        ("8 48242 4-12-3", "десять цифр"),
        ("+1 900 000-00-00", "не похоже на номер"),
        ("911", "не похоже на номер"),
        ("8 000 000-00-00", "десять цифр"),
        ("8" * 500, "не похоже на номер"),
    ],
)
def test_what_is_no_phone_gets_a_sentence(text: str, says: str) -> None:
    with pytest.raises(DomainError, match=re.escape(says)):
        phone_in(text)


def test_hours_are_one_short_line() -> None:
    assert hours_in(" пн–пт  9:00–18:00, обед 13:00–14:00. ") == "пн–пт 9:00–18:00, обед 13:00–14:00"
    assert contact_in(Contact.HOURS, "круглосуточно") == "круглосуточно"
    for text in ("", "днём", "9" * 61):
        with pytest.raises(DomainError):
            hours_in(text)


def test_spellings_of_one_number_are_one() -> None:
    assert last_ten("+7 (900) 000-00-00, доб. 12") == last_ten("8 900 000 00 00") == "9000000000"


def test_a_departments_own_phone_is_no_personal_data_and_says_who_answers() -> None:
    text = "Здравствуйте! Сегодня откачаем лужу. Вопросы: 8 900 000-00-00"
    assert {each.code for each in advise(text, ABOUT, WORDS).advice} == {"personal", "no_owner"}
    ours = replace(ABOUT, phones=frozenset({last_ten("+7 900 000-00-00")}))
    assert advise(text, ours, WORDS).advice == ()
    quoted = replace(ours, said="Звонил на +7 (900) 000-00-00, не берут")
    assert advise(text, quoted, WORDS).advice == ()
    stranger = replace(ours, said="звоните мне 8 900 000-00-01")
    assert [each.code for each in advise(f"{text}, 8 900 000-00-01", stranger, WORDS).advice] == ["personal"]
    assert has_owner("Позвоните: 8 (900) 000-00-00", ours)


def test_pages_of_departments_parse_and_show_a_way_back() -> None:
    roads = replace(department(DepartmentId("roads")), title="отдел дорог <x>")
    empty = cards.one(department=roads, before=dict.fromkeys(Contact), page=0)
    assert labels(empty) == [["Телефон…", "Часы…"], ["Все отделы"]]
    full = replace(roads, phone="8 48242 4-12-34", hours="пн–пт 9:00–18:00")
    changed = cards.one(department=full, before={Contact.PHONE: "", Contact.HOURS: "сб 9:00–12:00"}, page=0)
    assert labels(changed)[1:] == [["Без телефона", "Без часов"], ["Прежний телефон"], ["Прежние часы"], ["Все отделы"]]
    assert "Было: пусто" in changed.html
    listed = cards.listed(departments=[full] * 1 + [replace(roads, id=DepartmentId(f"d{n}")) for n in range(9)], page=0)
    assert "1. Отдел дорог <x>: 8 48242 4-12-34" in parse(listed.html)
    assert ["Что меняли", "Дальше"] in labels(listed)
    made = [empty, changed, listed, cards.listed(departments=[], page=0)]
    made += [cards.ask(department=roads, contact=each) for each in Contact]
    for message in made:
        assert len(parse(message.html)) <= 1024
    assert cards.change_line("roads:phone", None, "112", {"roads": "отдел дорог"}) == "отдел дорог, телефон: 112, было пусто"
    assert cards.change_line("roads:hours", "сб", None, {}) == "roads, часы: пусто, было сб"
