"""A topic found by a word that a coordinator types."""

import pytest

from incidents.routing.taxonomy import FOUND, Topic, find_topics, groups, of_group
from tests.kit.desk_town import konakovo


def slugs(words: str) -> list[str]:
    return [topic.slug for topic in find_topics(words, konakovo().topics)]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("светофор", "roads_traffic_lights"),
        ("светофоры не работают", "roads_traffic_lights"),
        ("ямы", "roads_potholes"),
        ("бродячие собаки", "animals_stray"),
        ("Отопление", "housing_no_heating"),
    ],
)
def test_a_word_finds_its_topic_among_the_first(words: str, slug: str) -> None:
    assert slug in slugs(words)[:3]
    assert len(slugs(words)) <= FOUND


@pytest.mark.parametrize("words", ["", "  ", "ыщгшщ", "и в на", "😀", "123"])
def test_words_that_mean_nothing_find_nothing(words: str) -> None:
    assert slugs(words) == []


def test_every_topic_stands_in_its_group() -> None:
    topics = konakovo().topics
    found = [topic for group in groups(topics) for topic in of_group(topics, group)]
    assert sorted(topic.slug for topic in found) == sorted(topics)
    assert all(isinstance(topic, Topic) for topic in found)
