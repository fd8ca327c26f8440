"""A danger's headline is the resident's own trouble, cut where nothing leans on what is cut away."""

import pytest

from nlp.text.morph import Morph
from nlp.topics.danger import without_hanging
from nlp.topics.trouble import MOST_SIGNS, MOST_WORDS, trouble

MORPH = Morph()


def headline(text: str, *places: str) -> str | None:
    """The cut of the whole text; a longer one tells as much as a shorter one."""
    spans = [(text.index(place), text.index(place) + len(place)) for place in places]
    return trouble(text, 0, len(text), spans, MORPH, lambda each: [0.0] * len(each))


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("Сосна легла на провода", "Сосна легла на провода"),
        ("тополь завалился на забор, соседка плачет", "тополь завалился на забор"),
        ("и вот опора качается от ветра", "опора качается от ветра"),
        ("в подвале сильно тянет газом", "в подвале сильно тянет газом"),
        ("прямо сейчас падают глыбы льда", "падают глыбы льда"),
        ("сейчас забор падает на тротуар прямо сейчас", "забор падает на тротуар"),
        ("ПЛИТА УПАЛА С КОЗЫРЬКА", "плита упала с козырька"),
    ],
)
def test_the_headline_names_what_happens(clause: str, words: str) -> None:
    assert headline(clause) == words


def test_the_address_stands_beside_it_and_is_not_said_twice() -> None:
    assert headline("на Садовой 8 горит сарай во дворе", "Садовой 8") == "горит сарай во дворе"


def test_no_headline_ends_with_a_number_without_what_is_counted() -> None:
    assert headline("мусоропровод забит две недели и воняет") in {"мусоропровод забит", "мусоропровод забит две недели"}


@pytest.mark.parametrize(
    "clause",
    [
        "железный лист на крыше старого клуба держится на одном гвозде и гремит",
        "возле остановки у рынка огромная стая рыжих собак бросается на прохожих",
        "над детской площадкой опасно висит сухая ветка старой берёзы",
    ],
)
def test_a_long_clause_is_cut_by_grammar(clause: str) -> None:
    found = headline(clause)
    assert found is not None and found in clause
    assert len(found.split()) <= MOST_WORDS and len(found) <= MOST_SIGNS
    leaning = {"на", "у", "и", "над", "железный", "огромная", "рыжих", "сухая", "старой", "детской", "одном", "старого"}
    assert found.split()[-1] not in leaning


@pytest.mark.parametrize("clause", ["ой", "ну и как это называется", "!!!", "опять и опять", ""])
def test_where_nothing_is_named_the_topic_stands_there(clause: str) -> None:
    assert headline(clause) is None


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("глыба льда упала в шаге от женщины с", "глыба льда упала в шаге от женщины"),
        ("провод висит, и что", "провод висит"),
        ("провод искрит", "провод искрит"),
        ("в", "в"),
    ],
)
def test_words_that_are_cut_end_with_nothing_that_hangs(cut: str, whole: str) -> None:
    assert cut[: without_hanging(cut, 0, len(cut))].rstrip(" ,") == whole
