"""Tags alone say what whole analyses say, the dictionary in C or Python."""

import json
import subprocess
import sys

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


FORMS = """
import json, sys
if sys.argv[1] == "plain":
    sys.modules["dawg"] = None  # as where the extra pymorphy3[fast] is not installed
from nlp.text.morph import Morph
morph = Morph()
forms = {word: (morph.knows(word), morph.form(word).flags, morph.form(word).geo, morph.lemma(word)) for word in sys.argv[2:]}
print(json.dumps(forms))
"""


def test_the_dictionary_in_c_and_in_python_say_the_same() -> None:
    """The first one is the extra `pymorphy3[fast]`: declared where a wheel exists, never needed."""
    words = ["твери", "орел", "елка", "ещё", "баскакова", "сосулищами", "кто-то", "и", "л", "yota", "XIX", "сбербанковский", ""]
    said = [
        subprocess.run([sys.executable, "-c", FORMS, how, *words], capture_output=True, text=True, check=True).stdout
        for how in ("fast", "plain")
    ]
    assert said[0] == said[1] and len(json.loads(said[0])) == len(words)


def test_the_likeliest_analysis_decides_whether_a_word_is_a_town_first_of_all() -> None:
    assert MORPH.is_("твери", Is.GEO_TOP) and MORPH.form("твери").geo == "тверь"
    assert MORPH.is_("орел", Is.GEO) and not MORPH.is_("орел", Is.GEO_TOP)


def test_the_tagger_finds_people_and_towns_and_nothing_in_nothing() -> None:
    found = Entities().find("Глава города Пётр Ильич Синицын приехал в Вышний Волочёк")
    assert [(entity.start, entity.end, entity.type) for entity in found] == [(13, 31, PER), (42, 56, LOC)]
    assert Entities().find("") == Entities().find(" \n") == []
