# ruff: noqa: PLR2004 - numbers here are lengths of words and degrees
"""Towns of Russia (GeoNames, CC BY 4.0) in every case, with their regions and distances: what lies outside the district."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians
from pathlib import Path

from nlp.places.scene import Scene

FILE = Path(__file__).parents[1] / "data" / "far_towns.csv"
KM_IN_DEGREE = 111.2
SHORT = 3  # letters
_PARTS = re.compile(r"[ -]")
_UNCHANGED = frozenset([""])
_DECLENSIONS: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("ый", "ий", "ой"), frozenset(["ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем"])),
    (("ая", "яя"), frozenset(["ая", "яя", "ой", "ей", "ую", "юю"])),
    (("ое", "ее"), frozenset(["ое", "ее", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем"])),
    (("ые", "ие"), frozenset(["ые", "ие", "ых", "их", "ым", "им", "ыми", "ими"])),
    (("ь",), frozenset(["ь", "и", "ью", "ю", "я", "е", "ем"])),
    (("й",), frozenset(["й", "я", "ю", "ем", "е"])),
    (("а", "я"), frozenset(["а", "я", "ы", "и", "е", "у", "ю", "ой", "ей"])),
    (("о",), frozenset(["о", "а", "у", "ом", "е"])),
    (("ы", "и"), frozenset(["ы", "и", "", "ов", "ей", "ам", "ям", "ами", "ями", "ах", "ях"])),
)
_HARD = frozenset(["", "а", "у", "ом", "ем", "е"])
_FLEETING = frozenset(["а", "у", "ом", "ем", "е"])


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the list. `people` are thousands."""

    name: str
    region: str
    lat: float
    lon: float
    people: int

    def km(self, lat: float, lon: float) -> float:
        """How far the town is from a point: a flat Earth is enough for telling near from far."""
        return KM_IN_DEGREE * hypot(self.lat - lat, (self.lon - lon) * cos(radians(lat)))


class FarTowns:
    """The list, found by the stems of names; 4 500 towns take 2 MB."""

    def __init__(self, file: Path = FILE) -> None:
        self._names: list[str] = []
        self._regions: list[str] = []
        self._numbers = array("f")  # latitude, longitude, people, in a row
        self._stems: dict[str, tuple[int, ...]] = {}
        region = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                region = line[1:-1]
            elif line and not line.startswith("#"):
                self._put(line.split(","), region)

    def _put(self, cells: list[str], region: str) -> None:
        number = len(self._names)
        self._names.append(cells[0])
        self._regions.append(region)
        self._numbers.extend(map(float, cells[1:4]))
        for stem, _ in cases(_words(cells[0])[0]):
            self._stems[stem] = (*self._stems.get(stem, ()), number)

    def town(self, number: int) -> Town:
        """The town of a number that `at` gave."""
        lat, lon, people = self._numbers[3 * number : 3 * number + 3]
        return Town(self._names[number], self._regions[number], lat, lon, round(people))

    def at(self, scene: Scene, i: int) -> tuple[int, list[Town]]:
        """Towns whose name stands at token i in any case, the longest name alone, and the index after it; (i, []): none."""
        found: dict[int, list[int]] = {}
        for number in self._beginning(scene.word(i)):
            j = self._goes_on(scene, i, number)
            if j is not None:
                found.setdefault(j, []).append(number)
        if not found:
            return i, []
        longest = max(found)
        return longest, [self.town(number) for number in dict.fromkeys(found[longest])]

    def of_stem(self, stem: str) -> list[Town]:
        """Towns of one word that change from this stem: «клин», «твер»."""
        return [self.town(number) for number in self._stems.get(stem, ()) if len(_words(self._names[number])) == 1]

    def named(self, name: str) -> list[Town]:
        """Towns of exactly this name."""
        words = _words(name)
        numbers = dict.fromkeys(number for stem, _ in cases(words[0]) for number in self._stems.get(stem, ()))
        return [self.town(number) for number in numbers if _words(self._names[number]) == words]

    def nearest(self, lat: float, lon: float) -> Town | None:
        """The town nearest to a point."""
        towns = map(self.town, range(len(self._names)))
        return min(towns, key=lambda town: town.km(lat, lon), default=None)

    def _beginning(self, word: str) -> Iterator[int]:
        """Towns the first word of which may stand in this form."""
        for cut in range(min(3, len(word) - 2) + 1):
            stem, ending = word[: len(word) - cut], word[len(word) - cut :]
            for number in self._stems.get(stem, ()):
                if any(stem == each and ending in endings for each, endings in cases(_words(self._names[number])[0])):
                    yield number

    def _goes_on(self, scene: Scene, i: int, number: int) -> int | None:
        """The index after the name that begins at i, if the rest of it stands there too."""
        j = i + 1
        for word in _words(self._names[number])[1:]:
            j += scene.word(j) == "-"
            if not _stands(scene.word(j), word):
                return None
            j += 1
        return j


def _words(name: str) -> list[str]:
    return _PARTS.split(name.lower().replace("ё", "е"))


def _stands(form: str, word: str) -> bool:
    """A word of a name that is not its first: «Ола» changes, where a town of three letters alone would be taken for anything."""
    return any(form.startswith(stem) and form[len(stem) :] in endings for stem, endings in cases(word, shortest=SHORT))


@cache
def cases(word: str, shortest: int = SHORT + 1) -> tuple[tuple[str, frozenset[str]], ...]:
    """Stems of a name's word with the endings that they take: «торжок» is торжок-, and торжк- with «а», «у», «ом», «е»."""
    for last, endings in _DECLENSIONS:
        if word.endswith(last) and len(word) >= shortest:
            stem = word[: -len(last[0])]
            if word.endswith("ки") and word[-3] not in "аеиоуыэюя":  # «Химки», «из Химок»
                return (stem, endings), (word[:-2] + "ок", _UNCHANGED), (word[:-2] + "ек", _UNCHANGED)
            return ((stem, endings),)
    if word[-1:] in "еэую" or len(word) < 4:
        return ((word, _UNCHANGED),)
    if word.endswith(("ок", "ек", "ец")):
        soft = "ь" if word[-3:-2] == "л" else ""
        return (word, _HARD), (word[:-2] + soft + word[-1], _FLEETING)
    return ((word, _HARD),)


@cache
def far_towns() -> FarTowns:
    """The list of the package, loaded once a process."""
    return FarTowns()
