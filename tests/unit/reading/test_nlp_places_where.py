"""Which of the places named is meant, and under which name it is shown: areas, types of streets, crossings, walls, doubtful rows."""

from pathlib import Path

import pytest

from incidents.reading import Place, PlaceKind
from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder, places_of
from nlp.places.place_book import Book
from nlp.places.resolve import Resolved, resolve
from nlp.text.morph import Morph

DISTRICTS = Path(__file__).parents[3] / "districts"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.fixture(scope="module")
def primer() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "primer"), Morph(), None)


def at(finder: PlaceFinder, text: str, wall: str | None = None, community: str | None = None) -> Resolved:
    """Where an appeal on a wall (its settlement, its title) is put."""
    home = finder.home(community, wall)
    return resolve(finder.scene(text, home), finder.gazetteer, home, is_local=True)


def named(finder: PlaceFinder, text: str, wall: str | None = None) -> list[Place]:
    home = finder.home(None, wall)
    scene = finder.scene(text, home)
    resolve(scene, finder.gazetteer, home, is_local=True)
    return list(places_of(scene, text))


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("Когда проведут газ в Селиховское сельское поселение?", "mo-selihovskoe"),
        ("В Селиховском поселении когда будет газ?", "mo-selihovskoe"),
        ("Козловское с/п: автобуса нет", "mo-kozlovskoe"),
        ("Ручьевское с.п. третий день без мусоровоза", "mo-ruchevskoe"),
        ("какие дороги в Конаковском районе включены в программу", "mo-okrug"),
        ("по всему конаковскому р-ну автобусы отменили", "mo-okrug"),
        ("в Конаковском районе, в деревне Липино, нет света", "s-lipino"),  # what is nearer wins
        ("Селиховское поселение, деревня Сенинское: нет света", "s-seninskoe"),
        ("глава Конаковского района обещал убрать двор", "s-konakovo"),  # an office is no place
        ("из Селихово в больницу не доехать, дорога через Селиховское поселение разбита", "s-selihovo"),
        ("в городе Конаково нет бани", "s-konakovo"),  # the town, not the former поселение of its name
    ],
)
def test_a_named_area_beats_the_wall_s_own_town(finder: PlaceFinder, text: str, settlement_id: str) -> None:
    assert at(finder, text, "s-konakovo").main.settlement_id == settlement_id


def test_an_area_is_shown_and_can_be_chosen_by_an_official(finder: PlaceFinder) -> None:
    assert at(finder, "В Селиховском поселении когда будет газ?", "s-konakovo").main.settlement == "Селиховское сельское поселение"
    spot = Book(load_district(DISTRICTS / "konakovo")).of("mo-selihovskoe")
    assert spot is not None
    assert (spot.place.settlement, spot.place.settlement_id) == ("Селиховское сельское поселение", "mo-selihovskoe")


@pytest.mark.parametrize(
    ("text", "street", "street_id"),
    [
        ("Козлово, ул. Ленина, 5", "улица Ленина", None),
        ("Озерки, улица Ленина, 2", "улица Ленина", None),
        ("Торжок, на улице Ленина яма", "улица Ленина", None),
        ("Конаково, ул. Ленина, 5", "улица Ленина", "st-konakovo-lenina"),  # people call the avenue so, there is no other
        ("Конаково, Ленина 5", "проспект Ленина", "st-konakovo-lenina"),
        ("переулок Ленина, 3 не вывозят мусор", "переулок Ленина", None),
        ("Козлово, Ленина 5", "улица Ленина", None),
        ("Редкино, ул. Химиков 7", "улица Химиков", "st-redkino-himikov"),
    ],
)
def test_a_street_keeps_the_type_that_the_resident_wrote(finder: PlaceFinder, text: str, street: str, street_id: str | None) -> None:
    main = at(finder, text, "s-konakovo").main
    assert (main.street, main.street_id) == (street, street_id)


def test_of_two_streets_of_one_name_the_type_tells_which(primer: PlaceFinder) -> None:
    assert at(primer, "Кедровск, пр-т Мира 5").main.street_id == "st-kedrovsk-pr-t-mira"
    assert at(primer, "Кедровск, ул. Мира 5").main.street_id == "st-kedrovsk-mira"
    assert at(primer, "Кедровск, Мира 5").main.street == "улица Мира"


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("На перекрёстке Энергетиков и Баскакова яма", "улица Энергетиков", "улица Баскакова"),
        ("На перекрёстке Баскакова и Энергетиков яма", "улица Баскакова", "улица Энергетиков"),
        ("пересечение Гагарина с Учебной, светофор не горит", "улица Гагарина", "улица Учебная"),
        ("Гагарина/Строителей, знак упал", "улица Гагарина", "улица Строителей"),
        ("на углу ул. Свободы и ул. 1 Мая лужа", "улица Свободы", "улица 1 Мая"),
        ("там где Пригородная выходит на Белавинскую, лужа", "улица Пригородная", "улица Белавинская"),
    ],
)
def test_a_crossing_keeps_both_streets_and_the_first_is_the_main_one(finder: PlaceFinder, text: str, first: str, second: str) -> None:
    assert at(finder, text, "s-konakovo").main.street == first
    assert [place.norm for place in named(finder, text, "s-konakovo") if place.kind is PlaceKind.STREET] == [first, second]


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("на Садовой 3й день нет воды", None),
        ("на Садовой 3-й день нет воды", None),
        ("на Гагарина 5 мин назад упало дерево", None),
        ("по Учебной 2 раза за зиму чистили", None),
        ("живу на Учебной 10 лет", None),
        ("на Свободы 2 собаки кидаются", None),
        ("на Энергетиков 40 квартир без света", None),
        ("Гагарина 18 ноября отключили воду", None),
        ("на Баскакова 4 неделю не горит фонарь", None),
        ("Баскакова 3 крыша течёт", "3"),
        ("Энергетиков 12 кв 5 течёт потолок", "12"),
        ("Строителей 14 подъезд 2 не моют", "14"),
        ("Учебная 5 под снегом", "5"),
        ("Гагарина 5а темно", "5А"),
        ("Баскакова 2 воды нет", "2"),
        ("Белавинская 8, 3й этаж", "8"),
    ],
)
def test_what_counts_or_dates_is_no_house(finder: PlaceFinder, text: str, house: str | None) -> None:
    main = at(finder, text, "s-konakovo").main
    assert (main.house, main.street is not None) == (house, True)


@pytest.mark.parametrize(
    ("text", "wall", "want"),
    [
        ("Октябрьская вся в ямах", "s-redkino", ("s-redkino", "улица Октябрьская", None)),
        ("Энергетиков 4, отопление еле живое", "s-redkino", ("s-redkino", "улица Энергетиков", None)),
        ("Гагарина 1, яма у калитки", "s-gorodnya", ("s-gorodnya", "улица Гагарина", None)),
        ("в Конаково на Энергетиков 4 мусор", "s-redkino", ("s-konakovo", "улица Энергетиков", "st-konakovo-energetikov")),
        ("проспект Химиков 7, лифт стоит", "s-konakovo", ("s-redkino", "проспект Химиков", "st-redkino-himikov")),  # nobody else has one
        ("на Академической прорвало трубу", "s-konakovo", ("s-konakovo", "улица Академическая", None)),
    ],
)
def test_a_street_of_that_name_elsewhere_does_not_move_a_wall(
    finder: PlaceFinder, text: str, wall: str, want: tuple[str, str, str | None]
) -> None:
    main = at(finder, text, wall).main
    assert (main.settlement_id, main.street, main.street_id) == want


def test_a_clinic_of_the_centre_is_not_that_of_another_town_s_wall(finder: PlaceFinder) -> None:
    main = at(finder, "в поликлинике очередь с шести утра", "s-redkino").main
    assert (main.settlement_id, main.landmark_id) == ("s-redkino", None)
    assert at(finder, "в поликлинике очередь с шести утра", "s-konakovo").main.landmark_id == "i-poliklinika"


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("в козловской школе холодно", "i-school-kozlovo"),
        ("на вокзале в Редкино лужа", "l-st-redkino"),
        ("в музее в Завидово холодно", "l-muzey-doroga"),
        ("у Дома культуры в Новозавидовском темно", "l-dk-novozav"),
        ("Новозавидовский, у фабрики яма", None),  # the only фабрика of the table is in Козлово
        ("у Дворца культуры им. Воровского плитка отвалилась", "l-dk-vorovskogo"),
        ("Современник, яма у входа", "l-dk-sovremennik"),
        ("возле ледового свалка", "l-led"),
        ("на территории колледжа упало дерево", "i-kolledzh"),
        ("у Мошковского залива свалка", "w-moshkovsky"),
        ("СНТ Мошковский залив, нет света", "m-snt-moshkovsky"),
    ],
)
def test_a_landmark_is_found_by_its_type_and_town_or_its_nickname(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text, "s-konakovo").main.landmark_id == landmark_id


def test_an_adjective_of_a_town_tells_where_also_beside_a_common_word(finder: PlaceFinder) -> None:
    place = resolve(
        finder.scene("волк ходит у новозавидовского кладбища", finder.home(None, None)),
        finder.gazetteer,
        finder.home(None, None),
        is_local=False,
    )
    assert place.main.settlement_id == "s-novozavidovsky"


@pytest.mark.parametrize(
    ("text", "street_id"),
    [
        ("на Учебной яма", "st-konakovo-uchebnaya"),
        ("на Учебной трубу рвануло", "st-konakovo-uchebnaya"),
        ("возле Учебной стройка шумит", "st-konakovo-uchebnaya"),
        ("в конце белавинской свалка", "st-konakovo-belavinskaya"),
        ("по школьной не проехать", "st-konakovo-shkolnaya"),
        ("с Первомайской не вывозят мусор", "st-konakovo-pervomayskaya"),
        ("на Школьной площадке мусор", None),
        ("по школьной программе ничего не объясняют", None),
        ("возле Учебной стройки шум", None),
    ],
)
def test_a_noun_after_a_street_s_name_owns_it_only_in_the_same_case(finder: PlaceFinder, text: str, street_id: str | None) -> None:
    assert at(finder, text, "s-konakovo").main.street_id == street_id


def test_a_village_before_a_bridge_stays_a_village(finder: PlaceFinder) -> None:
    assert at(finder, "В Козлово мост развалился", "s-redkino").main.settlement_id == "s-kozlovo"


def test_a_road_keeps_both_ends_whole(finder: PlaceFinder) -> None:
    assert at(finder, "дорога Конаково — Юрьево-Девичье разбита", "s-konakovo").main.street == "автодорога Конаково — Юрьево-Девичье"


def test_a_slip_of_the_pen_is_not_forgiven_for_a_doubtful_street(finder: PlaceFinder) -> None:
    assert at(finder, "на Пролитарской 5 яма", "s-redkino").main.street_id is None
    assert at(finder, "на Белавенской 5 яма", "s-konakovo").main.street_id == "st-konakovo-belavinskaya"


def test_a_street_that_nobody_verified_decides_nothing(finder: PlaceFinder) -> None:
    main = at(finder, "на Речной упал столб").main  # verified in Юрьево, guessed in Конаково
    assert (main.settlement_id, main.street, main.street_id) == (None, "улица Речная", None)
    assert at(finder, "на Речной упал столб", "s-konakovo").main.street_id == "st-konakovo-rechnaya"
    assert at(finder, "у Современника, на Речной, упал столб").main.street_id == "st-konakovo-rechnaya"  # the landmark tells the town
    assert at(finder, "Пролетарская 4, нет света").main.settlement_id is None  # guessed in Редкино, nowhere else


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("на набережке урны горят", "Набережная Волги"),
        ("у фабрики яма, Козлово", "Завидовская суконная фабрика"),
        ("на Шоше провалился лёд под рыбаком", "река Шоша"),
    ],
)
def test_notes_of_the_table_are_not_shown(finder: PlaceFinder, text: str, landmark: str) -> None:
    assert at(finder, text).main.landmark == landmark


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("обещали как в сказке, а воды нет", None),
        ("надежда на администрацию умерла", None),
        ("спасибо, солнышко!", None),
        ("в садике Сказка холодно", "i-sad11"),
        ("у Донховки мостик сгнил", "w-donhovka"),
        ("на платформе Донховка темно", "l-pl-donhovka"),
    ],
)
def test_an_ordinary_word_is_no_landmark(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text, "s-konakovo").main.landmark_id == landmark_id


def test_the_same_words_are_read_alike_in_every_process(finder: PlaceFinder) -> None:
    main = at(finder, "ул Первомайская д. 11а, сосульки висят", "s-konakovo", "Наше Конаково").main  # a village is called so as well
    assert (main.settlement_id, main.street_id, main.house) == ("s-konakovo", "st-konakovo-pervomayskaya", "11А")
