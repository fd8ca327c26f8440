"""Preparation of texts: spans stay those of the original, words come out mended."""

import pytest

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
