"""What the author says is told from what the author quotes."""

import time
from pathlib import Path

import pytest

from incidents.reading import Kind
from nlp.district_files import load_taxonomy
from nlp.reader import Reader
from nlp.text.quotes import own_words

QUOTE = "На Лесной, 5 третью неделю не вывозят мусор, баки полные, вонь на весь двор, дети болеют"
NEWS = "Администрация сообщает о завершении уборки снега на улице Заводской и благодарит всех за терпение"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv"))


@pytest.mark.parametrize(
    "text",
    [
        f"Спасибо большое, всё убрали вчера!\n> {QUOTE}",
        f"Спасибо большое, всё убрали вчера!\n\nПереслано от Анна К.\n{QUOTE}",
        f"Спасибо большое, всё убрали вчера!\nРепост: {QUOTE}",
        f"Спасибо большое, всё убрали вчера! «{QUOTE}»",
        f"Анна пишет: {QUOTE}\nСпасибо большое, всё убрали вчера!",
    ],
)
def test_thanks_with_a_quoted_complaint_are_thanks(reader: Reader, text: str) -> None:
    read = reader.read(text)
    assert (read.kind, read.is_appeal) == (Kind.THANKS, False)


def test_the_topic_is_the_authors_and_the_place_is_the_quotations_where_the_author_names_none(reader: Reader) -> None:
    read = reader.read(f"А фонари так и не горят вторую неделю, темно!\n> {NEWS}")
    assert read.topic.endswith("_lighting")
    assert read.main.street == "улица Заводская"


def test_the_authors_own_place_goes_before_the_quotations(reader: Reader) -> None:
    read = reader.read(f"А на улице Нагорной, 8 снег не чистили ни разу!\n\nПереслано из канала\n{NEWS}")
    assert (read.main.street, read.main.house) == ("улица Нагорная", "8")
    assert {place.text for place in read.places} >= {"улице Нагорной", "улице Заводской"}
    assert read.is_appeal


def test_whoever_says_hardly_anything_speaks_by_the_quotation(reader: Reader) -> None:
    for text in (f"Ужас\n> {QUOTE}", f"Репост: {QUOTE}", f"«{QUOTE}»", f"Соседи пишут: {QUOTE}"):
        read = reader.read(text)
        assert (read.is_appeal, read.group, read.main.house) == (True, "waste", "5")


@pytest.mark.parametrize(
    "text", ["", ">", "«»", "У магазина «Берёзка» яма", "5 > 3, нет воды", "пишет:", "«" * 500, "> " * 2000, "репост:\n" * 800]
)
def test_what_is_no_quotation_leaves_the_text_alone(text: str) -> None:
    assert own_words(text) is None


@pytest.mark.parametrize("part", ["репост\n", "> ", ">\n", "! ", "«а» ", "а пишет, ", "пишет: ", "( "])
def test_no_text_is_slow(part: str) -> None:
    text = (part * 4000)[:4000]
    began = time.process_time()
    own_words(text)
    assert time.process_time() - began < 0.05
