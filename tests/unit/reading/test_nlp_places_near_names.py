"""Names that stand near something which changes them: another place of the name, a house, a saint, the hour of a bus."""

import pytest

from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.text.morph import Is, Morph
from tests.kit.where import DISTRICTS, at, said

WIDE = "Весь Конаковский район"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.mark.parametrize(
    ("text", "settlement_id", "outside"),
    [
        ("Козлово, только не наше: автобус отменили", None, True),
        ("Не наше Козлово, а которое за Спировом: колонка сухая", None, True),
        ("Есть ещё Городня, под Черниговом, там то же самое", None, True),
        ("Не наше это дело, а в Козлово третий день нет воды", "s-kozlovo", False),
        ("Юрьево, не путать с Девичьем: Речная, 3, вода во дворе", "s-yurevo", False),
        ("Рабочий Посёлок. Фонари не горят", "s-rabochiy-posyolok", False),
        ("рабочий посёлок строили всем миром, в Козлово нет света", "s-kozlovo", False),
        ("Ездила в другое Редкино, воды нет и там", None, True),
        ("Не про наше Козлово, про то, что под Спировом", None, True),
        ("Взяли квартиру в подмосковном Щёлково, лифт стоит", None, True),
        ("Дочь живёт в Марьино, от метро десять минут", None, True),
        ("Родня в Козлово, но не в нашем: дорогу разбили", None, True),
        ("Выходите в Озерках, синяя ветка, сразу у метро кафе", None, True),
        ("плёс и горки едимоновские не чистят", "s-edimonovskie-gorki", False),
        ("Переехали в Первомайск, который луганский, воды нет", None, True),
        ("В Козлово чистят дороги, но не нашу", "s-kozlovo", False),
        ("В Мокшино автобус от метро не доезжает", "s-mokshino", False),
        ("уже 20 мая, первое отключение в Козлово", "s-kozlovo", False),
        ("Снимаю угол в Москве, платформа Карачарово, батареи ледяные", None, True),
        ("С Первым мая, соседи, а в Козлово нет света", "s-kozlovo", False),
        ("в первом мая третий день нет света", "s-pervoe-maya", False),
        ("Конаково уже не то, мусор везде", "s-konakovo", False),
        ("Не то Радченко, не то Изоплит без воды", "s-radchenko", False),
        ("В Козлово свет дали, только не нашим", "s-kozlovo", False),
        ("рабочий поселок Изоплит без воды", "s-izoplit", False),
        ("до 1 мая обещали убрать мусор в Козлово", "s-kozlovo", False),
        ("Давление в Шоше ниже нормы", "s-shosha", False),
        ("Ленина 12, второй подъезд, темно", "s-konakovo", False),
        ("кимрский мост опять в одну сторону", None, True),
        ("козловский мост разъехался", "s-kozlovo", False),
    ],
)
def test_a_namesake_is_told_apart(finder: PlaceFinder, text: str, settlement_id: str | None, outside: bool) -> None:
    found = at(finder, text, WIDE)
    assert (found.main.settlement_id, found.outside) == (settlement_id, outside)


def test_whoever_says_which_one_means_another_even_at_home(finder: PlaceFinder) -> None:
    assert at(finder, "Служил в той Городне, что под Черниговом", "Городня-на-Волге | чат").outside
    assert at(finder, "Сестра в Козлове, не в нашем: света нет", "Козлово — посёлок").outside
    assert not at(finder, "В нашей Городне нет света", "Городня-на-Волге | чат").outside


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("ветчина дмитрогорская подорожала", None),
        ("Изоплит — Радченко 4:2!", None),
        ("Козловские сегодня без света", "s-kozlovo"),
        ("Козлово: свет отключили с 8:0 до 17:00", "s-kozlovo"),
        ("в козловском клубе ёлка", "s-kozlovo"),
        ("Ездили в Козлово, проиграли 0:3", "s-kozlovo"),
    ],
)
def test_small_talk_of_goods_and_teams_is_of_no_village(finder: PlaceFinder, text: str, settlement_id: str | None) -> None:
    assert said(finder, text, WIDE).main.settlement_id == settlement_id


def test_a_far_town_that_somebody_only_mentions_moves_nothing(finder: PlaceFinder) -> None:
    found = at(finder, "ФАП закрыт, по телефону отвечают, что это Калуга и они ни при чём", "Домкино чат")
    assert (found.main.settlement_id, found.outside) == ("s-domkino", False)


@pytest.mark.parametrize(
    ("text", "community", "landmark_id"),
    [
        ("Смену в МСЧ-57 сократили, все смотрят работу в Клину", WIDE, "i-msch57"),
        ("МФЦ, вход. Пандуса нет", WIDE, "i-mfc"),
        ("У храма Ильи упала ограда", "Селихово. Соседи", "l-hram-selihovo"),
        ("104 в 6:50 не приехал", WIDE, "r-104"),
        ("Созь ниже моста вся в пене", WIDE, "w-soz"),
        ("фей из садика №10 с днём повара", "Посёлок Редкино LIVE", "i-sad-redkino10"),
        ("фей из садика №10 с днём повара", "Подслушано Конаково", "i-sad10"),
        ("в новозавидовской школе 1 протечка", WIDE, "i-school-nz1"),
        ("садик Радченко, опять одни макароны", "Радченко. Чат", "i-sad-radchenko"),
        ("«Химик» — «Волга» 2:2", WIDE, None),
        ("возле выхода тёплого канала лёд серый", "Подслушано Конаково", "w-otvodnoy-kanal"),
        ("114я утром не вышла", WIDE, "r-114"),
        ("Фадеева, за 3 садиком парит", WIDE, "i-sad-redkino3"),
        ("в клубе «Волга-Волга», печка новая", "Вахонино онлайн", None),
        ("гуляют под храмом, кирпичи падают", "Селихово. Соседи", "l-hram-selihovo"),
        ("104 утренний опять растворился", WIDE, "r-104"),
        ("гудок на РОЗе в пять утра", "Подслушано Редкино", "l-opytny-zavod"),
        ("у соседа Волга год стоит без колёс", "Подслушано Конаково", None),
        ("104 в 22:10 вызвали, пахло газом", WIDE, None),
        ("СКАЗКА, а не двор", "Изоплит — наш посёлок", None),
        ("были в храме Христа Спасителя", "Селихово. Соседи", None),
        ("104 в третий раз обещают", WIDE, None),
        ("дети сидят на середине Волги, лёд серый", "Юрьево-Девичье", "w-volga"),
    ],
)
def test_a_spot_is_known_by_what_stands_beside_it(finder: PlaceFinder, text: str, community: str, landmark_id: str | None) -> None:
    assert at(finder, text, community).main.landmark_id == landmark_id


@pytest.mark.parametrize(
    ("text", "community", "street_id", "house"),
    [
        ("столб у 12-го на Речной наклонился", "Юрьево-Девичье", "st-yurevo-devichie-rechnaya", "12"),
        ("Васильковского у 12-го парит из-под земли", "Подслушано Конаково", "st-konakovo-vasilkovskogo", "12"),
        ("положили плиты поперёк Заводской", "Подслушано Редкино", "st-redkino-zavodskaya", None),
        ("Горького от почты и дальше темно", "Новозавидовский LIVE", "st-novozavidovsky-gorkogo", None),
        ("липа у 41 по Ленинградской ночами скрипит", "Село Завидово", "st-zavidovo-leningradskaya", "41"),
        ("гулял с псом, баскакова, напротив 11, искрит", "Собачники Конаково", "st-konakovo-baskakova", "11"),
        ("бак за шестым домом на Юбилейной горит", "Подслушано Конаково", "st-konakovo-yubileynaya", "6"),
        ("Правды от водоканала не дождёшься", "Подслушано Редкино", None, None),
        ("в первом доме культуры ёлка", "Подслушано Конаково", None, None),
        ("спросил, гагарина, почему темно", "Подслушано Конаково", None, None),
        ("прошли мимо школьной столовой", "Подслушано Конаково", None, None),
        ("площадка, новая, уже сломана", "Подслушано Редкино", None, None),
        ("Лесная теперь без света", "Подслушано Конаково", "st-konakovo-lesnaya", None),
        ("Лесная дорога заросла", "Подслушано Конаково", None, None),
        ("у 2 на Васильковского разбили стёкла", "Подслушано Конаково", "st-konakovo-vasilkovskogo", None),
        ("На Фабричной яма на всю ширину", WIDE, None, None),
    ],
)
def test_a_street_is_known_by_the_words_around_it(
    finder: PlaceFinder,
    text: str,
    community: str,
    street_id: str | None,
    house: str | None,
) -> None:
    main = at(finder, text, community).main
    assert (main.street_id, main.house) == (street_id, house)


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("с Нового года не горит фонарь на Гагарина", None),
        ("с Нового года не горит фонарь на Гагарина, Редкино", "s-redkino"),
        ("в Селе Новом на Центральной баки переполнены", "s-sverdlovo"),
    ],
)
def test_the_new_year_is_no_village(finder: PlaceFinder, text: str, settlement_id: str | None) -> None:
    assert at(finder, text).main.settlement_id == settlement_id


@pytest.mark.parametrize("district", ["konakovo", "primer"])
def test_no_alias_of_a_village_is_a_common_quality_by_itself(district: str) -> None:
    morph = Morph()
    villages = [row for row in load_district(DISTRICTS / district).places.values() if row.kind == "settlement"]
    assert [
        (row.id, alias) for row in villages for alias in row.aliases if morph.knows(alias.lower()) and morph.is_(alias.lower(), Is.QUALITY)
    ] == []
