"""An ordinary post is called by its own words where the topic's name says nothing of the trouble."""

from pathlib import Path

import pytest

from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader

DISTRICTS = Path(__file__).parents[3] / "districts"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_district(DISTRICTS / "konakovo"), load_taxonomy(DISTRICTS / "taxonomy.csv"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Как попасть на приём к главе?", "Как попасть на приём к главе?"),
        ("Здравствуйте! Подскажите, пожалуйста, как попасть на приём к главе?", "как попасть на приём к главе?"),
        ("Дом 5 на Баскакова. Подъезд не ремонтировали 20 лет", "Подъезд не ремонтировали 20 лет"),
        ("Когда дадут землю многодетным?", "Когда дадут землю многодетным?"),
        ("В ЦРБ третий месяц не работает рентген, возят в Тверь", "В ЦРБ третий месяц не работает рентген"),
        ("каток на стадионе зальют или ждать до весны? коньки уже малы", "каток на стадионе зальют?"),
    ],
)
def test_the_trouble_is_named_by_the_resident(reader: Reader, text: str, words: str) -> None:
    read = reader.read(text)
    assert reader.taxonomy.topics[read.topic].is_vague
    assert read.trouble == words


@pytest.mark.parametrize(
    "text",
    [
        "Нет горячей воды на Свободы 12, третий день",  # its topic's name says it
        "Иванова Мария Петровна из второго подъезда третий месяц ждёт рентген в ЦРБ",  # a person's name is no title
        "Когда в аптеке на Свободы появится льготный инсулин?",  # what is asked of stands behind the place
        "Стая собак у школы кидается на детей, в школе сломана дверь",  # a danger has its own headline
        "Спасибо библиотеке за праздник!",
        "",
    ],
)
def test_what_is_not_sure_keeps_the_topics_name(reader: Reader, text: str) -> None:
    assert reader.read(text).trouble is None


def test_a_neighbours_post_is_read_without_a_title(reader: Reader) -> None:
    assert reader.read("Как попасть на приём к главе?", fast=True).trouble is None


def test_a_place_that_cuts_a_phrase_leaves_no_half_of_it(reader: Reader) -> None:
    text = "В Комсомольском саду чаша посреди аллеи третий год сухая"
    assert not (reader.read(text).trouble or "").startswith("саду")


def test_a_taxonomy_without_the_column_says_something(tmp_path: Path) -> None:
    header = "group_slug,group_title,topic_slug,topic_title,examples,danger,season\n"
    file = tmp_path / "taxonomy.csv"
    file.write_text(f"{header}roads,Дороги,roads_other,Дороги: другое,пыль,0,\n", encoding="utf-8")
    assert not load_taxonomy(file).topics["roads_other"].is_vague
    file.write_text(f"{header.strip()},vague\nroads,Дороги,roads_other,Дороги: другое,пыль,0,,1\n", encoding="utf-8")
    assert load_taxonomy(file).topics["roads_other"].is_vague
