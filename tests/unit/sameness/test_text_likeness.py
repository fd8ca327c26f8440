"""How alike two texts are, and how near two places."""

from dataclasses import replace

import pytest

from incidents.reading import MainPlace
from incidents.sameness.match_evidence import TopicLikeness, compare_topics
from incidents.sameness.same_place import Nearness, nearness
from incidents.sameness.text_likeness import is_agreement, likeness
from incidents.stemming import names, stems
from tests.kit.values.samples import incident, place, reading

NOWHERE = MainPlace()
STREET = place("Конаково", "Белавинская")
TOWN = place("Редкино")


def test_words_are_compared_without_endings_and_names_of_places() -> None:
    assert stems("Ямы на Лесной улице", without=["Лесная"]) == {"ям"}
    assert likeness(frozenset(), frozenset()).shared == 0
    assert likeness(stems("сосульки висят"), stems("сосулек")).share == 1.0
    assert names("У дома Космонавта Гагарина") == {"космо", "гагар"}
    assert len({each for word in ("вода", "воды", "водой", "воду") for each in stems(word)}) == 1


@pytest.mark.parametrize(
    "text", ["у нас свалка за гаражами", "плюсы и минусы", "а когда дорогу сделают?", "тоже мне администрация", "слово " * 13]
)
def test_what_says_something_of_its_own_is_no_agreement(text: str) -> None:
    assert not is_agreement(text)


def test_a_known_place_and_an_unknown_one_say_nothing_either_way() -> None:
    assert nearness(reading(main=NOWHERE), STREET) is Nearness.UNKNOWN
    assert nearness(reading(main=place("Конаково")), STREET) is Nearness.WIDE
    assert nearness(reading(main=TOWN), TOWN) is Nearness.SETTLEMENT


def test_a_house_is_one_however_it_is_written() -> None:
    assert nearness(reading(main=place("Конаково", "Лесная", "58 а")), place("Конаково", "Лесная", "58А")) is Nearness.HOUSE
    assert nearness(reading(main=place("Конаково", "Лесная", "2")), place("Конаково", "Лесная", "2/1")) is Nearness.DIFFERENT


def test_one_landmark_on_one_street_is_nearer_than_half_a_street() -> None:
    shop = MainPlace(street="улица Лесная", landmark="ТЦ Берёзка")
    assert nearness(reading(main=shop), replace(shop, house="7")) is Nearness.LANDMARK
    assert nearness(reading(main=replace(shop, house="5")), replace(shop, house="7")) is Nearness.DIFFERENT


def test_what_every_appeal_says_is_no_likeness() -> None:
    one, other = stems("Управляющая компания не отвечает на заявки, помогите"), stems("Помогите жителям, управляющая компания молчит")
    assert likeness(one, other).shared == 0


def test_an_unsure_topic_says_nothing_against_another() -> None:
    known = incident(topic="roads_signs")
    assert compare_topics(reading(topic="roads_snow", topics=(("roads_snow", 0.2),)), known) is TopicLikeness.LIKELY
    assert compare_topics(reading(topic="roads_snow", topics=(("roads_snow", 0.7),)), known) is TopicLikeness.GROUP
