"""How people say where it is when they do not write an address: rivers, roads, buses by number, a house before its street."""

import pytest

from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.text.morph import Morph
from tests.kit.where import DISTRICTS, at, said


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("мостки через Дойбицу провалились", "w-doybica"),
        ("Инюха разлилась, вода у сараев", "w-inyuha"),
        ("Снова мазут, Лама вся в плёнке", "w-lama"),
        ("речка Лама обмелела, дети ходят вброд", "w-lama"),
        ("к Созь... то есть через Созь доски сгнили", "w-soz"),
        ("на тёплом канале рыбаки вышли на кромку", "w-otvodnoy-kanal"),
        ("квартира с видом на Ламу, отопления нет", None),
        ("кафе «Лама» гремит до утра", None),
    ],
)
def test_a_river_is_the_place_where_something_happens_at_it(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text).main.landmark_id == landmark_id


@pytest.mark.parametrize(
    ("text", "route_id"),
    [
        ("104-й утром опять не пришёл", "r-104"),
        ("ждали 114-й, прошёл мимо", "r-114"),
        ("104-й километр трассы весь в ямах", None),
        ("104 человека подписали письмо", None),
        ("топит 104-ю квартиру", None),
        ("стою 104-й в очереди", None),
    ],
)
def test_a_bus_is_told_by_its_number_alone(finder: PlaceFinder, text: str, route_id: str | None) -> None:
    assert at(finder, text).main.landmark_id == route_id


@pytest.mark.parametrize(
    ("text", "street_id", "house"),
    [
        ("у 27го по Садовой колонка не качает", "st-kozlovo-sadovaya", "27"),
        ("сосед из 9 по Садовой жжёт покрышки", "st-kozlovo-sadovaya", "9"),
        ("в 15 по Садовой проехал трактор", "st-kozlovo-sadovaya", None),  # an hour
        ("Садовую опять не посыпали", "st-kozlovo-sadovaya", None),
        ("Садовую скамейку украли", None, None),
    ],
)
def test_a_house_before_its_street_and_a_street_that_opens(
    finder: PlaceFinder, text: str, street_id: str | None, house: str | None
) -> None:
    main = at(finder, text, "Типичное Козлово").main
    assert (main.street_id, main.house) == (street_id, house)


def test_a_street_right_after_its_village_needs_no_word(finder: PlaceFinder) -> None:
    main = at(finder, "козлово садовая, третий день без воды", "Весь Конаковский район").main
    assert (main.settlement_id, main.street_id) == ("s-kozlovo", "st-kozlovo-sadovaya")


def test_the_source_s_own_street_beats_a_town_named_later(finder: PlaceFinder) -> None:
    main = at(finder, "Молодёжная 3, пахнет газом. Бригада пока в Козлово", "Ручьи, наше село").main
    assert (main.settlement_id, main.street_id) == ("s-ruchi", "st-ruchi-molodyozhnaya")
    main = at(finder, "Садовая 3, пахнет газом. Это в Козлово", "Ручьи, наше село").main
    assert (main.settlement_id, main.street_id) == ("s-kozlovo", "st-kozlovo-sadovaya")


@pytest.mark.parametrize(
    ("text", "is_outside"),
    [
        ("еду завтра в Москву от Мира 8, есть место", False),
        ("вечерняя электричка с Москвы без света", False),
        ("кто утром в Клин из Редкино, возьмите попутчика", False),
        ("это не у нас, в Кимрах мост закрыли", True),
        ("В Кимрах мост чинят, а у нас доски", False),
        ("Возили бабушку в Клин. У них в приёмном ни одной каталки", True),
        ("у мамы в Козлово, не нашем, а под Спирово, нет врача", True),
        ("в той Городне, что под Брянском, свет по часам", True),
        ("в Городне под Конаково свет по часам", False),
        ("у санатория в Карачке мусор", False),  # nobody's name: a nickname of ours
    ],
)
def test_outside_is_where_it_is_told_and_not_where_one_goes(finder: PlaceFinder, text: str, *, is_outside: bool) -> None:
    assert at(finder, text, "Весь Конаковский район").outside is is_outside


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("шепчут, что школу в Ручьях закроют", "i-school-ruchi"),
        ("у школьного забора в Ручьях яма", "i-school-ruchi"),
        ("Холодно, а школа одна", "i-school-ruchi"),
        ("темно как в школе на чердаке, фонарей нет", None),
        ("возим детей в школу в Селихово, автобуса нет", "i-school-selihovo"),
    ],
)
def test_the_only_school_of_a_village_needs_no_name(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text, "Ручьи, наше село").main.landmark_id == landmark_id


def test_a_spot_of_the_village_says_where_even_in_small_talk(finder: PlaceFinder) -> None:
    assert said(finder, "кто завтра у школы играет на баяне", "Ручьи, наше село").main.settlement_id == "s-ruchi"
    assert said(finder, "кто завтра играет на баяне", "Ручьи, наше село").main.settlement_id is None


def test_a_title_may_name_its_village_by_an_adjective(finder: PlaceFinder) -> None:
    assert finder.home("Мокшинские новости", None).settlement_ids == ("s-mokshino",)
    assert finder.home("Конаковские новости", None).settlement_ids in {(), ("s-konakovo",)}


@pytest.mark.parametrize(
    ("text", "community", "is_outside", "settlement_id"),
    [
        ("Ездили в Городню, ту, что в Калужской области: мост сгнил", "Весь Конаковский район", True, None),
        ("Тётка живёт в Юрьево, это под Торжком, не здешнее, света нет", "Весь Конаковский район", True, None),
        ("Марьино, у метро эскалатор стоит", "Весь Конаковский район", True, None),
        ("В Озерках десять метров трубы лежат поперёк", "Весь Конаковский район", False, "s-ozerki"),  # metres, no metro
        ("Ехали через Клин: на вокзале нет ни одной скамейки", "Весь Конаковский район", True, None),
        ("Низкий поклон врачам клинской больницы, а запись к ним — мука", "Весь Конаковский район", True, None),
        ("Школьная 3: хозяин в Москве, в доме притон", "Мокшино. Соседи", False, "s-mokshino"),
        ("нашего врача забирают в Тверь", "Подслушано Конаково", False, "s-konakovo"),
        ("Завидово, что под Клином, осталось без света", "Весь Конаковский район", False, "s-zavidovo"),
        ("Тверские власти обещали нам дорогу, а её нет", "Подслушано Конаково", False, "s-konakovo"),
        ("В Редкино опять прорвало трубу", "Озерки, посёлок", False, "s-redkino"),
    ],
)
def test_where_one_goes_and_a_namesake_elsewhere(
    finder: PlaceFinder, text: str, community: str, *, is_outside: bool, settlement_id: str | None
) -> None:
    found = at(finder, text, community)
    assert (found.outside, found.main.settlement_id) == (is_outside, settlement_id)


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("котельная встала, посёлок замерзает. Озерки", "s-ozerki"),
        ("свет дадут сегодня? Новозавидовский", "s-novozavidovsky"),
        ("Озерки какие-то вместо двора", "s-konakovo"),
    ],
)
def test_a_name_that_is_a_sentence_of_its_own_is_the_place(finder: PlaceFinder, text: str, settlement_id: str) -> None:
    found = at(finder, text, "Наше Конаково")
    assert (found.main.settlement_id, found.main.landmark_id) == (settlement_id, None)


@pytest.mark.parametrize("text", ["каток во дворе, ходить невозможно", "не тротуар, а каток"])
def test_a_yard_that_is_a_rink_is_no_arena(finder: PlaceFinder, text: str) -> None:
    assert at(finder, text, "Наше Конаково").main.landmark_id is None


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("«Редкино» вчера разделали 0:3, кубок уплыл", None),
        ("Дачное товарищество «Озерки» третий день без света", "s-ozerki"),
        ("Электричка «Редкино» в 7:40 не пришла", "s-redkino"),
        ("в аптеке «Озерки» ценник кусается", None),
        ("«Красный Октябрь», пианино, строй держит", None),
        ("на станции «Редкино» касса закрыта", "s-redkino"),
    ],
)
def test_a_name_in_quotes_is_a_team_or_a_shop(finder: PlaceFinder, text: str, settlement_id: str | None) -> None:
    found = at(finder, text, "Весь Конаковский район")
    assert (found.outside, found.main.settlement_id) == (False, settlement_id)


@pytest.mark.parametrize(
    ("title", "settlement_ids"),
    [
        ("Редкинцы", ("s-redkino",)),
        ("Новозавчане, двор на двор", ("s-novozavidovsky",)),
        ("Станция и посёлок: новозавидовские разговоры", ("s-novozavidovsky",)),
        ("Отцы и деды", ()),
    ],
)
def test_people_of_a_place_are_at_home_there(finder: PlaceFinder, title: str, settlement_ids: tuple[str, ...]) -> None:
    assert finder.home(title, None).settlement_ids == settlement_ids


@pytest.mark.parametrize(
    ("text", "landmark_id"),
    [
        ("Школьная 5, у школы открыт люк", "i-school-ruchi"),
        ("Школьная 5, дети из школы идут мимо открытого люка", None),
        ("несите вещи в школу на Школьной", "i-school-ruchi"),
    ],
)
def test_beside_an_address_only_what_stands_at_it_is_named(finder: PlaceFinder, text: str, landmark_id: str | None) -> None:
    assert at(finder, text, "Ручьи, наше село").main.landmark_id == landmark_id


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("На Школьной против 12-го провал", "12"),
        ("по Школьной возле 21 парит тротуар", "21"),
        ("На Школьной у 3 подъезда лёд", None),
        ("На Школьной возле 2 остановок мусор", None),
        ("Из 10 по Школьной фонарей горят 2", None),
        ("С 15 по Школьную перекроют движение", None),
    ],
)
def test_a_house_by_which_the_street_is_told(finder: PlaceFinder, text: str, house: str | None) -> None:
    assert at(finder, text, "Ручьи, наше село").main.house == house


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("Рентген в козловской больнице сломан, гоняют в Конаково", "s-kozlovo"),
        ("В Слободе автобус забирает не всех", "s-sloboda"),
        ("Это не то Редкино, у них воды нет", None),
    ],
)
def test_where_one_is_beats_where_one_is_sent(finder: PlaceFinder, text: str, settlement_id: str | None) -> None:
    assert at(finder, text, "Весь Конаковский район").main.settlement_id == settlement_id


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("В Козлово не ходит автобус", "s-kozlovo"),
        ("в Редкино возят воду бочками третий день", "s-redkino"),
        ("в Редкино идут работы, а света всё нет", "s-redkino"),
        ("Из Козлово детей возят без сопровождения", "s-kozlovo"),
        ("В Редкино мусорят не местные", "s-redkino"),
        ("В Козлово не наша управляющая компания мусор оставила", "s-kozlovo"),
        ("В Мокшино почистили, но не нашу улицу", "s-mokshino"),
        ("От Редкино до метро два часа, а электричку отменили", "s-redkino"),
        ("Не возят хлеб в Мокшино", "s-mokshino"),
        ("Пожарные не доехали в Ручьи, дорога занесена", "s-ruchi"),
        ("Отправили жалобу, в Селихово так и нет тепла", "s-selihovo"),
        ("Через Мокшино несутся фуры", "s-mokshino"),
    ],
)
def test_the_wall_of_the_town_hears_the_villages(finder: PlaceFinder, text: str, settlement_id: str) -> None:
    assert at(finder, text, "Администрация города Конаково").main.settlement_id == settlement_id
