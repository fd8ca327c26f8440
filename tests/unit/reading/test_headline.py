"""A danger's headline is the resident's own trouble, cut where nothing leans on what is cut away."""

from pathlib import Path

import pytest

from nlp.district_files import load_district, load_taxonomy
from nlp.errors import BadTable
from nlp.reader import Reader
from nlp.text.morph import Morph
from nlp.topics.danger import without_hanging
from nlp.topics.headline import load_headlines
from nlp.topics.headline_cuts import MOST_SIGNS, MOST_WORDS, Cut, cuts, shown

MORPH = Morph()
DISTRICTS = Path(__file__).parents[3] / "districts"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_district(DISTRICTS / "konakovo"), load_taxonomy(DISTRICTS / "taxonomy.csv"))


def found(text: str, *places: str) -> set[str]:
    """What may be a headline of the whole text."""
    spans = [(text.index(place), text.index(place) + len(place)) for place in places]
    return {shown(text, cut) for cut in cuts(text, 0, len(text), (0, len(text)), spans, MORPH)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Сосна легла на провода возле магазина", "Сосна легла на провода"),
        ("тополь завалился на забор, соседка плачет", "тополь завалился на забор"),
        ("и вот опора качается от ветра", "опора качается от ветра"),
        ("на Садовой 8 горит сарай во дворе", "горит сарай во дворе"),
        ("ПЛИТА УПАЛА С КОЗЫРЬКА", "плита упала с козырька"),
        ("Стая собак у школы на Диева, штук семь, рычат на первоклассников", "Стая собак у школы"),
        ("Пахнет газом в подъезде, соседи тоже чувствуют", "Пахнет газом в подъезде"),
    ],
)
def test_the_headline_names_the_trouble(reader: Reader, text: str, words: str) -> None:
    read = reader.read(text)
    assert read.danger or read.danger_asked
    assert read.danger_title == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("от дома 4 до школы сплошной каток", "до школы"),
        ("У старой котельной лежит провод", "У старой котельной"),
        ("провод висит над дорожкой", "провод висит над"),
        ("железный лист держится на гвозде", "железный"),
        ("мусоропровод забит две недели", "мусоропровод забит две"),
        ("на девятом этаже дымит щиток", "девятом этаже дымит"),
        ("лист не держится", "держится"),
        ("и вот опора качается", "и вот опора"),
    ],
)
def test_a_mere_place_and_what_leans_on_other_words_is_no_cut(text: str, words: str) -> None:
    assert words not in found(text)


def test_the_address_stands_beside_it_and_is_not_said_twice() -> None:
    assert all("Садовой" not in cut for cut in found("на Садовой 8 горит сарай во дворе", "Садовой 8"))


@pytest.mark.parametrize(
    "text",
    [
        "железный лист на крыше старого клуба держится на одном гвозде и гремит",
        "возле остановки у рынка огромная стая рыжих собак бросается на прохожих",
        "над детской площадкой опасно висит сухая ветка старой берёзы",
    ],
)
def test_a_long_clause_gives_short_cuts(text: str) -> None:
    assert found(text)
    for cut in found(text):
        assert cut in text
        assert len(cut.split()) <= MOST_WORDS and len(cut) <= MOST_SIGNS


@pytest.mark.parametrize("text", ["ой", "ну и как это", "!!!", "у меня и у тебя", ""])
def test_nothing_named_gives_no_cut(text: str) -> None:
    assert not found(text)


def test_what_the_first_word_leans_on_stands_before_the_stretch() -> None:
    text = "прямо на девятом этаже дымит щиток"
    start = text.index("этаже")
    assert all(not shown(text, cut).startswith("этаже") for cut in cuts(text, start, len(text), (start, len(text)), [], MORPH))


@pytest.mark.parametrize(
    ("text", "cut", "words"),
    [
        ("забор у «Ракушки» упал", "забор у «Ракушки» упал", "забор у «Ракушки» упал"),
        ("ребёнок заперт в «Ладе» у рынка", "ребёнок заперт в «Ладе", "ребёнок заперт в «Ладе»"),
        ("«Скорая помощь» не проедет", "Скорая помощь» не проедет", "«Скорая помощь» не проедет"),
        ("лев «Цезарь и Ко» сбежал", "Ко» сбежал", "Ко сбежал"),
    ],
)
def test_a_quotation_mark_never_stands_alone(text: str, cut: str, words: str) -> None:
    start = text.index(cut)
    assert shown(text, Cut(start=start, end=start + len(cut), numbers=())) == words


def test_spoilt_weights_are_named(tmp_path: Path) -> None:
    file = tmp_path / "headline.json"
    assert load_headlines(file) is None
    for spoilt in ("", "[]", '{"weights": {}, "bias": 0, "sure": 0}', '{"weights": {"named": "x"}}'):
        file.write_text(spoilt, encoding="utf-8")
        with pytest.raises(BadTable) as caught:
            load_headlines(file)
        assert str(file) in caught.value.user_text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("глыба льда упала в шаге от женщины с", "глыба льда упала в шаге от женщины"),
        ("провод висит, и что", "провод висит"),
        ("провод искрит", "провод искрит"),
        ("в", "в"),
    ],
)
def test_words_that_are_cut_end_with_nothing_that_hangs(cut: str, whole: str) -> None:
    assert cut[: without_hanging(cut, 0, len(cut))].rstrip(" ,") == whole


def test_words_that_are_cut_begin_with_nothing_that_hangs(reader: Reader) -> None:
    text = "В подъезде на Свободы, 12 не работает лифт с пятницы, на девятом этаже живёт женщина на коляске, она просто заперта дома"
    words = reader.read(text).danger_words
    assert words is None or not words.startswith(("девятом", "этаже", "коляске"))
