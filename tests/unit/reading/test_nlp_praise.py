"""Praise with a trouble in it is doubted; what a comment says of the trouble; sentences of `benchmarks/praise.csv`."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from incidents.answers.thanks import is_doubted, is_only_thanks
from incidents.reading import Praise, Reading
from nlp.district_files import load_taxonomy
from nlp.reader import Reader

ROOT = Path(__file__).parents[3]
WIRE = "Провод оборвался и висит над тротуаром"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


def fate(text: str, read: Reading) -> str:
    return "thanks" if is_only_thanks(text, read) else "heard" if read.is_appeal or is_doubted(text, read) else "dropped"


def test_of_ninety_sarcastic_sentences_one_is_taken_for_thanks_and_few_are_lost(reader: Reader) -> None:
    with (ROOT / "benchmarks" / "praise.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fates = Counter((row["praise"], fate(row["text"], reader.read(row["text"]))) for row in rows)
    assert sum(number for (praise, _), number in fates.items() if praise == "none") == 90
    assert fates["none", "thanks"] <= 1
    assert fates["none", "heard"] >= 86
    assert fates["meant", "dropped"] <= 1


@pytest.mark.parametrize(
    ("text", "praise"),
    [
        ("Спасибо пожарным, успели", Praise.SINCERE),
        ("Огромное спасибо за тёмный двор, теперь звёзды видно", Praise.DOUBTED),
        ("Спасибо, что не забыли про нашу яму на Диева, ей скоро 5 лет", Praise.DOUBTED),
        ("Спасибо, яму на Диева заделали", Praise.SINCERE),
        ("Спасибо за новую площадку, дети не хотят домой", Praise.DOUBTED),
        ("На Лесной яма, пробил колесо", None),
        ("С днём рождения, дорогая!", None),
    ],
)
def test_praise_is_meant_doubted_or_none(reader: Reader, text: str, praise: Praise | None) -> None:
    assert reader.read(text).praise is praise


def test_applause_for_a_trouble_is_heard(reader: Reader) -> None:
    text = "Аплодирую стоя: люк закрыли картонкой"
    assert fate(text, reader.read(text)) == "heard"


@pytest.mark.parametrize(
    ("post", "text"),
    [
        ("Нет воды на Гагарина с утра", "дали воду!"),
        ("На пруду тонкий лёд, дети катаются!", "дети уже ушли"),
        (WIRE, "электрики приехали, убрали"),
        ("У школы открыт люк", "закрыли уже"),
    ],
)
def test_a_comment_says_that_it_is_over(reader: Reader, post: str, text: str) -> None:
    read = reader.read(text, parent_text=post)
    assert (read.resolved, read.is_appeal, read.danger) == (True, False, False)


@pytest.mark.parametrize(
    ("post", "text"), [(WIRE, "до сих пор искрит"), (WIRE, "когда починят?"), ("На пруду тонкий лёд", "лёд треснул, мальчик в воде")]
)
def test_what_goes_on_is_not_over(reader: Reader, post: str, text: str) -> None:
    assert reader.read(text, parent_text=post).resolved is not True


def test_a_danger_that_is_there_now_stays_one_whatever_the_thread(reader: Reader) -> None:
    assert reader.read("Один уже провалился!", parent_text="На пруду тонкий лёд, дети катаются!").danger


def test_the_authors_comment_has_the_posts_topic_and_a_reaction(reader: Reader) -> None:
    post, answer = "На Лесной нет света второй день", "Здравствуйте! Починили."
    read = reader.read("у нас то же самое, так и нет", parent_text=post, answer=answer)
    assert read.reaction is not None and read.topic == reader.read(post).topic
