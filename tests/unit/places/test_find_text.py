"""What a request of /find means, and what it is compared with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.places.find_text import MOST_WORDS, find_query, folded, folded_place
from incidents.reading import MainPlace


@pytest.mark.parametrize(("text", "number"), [("1487", 1487), ("№ 1487", 1487), ("№1487", 1487), ("дом 14", None), ("1234567890", None)])
def test_a_request_that_is_a_number_may_be_an_incidents(text: str, number: int | None) -> None:
    assert find_query(text).number == number


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ("Строителей 14", "Конаково, улица Строителей, 14"),
        ("ул. строителей, д. 14", "строителей 14"),
        ("ямы", "Опять ЯМА у школы"),
        ("ёлка", "Елку поставили"),
        ("фонарь", "Нет ни одного фонаря"),
        ("№ 7", "школа № 7"),
    ],
)
def test_words_are_found_whatever_their_case_and_ending(request_: str, text: str) -> None:
    assert all(stem in folded(text) for stem in find_query(request_).stems)


@pytest.mark.parametrize(("request_", "text"), [("Строителей 14", "строителей 145"), ("яма", "мамаша"), ("снег", "на бугре")])
def test_a_house_is_whole_and_a_word_is_found_from_its_beginning(request_: str, text: str) -> None:
    assert not all(stem in folded(text) for stem in find_query(request_).stems)


def test_a_request_of_signs_has_nothing_to_look_for() -> None:
    assert find_query("!!! ???").stems == ()
    assert find_query("ул").stems == (" ул ",)  # alone it is all that was said


def test_the_names_of_a_place_are_folded_together() -> None:
    place = MainPlace(settlement="Конаково", street="улица Набережная Волги", house="58А")
    assert folded_place(place) == " конаково улица набережная волги 58а "


@given(st.text(st.characters(), max_size=300))
def test_whatever_is_typed_is_a_request(text: str) -> None:
    request = find_query(text)
    assert len(request.stems) <= MOST_WORDS
    assert all(stem.startswith(" ") and len(stem) > 1 for stem in request.stems)
