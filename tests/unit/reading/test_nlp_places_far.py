"""Far towns and homonyms: what is told as outside the district, and what of the same name is ours."""

from pathlib import Path

import pytest

from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.places.resolve import Resolved, resolve
from nlp.text.morph import Morph

ROOT = Path(__file__).parents[3]
LIST = ROOT / "nlp" / "data" / "far_towns.csv"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(ROOT / "districts" / "konakovo"), Morph(), None)


def at(finder: PlaceFinder, text: str, wall: str | None = None, community: str | None = None) -> Resolved:
    home = finder.home(community, wall)
    return resolve(finder.scene(text, home), finder.gazetteer, home, is_local=True)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("в твери прорвало трубу", "Тверь"),
        ("в Клину кассы закрыты", "Клин"),
        ("в клину кассы закрыты, автомат карту не берёт", "Клин"),
        ("Дубна, проспект Боголюбова 15, нет отопления", "Дубна"),
        ("из Кимр пишут, что воды нет третий день", "Кимры"),
        ("Кимры, набережная Фадеева, обвалился берег", "Кимры"),
        ("Жители Торжка без света", "Торжок"),
        ("в Вышнем Волочке открытый колодец", "Вышний Волочек"),
        ("под Волоколамском горит склад", "Волоколамск"),
        ("в Ростове-на-Дону потоп", "Ростов-на-Дону"),
        ("Лихославль без воды третьи сутки", "Лихославль"),
        ("в Яйве закрыли школу", "Яйва"),  # the dictionary has no such town, the list has
        ("в Питере на Невском провал", "Санкт-Петербург"),
        ("у нас в Твери опять темно", "Тверь"),
        ("г. Тверь, у нас во дворе свалка", "Тверь"),
    ],
)
def test_a_far_town_in_any_case_is_outside(finder: PlaceFinder, text: str, town: str) -> None:
    place = at(finder, text, "s-konakovo")
    assert (place.outside, place.main.settlement, place.main.settlement_id) == (True, town, None)


@pytest.mark.parametrize(
    ("text", "wall", "settlement_id"),
    [
        ("До Твери на приём ездим, врача в больнице нет", "s-redkino", "s-redkino"),
        ("дорогу на Клин опять засыпало", "s-redkino", "s-redkino"),
        ("в Твери всё чистят, а у нас каток", "s-redkino", "s-redkino"),
        ("как в Москве, так и тут пробки", "s-konakovo", "s-konakovo"),
        ("Почему из Новозавидовского до Клина нет автобуса?", "s-konakovo", "s-novozavidovsky"),
        ("вбили клин в асфальт и ушли", "s-konakovo", "s-konakovo"),
        ("У Гагарина/Строителей знак упал", "s-konakovo", "s-konakovo"),
        ("Калинина 18 ноября отключили воду", "s-redkino", "s-redkino"),
        ("спасибо Матвееву и Королёву за лёд", "s-konakovo", "s-konakovo"),
        ("в северном районе города темно", "s-konakovo", "s-konakovo"),
    ],
)
def test_the_end_of_a_road_a_comparison_and_a_common_word_are_not_outside(
    finder: PlaceFinder, text: str, wall: str, settlement_id: str
) -> None:
    place = at(finder, text, wall)
    assert (place.outside, place.main.settlement_id) == (False, settlement_id)


@pytest.mark.parametrize(
    "text",
    [
        "метро Озерки, эскалатор стоит",
        "у метро Марьино торгуют с земли",
        "на станции метро «Свердлово» потоп",
        "Петербург, Озерки, проспект Энгельса, прорвало кипяток",
        "Москва, Марьино, нет воды",
        "Московская область, Щёлково, улица Комарова 13, плесень",
        "Щёлково Московской области, нет света",
        "Козлово, Калининский район: мост развалился",
        "Никольское, Тосненский р-н, воды нет",
        "Свердлово Ленинградской области, пожар",
        "Городище, Волгоградская обл., затопило дворы",
        "Рязань, посёлок Городня, свет отключили",
        "Архангельское под Красногорском, закрыли парк",
        "Никольское недалеко от Пскова, сгорел клуб",
    ],
)
def test_a_homonym_is_foreign_where_something_foreign_stands_beside_it(finder: PlaceFinder, text: str) -> None:
    place = at(finder, text, "s-konakovo")
    assert (place.outside, place.main.settlement_id) == (True, None)


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("в Озерках нет воды", "s-ozerki"),
        ("Озерки, Тверская область, нет воды", "s-ozerki"),
        ("Озерки Конаковского района, нет воды", "s-ozerki"),
        ("Редкино под Тверью без света", "s-redkino"),
        ("Тверь, Редкино: электричек нет", "s-redkino"),
        ("еду из Москвы, Козлово, моста нет", "s-kozlovo"),
        ("в деревне Щёлково волки зашли во двор", "s-schelkovo"),
        ("Москва — Редкино: электричка стоит", "s-redkino"),
        ("в Свердлово закрыли медпункт", "s-sverdlovo"),
        ("в Марьино нет дороги", "s-marino"),
        ("Первомайск: дорогу размыло", "s-pervomaysk"),
        ("В Весне нет дороги совсем", "s-vesna"),
    ],
)
def test_a_name_of_the_district_is_ours_otherwise(finder: PlaceFinder, text: str, settlement_id: str) -> None:
    place = at(finder, text)
    assert (place.outside, place.main.settlement_id) == (False, settlement_id)


def test_a_wall_of_another_town_puts_its_streets_outside(finder: PlaceFinder) -> None:
    place = at(finder, "на Гагарина 5 темно", community="Тверь и область ЧП")
    assert (place.outside, place.main.street_id) == (True, None)
    assert at(finder, "в Завидово темно", community="Тверь и область ЧП").main.settlement_id == "s-zavidovo"
    assert at(finder, "на Гагарина 5 темно", community="Попутчики Конаково–Москва").main.street_id == "st-konakovo-gagarina"


def test_without_a_district_nothing_is_outside_and_the_list_still_helps() -> None:
    anywhere = PlaceFinder(None, Morph(), None)
    place = at(anywhere, "в Яйве закрыли школу")
    assert (place.outside, place.main.settlement) == (False, "Яйва")


def test_the_list_of_far_towns_is_small_and_names_its_source() -> None:
    text = LIST.read_text(encoding="utf-8")
    assert LIST.stat().st_size <= 150_000
    assert "GeoNames" in text
    assert "CC BY 4.0" in text
    names = [line.split(",")[0] for line in text.splitlines() if line[:1] not in {"#", "["}]
    assert len(names) > 4_000
    assert not [name for name in names if set(name.lower()) - set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -")]
