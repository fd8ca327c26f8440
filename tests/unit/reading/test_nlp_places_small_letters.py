"""People who write without capitals and without «улица»: which of the words is a street, a village, a far town."""

import pytest

from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.text.morph import Morph
from tests.kit.where import DISTRICTS, at, said

WIDE = "Весь Конаковский район"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.mark.parametrize(
    ("text", "community", "street_id"),
    [
        ("озерки комсомольская 6, лампочка еле тлеет", WIDE, "st-ozerki-komsomolskaya"),
        ("озерки, ул. комсомольская 6 мусор не вывозят", WIDE, "st-ozerki-komsomolskaya"),
        ("ручьи, ул. молодёжная, д.5 нет воды", WIDE, "st-ruchi-molodyozhnaya"),
        ("юрьево девичье речная телефон не ловит", WIDE, "st-yurevo-devichie-rechnaya"),
        ("фадеева у 7 дома из земли парит", WIDE, "st-redkino-fadeeva"),
        ("калинина за гаражами стая собак", "Типичное Редкино", "st-redkino-kalinina"),
        ("калинина за гаражами стая собак", WIDE, None),
        ("Школьную заасфальтировали, ровно", "Мокшино online", "st-mokshino-shkolnaya"),
        ("Школьная не работает столовая", "Посёлок Козлово, чат", None),
        ("Калинина за вас голосовала", "Типичное Редкино", None),
        ("спасибо вам, Баскакова, за чистый двор", "Подслушано в Конаково", None),
        ("площадка новая у 7 дома сломана", "Подслушано в Конаково", None),
        ("бригада энергетиков у 7 дома чинит трубу", "Подслушано в Конаково", None),
        ("врач в редкино фадеева хамит пациентам", "Типичное Редкино", None),
        ("в конаково советская еще плитка лежит", "Подслушано в Конаково", None),
        ("в конаково школьная новая столовая закрыта", "Подслушано в Конаково", None),
    ],
)
def test_a_street_without_its_type(finder: PlaceFinder, text: str, community: str, street_id: str | None) -> None:
    assert at(finder, text, community).main.street_id == street_id


@pytest.mark.parametrize(
    ("text", "community", "settlement_id"),
    [
        ("Пенсию на Центральную 12 в Дмитровой горе не несут", WIDE, "s-dmitrova-gora"),
        ("Дмитрову Гору засыпало снегом", WIDE, "s-dmitrova-gora"),
        ("еду в ручьи по молодежной, дети стоят, автобус полный проехал, родители в конаково", WIDE, "s-ruchi"),
        ("В Ручьях третий день нет света. Звонили в Конаково, диспетчер на Гагарина трубку не берёт", WIDE, "s-ruchi"),
        ("чей рыжий кот, на островского 21 поймал, забирайте, а то увезу в конаково", "Новозавидовский рядом", "s-novozavidovsky"),
        ("по двору ручьи, школьная 12, прорыв трубы", "Посёлок Козлово, чат", "s-kozlovo"),
        ("с 1 мая школьная 5 без горячей воды", "Подслушано в Конаково", "s-konakovo"),
        ("Редкино-2 недели без горячей воды", "Типичное Редкино", "s-redkino"),
        ("Дорогу сделали в Козлово, да не нашу", WIDE, "s-kozlovo"),
        ("Трасса у Городни, которая в Москву, стоит", WIDE, "s-gorodnya"),
        ("ДТП у стелы «Редкино»", WIDE, "s-redkino"),
        ("В Москве уже бы ленточкой обмотали, а у столба трещит", "Вахромеево. Деревня и дачи", "s-vahromeevo"),
        ("тверь молчит, дорога в ямах", "Посёлок Козлово, чат", "s-kozlovo"),
    ],
)
def test_which_village_is_meant(finder: PlaceFinder, text: str, community: str, settlement_id: str) -> None:
    found = at(finder, text, community)
    assert (found.main.settlement_id, found.outside) == (settlement_id, False)


@pytest.mark.parametrize(
    ("text", "community"),
    [
        ("дубна. лавки целые, урны пустые", WIDE),
        ("Платформа Карачарово, которая в Москве, опять без лавок", WIDE),
        ("Брат живёт в Козлове, да не в нашем, а которое за Спировом", WIDE),
        ("Тёща в Медведеве, том что под Йошкар-Олой, без света", WIDE),
        ("Дочь снимает в Горках-10, мусорка под окном", WIDE),
        ("Жители Твери хотели бы знать, когда отремонтируют дорогу", WIDE),
    ],
)
def test_it_is_elsewhere(finder: PlaceFinder, text: str, community: str) -> None:
    assert at(finder, text, community).outside


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("На школьной у самой школы в асфальте дыра", "i-school-gorodnya"),
        ("С самого садика дружат, а площадку поделить не могут", None),
        ("В садике второй раз за неделю макароны", "i-sad-gorodnya"),
    ],
)
def test_the_only_one_of_a_village(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text, "Подслушано в Городне").main.landmark_id == landmark_id


@pytest.mark.parametrize("text", ["в очереди в сад 14ми", "в садик 5-ти детям отказали", "в школе второй раз за месяц нет света"])
def test_what_is_counted_is_no_school(finder: PlaceFinder, text: str) -> None:
    assert at(finder, text, "Подслушано в Конаково").main.landmark_id is None


@pytest.mark.parametrize(
    ("text", "landmark_id"), [("у школы второй ямы на дороге", "i-school2"), ("В первой школе каток был во дворе", "i-school1")]
)
def test_a_number_in_words_is_one(finder: PlaceFinder, text: str, landmark_id: str) -> None:
    assert at(finder, text, "Подслушано в Конаково").main.landmark_id == landmark_id


def test_goods_in_quotes_are_no_village(finder: PlaceFinder) -> None:
    assert said(finder, "Чашка «Конаково» с васильками, ручка отбилась", WIDE).main.settlement_id is None


def test_letters_of_a_clinic_are_a_name_in_its_own_town(finder: PlaceFinder) -> None:
    assert at(finder, "МСЧ, рентген молчит с праздников", "Типичное Редкино").main.landmark_id == "i-msch57"
    assert at(finder, "МФЦ закрыт", "Новозавидовский рядом").main.settlement_id == "s-novozavidovsky"
