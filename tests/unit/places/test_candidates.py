"""What a text may mean of a settlement's places: by kind, by number in digits or words, by the post above."""

import pytest

from benchmarks.unseen.run import named
from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.places.numerals import numeral_at, ordinal_value
from nlp.places.resolve import resolve
from nlp.text.morph import Morph
from tests.kit.where import DISTRICTS, at

WIDE = "Весь Конаковский район"
TOWN = "Подслушано Конаково"
NURSERIES = "Мамы Конаково. Садики и ясли"
BUSES = "Автобусы Конаково: рейсы и остановки"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.mark.parametrize(
    ("text", "ordinal", "any_number"),
    [
        ("одиннадцатый садик", ("11", 1), ("11", 1)),
        ("двадцать вторую школу", ("22", 2), ("22", 2)),
        ("сто четвертого автобуса", ("104", 2), ("104", 2)),
        ("сороковой", ("40", 1), ("40", 1)),
        ("третьей школе", ("3", 1), ("3", 1)),
        ("тридцать один", None, ("31", 2)),
        ("пять шестой", None, ("5", 1)),
        ("двадцать двадцатый", None, ("20", 1)),
        ("школа", None, None),
    ],
)
def test_a_number_in_words_is_read_by_how_it_is_built(
    text: str, ordinal: tuple[str, int] | None, any_number: tuple[str, int] | None
) -> None:
    words = text.split()

    def word(i: int) -> str:
        return words[i] if i < len(words) else ""

    assert (numeral_at(word, 0), numeral_at(word, 0, cardinal=True)) == (ordinal, any_number)


def test_every_ordinal_to_a_hundred_is_read_in_every_case() -> None:
    morph = Morph()
    for number, word in ((7, "седьмой"), (12, "двенадцатый"), (19, "девятнадцатый"), (30, "тридцатый"), (90, "девяностый"), (3, "третий")):
        assert {ordinal_value(form) for form in morph.all_forms(word)} == {number}


@pytest.mark.parametrize(
    ("text", "community", "landmark_id"),
    [
        ("В двенадцатом саду на ужин опять пустая каша", TOWN, "i-sad12"),
        ("Сад двенадцатый, крыша над спальней течёт", TOWN, "i-sad12"),
        ("школа номер шесть, крыльцо рассыпалось", TOWN, "i-school6"),
        ("Школа шесть закрыта на карантин?", TOWN, "i-school6"),
        ("сто четвёртый сегодня не вышел", TOWN, "r-104"),
        ("Девочки, из 12-го забирали? Там воды нет", NURSERIES, "i-sad12"),
        ("кто водит в двенадцатый, у вас тоже холодно", NURSERIES, "i-sad12"),
        ("А 114 опять пропустил рейс", BUSES, "r-114"),
        ("второй ребёнок в саду заболел, каша холодная", TOWN, None),  # what is counted
        ("в школе четвёртый день нет воды", TOWN, None),
        ("в школе два туалета закрыты", TOWN, None),
        ("дочке шестой год, а места в яслях нет", NURSERIES, None),  # an age
        ("заплатили 104 рубля за проезд", BUSES, None),  # a price
        ("позвонила на 104, пахнет газом в подъезде", BUSES, None),  # a phone
        ("ждём с 11 часов, никто не едет", BUSES, None),  # a time
        ("сосед с двенадцатого этажа топит всех", NURSERIES, None),  # a floor
        ("в 104 квартире течёт труба", BUSES, None),  # a flat
        ("в 12-й раз прошу починить кран", NURSERIES, None),
        ("наш пятый класс учится во вторую смену", NURSERIES, None),
    ],
)
def test_a_number_alone_tells_a_bus_or_a_nursery_and_counts_nothing(
    finder: PlaceFinder, text: str, community: str, landmark_id: str | None
) -> None:
    assert at(finder, text, community).main.landmark_id == landmark_id


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("Баскакова, дом двадцать два, темно в подъезде", "22"),
        ("На Баскакова у двадцать второго дома яма", "22"),
        ("Баскакова, в доме два подъезда без света", None),
        ("взяла творогу три кило, а дома пять. На Баскакова обвес", None),
    ],
)
def test_a_house_in_words_is_no_count(finder: PlaceFinder, text: str, house: str | None) -> None:
    assert at(finder, text, TOWN).main.house == house


@pytest.mark.parametrize(
    ("text", "community", "landmark_id"),
    [
        ("За платформой пожгли траву, дым в окна", "2-е Моховое - соседи", "l-st-mox"),
        ("Когда откроют больницу? Рентген стоит с марта", "Козлово — посёлок", "i-bolnica-kozlovo"),
        ("От комплекса несёт так, что не открыть окно", "Дмитрова Гора сегодня", "l-svinokompleks"),
        ("Перила на мосту на Старопочтовой сняли", TOWN, "l-most-staropochtovaya"),
        ("мост старый, доски гнилые", TOWN, "l-most-staropochtovaya"),
        ("На мосту снова гололёд", TOWN, None),  # two bridges
        ("как в больнице, белые стены, а в подъезде грязь", "Козлово — посёлок", None),
        ("сидим без больницы второй год", "Козлово — посёлок", None),
        ("У магазина разбита плитка", TOWN, None),  # the table does not know every shop
        ("По дороге домой упала на льду", TOWN, None),
        ("Бор, тропа у «Колизея»: рассыпали отраву", TOWN, "l-konakovsky-bor"),
        ("Журавушка, старшая группа: батареи ледяные", WIDE, "i-sad12"),
    ],
)
def test_the_only_one_of_its_kind_needs_no_name(finder: PlaceFinder, text: str, community: str, landmark_id: str | None) -> None:
    assert at(finder, text, community).main.landmark_id == landmark_id


@pytest.mark.parametrize(
    ("text", "community", "settlement_id"),
    [
        ("хирурга в больнице нет, с переломом везли в Конаково", "Козлово — посёлок", "s-kozlovo"),
        ("за справкой в Конаково ехать?", "Козлово — посёлок", "s-kozlovo"),
        ("В Конаково каток залили, а у нас в Козлово только лужа", "Козлово — посёлок", "s-kozlovo"),
        ("Пожарные не доехали в Ручьи", TOWN, "s-ruchi"),
        ("попутка от платформы", "Автоконаково", "s-konakovo"),
    ],
)
def test_where_one_is_only_sent_to_is_not_where_the_trouble_is(finder: PlaceFinder, text: str, community: str, settlement_id: str) -> None:
    assert at(finder, text, community).main.settlement_id == settlement_id


def test_the_group_of_an_estate_means_it_where_no_street_is_named(finder: PlaceFinder) -> None:
    community = "Новый город, Конаково: соседи"
    assert at(finder, "лифт третий день стоит", community).main.landmark_id == "m-novy-gorod"
    assert at(finder, "На Гагарина лифт третий день стоит", community).main.landmark_id is None
    assert at(finder, "баки не вывозят", "СНТ «Московское море»").main.landmark_id == "m-snt-mosk-more"


def test_a_comment_that_names_no_place_is_where_the_post_above_is(finder: PlaceFinder) -> None:
    post = at(finder, "Фадеева 7, крыльцо развалилось", "Подслушано Редкино").main
    home = finder.home(WIDE, None).under(post)

    def place(text: str) -> tuple[str | None, str | None, str | None]:
        main = resolve(finder.scene(text, home), finder.gazetteer, home, is_local=True).main
        return main.settlement_id, main.street_id, main.house

    assert place("и у нас так же, когда починят") == ("s-redkino", "st-redkino-fadeeva", "7")
    assert place("в доме 9 то же самое") == ("s-redkino", "st-redkino-fadeeva", "9")
    assert place("В 11-м та же песня") == ("s-redkino", "st-redkino-fadeeva", "11")
    assert place("девятнадцатый подтверждает") == ("s-redkino", "st-redkino-fadeeva", "19")
    assert place("в пятый раз пишем") == place("на шестом тоже темно") == ("s-redkino", "st-redkino-fadeeva", "7")
    assert place("а в Мокшино ещё хуже") == ("s-mokshino", None, None)


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("у нас в 14 тоже", "14"),
        ("у нас в 14а тоже нет", "14А"),
        ("в 14 то же самое", "14"),
        ("на 14 тоже", "14"),
        ("+1", "7"),
        ("+14", "7"),
        ("у нас тоже", "7"),
        ("с 14 часов", "7"),
        ("у нас с 14 часов тоже", "7"),
        ("у нас в 14 часов тоже отключили", "7"),
        ("в 3 подъезде", "7"),
        ("у нас в 3 подъезде тоже", "7"),
        ("в кв 14", "7"),
        ("у нас в кв 14 тоже", "7"),
        ("на 5 этаже", "7"),
        ("у нас на 5 этаже тоже", "7"),
    ],
)
def test_who_agrees_names_a_house_by_its_number_alone(finder: PlaceFinder, text: str, house: str) -> None:
    home = finder.home(WIDE, None).under(at(finder, "Фадеева 7, воды нет", "Подслушано Редкино").main)
    main = resolve(finder.scene(text, home), finder.gazetteer, home, is_local=True).main
    assert (main.street_id, main.house) == ("st-redkino-fadeeva", house)


def test_candidates_are_told_by_kind_number_and_name(finder: PlaceFinder) -> None:
    assert finder.gazetteer is not None
    scene = finder.scene("у бассейна нет, зато за мостом двенадцатый и детская рядом", finder.home(TOWN, None))
    ids = named(scene, finder.gazetteer, {"s-konakovo"})
    assert {"l-most-energetikov", "l-most-staropochtovaya", "i-sad12", "i-det-poliklinika"} <= ids
    assert "i-sad-redkino10" not in ids
