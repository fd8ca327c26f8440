"""People that the reader sees in a text: spans in the author's own words, no places among them."""

from functools import cache
from pathlib import Path

import pytest

from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader

ROOT = Path(__file__).parents[3]


@cache
def reader() -> Reader:
    return Reader(load_district(ROOT / "districts" / "konakovo"), load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


def people(text: str, *, fast: bool = False) -> list[str]:
    return [text[start:end] for start, end in reader().read(text, fast=fast).persons]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Весной Дергачёв обещал песок на дорожки", ["Дергачёв"]),
        ("🙂 Спросите у Людмилы, она всё видела", ["Людмилы"]),
        ("Дворник Бахром один на четыре дома", ["Бахром"]),
        ("Весь двор боится Жорика и Светлану Рябову", ["Жорика", "Светлану Рябову"]),
    ],
)
def test_people_are_seen_without_the_word_that_opens_the_sentence(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "На Гагарина у аптеки второй день течёт люк",
        "Опять Крупская без света",
        "Опять Максима Горького без света",
        "Бар «Джон Сильвер» гремит до утра",
        "Посёлок Юрьево-Девичье без связи",
        "яма во дворе",
        "",
    ],
)
def test_places_and_signs_are_no_people(text: str) -> None:
    assert people(text) == []


def test_nobody_is_looked_for_where_many_texts_wait() -> None:
    assert people("Спросите у Людмилы, она всё видела", fast=True) == []
