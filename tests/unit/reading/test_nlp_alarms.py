"""A cry of a few words: an emergency is asked about at least, whatever the text sounds like."""

from pathlib import Path

import pytest

from incidents.reading import Kind
from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader

DISTRICTS = Path(__file__).parents[3] / "districts"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_district(DISTRICTS / "konakovo"), load_taxonomy(DISTRICTS / "taxonomy.csv"))


@pytest.mark.parametrize(
    "text",
    [
        "Человек тонет в Волге у набережной!",
        "Пожар на Баскакова 29, 3 этаж",
        "Горим! Редкино, Парковая 5",
        "Горим!!! Гаражи на Промышленном",
        "Пропал ребенок, Мокшино",
        "ДТП у вокзала, человек под машиной",
        "у нас крыша течёт на пятом этаже прям на проводку",
        "меня сейчас чуть не разорвали три собаки у Пятёрочки",
        "Взрыв на ГРЭС!",
    ],
)
def test_an_emergency_is_never_dropped(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert reading.is_appeal
    assert reading.danger or reading.danger_asked
    assert reading.danger_words


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо пожарным, быстро потушили траву за Редкино",
        "Продам огнетушители, недорого",
        "Горим на работе, отчёт сдаём до пяти",
        "В четверг учения, пожарная тревога в школе учебная",
    ],
)
def test_a_calm_text_of_a_mortal_topic_asks_nobody(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert not reading.danger
    assert not reading.danger_asked


def test_a_short_plain_complaint_with_an_address_is_no_advertisement(reader: Reader) -> None:
    reading = reader.read("Баскакова 5 течет крыша")
    assert (reading.is_appeal, reading.kind) == (True, Kind.COMPLAINT)
