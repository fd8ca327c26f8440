"""Places from the state address register: a region's archive, and archives that are none."""

import zipfile
from pathlib import Path

import pytest

from bot.importing.run import import_places
from nlp.district_files import load_district
from tests.kit.importing import OVERPASS, gar, refusal, rows

ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><HOUSES><HOUSE OBJECTID="1" HOUSENUM="&b;"/></HOUSES>'


def test_a_district_is_made_of_the_register(tmp_path: Path) -> None:
    import_places(gar(tmp_path), tmp_path / "places.csv", district="Кедровский")
    district = load_district(tmp_path)
    assert district.settlement_of("st-kedrovsk-romashka-1-ya-sadovaya") == "s-kedrovsk"  # a street of a garden community
    assert district.places["s-borovoe"].type_word == "пгт"
    assert "st-kedrovsk-pr-t-mira" in district.places
    assert "s-sosedsk" not in district.places


def test_villages_of_one_name_are_told_apart_by_their_community(tmp_path: Path) -> None:
    import_places(gar(tmp_path), tmp_path / "p.csv", district="Кедровский")
    made = rows(tmp_path / "p.csv")
    assert made["s-sosnovka-nikolskoe"]["parent_id"] == "mo-nikolskoe"
    assert made["s-sosnovka-lipeckoe"]["parent_id"] == "mo-lipeckoe"


def test_only_names_in_force_are_taken_and_houses_prove_a_street(tmp_path: Path) -> None:
    import_places(gar(tmp_path), tmp_path / "p.csv")
    made = rows(tmp_path / "p.csv")
    assert not {row["name"] for row in made.values()} & {"Сталина", "Снесённая"}
    assert made["st-kedrovsk-lenina"]["confidence"] == "high"
    assert made["st-kedrovsk-per-lesnoy"]["confidence"] == "medium"


def test_what_the_municipal_division_lacks_the_administrative_one_gives(tmp_path: Path) -> None:
    import_places(gar(tmp_path), tmp_path / "p.csv")
    assert rows(tmp_path / "p.csv")["st-sosedsk-gagarina"]["parent_id"] == "s-sosedsk"


def test_the_register_and_the_map_meet_in_one_table(tmp_path: Path) -> None:
    out = tmp_path / "p.csv"
    import_places(OVERPASS, out, district="Кедровский")
    before = rows(out)
    import_places(gar(tmp_path), out, district="Кедровский")
    after = rows(out)
    assert set(before) < set(after)
    assert list(after)[: len(before)] == list(before)
    assert after["st-kedrovsk-lenina"]["source"].endswith("; ГАР 1010")
    assert after["st-kedrovsk-lenina"]["lat"] == before["st-kedrovsk-lenina"]["lat"]


def test_an_archive_of_several_regions_asks_which(tmp_path: Path) -> None:
    file = gar(tmp_path, regions=("69", "77"))
    assert refusal(file, tmp_path / "p.csv") == ("gar.zip: в архиве несколько регионов (69, 77), укажите один: --region 69",)
    import_places(file, tmp_path / "p.csv", region="77")
    assert "s-kedrovsk" in rows(tmp_path / "p.csv")


def test_a_doctype_is_refused_before_anything_is_expanded(tmp_path: Path) -> None:
    (line,) = refusal(gar(tmp_path, HOUSES=ENTITY), tmp_path / "p.csv")
    assert "есть DOCTYPE" in line


def test_an_archive_that_unpacks_without_measure_is_refused(tmp_path: Path) -> None:
    (line,) = refusal(gar(tmp_path, HOUSES=" " * 20_000_000), tmp_path / "p.csv")
    assert "так ГАР не сжат" in line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<ADDRESSOBJECTS><OBJECT", "не разбирается, строка 1"),
        ("<ADDRESSOBJECTS/>", "в AS_ADDR_OBJ нет ни одного действующего объекта"),
        ('<ADDRESSOBJECTS><OBJECT OBJECTID="x" NAME="y"/></ADDRESSOBJECTS>', "не разбирается, строка 1"),
    ],
)
def test_a_broken_file_of_the_register_is_one_line(text: str, line: str, tmp_path: Path) -> None:
    (told,) = refusal(gar(tmp_path, ADDR_OBJ=text), tmp_path / "p.csv")
    assert told.startswith("gar.zip: ")
    assert told.endswith(line)


def test_what_is_no_archive_of_the_register_is_one_line(tmp_path: Path) -> None:
    torn, other = tmp_path / "torn.zip", tmp_path / "other.zip"
    torn.write_bytes(gar(tmp_path).read_bytes()[:500])
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(torn, tmp_path / "p.csv") == ("torn.zip: архив повреждён или это не ZIP",)
    assert "это не архив региона ГАР" in refusal(other, tmp_path / "p.csv")[0]


def test_an_outline_needs_coordinates_that_the_register_has_not(tmp_path: Path) -> None:
    outline = tmp_path / "o.geojson"
    outline.write_text('{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]]]}')
    assert refusal(gar(tmp_path), tmp_path / "p.csv", outline=outline)[0].endswith("контур не поможет; укажите округ: --district")
