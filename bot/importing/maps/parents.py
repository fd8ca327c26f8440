"""Parents of places: cut to the district, streets to settlements.

By the source's hierarchy or by coordinates.
"""

from collections.abc import Iterable, Sequence

from bot.importing.found import Found, ImportFailed, Point, Ring
from bot.importing.maps.outline import distance, inside
from bot.importing.naming.slugs import fold

LISTED = 8
DEPTH = 12
STEM = 5


def ancestors(found: Found, by_key: dict[str, Found]) -> Iterable[Found]:
    """The containers that the source names, nearest first."""
    key, steps = found.parent, 0
    while key and key in by_key and steps < DEPTH:
        yield by_key[key]
        key, steps = by_key[key].parent, steps + 1


def within_outline(founds: Sequence[Found], rings: tuple[Ring, ...], file: object) -> list[Found]:
    """Those whose point lies inside, and those without a point whose nearest located container does."""
    by_key = {found.key: found for found in founds}

    def kept(found: Found) -> bool:
        for item in (found, *ancestors(found, by_key)):
            if item.at and not (item.is_area and item is not found):
                return inside(item.at, rings)
        return False

    if not any(found.at for found in founds):
        raise ImportFailed(f"{file}: в источнике нет координат, контур не поможет; укажите округ: --district")
    some = [found for found in founds if kept(found)]
    if not some:
        raise ImportFailed(f"{file}: внутри контура нет ни одного места; долгота и широта в контуре не перепутаны?")
    return some


def within_district(founds: Sequence[Found], name: str, file: object) -> list[Found]:
    """The area of that name and all that it contains. Raises ImportFailed when there is none, or more than one."""
    areas = [found for found in founds if found.is_area]
    exact = [area for area in areas if fold(area.name) == fold(name)]
    wanted = set(_heads(name))
    near = exact or [area for area in areas if wanted and wanted <= set(_heads(area.name))]
    by_key = {found.key: found for found in founds}
    top = [area for area in near if not any(parent in near for parent in ancestors(area, by_key))]
    if len({fold(area.name) for area in top}) != 1:
        names = sorted({area.name for area in (top or areas)})
        listed = "; ".join(names[:LISTED]) + ("; …" if len(names) > LISTED else "")
        raise ImportFailed(
            f"{file}: округа «{name}» нет, есть: {listed}"
            if areas and not top
            else f"{file}: под «{name}» подходят: {listed}"
            if top
            else f"{file}: в источнике нет границ и имён округов, обойдитесь без --district или задайте --outline"
        )
    chosen = {area.key for area in top}
    rings = tuple(ring for area in top for ring in area.rings)
    if rings:
        return [found for found in founds if found.key in chosen or (found.at is not None and inside(found.at, rings))]
    some = [found for found in founds if found.key in chosen or any(parent.key in chosen for parent in ancestors(found, by_key))]
    if all(found.is_area for found in some):
        raise ImportFailed(f"{file}: у «{top[0].name}» нет ни контура, ни мест; для Overpass нужен out geom, или задайте --outline")
    return some


def _heads(name: str) -> list[str]:
    return [word[:STEM] for word in fold(name).split() if word not in _KINDS]


_KINDS = frozenset(
    ["муниципальный", "муниципального", "район", "района", "округ", "округа", "городской", "городского", "мо", "мр", "го", "р", "н"]
)


class Nearest:
    """Settlements and areas by coordinates."""

    def __init__(self, founds: Sequence[Found]) -> None:
        self._areas = sorted((f for f in founds if f.is_area and f.rings), key=lambda area: sum(map(_size, area.rings)))
        self._places = [f for f in founds if f.kind == "settlement" and not f.is_area and f.at]

    def area(self, at: Point, but: Found) -> Found | None:
        """The smallest area around a point."""
        return next((area for area in self._areas if area is not but and inside(at, area.rings)), None)

    def settlement(self, at: Point) -> Found | None:
        """The settlement whose outline holds the point, else the one whose reach it is deepest in."""
        for place in self._places:
            if place.rings and inside(at, place.rings):
                return place
        reached = [(distance(at, place.at) / place.reach, place.key, place) for place in self._places if place.at and place.reach]
        share, _, best = min(reached, default=(2.0, "", None))
        return best if share <= 1 else None


def _size(ring: Ring) -> float:
    xs, ys = zip(*ring, strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def find_parents(founds: list[Found]) -> tuple[list[Found], int]:
    """Give a parent to those whose source told none; streets that belong to no settlement are left out and counted."""
    near = Nearest(founds)
    areas = {found.key for found in founds if found.is_area}
    keys = {found.key for found in founds}
    kept, stray = [], 0
    for found in founds:
        if found.parent not in keys:
            found.parent = None
        if found.parent is None and found.at:
            village = None if found.kind in {"settlement", "water", "route"} else near.settlement(found.at)
            holder = village or near.area(found.at, found)
            found.parent = holder.key if holder else None
        if found.kind == "street" and (found.parent is None or found.parent in areas):
            stray += 1
        else:
            kept.append(found)
    return kept, stray
