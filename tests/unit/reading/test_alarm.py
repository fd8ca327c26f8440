"""Words of danger before the queue: cheap, and of most dangers; the reader alone decides what a danger is."""

import csv

import pytest

from nlp.topics.alarm import is_alarming
from tests.kit.patterns import ROOT

ROWS = [
    row
    for file in sorted((ROOT / "benchmarks").glob("dangers*.csv"))
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
]
"""Sentences that taught nothing."""


def share(grade: str) -> float:
    """Of the sentences of a grade that are marked."""
    texts = [row["text"] for row in ROWS if row["grade"] == grade]
    return sum(map(is_alarming, texts)) / len(texts)


def test_most_dangers_are_marked_and_most_calm_texts_are_not() -> None:
    assert share("now") > 0.9
    assert share("risk") > 0.85
    assert share("none") < 0.4  # each has words of danger and tells of none


@pytest.mark.parametrize(
    "text", ["У подъезда провод искрит", "Пахнет газом на лестнице", "ГОРИТ ДОМ на Лесной", "Там опасно, люди обходят"]
)
def test_a_danger_is_told_by_its_words(text: str) -> None:
    assert is_alarming(text)


@pytest.mark.parametrize("text", ["", "Поставьте лавочку у клуба", "Спасибо за горку!", "1 2 3", "👍👍👍", "Когда вывезут мусор?"])
def test_a_calm_text_is_calm(text: str) -> None:
    assert not is_alarming(text)


def test_only_what_is_read_is_looked_at() -> None:
    assert not is_alarming("лавочка " * 1_000 + "опасно")
