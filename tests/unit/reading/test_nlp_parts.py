"""Several requests of one text are told apart, and one long complaint stays one."""

from pathlib import Path

import pytest

from incidents.reading import DangerGrade
from nlp.district_files import load_taxonomy
from nlp.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, load_taxonomy(Path(__file__).parents[3] / "districts" / "taxonomy.csv"))


WHOLE = pytest.mark.xfail(strict=True, reason="the present weights leave it whole: model card, «Where it errs»")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Посёлок забыли. Дороги нет. Газа нет. Автобус не ходит.", ["roads", "energy", "transport"]),
        ("у нас ни связи, ни дороги, ни фельдшера", ["telecom", "roads", "health"]),
        ("Дороги нет. Газа нет. А ещё на Лесной стая бродячих собак, отловите", ["roads", "energy", "animals"]),
        pytest.param("Во-первых, в подъезде нет отопления. Во-вторых, мусор не вывозят неделю.", ["housing", "waste"], marks=WHOLE),
        ("1. Батареи холодные, в квартире нет тепла.\n2. На детской площадке сломаны качели", ["housing", "improvement"]),
        ("Горячей воды нет третий день. А ещё на Лесной стая бродячих собак, отловите", ["housing", "animals"]),
        ("и мусор не вывозят из контейнеров, и дорога вся в ямах", ["waste", "roads"]),
    ],
)
def test_several_requests_are_told_in_their_order(reader: Reader, text: str, groups: list[str]) -> None:
    parts = reader.read(text).parts
    assert [part.group for part in parts] == groups
    assert all(0 <= part.span[0] < part.span[1] <= len(text) for part in parts)
    assert all(part.topic.startswith(part.group) for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "Мусор не вывозят вторую неделю. Крысы, вонь, окна не открыть, дети болеют. Сколько можно?",
        "Крыша течёт, поэтому в подъезде сыро и нет света",
        "Нет света, нет воды, нет тепла: насосы встали",
        "Не чистят дорогу. Ни в аптеку, ни в магазин не выйти",
        "Дорогу не чистят. А ещё за это платим налоги исправно",
        "Дом 27.09 сдали, 28.10 потёк. Кроме того, что течёт, ещё и холодно в квартирах",
        "Привет всем соседям. А ещё приходите в субботу на концерт",
        "",
    ],
)
def test_one_trouble_stays_one(reader: Reader, text: str) -> None:
    assert reader.read(text).parts == ()


@pytest.mark.parametrize(
    "text",
    [
        "Мусор не вывозят неделю, баки полные, крысы. А ещё на Лесной открытый люк посреди дороги, ребёнок чуть туда не упал",
        pytest.param(
            "Мусор из контейнеров не вывозят неделю. А ещё на Лесной открытый люк посреди дороги, ребёнок чуть не упал",
            marks=pytest.mark.xfail(strict=True, reason="the present weights leave it whole: model card, «Where it errs»"),
        ),
    ],
)
def test_the_part_with_a_danger_leads_the_reading(reader: Reader, text: str) -> None:
    read = reader.read(text)
    assert read.danger_grade is DangerGrade.NOW
    assert [part.danger for part in read.parts] == [False, True]
    assert (read.group, read.topic) == (read.parts[1].group, read.parts[1].topic)
    assert read.groups[0][0] == read.group and read.topics[0][0] == read.topic


def test_the_reading_speaks_of_one_of_its_parts(reader: Reader) -> None:
    read = reader.read("Дороги нет. Газа нет. Автобус не ходит.")
    assert read.topic in {part.topic for part in read.parts}
    assert read.groups[0][0] == read.group
