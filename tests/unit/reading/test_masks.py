"""Names of places say nothing of the trouble: what is a danger on one street is one on every street, what is calm is calm everywhere."""

from pathlib import Path

import pytest

from nlp.district_files import District, load_district, load_taxonomy
from nlp.reader import Reader

ROOT = Path(__file__).parents[3]
DANGERS = (
    "{}: сильно пахнет газом в подъезде",
    "{}: горит жилой дом, люди внутри",
    "{}: открытый люк без крышки на тротуаре",
    "{}: оборванный провод искрит на дороге",
    "{}: ребёнок провалился под лёд",
)
CALM = (
    "{}: третий день не вывозят мусор",
    "{}: подскажите, до скольки работает почта",
    "{}: спасибо за новую детскую площадку",
)
INVENTED = (
    "Пожарная",
    "Газовая",
    "Аварийная",
    "Учебная",
    "Больничная",
    "Музейная",
    "Огненная",
    "Взрывников",
    "Спасательная",
    "Подводная",
    "Ледовая",
    "Волчья",
    "Собачий",
    "Ядовитая",
    "Электрическая",
    "Проводная",
    "Высоковольтная",
    "Обрывная",
    "Опасная",
    "Пороховая",
    "Угарный",
    "Дымная",
    "Горелая",
    "Мокрая",
    "Потопная",
    "Провальная",
    "Ямская",
    "Каменный",
    "Медвежья",
    "Змеиная",
    "Военная",
    "Гранатная",
    "Минная",
    "Стрелковая",
    "Больная",
    "Морговая",
    "Скорая",
    "Травяная",
    "Крысиная",
    "Падунская",
)
NEUTRAL = "улица Лесная"


@pytest.fixture(scope="module")
def district() -> District:
    return load_district(ROOT / "districts" / "konakovo")


@pytest.fixture(scope="module")
def reader(district: District) -> Reader:
    return Reader(district, load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


def told(reader: Reader, sentence: str, name: str) -> tuple[bool, bool]:
    """Whether somebody comes, whether the text is an appeal."""
    reading = reader.read(sentence.format(name))
    return reading.danger or reading.danger_asked, reading.is_appeal


@pytest.mark.parametrize("sentence", DANGERS)
def test_a_danger_is_one_on_every_street_and_in_every_village(reader: Reader, district: District, sentence: str) -> None:
    assert told(reader, sentence, NEUTRAL) == (True, True)
    named = {name for row in district.places.values() for name in (f"{row.type_word} {row.name}".strip(), row.name, *row.aliases)}
    assert {name for name in named if not told(reader, sentence, name)[0]} == set()


@pytest.mark.parametrize("sentence", CALM)
def test_what_is_calm_is_calm_in_every_place(reader: Reader, district: District, sentence: str) -> None:
    named = {name for row in district.places.values() for name in (f"{row.type_word} {row.name}".strip(), row.name, *row.aliases)}
    assert {name for name in named if reader.read(sentence.format(name)).danger} == set()


@pytest.mark.parametrize("name", INVENTED)
def test_a_street_that_no_list_knows_says_nothing_either(reader: Reader, name: str) -> None:
    street = f"улица {name}" if name.endswith(("я", "в")) else f"переулок {name}"
    usual = "улица Лесная" if street.startswith("улица") else "переулок Лесной"
    for sentence in (*DANGERS, *CALM):
        one, other = reader.read(sentence.format(street)), reader.read(sentence.format(usual))
        assert (one.danger_grade, one.is_appeal, one.topic) == (other.danger_grade, other.is_appeal, other.topic), sentence
