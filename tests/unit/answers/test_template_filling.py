"""Filling a template: a sentence whose field is empty is dropped whole, and the question before it too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.answers.template_filling import FIELDS, fields_in, filled_template, missing_fields, readable_text, unknown_fields

BINS = "{привет} {адрес}: баки полные, сообщили в {время}. Вывезут до {дата}, проверит {кто}. Не вывезли? Позвоните: {телефон}. Спасибо."


def test_a_whole_template_is_filled_word_for_word() -> None:
    values = {
        "привет": "Здравствуйте!",
        "адрес": "Редкино, ул. Новая",
        "время": "9:40",
        "дата": "25 ноября",
        "кто": "отдел экологии",
        "телефон": "4-00-00",
    }
    assert filled_template(BINS, values).text == (
        "Здравствуйте! Редкино, ул. Новая: баки полные, сообщили в 9:40. Вывезут до 25 ноября, проверит отдел экологии. "
        "Не вывезли? Позвоните: 4-00-00. Спасибо."
    )


def test_a_sentence_with_an_empty_field_goes_whole_and_takes_its_question_along() -> None:
    filled = filled_template(BINS, {"привет": "Здравствуйте!", "дата": "25 ноября", "кто": "отдел экологии", "телефон": "  "})
    assert filled.text == "Здравствуйте! Вывезут до 25 ноября, проверит отдел экологии. Спасибо."
    assert filled.missing == ("время", "телефон")


def test_a_greeting_stands_alone_even_without_a_full_stop_after_it() -> None:
    assert filled_template("{привет} До {дата}: приняли.", {"привет": "Здравствуйте!"}).text == "Здравствуйте!"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{привет} {адрес}: сделали {дата}. Отвечает {кто}.", "Здравствуйте! Сделали 24 ноября."),
        ("{привет} {адрес}, холодно дома: приняли.", "Здравствуйте! Холодно дома: приняли."),
        ("{привет} По адресу {адрес} сделали {дата}.", "Здравствуйте!"),
    ],
)
def test_without_a_place_the_sentence_that_begins_with_it_says_the_rest(template: str, text: str) -> None:
    assert filled_template(template, {"привет": "Здравствуйте!", "дата": "24 ноября"}).text == text


def test_what_nobody_knows_is_asked_once_and_contacts_and_photos_never() -> None:
    text = (
        "{привет} {адрес}: {кто} {мера}. Почему: {причина}. {фото}. Телефон: {телефон}. Снова о том же: {причина}, {организация}, {часы}."
    )
    assert missing_fields(text, {"привет": "Здравствуйте!", "кто": "отдел ЖКХ"}) == ("мера", "причина", "организация", "часы")
    assert missing_fields("Сделали по адресу {адрес}.", {}) == ("адрес",)


def test_a_template_is_read_without_braces() -> None:
    text = "{привет} {адрес}: {кто} {мера}. Причина: {причина}. {фото}."
    assert readable_text(text, {"привет": "Здравствуйте!", "кто": "отдел ЖКХ"}) == (
        "Здравствуйте! Отдел ЖКХ ‹что сделает отдел›. Причина: ‹почему так вышло›."
    )
    for name in FIELDS:
        assert "{" not in readable_text(f"Поле {{{name}}}.", {})


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{кто} проверит линию.", {"кто": "отдел ЖКХ"}, "Отдел ЖКХ проверит линию."),
        ("До места 2.5 км. Идём.", {}, "До места 2.5 км. Идём."),
        ("Верно так: «{стало}». Спасибо.", {"стало": "28 ноября"}, "Верно так: «28 ноября». Спасибо."),
        ("Без точки в конце", {}, "Без точки в конце"),
        ("Есть вопросы?", {}, "Есть вопросы?"),
        ("Пострадали? 112. Ждите.", {}, "Пострадали? 112. Ждите."),
        ("", {}, ""),
    ],
)
def test_sentences_are_told_apart_where_a_reader_would(template: str, values: dict[str, str], text: str) -> None:
    assert filled_template(template, values).text == text


def test_line_breaks_inside_a_value_do_not_tear_the_text() -> None:
    assert filled_template("Факт: {факт}.", {"факт": "труба\n\nцела"}).text == "Факт: труба цела."


def test_unknown_fields_are_named_and_known_ones_are_not() -> None:
    assert fields_in("{дата} {кто} {дата}") == ("дата", "кто")
    assert unknown_fields("{дата} {когда-нибудь} {}") == ("когда-нибудь", "")


@given(st.text(max_size=300), st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=20)))
def test_nothing_of_an_odd_template_is_ever_left_with_an_unfilled_field(template: str, values: dict[str, str]) -> None:
    values = {name: value.replace("{", "").replace("}", "") for name, value in values.items()}
    assert fields_in(filled_template(template, values).text) == ()
