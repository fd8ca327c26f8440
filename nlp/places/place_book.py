"""The gazetteer for officials: a few typed words, a point of the map or an id become places to choose from.

Only the grammar and the tables are used, no model: it loads in half a second and answers in a millisecond, so it may be asked inside a
transaction.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock

from incidents.places.values import FAR, NEAR, OFFERED, PlaceBook, Spot, metres
from incidents.reading import MainPlace, PlaceKind
from nlp.district_files import District, PlaceRow
from nlp.places.finder import PlaceFinder
from nlp.places.names import display_name
from nlp.places.resolve import Home, resolve
from nlp.places.scene import Found, Scene
from nlp.text.morph import Morph

LONGEST = 300  # code points of a typed place: what is longer is no place
NAMED_IN = 2_000  # code points in which the district is looked for: a title and a summary

_SPOTS = frozenset({"landmark", "institution", "water", "microdistrict"})
_WORD = re.compile(r"[а-яa-z0-9]+")


_MAKING = Lock()


@cache
def _grammar() -> Morph:
    """One for all districts of the process: the dictionary takes 15 MB."""
    return Morph()


class Book:
    """One district's places."""

    def __init__(self, district: District) -> None:
        self._district = district
        with _MAKING:  # districts that start together would make a dictionary each
            self._finder = PlaceFinder(district, _grammar(), None)

    def find(self, words: str, *, near: str | None = None) -> Sequence[Spot]:
        """Places that these words may mean, at most OFFERED, those in the settlement `near` first."""
        home = self._finder.home(None, near)
        scene = self._finder.scene(words[:LONGEST], home)
        found = [*self._named(scene, home), *self._whole(scene, home)]
        found = found or [self._spot(row) for row in self._begins(words[:LONGEST], near)]
        return list(dict.fromkeys(found))[:OFFERED]

    def at(self, lat: float, lon: float) -> Spot | None:
        """The point with the settlement and the landmark that it lies at; None outside the district."""
        known = [
            (metres(lat, lon, row.lat, row.lon), row)
            for row in self._district.places.values()
            if row.lat is not None and row.lon is not None
        ]
        inside = sorted((pair for pair in known if self._district.settlement_of(pair[1].id)), key=lambda pair: pair[0])
        if not inside or inside[0][0] > FAR:
            return None
        mark = next((row for distance, row in inside if distance <= NEAR and row.kind in _SPOTS), None)
        spot = self._spot(mark or self._district.places[self._district.settlement_of(inside[0][1].id) or ""])
        return Spot(id=spot.id, place=spot.place, lat=lat, lon=lon)

    def of(self, id: str) -> Spot | None:
        """A place by its id."""
        row = self._district.places.get(id)
        return self._spot(row) if row else None

    def settlements(self) -> Sequence[Spot]:
        """Towns and villages by name."""
        rows = [row for row in self._district.places.values() if row.kind == "settlement" and not row.is_area]
        return [self._spot(row) for row in sorted(rows, key=lambda row: row.name)]

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the district, one of its areas or settlements, in any case; a namesake elsewhere is not told from ours."""
        scene = self._finder.scene(text[:NAMED_IN], self._finder.home(None, None), fast=True)
        rows = (self._district.places[id] for found in scene.found for id in found.ids)
        return any(row.kind == "settlement" for row in rows)

    def _named(self, scene: Scene, home: Home) -> Iterator[Spot]:
        """What is named and known: the street before the landmark, each homonym by itself, the likeliest first."""
        resolved = resolve(scene, self._finder.gazetteer, home, is_local=True)
        towns = {id for found in scene.found if found.kind is PlaceKind.SETTLEMENT for id in found.ids}
        found = max((each for each in scene.found if each.ids and _is_exact(each)), key=_exactness, default=None)
        if found is None:
            return
        rows = [self._district.places[id] for id in found.ids]
        rows = [row for row in rows if not towns or self._district.settlement_of(row.id) in towns] or ([] if towns else rows)
        likely = {resolved.main.street_id, resolved.main.landmark_id}
        for row in sorted(rows, key=lambda row: row.id not in likely):
            yield self._spot(row).with_house(resolved.main.house)

    def _whole(self, scene: Scene, home: Home) -> Iterator[Spot]:
        """The words as a resident's text is read: a street or a house that the gazetteer does not know, a settlement alone."""
        names_town = any(each.kind is PlaceKind.SETTLEMENT for each in scene.found)
        if any(each.ids and _is_exact(each) for each in scene.found) and not names_town:
            return
        resolved = resolve(scene, self._finder.gazetteer, home, is_local=True)
        main = resolved.main
        is_said = names_town or main.street or main.landmark  # else the town is only where we looked
        if not resolved.outside and main.settlement_id and is_said:
            yield Spot(id=main.street_id or main.landmark_id or main.settlement_id, place=main, lat=resolved.lat, lon=resolved.lon)

    def _begins(self, words: str, near: str | None) -> Sequence[PlaceRow]:
        """Places every word of which is begun by a typed one: «школа», «сан карач»."""
        wanted = _WORD.findall(words.lower().replace("ё", "е"))
        if not wanted or all(len(word) < 3 for word in wanted):  # noqa: PLR2004 - two letters begin everything
            return []
        rows = [row for row in self._district.places.values() if not row.is_area and row.kind != "route" and _is_begun(row, wanted)]
        return sorted(rows, key=lambda row: near is None or self._district.settlement_of(row.id) != near)

    def _spot(self, row: PlaceRow) -> Spot:
        town = row.id if row.is_area else self._district.settlement_of(row.id)
        home = self._district.places[town] if town else None
        is_street = row.kind == "street"
        is_mark = not is_street and row.kind != "settlement"
        place = MainPlace(
            settlement=home.name if home else None,
            settlement_id=town,
            street=display_name(row) if is_street else None,
            street_id=row.id if is_street else None,
            landmark=display_name(row) if is_mark else None,
            landmark_id=row.id if is_mark else None,
        )
        point = row if row.lat is not None or home is None else home
        return Spot(id=row.id, place=place, lat=point.lat, lon=point.lon)


def _is_exact(found: Found) -> bool:
    return found.kind in {PlaceKind.STREET, PlaceKind.LANDMARK, PlaceKind.DISTRICT} and not found.adjective


def _exactness(found: Found) -> tuple[bool, float]:
    return found.kind is PlaceKind.STREET, found.score


def _is_begun(row: PlaceRow, wanted: Sequence[str]) -> bool:
    names = _WORD.findall(" ".join((row.name, row.type_word, *row.aliases)).lower().replace("ё", "е"))
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _is_a_book(book: Book) -> PlaceBook:
    return book
