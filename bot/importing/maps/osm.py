"""OpenStreetMap elements: tags into kinds, Overpass JSON into elements."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.importing.found import Found, ImportFailed, Point, Ring
from bot.importing.maps.outline import centre, joined
from bot.importing.naming.typewords import PARTS, SETTLEMENTS, STREETS, parted, plain_type

MAX_BYTES = 1_000_000_000

PLACES = {  # the value of place=: our type word, and how many km around the point are surely its own
    "city": ("г", 12.0),
    "town": ("г", 6.0),
    "village": ("с", 2.5),
    "hamlet": ("д", 1.5),
    "isolated_dwelling": ("х", 0.8),
}
QUARTERS = {"suburb": "мкр", "neighbourhood": "мкр", "quarter": "квартал", "allotments": "СНТ"}
ROADS = frozenset(
    [
        "motorway",
        "trunk",
        "primary",
        "secondary",
        "tertiary",
        "unclassified",
        "residential",
        "living_street",
        "service",
        "pedestrian",
        "footway",
        "track",
        "road",
    ]
)
INSTITUTIONS = {
    "school": "школа",
    "kindergarten": "детский сад",
    "hospital": "больница",
    "clinic": "поликлиника",
    "townhall": "администрация",
    "library": "библиотека",
    "college": "колледж",
    "fire_station": "пожарная часть",
    "courthouse": "суд",
}
LANDMARKS = {
    ("amenity", "community_centre"): "ДК",
    ("amenity", "arts_centre"): "ДК",
    ("amenity", "place_of_worship"): "храм",
    ("amenity", "bus_station"): "автостанция",
    ("highway", "bus_stop"): "остановка",
    ("railway", "station"): "ж/д станция",
    ("railway", "halt"): "ж/д платформа",
    ("leisure", "park"): "парк",
    ("leisure", "stadium"): "стадион",
    ("tourism", "museum"): "музей",
    ("historic", "memorial"): "памятник",
    ("man_made", "bridge"): "мост",
    ("place", "square"): "площадь",
}
WATERS = {"river": "река", "stream": "ручей", "canal": "канал", "lake": "озеро", "pond": "пруд", "reservoir": "водохранилище"}
OTHER_NAMES = ("alt_name", "old_name", "short_name", "loc_name", "official_name")


@dataclass(slots=True, kw_only=True)
class Element:
    """A named node, way or relation: `lines` are its own or its members' outer lines."""

    key: str  # way/123
    tags: dict[str, str]
    at: Point | None = None
    lines: tuple[Ring, ...] = field(default=())


def found_of(element: Element) -> Found | None:
    """The place that an element is, or None when it is of no use to a reader of posts."""
    tags = element.tags
    name = " ".join(tags.get("name", "").split())
    if not re.search(r"[а-яё]", name.lower()) and not tags.get("ref"):
        return None
    kind, clean, type_word = _kind(tags, name)
    if not kind or not clean:
        return None
    place = PLACES.get(tags.get("place", ""))
    points = [point for line in element.lines for point in line]
    aliases = [alias.strip() for tag in OTHER_NAMES for alias in tags.get(tag, "").split(";")]
    if kind in {"street", "settlement"} and kind != "area":
        aliases = [parted(alias, STREETS if kind == "street" else SETTLEMENTS)[0] for alias in aliases]
    elif clean != name and kind != "landmark":  # «Озерки» alone is the village, not its station
        aliases.append(name)
    return Found(
        key=f"osm:{element.key}",
        kind="settlement" if kind == "area" else kind,
        is_area=kind == "area",
        name=clean,
        type_word=type_word,
        aliases=[alias for alias in aliases if alias],
        at=element.at or (centre(points) if points else None),
        rings=joined(element.lines) if kind in {"area", "settlement"} else (),
        reach=place[1] if place and kind == "settlement" else 0.0,
        source=f"OpenStreetMap {element.key}",
        confidence="high",
    )


def _kind(tags: dict[str, str], name: str) -> tuple[str, str, str]:  # noqa: PLR0911 - a table of cases
    """Kind, name without the type word, type word; («», …) for nothing of ours."""
    place, amenity = tags.get("place", ""), tags.get("amenity", "")
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in {"6", "7", "8"} and place not in PLACES:
        return "area", name, "округ" if tags["admin_level"] == "6" else "поселение"
    if place in PLACES:
        clean, word = parted(name, SETTLEMENTS)
        status = plain_type(re.sub(r"^ru:", "", tags.get("official_status", "") or tags.get("name:prefix", "")))
        return "settlement", clean, SETTLEMENTS.get(status) or word or PLACES[place][0]
    if place in QUARTERS:
        clean, word = parted(name, PARTS)
        return "microdistrict", clean.strip('«»"'), word or QUARTERS[place]
    if tags.get("highway") in ROADS:
        clean, word = parted(name, STREETS)
        return "street", clean, word or "ул"
    if amenity in INSTITUTIONS:
        return "institution", _numbered(name, amenity), "гимназия" if "гимнази" in name.lower() else INSTITUTIONS[amenity]
    for (key, value), word in LANDMARKS.items():
        if tags.get(key) == value:
            before = {"остановка": "Остановка", "ж/д станция": "Станция", "ж/д платформа": "Платформа"}.get(word, "")
            return "landmark", name if before.lower() in name.lower() else f"{before} {name}", word
    if water := WATERS.get(tags.get("waterway", "") or tags.get("water", "")):
        return "water", re.sub(rf"^(?:{water}|р\.)\s+", "", name, flags=re.IGNORECASE), water
    if tags.get("type") == "route" and tags.get("route") in {"bus", "share_taxi", "trolleybus", "tram"} and tags.get("ref"):
        return "route", f"№{tags['ref']}", "автобус"
    return "", "", ""


def _numbered(name: str, amenity: str) -> str:
    """«МБОУ СОШ № 3 имени…» is «Школа №3»: schools and kindergartens are called by their numbers."""
    number = re.search(r"№\s*(\d+)", name)
    if not number or amenity not in {"school", "kindergarten"}:
        return name
    word = "Детский сад" if amenity == "kindergarten" else "Гимназия" if "гимнази" in name.lower() else "Школа"
    return f"{word} №{number[1]}"


def read_overpass(file: Path) -> list[Found]:
    """Places of an answer of Overpass (`out geom`, `out center`, or ways with their nodes). Raises ImportFailed."""
    if file.stat().st_size > MAX_BYTES:
        raise ImportFailed(f"{file}: больше {MAX_BYTES // 1_000_000_000} ГБ; для таких областей берите .osm.pbf")
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"))
        elements = data["elements"]
        founds = [found for element in _elements(elements) if (found := found_of(element))]
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{file}: файл не в кодировке UTF-8") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ImportFailed(f"{file}: не похоже на ответ Overpass: нужен JSON с «elements»") from error
    if remark := data.get("remark"):
        raise ImportFailed(f"{file}: Overpass не договорил: {remark}")
    return founds


def _elements(items: Iterable[dict[str, Any]]) -> Iterator[Element]:  # Any: JSON
    items = list(items)
    nodes = {item["id"]: _point(item) for item in items if item["type"] == "node" and "lat" in item}
    for item in items:
        if not isinstance(tags := item.get("tags"), dict):
            continue
        pieces = [item, *(m for m in item.get("members", ()) if m.get("type") == "way" and m.get("role") in {"outer", ""})]
        lines = tuple(line for line in (_line(piece, nodes) for piece in pieces) if line)
        spot = item if "lat" in item else item.get("center")
        if spot is None and item["type"] == "relation":
            labels = [m for m in item.get("members", ()) if m.get("type") == "node" and "lat" in m]
            spot = next((m for m in labels if m.get("role") in {"label", "admin_centre"}), None)
        yield Element(
            key=f"{item['type']}/{item['id']}",
            tags={str(name): str(value) for name, value in tags.items()},
            at=_point(spot) if spot else None,
            lines=lines,
        )


def _line(item: dict[str, Any], nodes: dict[int, Point]) -> Ring:  # Any: JSON
    if geometry := item.get("geometry"):
        return tuple(_point(point) for point in geometry if point)
    return tuple(nodes[node] for node in item.get("nodes", ()) if node in nodes)


def _point(item: dict[str, Any]) -> Point:  # Any: JSON
    return float(item["lon"]), float(item["lat"])
