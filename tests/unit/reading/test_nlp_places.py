"""Where a post speaks of: sentences of residents of the district, and of towns that nobody described to us."""

from pathlib import Path

import pytest

from incidents.reading import MainPlace, PlaceKind, Reading
from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader

DISTRICTS = Path(__file__).parents[3] / "districts"


@pytest.fixture(scope="module")
def here() -> Reader:
    return Reader(load_district(DISTRICTS / "konakovo"), load_taxonomy(DISTRICTS / "taxonomy.csv"))


@pytest.fixture(scope="module")
def anywhere() -> Reader:
    return Reader(None, load_taxonomy(DISTRICTS / "taxonomy.csv"))


def ids(main: MainPlace) -> tuple[str | None, str | None, str | None, str | None]:
    return main.settlement_id, main.street_id, main.house, main.landmark_id


@pytest.mark.parametrize(
    ("text", "community", "want"),
    [
        ("в редкино на фадеева 12 течёт крыша", None, ("s-redkino", "st-redkino-fadeeva", "12", None)),
        ("Ул. Гагарина, д. 7 к. 2 нет воды", "Редкино LIFE", ("s-redkino", "st-redkino-gagarina", "7к2", None)),
        ("Ул. Гагарина, д. 7Б нет воды", "Наше Конаково", ("s-konakovo", "st-konakovo-gagarina", "7Б", None)),
        ("на Баскакова яма у дома 5", "Конаково чат", ("s-konakovo", "st-konakovo-baskakova", "5", None)),
        ("Еду из Твери в Редкино, у школы №3 яма на дороге", None, ("s-redkino", None, None, "i-school-redkino3")),
        ("жители Козлово без света", None, ("s-kozlovo", None, None, None)),
        ("Из Городни до Редкино автобуса нет", None, ("s-gorodnya", None, None, None)),
        ("Новозавидовсий, нет тепла третий день", None, ("s-novozavidovsky", None, None, None)),  # a lost letter
        ("не вывозят мусор уже неделю", "Козлово – наш посёлок", ("s-kozlovo", None, None, None)),
        ("у храма упало дерево, Селихово", None, ("s-selihovo", None, None, "l-hram-selihovo")),
        ("в первой школе холодно", "Редкино LIFE", ("s-redkino", None, None, "i-school-redkino1")),
    ],
)
def test_the_problem_is_put_where_it_is(here: Reader, text: str, community: str | None, want: tuple[str | None, ...]) -> None:
    assert ids(here.read(text, community=community).main) == want


def test_a_source_s_own_settlement_is_a_hint_and_the_text_beats_it(here: Reader) -> None:
    assert here.read("нет света на Садовой", settlement_id="s-kozlovo").main.street_id == "st-kozlovo-sadovaya"
    assert here.read("в Редкино нет света на Садовой", settlement_id="s-kozlovo").main.street_id == "st-redkino-sadovaya"


def test_an_ordinary_word_is_no_village(here: Reader) -> None:
    reading = here.read("Скоро весна, а горожане в панике: дороги нет, свобода кончилась")
    assert reading.places == ()


def test_a_person_is_no_street(here: Reader) -> None:
    assert here.read("Спасибо Ивану Баскакову и Сергею Гагарину за помощь").main.street_id is None


def test_another_town_is_outside_the_district(here: Reader) -> None:
    reading = here.read("Кашин, ул. Ленина 5, не убирают снег")
    assert reading.outside
    assert reading.main.settlement == "Кашин"
    assert reading.main.settlement_id is None


def kinds(reading: Reading) -> list[tuple[PlaceKind, str]]:
    return [(place.kind, place.text) for place in reading.places]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("г. Вологда, ул. Розы Люксембург, д. 25а", [("settlement", "г. Вологда"), ("street", "ул. Розы Люксембург"), ("house", "д. 25а")]),
        ("на лесопарковской 41к3 темно", [("street", "лесопарковской"), ("house", "41к3")]),
        ("угол Чкалова и Кирова затопило", [("street", "Чкалова"), ("street", "Кирова")]),
        ("Зелёный проспект 3, 5 и 7", [("street", "Зелёный проспект"), ("house", "3"), ("house", "5"), ("house", "7")]),
        ("во дворе 12 школы свалка", [("landmark", "12 школы")]),
        ("ждали 15 маршрут на ост. «Площадь Труда»", [("route", "15 маршрут"), ("landmark", "ост. «Площадь Труда»")]),
        ("в посёлке Светлый Яр нет врача", [("settlement", "посёлке Светлый Яр")]),
        ("в с.Старое Устье Ленинского района нет света", [("settlement", "с.Старое Устье"), ("district", "Ленинского района")]),
        ("Ленинский район, мкр. Южный", [("district", "Ленинский район"), ("district", "мкр. Южный")]),
        ("улица 8 Марта, 14", [("street", "улица 8 Марта"), ("house", "14")]),
        ("ждём 15 минут, 3 дня нет воды, 20 августа обещали", []),
    ],
)
def test_the_grammar_needs_no_gazetteer(anywhere: Reader, text: str, want: list[tuple[str, str]]) -> None:
    assert [(kind.value, words) for kind, words in kinds(anywhere.read(text))] == want


def test_spans_are_code_points_of_the_original_text(anywhere: Reader) -> None:
    text = "😡😡 Пи\u0306шу из г.\u00a0Тула\u200b, ул\u0415 Мира"
    for place in anywhere.read(text).places:
        assert text[place.span[0] : place.span[1]] == place.text


def test_names_are_kept_without_a_district(anywhere: Reader) -> None:
    main = anywhere.read("Томск, улица Нахимова 8, прорвало трубу").main
    assert (main.settlement, main.settlement_id, main.street, main.street_id, main.house) == ("Томск", None, "улица Нахимова", None, "8")
