"""Merge found places: duplicates, ids, other names."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.importing.found import PREFIXES, Found
from bot.importing.maps.outline import centre, distance
from bot.importing.naming.names import adjectives, short_area, short_street
from bot.importing.naming.slugs import fold, slug, tail
from nlp.district_files import PLACE_COLUMNS

Row = dict[str, str]

SAME_WITHIN = 4.0  # km between two points of one village in two sources
_AREA_WORDS = r"\b(?:муниципальн|городск|сельск)\w+ (?=округ|район|поселени)|\b(?:округ|район|поселение|сельсовет|р-н|область|обл)\b"
_ORDER = {kind: n for n, kind in enumerate(PREFIXES)}
_TRUST = ("low", "medium", "high")


@dataclass(slots=True, kw_only=True)
class MergedPlace:
    """One place of ours, made of all that was told of it."""

    of: list[Found] = field(default_factory=list)
    parent: "MergedPlace | None" = None
    id: str = ""

    @property
    def first(self) -> Found:
        """The most trusted telling."""
        return max(self.of, key=lambda found: _TRUST.index(found.confidence))


def merged(founds: Sequence[Found]) -> list[MergedPlace]:
    """Places, parents before children."""
    by_key = {found.key: found for found in founds}
    made: dict[str, MergedPlace] = {}
    groups: dict[tuple[object, ...], list[MergedPlace]] = {}

    def place_of(found: Found, depth: int = 0) -> MergedPlace:
        if found.key in made:
            return made[found.key]
        above = by_key.get(found.parent or "")
        parent = place_of(above, depth + 1) if above and above is not found and depth < len(PREFIXES) * 2 else None
        if found.key in made:  # a circle of parents
            return made[found.key]
        type_word = found.type_word if found.kind in {"street", "route"} else ""
        village = found.kind == "settlement" and not found.is_area
        key = (found.kind, found.is_area, fold(found.name), type_word, None if village else id(parent))
        alike = groups.setdefault(key, [])
        place = next((p for p in alike if not village or _same_village(p, found, parent)), None)
        if place is None:
            place = MergedPlace(parent=parent)
            alike.append(place)
        place.of.append(found)
        place.parent = place.parent or parent
        made[found.key] = place
        return place

    for found in founds:
        place_of(found)
    return list({id(place): place for place in made.values()}.values())


def _same_village(place: MergedPlace, found: Found, parent: MergedPlace | None) -> bool:
    points = [item.at for item in place.of if item.at]
    if points and found.at:
        return distance(points[0], found.at) <= SAME_WITHIN
    return place.parent is parent or place.parent is None or parent is None


def give_ids(places: Iterable[MergedPlace], taken: Mapping[str, Row]) -> None:
    """Ids that a table already has stay; others come of the name, with the parent's where a name repeats."""
    known: dict[tuple[str, ...], str] = {}
    villages_known: dict[str, list[str]] = {}
    for id_, row in taken.items():
        known.setdefault(_signature(row, taken), id_)
        if row["kind"] == "settlement" and not id_.startswith("mo-"):
            villages_known.setdefault(fold(row["name"]), []).append(id_)
    used = set(taken)
    ordered = sorted(places, key=lambda p: (_depth(p), fold(p.first.name), p.first.type_word, p.first.at or (), p.first.key))
    villages = Counter(slug(p.first.name) for p in ordered if p.first.kind == "settlement" and not p.first.is_area)
    for place in ordered:
        first, parent = place.first, place.parent
        told = next((found.id for found in place.of if found.id), "")
        before = known.get((first.kind, fold(first.name), _typed(first.kind, first.type_word), parent.id if parent else ""))
        if first.kind == "settlement" and not first.is_area and before is None and villages[slug(first.name)] == 1:
            same = villages_known.get(fold(first.name), [])
            before = same[0] if len(same) == 1 else None
        place.id = told or before or _free(_id_of(place, villages), used)
        used.add(place.id)


def _typed(kind: str, type_word: str) -> str:
    return type_word if kind in {"street", "route"} else ""


def _signature(row: Row, rows: Mapping[str, Row]) -> tuple[str, ...]:
    parent = row["parent_id"] if row["parent_id"] in rows else ""
    return (row["kind"], fold(row["name"]), _typed(row["kind"], row["type_word"]), parent)


def _depth(place: MergedPlace) -> int:
    depth, above = 0, place.parent
    while above and depth < len(PREFIXES) * 2:
        depth, above = depth + 1, above.parent
    return depth


def _id_of(place: MergedPlace, villages: Mapping[str, int]) -> str:
    first, parent = place.first, place.parent
    name = slug(first.name)
    if first.is_area:
        return "mo-" + (slug(re.sub(_AREA_WORDS, " ", first.name, flags=re.IGNORECASE)))
    if first.kind == "settlement":
        return f"s-{name}-{tail(parent.id)}" if parent and villages[name] > 1 else f"s-{name}"
    parts = [PREFIXES[first.kind]]
    if parent and not parent.first.is_area:
        parts.append(tail(parent.id))
    if first.kind == "street" and first.type_word not in {"", "ул"}:
        parts.append(slug(first.type_word))
    return "-".join((*parts, name))


def _free(id_: str, used: set[str]) -> str:
    number = 2
    free = id_
    while free in used:
        free, number = f"{id_}-{number}", number + 1
    return free


def row_of(place: MergedPlace) -> Row:
    """A row of places.csv."""
    first = place.first
    aliases = [alias for found in place.of for alias in (*found.aliases, found.name)]
    if first.kind == "settlement" and not first.is_area:
        aliases += adjectives(first.name)
    elif first.is_area:
        aliases += short_area(first.name)
    elif first.kind == "street":
        aliases += short_street(first.name)
    points = [found.at for found in place.of if found.at]
    at = centre(points) if first.kind == "street" and points else points[0] if points else None
    values = (
        place.id,
        first.kind,
        first.name,
        next((found.type_word for found in (first, *place.of) if found.type_word), ""),
        place.parent.id if place.parent else "",
        ";".join(_other_names(first.name, aliases)),
        f"{at[1]:.5f}" if at else "",
        f"{at[0]:.5f}" if at else "",
        "; ".join(dict.fromkeys(found.source for found in place.of if found.source)),
        first.confidence,
    )
    return dict(zip(PLACE_COLUMNS, values, strict=True))


def _other_names(name: str, aliases: Iterable[str]) -> list[str]:
    """Aliases without repeats. A lower-case adjective that equals the name stays: the reader bends it in its own way."""
    kept: dict[tuple[str, bool], str] = {}
    for alias in aliases:
        clean = " ".join(alias.replace(";", " ").split())
        adjective = clean[:1].islower() and clean.endswith("ий")
        if clean and (adjective or fold(clean) != fold(name)):
            kept.setdefault((fold(clean), adjective), clean)
    return list(kept.values())


def joined_rows(old: Mapping[str, Row], new: Sequence[Row]) -> tuple[list[Row], int, int]:
    """The old table with what the import adds: hand-written names and values stay. Also how many rows are new and how many changed."""
    rows = {id_: dict(row) for id_, row in old.items()}
    added = changed = 0
    for row in new:
        before = rows.get(row["id"])
        if before is None:
            rows[row["id"]], added = row, added + 1
            continue
        after = {**row, **{name: value for name, value in before.items() if value}}
        after["aliases"] = ";".join(_other_names(before["name"], [*before["aliases"].split(";"), *row["aliases"].split(";")]))
        after["source"] = "; ".join(dict.fromkeys(filter(None, [*before["source"].split("; "), *row["source"].split("; ")])))
        if not before["lat"] or not before["lon"]:
            after["lat"], after["lon"] = row["lat"], row["lon"]
        rows[row["id"]] = after
        changed += after != before
    fresh = sorted(
        (row for id_, row in rows.items() if id_ not in old), key=lambda r: (not r["id"].startswith("mo-"), _ORDER[r["kind"]], r["id"])
    )
    return [*(row for id_, row in rows.items() if id_ in old), *fresh], added, changed
