"""The tour's post goes straight to the roads department: nothing in it makes the reader doubt or ask about danger."""

import re
from pathlib import Path

import pytest

from incidents.routing.rules import route
from nlp.district_files import load_district, load_taxonomy
from nlp.reader import Reader
from tests.kit.desk_town import ROADS, konakovo

ROOT = Path(__file__).parents[3]
STEPS = (ROOT / "sandbox" / "page" / "steps.js").read_text(encoding="utf-8")


def sentence(house: int) -> str:
    """The post of the tour's first step, as the page makes it."""
    street = re.search(r'const STREET = "(.+)";', STEPS)
    template = re.search(r"function post\(house\) \{\s+return `(.+)`;", STEPS)
    assert street and template
    return template[1].replace("${STREET}", street[1]).replace("${house}", str(house))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_district(konakovo().folder), load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


@pytest.mark.parametrize("house", [29, 31, 33])
def test_the_post_of_the_tour_is_read_without_a_doubt(reader: Reader, house: int) -> None:
    read = reader.read(sentence(house))
    assert (read.is_appeal, read.danger, read.danger_asked) == (True, False, False)
    assert (read.topic, read.main.house) == ("roads_drainage", str(house))
    district = konakovo()
    found = route(read, rules=district.rules, staffed={each.id for each in district.departments})
    assert (found.department_id, found.doubt) == (ROADS, None)
