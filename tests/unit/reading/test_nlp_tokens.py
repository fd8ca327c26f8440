"""Preparation of texts: spans stay those of the original, words come out mended."""

import pytest

from nlp.text.lexicon import Lexicon, heads
from nlp.text.tokens import mend, tokenise, working_text


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("Ёлка", "елка"),
        ("Koнаковo", "конаково"),  # Latin K and o
        ("уууужас", "ужас"),
        ("длиннннный", "длинный"),
        ("и\u0306од", "йод"),  # a combining breve
        ("Кона\u00adково", "конаково"),  # a soft hyphen
        ("Wi", "wi"),
    ],
)
def test_a_word_is_mended(raw: str, word: str) -> None:
    assert mend(raw) == word


def test_spans_point_into_the_original_whatever_stands_in_it() -> None:
    text = "😀 Смотрите https://vk.com/wall-1_2 \x00 [id5|Олег], и\u0306одная, пр-т Мира"
    tokens = tokenise(working_text(text))
    assert [text[t.start : t.end] for t in tokens if t.is_word] == ["Смотрите", "и\u0306одная", "пр-т", "Мира"]
    assert len(working_text(text)) == len(text)


def test_words_glued_by_a_lost_space_are_two() -> None:
    assert [t.word for t in tokenise("покрасили полЖители довольны")] == ["покрасили", "пол", "жители", "довольны"]


def test_a_phone_is_no_number_of_a_house() -> None:
    assert not any(t.is_number for t in tokenise(working_text("звоните 8 (901) 123-45-67")))


def test_capitals_of_a_shouted_text_mean_nothing() -> None:
    assert not any(t.cap for t in tokenise("ПОЧЕМУ НЕ ЧИСТЯТ ДОРОГУ У ШКОЛЫ"))


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        (r"\bгор[ия]т", {"гор"}),
        (r"(?:люк\w*|колод\w+)\b", {"люк", "кол"}),
        (r"\b(?:ед?ва|чуть)\s", {"е", "чут"}),
        (r"\d+\s*руб", {""}),
        (r"(?:не )?дадут", {"не", "дад"}),
        (r"(?:он|она)\b|\bмы", {"он", "она", "мы"}),
        (r"[её]лк", {"елк", "ёлк"}),
    ],
)
def test_heads_are_the_beginnings_of_all_matches(pattern: str, first: set[str]) -> None:
    assert heads(pattern) == first


def test_a_lexicon_finds_where_a_regular_expression_would() -> None:
    lexicon = Lexicon({"fire": [r"\bгорит\b", r"(?:дым|огонь)\w*"], "sum": [r"\d+\s*руб"]})
    assert lexicon.find("Горит лес, дымно, 50 руб") == {"fire": [(0, 5), (11, 16)], "sum": [(18, 24)]}
