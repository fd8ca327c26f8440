"""The example of a second district and the page that makes it: both are what the commands make of the recorded samples."""

import json
import re
import shlex
from pathlib import Path

import pytest

from bot.cli.arguments import parser
from bot.config.district import load_district
from bot.importing.run import import_places
from nlp.district_files import load_district as load_places
from nlp.district_files import load_taxonomy
from nlp.reader import Reader
from nlp.wire import reading_to_json
from tests.kit.importing import OVERPASS, gar

ROOT = Path(__file__).parents[3]
PRIMER = ROOT / "districts" / "primer"
PAGES = (ROOT / "docs" / "new-district.md", ROOT / "docs" / "ru" / "novyy-okrug.md")


def commands(page: Path) -> list[str]:
    return [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]


def test_its_profile_is_whole() -> None:
    district = load_district(PRIMER)
    assert (district.title, district.centre_id) == ("Кедровский муниципальный округ", "s-kedrovsk")
    routed = {group for rule in district.rules for group in rule.groups}
    assert {topic.group for topic in district.topics.values()} == routed


def test_its_places_are_what_the_importer_makes_of_the_samples(tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    import_places(OVERPASS, out, district="Кедровский")
    import_places(gar(tmp_path), out, district="Кедровский")
    assert out.read_text(encoding="utf-8") == (PRIMER / "places.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_places(PRIMER), load_taxonomy(ROOT / "districts" / "taxonomy.csv"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("В Боровом на Центральной, 5 яма на дороге", "st-borovoe-centralnaya"),
        ("Кедровск, на Сусанина третий день нет воды", "st-kedrovsk-ivana-susanina"),
        ("Упало дерево на 2-й Набережной в Кедровске", "st-kedrovsk-2-ya-naberezhnaya"),
        ("У первой школы не горят фонари", "i-kedrovsk-shkola-1"),
        ("В никольском клубе холодно", "s-nikolskoe"),
    ],
)
def test_posts_of_the_district_are_read_by_its_imported_places(reader: Reader, text: str, place: str) -> None:
    assert place in json.dumps(reading_to_json(reader.read(text))["main"])


def test_both_pages_give_the_same_commands() -> None:
    assert commands(PAGES[0]) == commands(PAGES[1])


@pytest.mark.parametrize("line", [line for line in commands(PAGES[0]) if "otklik " in line])
def test_every_command_of_the_page_is_one_that_we_have(line: str) -> None:
    words = shlex.split(re.split(r"\s[<>|]\s", line[line.rindex("otklik ") :])[0])
    assert callable(parser().parse_args(words[1:]).command)
