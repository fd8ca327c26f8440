"""What a far town is named for: the trouble is there, or somebody only comes from there, goes there, remembers it."""

import pytest

from nlp.district_files import load_district
from nlp.places.finder import PlaceFinder
from nlp.text.morph import Morph
from tests.kit.where import DISTRICTS, at

WIDE = "Весь Конаковский район"
TOWN = "Подслушано Конаково"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_district(DISTRICTS / "konakovo"), Morph(), None)


@pytest.mark.parametrize(
    ("text", "community", "outside"),
    [
        ("Письмо из Рязани лежит на почте вторую неделю, очередь до двери", TOWN, False),
        ("Последний автобус из Клина приходит в полночь, фонари погашены", TOWN, False),
        ("Объезд через Тверь, а у меня там дача без присмотра", TOWN, False),
        ("Нашу больницу закрывают, а мы сюда из Мурманска переехали", "Козлово — посёлок", False),
        ("Собаки у подъезда рычат. Сын боится, я в Москве на смене", "Редкино: соседи", False),
        ("Тётя звонит из Рязани: у них воды нет третий день", TOWN, True),
        ("В Рязани на Ленина открыт люк", TOWN, True),
        ("Возили бабушку в Тверь. Лифт у них стоит", WIDE, True),
        ("Под Клином горит свалка, дым у нас. Понимаю, что не ваш район", WIDE, True),
        ("Мост за Шорново разбит, но это уже Клинский округ", WIDE, True),
        ("Мост за Шорново разбит, это уже не наша земля", WIDE, True),
        ("В Шорново яма, а нам отвечают: не наша территория", WIDE, False),
        ("Уже в нашем районе нет ни одного фонаря", TOWN, False),
        ("ваш район не чище нашего, баки полные", TOWN, False),
    ],
)
def test_only_a_trouble_that_is_there_is_outside(finder: PlaceFinder, text: str, community: str, outside: bool) -> None:
    assert at(finder, text, community).outside is outside


@pytest.mark.parametrize(
    ("text", "settlement_id"),
    [
        ("Дача в Плосках, баков нет", "s-ploski"),
        ("из Озёрок не уехать, автобус отменили", "s-ozerki"),
        ("от Речиц до трассы ни одного фонаря", "s-rechicy"),
        ("Фонари на Речной (посёлок, не Конаково) не горят, Новозавидовский", "s-novozavidovsky"),
    ],
)
def test_a_village_is_known_in_every_case_of_its_name(finder: PlaceFinder, text: str, settlement_id: str) -> None:
    assert at(finder, text, WIDE).main.settlement_id == settlement_id


@pytest.mark.parametrize("text", ["На улице мороз, а батареи ледяные", "стоим на улице под дождём", "На улице минус двадцать"])
def test_the_open_air_is_no_street(finder: PlaceFinder, text: str) -> None:
    assert at(finder, text, TOWN).main.street is None
