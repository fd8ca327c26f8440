"""Whatever people paste: no crash, and a reading for each."""

from pathlib import Path

import pytest

from nlp.district_files import load_taxonomy
from nlp.reader import Reader

ROOT = Path(__file__).parents[3]
VOICE = "ну короче я вышла утром а там опять вода стоит по колено и никто не едет я звонила им три раза " * 32
TEXTS = {
    "look-alikes of another alphabet": "Нa улицe Лecнoй пaхнeт гaзoм",
    "signs without width": "На Лес\u200bной гор\u00adит д\u200dом, лю\ufeffди внутри",
    "emoji alone": "🔥🔥🔥 😡",
    "a voice message of three thousand signs without a stop": VOICE[:3000],
    "a poll": "Опрос: нужен ли светофор?\n1. Да\n2. Нет\n3. Всё равно\nПроголосовало 128",
    "two languages": "Hello, на Ленина 5 no water since morning, please help, воды нет",
    "one letter": "я",
    "nothing": "",
    "a link": "https://example.com/a?b=c",
    "half a pair": "дом \ud83d горит",
    "a wall of brackets": "((((((" * 600,
    "one word of four thousand letters": "а" * 4000,
    "a letter that Unicode gave no name": "На Лесной \U000187f7яма\U000187f7",
    "a letter without a name in Latin": "íÖ\U000178bazgÀ яма",
    "commas": "яма, " * 800,
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


@pytest.mark.parametrize("what", TEXTS)
def test_a_strange_text_is_read_like_any_other(reader: Reader, what: str) -> None:
    reading = reader.read(TEXTS[what])
    assert 0 <= reading.appeal_score <= 1
    assert reading.group in reader.taxonomy.groups


@pytest.mark.parametrize("what", TEXTS)
def test_a_comment_and_a_reply_of_strange_words_are_read_too(reader: Reader, what: str) -> None:
    assert reader.read(TEXTS[what], parent_text="На Лесной яма").group in reader.taxonomy.groups
    assert reader.read(TEXTS[what], answer="Здравствуйте! Передали в отдел.").reaction is not None


def test_look_alikes_and_signs_without_width_hide_no_danger(reader: Reader) -> None:
    for what in ("look-alikes of another alphabet", "signs without width"):
        reading = reader.read(TEXTS[what])
        assert reading.danger or reading.danger_asked, what
