# ruff: noqa: PLR2004 - numbers here are tokens and kilometres
"""Homonyms: a name that the district has is ours unless something foreign stands beside it («метро Озерки»)."""

from incidents.reading import PlaceKind
from nlp.places.abroad import NEAR, Abroad
from nlp.places.scene import Found, Scene
from nlp.text.vocabulary import DISTRICTS

METRO = ("метро", "метрополитен")
BETWEEN = frozenset([",", "(", ".", "в", "во", ")"])
BESIDE = frozenset(["под", "близ", "около", "недалеко", "рядом"])
ENDS = frozenset(["", ",", ".", ")", ":", "!", "?", ";"])
AWAY = frozenset(["до", "из", "на", "через", "мимо", "от", "к", "ко", "-", "–", "—"])
SAME_TOWN = 40.0  # kilometres: a part of that town


def give_away(scene: Scene, abroad: Abroad) -> None:
    """Take the ids from homonyms that are not ours, and mark stations of the metro, which no district has."""
    for found in [each for each in scene.found if each.kind is PlaceKind.SETTLEMENT and each.ids and not each.adjective]:
        if scene.word(found.i - 1).startswith(METRO) and scene.is_free(found.i - 1):
            scene.drop(found)
            _metro(scene, found.i - 1, found.j, found.norm)
        elif _stands_abroad(scene, found, abroad):
            found.ids = ()
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.word.startswith(METRO) and scene.is_free(i):
            _station(scene, i)


def _station(scene: Scene, i: int) -> None:
    """«метро Сокол»; the word alone tells of no place."""
    j = i + 1 + (scene.word(i + 1) in {"«", '"'})
    if not scene.is_cap(j):
        return
    inside = scene.taken[j]
    if inside is not None:
        if inside.kind not in {PlaceKind.SETTLEMENT, PlaceKind.STREET, PlaceKind.LANDMARK, PlaceKind.DISTRICT} or inside.i != j:
            return
        scene.drop(inside)
        _metro(scene, i, inside.j, inside.norm)
    else:
        _metro(scene, i, j + 1, scene.word(j).capitalize())


def _metro(scene: Scene, i: int, j: int, name: str) -> None:
    scene.add(Found(kind=PlaceKind.LANDMARK, i=i, j=j, norm=f"метро {name}", name=f"метро {name.lower()}", typed=True, far=True))


def _stands_abroad(scene: Scene, found: Found, abroad: Abroad) -> bool:
    return any(
        _is_foreign(scene, found, other, abroad) for other in scene.found if other is not found and _are_neighbours(scene, found, other)
    )


def _are_neighbours(scene: Scene, one: Found, other: Found) -> bool:
    """Whether nothing but signs and «в», «под», «недалеко от» stands between two places."""
    first, last = (one, other) if one.i < other.i else (other, one)
    if last.i - first.j > 3:
        return False
    between = [scene.word(k) for k in range(first.j, last.i)]
    return all(word in BETWEEN or word in BESIDE or word == "от" for word in between)


def _is_foreign(scene: Scene, found: Found, other: Found, abroad: Abroad) -> bool:
    """Whether the neighbour says that the name is not ours."""
    if other.kind is PlaceKind.REGION:
        return other.typed and abroad.is_foreign_region(other.name)
    if other.kind is PlaceKind.DISTRICT:
        return not other.ids and any(scene.word(k) in DISTRICTS for k in range(other.i, other.j))
    return other.kind is PlaceKind.SETTLEMENT and not other.ids and not other.adjective and _of_that_town(scene, found, other, abroad)


def _of_that_town(scene: Scene, found: Found, far: Found, abroad: Abroad) -> bool:
    """«Рязань, посёлок Городня», «Архангельское под Красногорском», «Марьино, Москва»; a road has two ends and says nothing."""
    towns = [town for town in abroad.towns.named(far.name) if abroad.km(town) > NEAR / 2]
    if not towns:
        return False
    if any(town.km(each.lat, each.lon) <= SAME_TOWN for town in towns for each in abroad.elsewhere(found.name)):
        return scene.word(far.i - 1) not in AWAY
    nearest = min(map(abroad.km, towns))
    if far.i > found.j and scene.word(far.i - 1) in BESIDE | {"от"}:
        return nearest > NEAR / 2
    if nearest <= NEAR * 0.8 or scene.word(far.i - 1) in AWAY:
        return False
    opens = far.typed or far.i == 0 or scene.tokens[far.i].first or scene.word(far.i - 1) in {"в", "г", "."}
    return opens if far.i < found.i else scene.word(far.j) in ENDS and scene.word(far.i - 1) in {",", "("}
