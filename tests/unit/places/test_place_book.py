"""Places that a coordinator types, points at or chooses from the list."""

import pytest

from handlers.kit.place import place_text
from incidents.places.values import NO_PLACES, OFFERED, in_town, metres
from incidents.reading import MainPlace
from tests.kit.desk_town import konakovo

BOOK = konakovo().places


def found(words: str, near: str | None = None) -> list[str]:
    return [place_text(spot.place) for spot in BOOK.find(words, near=near)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Редкино, школа 3", ["Редкино, Школа №3"]),
        ("Конаково Белавинская 12а", ["Конаково, ул. Белавинская, 12А"]),
        ("ленина 5", ["Конаково, пр-т Ленина, 5", "Изоплит, ул. Ленина, 5"]),
        ("школа 3", ["Конаково, Школа №3", "Редкино, Школа №3"]),
        ("д. Шоша", ["Шоша"]),
        ("Редкино ул Неведомая 5", ["Редкино, ул. Неведомая, 5"]),
        ("Кимры, ул. Кирова", []),
        ("ул. Неведомая 5", []),
        ("5", []),
        ("", []),
        ("ы" * 4000, []),
    ],
)
def test_words_find_the_places_that_they_may_mean(words: str, places: list[str]) -> None:
    assert found(words) == places


def test_a_homonym_near_what_is_known_already_comes_first() -> None:
    assert found("лесная", near="s-redkino")[0] == "Редкино, ул. Лесная"
    assert found("лесная", near="s-konakovo")[0] == "Конаково, ул. Лесная"
    assert len(found("школьная")) == OFFERED
    assert all("школа" in place.lower() for place in found("школа"))


def test_a_point_has_its_settlement_and_what_stands_there_and_a_far_one_is_not_ours() -> None:
    spot = BOOK.at(56.6434, 36.2962)
    assert spot is not None and spot.place.settlement == "Редкино"
    assert (spot.lat, spot.lon) == (56.6434, 36.2962)
    station = BOOK.of("l-st-gres")
    assert station is not None and station.lat is not None and station.lon is not None
    near = BOOK.at(station.lat + 0.001, station.lon)
    assert near is not None and near.place.landmark_id == "l-st-gres"
    assert BOOK.at(55.75, 37.61) is None
    assert metres(56.0, 36.0, 57.0, 36.0) == pytest.approx(111_195, rel=0.01)


def test_the_list_holds_towns_and_villages_by_name() -> None:
    names = [spot.place.settlement for spot in BOOK.settlements()]
    assert "Конаково" in names and "Шоша" in names and "Вахонинское сельское поселение" not in names
    assert names == sorted(names, key=str)
    assert BOOK.of("nowhere") is None


def test_a_town_is_chosen_for_a_street_that_is_known_already() -> None:
    redkino = BOOK.of("s-redkino")
    assert redkino is not None
    assert place_text(in_town(MainPlace(street="улица Лесная", house="5"), redkino, BOOK).place) == "Редкино, ул. Лесная, 5"
    unknown = in_town(MainPlace(street="улица Неведомая", house="7"), redkino, BOOK)
    assert (place_text(unknown.place), unknown.id) == ("Редкино, ул. Неведомая, 7", "s-redkino")
    assert place_text(in_town(MainPlace(landmark="мост"), redkino, BOOK).place) == "Редкино"


def test_without_a_gazetteer_nothing_is_found() -> None:
    assert (NO_PLACES.find("ленина 5"), NO_PLACES.at(1, 1), NO_PLACES.of("s"), NO_PLACES.settlements()) == ((), None, None, ())


@pytest.mark.parametrize("words", ["марс", "где-то там", "отстаньте", "не знаю"])
def test_words_that_name_no_place_are_no_place_wherever_the_incident_is(words: str) -> None:
    assert found(words, near="s-redkino") == []
