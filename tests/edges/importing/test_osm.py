"""Places from OpenStreetMap: an answer of Overpass and a .osm.pbf."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.importing.maps.osm import read_overpass
from bot.importing.maps.pbf import read_pbf
from bot.importing.run import import_places
from nlp.district_files import load_district
from tests.kit.importing import OVERPASS, refusal, rows


def test_a_district_is_made_of_an_answer_of_overpass(tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    told = import_places(OVERPASS, out, district="Кедровский")
    assert told[0] == f"{out}: мест 54, из них новых 54, дополнено 0"
    assert told[2] == "Улиц и дорог вне населённых пунктов, пропущено: 1"
    district = load_district(tmp_path)
    assert district.centre_id == "s-kedrovsk"
    assert district.places["st-kedrovsk-1-ya-naberezhnaya"].name == "1-я Набережная"
    assert district.places["s-borovoe"].type_word == "пгт"
    assert district.settlement_of("i-kedrovsk-shkola-1") == "s-kedrovsk"


def test_pieces_of_a_street_become_one_row_and_a_lane_is_no_street(tmp_path: Path) -> None:
    import_places(OVERPASS, tmp_path / "p.csv")
    made = rows(tmp_path / "p.csv")
    assert made["st-kedrovsk-lenina"]["source"].count("way/") == 2
    assert made["st-kedrovsk-lesnaya"]["type_word"] == "ул"
    assert made["st-kedrovsk-per-lesnoy"]["type_word"] == "пер"


def test_people_say_short_names_and_adjectives(tmp_path: Path) -> None:
    import_places(OVERPASS, tmp_path / "p.csv")
    made = rows(tmp_path / "p.csv")
    assert made["st-kedrovsk-ivana-susanina"]["aliases"] == "Сусанина;И. Сусанина"
    assert made["s-malye-lipki"]["aliases"] == "малолипковский"
    assert made["s-kedrovsk"]["aliases"] == "Кедрово;кедровский"
    assert "Кедровский район" in made["mo-kedrovskiy"]["aliases"]
    assert made["i-kedrovsk-shkola-1"]["name"] == "Школа №1"


def test_neighbours_stay_out_by_the_name_of_the_district_or_by_an_outline(tmp_path: Path) -> None:
    outline = tmp_path / "o.geojson"
    ring = [[44.0, 57.8], [44.6, 57.8], [44.6, 58.1], [44.0, 58.1], [44.0, 57.8]]
    outline.write_text(json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}))
    import_places(OVERPASS, tmp_path / "all.csv")
    import_places(OVERPASS, tmp_path / "named.csv", district="кедровский округ")
    import_places(OVERPASS, tmp_path / "outlined.csv", outline=outline)
    assert "st-sosedsk-lenina" in rows(tmp_path / "all.csv")
    assert "s-sosedsk" not in rows(tmp_path / "named.csv")
    assert rows(tmp_path / "outlined.csv") == rows(tmp_path / "named.csv")


def test_an_unknown_district_is_answered_with_those_that_are_there(tmp_path: Path) -> None:
    assert refusal(OVERPASS, tmp_path / "p.csv", district="Мухинский") == (
        "overpass.json: округа «Мухинский» нет, есть: Кедровский муниципальный округ; Соседский муниципальный округ",
    )


def test_a_boundary_without_its_line_is_told(tmp_path: Path) -> None:
    data = json.loads(OVERPASS.read_text(encoding="utf-8"))
    for element in data["elements"]:
        element.pop("members", None)
    file = tmp_path / "a.json"
    file.write_text(json.dumps(data))
    (line,) = refusal(file, tmp_path / "p.csv", district="Кедровский")
    assert line == "a.json: у «Кедровский муниципальный округ» нет ни контура, ни мест; для Overpass нужен out geom, или задайте --outline"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "не похоже на ответ Overpass: нужен JSON с «elements»"),
        ('{"elements": [1]}', "не похоже на ответ Overpass: нужен JSON с «elements»"),
        ('{"elements": []}', "нет ни одного места с русским названием"),
        ('{"elements": [], "remark": "runtime error: Query timed out"}', "Overpass не договорил: runtime error: Query timed out"),
    ],
)
def test_what_is_no_answer_of_overpass_is_one_line(text: str, what: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(text)
    assert refusal(file, tmp_path / "p.csv") == (f"a.json: {what}",)


def test_ways_may_come_with_their_nodes_apart_or_with_a_centre_only(tmp_path: Path) -> None:
    elements: list[dict[str, Any]] = [
        {"type": "way", "id": 1, "nodes": [7, 8, 9], "tags": {"highway": "residential", "name": "улица Мира"}},
        {"type": "way", "id": 2, "center": {"lat": 50.0, "lon": 40.0}, "tags": {"highway": "residential", "name": "улица Лесная"}},
        {"type": "node", "id": 7, "lat": 50.0, "lon": 40.0},
        {"type": "node", "id": 8, "lat": 50.0, "lon": 41.0},
    ]
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"elements": elements}))
    assert {found.name: found.at for found in read_overpass(file)} == {"Мира": (40.5, 50.0), "Лесная": (40.0, 50.0)}


@pytest.fixture
def pbf(tmp_path: Path) -> Path:
    """The places of the recorded answer written by osmium itself."""
    osmium: Any = importlib.import_module("osmium")
    make, elements = osmium.osm.mutable, json.loads(OVERPASS.read_text(encoding="utf-8"))["elements"]
    points: dict[tuple[float, float], int] = {}

    def way(key: int, geometry: list[dict[str, float]], tags: dict[str, str]) -> Any:
        refs = [points.setdefault((p["lon"], p["lat"]), len(points) + 1) for p in geometry]
        return make.Way(id=key, nodes=refs, tags=tags)

    nodes = [make.Node(id=e["id"], location=(e["lon"], e["lat"]), tags=e["tags"]) for e in elements if e["type"] == "node" and "tags" in e]
    bounds = [e for e in elements if e["type"] == "relation"]
    ways = [way(e["id"], e["geometry"], e["tags"]) for e in elements if e["type"] == "way"]
    ways += [way(m["ref"], m["geometry"], {}) for e in bounds for m in e["members"]]
    relations = [make.Relation(id=e["id"], members=[("w", m["ref"], m["role"]) for m in e["members"]], tags=e["tags"]) for e in bounds]
    file = tmp_path / "primer.osm.pbf"
    with osmium.SimpleWriter(str(file)) as writer:
        for (lon, lat), key in points.items():
            writer.add_node(make.Node(id=key, location=(lon, lat)))
        for item in (*nodes, *sorted(ways, key=lambda w: int(w.id)), *relations):
            writer.add(item)
    return file


def test_a_pbf_gives_the_same_places_as_overpass(pbf: Path, tmp_path: Path) -> None:
    import_places(OVERPASS, tmp_path / "overpass.csv", district="Кедровский")
    import_places(pbf, tmp_path / "pbf.csv", district="Кедровский")
    lacks = set(rows(tmp_path / "overpass.csv")) - set(rows(tmp_path / "pbf.csv"))
    assert lacks == {"r-101"}  # osmium hands routes over without their ways
    assert rows(tmp_path / "pbf.csv")["st-kedrovsk-lenina"]["lat"] == rows(tmp_path / "overpass.csv")["st-kedrovsk-lenina"]["lat"]


def test_a_broken_pbf_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.osm.pbf"
    file.write_bytes(b"nothing")
    assert refusal(file, tmp_path / "p.csv") == ("a.osm.pbf: не похоже на карту OpenStreetMap (.osm.pbf) или файл оборван",)


def test_without_osmium_the_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(Exception, match=r"установите osmium: pip install 'otklik\[import\]'"):
        read_pbf(tmp_path / "a.osm.pbf", progress=False)
