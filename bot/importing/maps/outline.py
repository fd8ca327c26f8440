"""Whether a point lies inside an outline or a ring."""

import json
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.importing.found import ImportFailed, Point, Ring

KM_A_DEGREE = 111.2
MAX_BYTES = 50_000_000
CORNERS = 4  # the first point is told twice


def inside(point: Point, rings: Iterable[Ring]) -> bool:
    """Even-odd rule over all rings at once, so holes count as outside."""
    x, y = point
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def distance(a: Point, b: Point) -> float:
    """Kilometres between near points: the Earth is flat enough within a district."""
    east = (a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(east, a[1] - b[1]) * KM_A_DEGREE


def centre(points: Iterable[Point]) -> Point:
    """The mean of points."""
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def joined(lines: Iterable[Ring]) -> tuple[Ring, ...]:
    """Closed rings made of pieces that meet at their ends, in any order and direction; what does not close is left out."""
    pieces = [list(line) for line in lines if len(line) > 1]
    rings = []
    while pieces:
        ring = pieces.pop()
        while ring[0] != ring[-1]:
            for piece in pieces:
                if ring[-1] in {piece[0], piece[-1]}:
                    ring += piece[1:] if piece[0] == ring[-1] else piece[-2::-1]
                    pieces.remove(piece)
                    break
            else:
                break
        if ring[0] == ring[-1] and len(ring) >= CORNERS:
            rings.append(tuple(ring))
    return tuple(rings)


def read_outline(file: Path) -> tuple[Ring, ...]:
    """Rings of the polygons of a GeoJSON file. Raises ImportFailed."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ImportFailed(f"{file}: контур больше {MAX_BYTES // 1_000_000} МБ, упростите его")
        data = json.loads(file.read_text(encoding="utf-8-sig"))
        rings = tuple(_rings(data))
    except OSError as error:
        raise ImportFailed(f"{file}: файл не читается: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ImportFailed(f"{file}: не похоже на GeoJSON с контуром") from error
    if not rings:
        raise ImportFailed(f"{file}: в GeoJSON нет ни одного Polygon или MultiPolygon")
    return rings


def _rings(data: Any) -> Iterator[Ring]:  # Any: JSON
    kind = data["type"]
    if kind == "FeatureCollection":
        for feature in data["features"]:
            yield from _rings(feature)
    elif kind == "Feature" and data["geometry"]:
        yield from _rings(data["geometry"])
    elif kind == "GeometryCollection":
        for geometry in data["geometries"]:
            yield from _rings(geometry)
    elif kind in {"Polygon", "MultiPolygon"}:
        for polygon in [data["coordinates"]] if kind == "Polygon" else data["coordinates"]:
            for ring in polygon:
                yield tuple((float(point[0]), float(point[1])) for point in ring)
