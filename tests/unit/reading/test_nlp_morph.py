"""Morphology that is read from the dictionary's automaton says what pymorphy3's own analyses say."""

import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.places.entities import LOC, PER, Entities
from nlp.text.morph import Is, Morph

MORPH, LIBRARY = Morph(), pymorphy3.MorphAnalyzer()


@pytest.mark.parametrize("word", ["елка", "еще", "мед", "передает", "ямы", "кюветов", "сосулищами", "и", "л", "кто-то", "ffff", ""])
def test_a_word_is_known_where_the_library_knows_it(word: str) -> None:
    assert MORPH.knows(word) == LIBRARY.word_is_known(word)
    assert MORPH.knows(word) == bool(MORPH.form(word).flags & Is.KNOWN)


@given(st.text(alphabet="абвеёноьы", max_size=7))
def test_parts_of_speech_are_those_of_the_library(word: str) -> None:
    parses = LIBRARY.parse(word)
    assert MORPH.is_(word, Is.NOUN) == any(parse.tag.POS == "NOUN" for parse in parses)
    assert MORPH.is_(word, Is.KNOWN) == any(parse.is_known for parse in parses)
    assert MORPH.lemma(word) == parses[0].normal_form.replace("ё", "е")


def test_the_likeliest_analysis_decides_whether_a_word_is_a_town_first_of_all() -> None:
    assert MORPH.is_("твери", Is.GEO_TOP) and MORPH.form("твери").geo == "тверь"
    assert MORPH.is_("орел", Is.GEO) and not MORPH.is_("орел", Is.GEO_TOP)


def test_the_tagger_finds_people_and_towns_and_nothing_in_nothing() -> None:
    found = Entities().find("Глава города Пётр Ильич Синицын приехал в Вышний Волочёк")
    assert [(entity.start, entity.end, entity.type) for entity in found] == [(13, 31, PER), (42, 56, LOC)]
    assert Entities().find("") == Entities().find(" \n") == []
