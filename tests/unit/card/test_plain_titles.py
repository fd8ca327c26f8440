"""A card whose topic's name says nothing is called by the resident's own words, everywhere alike."""

from typing import Any

import pytest

from bot.config.district import load_district
from handlers.kit.place import plain_title
from handlers.kit.rendering import title_of
from incidents.incident import Incident
from incidents.routing.topic_rules import with_topic
from tests.kit.values.cards_made import incident

POLICY = load_district("districts/konakovo").policy
ASKS = "как попасть на приём к главе?"


def called(**changes: Any) -> Incident:  # Any: fields of a dataclass
    return incident(group="authorities", topic="authorities_other", **changes)


def test_the_residents_words_stand_for_a_topic_that_says_nothing() -> None:
    assert title_of(POLICY, called(trouble=ASKS)) == "Как попасть на приём к главе?"
    assert title_of(POLICY, called()) == "Органы власти"


@pytest.mark.parametrize("words", ["позвоните 8 915 123-45-67", "лифт стоит, кв. 12", ""])
def test_words_with_a_hole_are_no_title(words: str) -> None:
    assert plain_title(called(trouble=words), "Органы власти") == "Органы власти"


def test_a_wish_is_called_a_wish() -> None:
    assert title_of(POLICY, called(trouble=ASKS, suggestion=True)) == "Предложение"


def test_another_topic_has_its_own_name() -> None:
    assert with_topic(called(trouble=ASKS), "roads", "roads_potholes").trouble is None
    assert with_topic(called(trouble=ASKS), "authorities", "authorities_other").trouble == ASKS
