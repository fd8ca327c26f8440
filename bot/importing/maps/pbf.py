"""OpenStreetMap files (`.osm.pbf`, `.osm`) through the optional package osmium."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.importing.found import Found, ImportFailed, Ring
from bot.importing.maps.osm import Element, found_of

TAGS = ("place", "highway", "amenity", "railway", "leisure", "tourism", "historic", "man_made", "waterway", "water", "boundary", "route")


def read_pbf(file: Path, *, progress: bool) -> list[Found]:
    """Places of the file. Raises ImportFailed, also when osmium is not installed."""
    try:
        osmium: Any = importlib.import_module("osmium")  # Any: used through its dynamic objects
    except ImportError as error:
        raise ImportFailed(f"{file}: чтобы читать карты OpenStreetMap, установите osmium: pip install 'otklik[import]'") from error
    founds = []
    try:
        with tqdm(unit=" объектов", desc="Читаю карту", disable=not progress) as bar:
            for element in _elements(osmium, file):
                bar.update()
                if found := found_of(element):
                    founds.append(found)
    except (RuntimeError, ValueError) as error:
        raise ImportFailed(f"{file}: не похоже на карту OpenStreetMap (.osm.pbf) или файл оборван") from error
    return founds


def _elements(osmium: Any, file: Path) -> Iterator[Element]:  # Any: as above
    named, useful = osmium.filter.KeyFilter("name", "ref"), osmium.filter.KeyFilter(*TAGS)
    for item in osmium.FileProcessor(str(file)).with_areas().with_filter(named).with_filter(useful):
        tags = {tag.k: tag.v for tag in item.tags}
        if item.is_node():
            yield Element(key=f"node/{item.id}", tags=tags, at=(item.lon, item.lat))
        elif item.is_way():
            if not _is_area(tags):  # it comes again as an area
                yield Element(key=f"way/{item.id}", tags=tags, lines=(_line(item.nodes),))
        elif item.is_area():
            if _is_area(tags):
                kind = "way" if item.from_way() else "relation"
                yield Element(key=f"{kind}/{item.orig_id()}", tags=tags, lines=tuple(_line(ring) for ring in item.outer_rings()))
        elif tags.get("type") == "route":
            yield Element(key=f"relation/{item.id}", tags=tags)


def _is_area(tags: dict[str, str]) -> bool:
    return not tags.keys() & {"highway", "waterway"} and tags.get("type") != "route"


def _line(nodes: Any) -> Ring:  # Any: as above
    return tuple((node.lon, node.lat) for node in nodes if node.location.valid())
