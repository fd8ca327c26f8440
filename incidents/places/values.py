"""Places that an official may choose, by words, point or list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from incidents.reading import MainPlace

OFFERED = 6
"""So many places are offered where the words fit several: a menu of one screen."""

NEAR = 300.0
"""Metres: a landmark so near to a point of the map is what people mean by it."""

FAR = 15_000.0
"""Metres: a point that is farther from every place of the district lies outside it."""

_EARTH = 6_371_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that can be chosen. `id`: the most exact one that the gazetteer knows (None: a street that it does not)."""

    id: str | None
    place: MainPlace
    lat: float | None = None
    lon: float | None = None

    def with_house(self, house: str | None) -> "Spot":
        """The same street, a house on it."""
        return replace(self, place=replace(self.place, house=house)) if house and self.place.street else self


class PlaceBook(Protocol):
    """The district's gazetteer at hand: in memory, sync, a millisecond a question."""

    def find(self, words: str, *, near: str | None = None) -> Sequence[Spot]:
        """Places that these words may mean, at most OFFERED, those in the settlement `near` first."""

    def at(self, lat: float, lon: float) -> Spot | None:
        """The point with the settlement and the landmark that it lies at; None outside the district."""

    def of(self, id: str) -> Spot | None:
        """A place by its id."""

    def settlements(self) -> Sequence[Spot]:
        """Towns and villages by name."""

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the district, one of its areas or settlements."""


class _NoPlaces:
    """A district whose gazetteer is not at hand."""

    def find(self, words: str, *, near: str | None = None) -> Sequence[Spot]:
        return ()

    def at(self, lat: float, lon: float) -> Spot | None:
        return None

    def of(self, id: str) -> Spot | None:
        return None

    def settlements(self) -> Sequence[Spot]:
        return ()

    def is_named_in(self, text: str) -> bool:
        return False


NO_PLACES: PlaceBook = _NoPlaces()


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on the globe (haversine)."""
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))


def in_town(place: MainPlace, town: Spot, book: PlaceBook) -> Spot:
    """The incident's street in this town; a street that the town's table lacks keeps its name, a landmark of another town goes."""
    if place.street is None:
        return town
    for spot in book.find(f"{town.place.settlement}, {place.street}", near=town.id):
        if spot.place.settlement_id == town.id and spot.place.street_id is not None:
            return spot.with_house(place.house)
    return replace(town, place=replace(town.place, street=place.street, house=place.house))
