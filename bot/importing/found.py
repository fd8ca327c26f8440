"""A place as a source tells it, before our ids."""

from dataclasses import dataclass, field

Point = tuple[float, float]
"""Longitude and latitude, as GeoJSON orders them."""
Ring = tuple[Point, ...]

PREFIXES = {
    "settlement": "s",
    "microdistrict": "m",
    "street": "st",
    "institution": "i",
    "landmark": "l",
    "water": "w",
    "route": "r",
}
"""Kinds of places.csv in the order of the file, with the beginning of an id. An area (округ, поселение) is a settlement `mo-…`."""


class ImportFailed(Exception):
    """Nothing was imported. `lines` are Russian, one mistake each; `user_text` is the first of them."""

    def __init__(self, *lines: str) -> None:
        self.lines = tuple(line.replace("\n", " ") for line in lines)
        self.user_text = self.lines[0]
        super().__init__(self.user_text)


@dataclass(slots=True, kw_only=True)
class Found:
    """A place of a source. `key` names it there and `parent` names its container; either may be resolved by coordinates instead."""

    key: str
    kind: str
    name: str
    type_word: str = ""
    parent: str | None = None
    aliases: list[str] = field(default_factory=list)
    at: Point | None = None
    rings: tuple[Ring, ...] = ()  # outer ones, where the source gives them
    reach: float = 0.0  # km around a settlement's point that are surely its own
    is_area: bool = False
    source: str = ""
    confidence: str = "medium"
    id: str = ""  # told by our own table only
