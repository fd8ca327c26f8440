"""Homonyms: a name that the district has is ours unless something foreign stands beside it («метро Озерки»)."""

from collections.abc import Collection

from incidents.reading import PlaceKind
from nlp.places.abroad import NEAR, Abroad
from nlp.places.scene import Found, Scene
from nlp.text.vocabulary import DISTRICTS

METRO = ("метро", "метрополитен")
BETWEEN = frozenset([",", "(", ".", "в", "во", ")"])
BESIDE = frozenset(["под", "близ", "около", "недалеко", "рядом"])
# «Та Городня, что под Черниговом», «в Питере у станции Ручьи».
WHICH = frozenset(
    [
        "от",
        "что",
        "ту",
        "та",
        "тот",
        "той",
        "том",
        "это",
        "который",
        "которая",
        "которое",
        "которые",
        "у",
        "на",
        "станции",
        "станция",
        "платформа",
        "платформе",
    ]
)
FAR_APART = 7  # tokens
THAT = frozenset(["то", "тот", "та", "ту", "том", "той", "те", "тех"])
ABOUT = frozenset(["про", "о", "об", "из", "за"])
OTHER = frozenset(["другое", "другая", "другой", "другую", "другом"])
LOCATIVE = ("е", "и", "ах", "ях")
INSIDE = frozenset(["в", "во", "из", "на"])
REGIONAL = ("ский", "ская", "ское", "цкий", "цкая", "цкое")
OURS = ("наш", "здешн", "местн", "тверск")
ENDS = frozenset(["", ",", ".", ")", ":", "!", "?", ";"])
AWAY = frozenset(["до", "из", "на", "через", "мимо", "от", "к", "ко", "-", "–", "—"])
LANDS = ("район", "округ", "земл", "област")
SAME_TOWN = 40.0  # kilometres: a part of that town


def give_away(scene: Scene, abroad: Abroad, home: Collection[str] = ()) -> None:
    """Take the ids from homonyms that are not ours, and mark stations of the metro, which no district has.

    `home`: settlements of the source, which are always ours.
    """
    for found in [each for each in scene.found if each.kind is PlaceKind.SETTLEMENT and each.ids and not each.adjective]:
        if scene.word(found.i - 1).startswith(METRO) and scene.is_free(found.i - 1):
            scene.drop(found)
            _metro(scene, found.i - 1, found.j, found.norm)
        elif found.ids[0] in home:
            if _is_not_ours(scene, found, within=2) or (scene.word(found.i - 1) in THAT and _stands_abroad(scene, found, abroad)):
                found.ids, found.far = (), True  # «в той Городне, что под Черниговом», «в Козлове, не в нашем»
        elif _is_by_metro(scene, found) or _is_disowned(scene, found) or _stands_abroad(scene, found, abroad, PlaceKind.REGION):
            found.ids, found.far = (), True
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


def _stands_abroad(scene: Scene, found: Found, abroad: Abroad, kind: PlaceKind | None = None) -> bool:
    beside = (other for other in scene.found if other is not found and kind in {None, other.kind} and _are_neighbours(scene, found, other))
    return any(_is_foreign(scene, found, other, abroad) for other in beside)


def _is_disowned(scene: Scene, found: Found) -> bool:
    """«Другое Редкино», «не то Козлово!», «не наше Козлово», «Козлово, не нашего», «Козлово, только не наше», «в Ручьях. Не в наших»."""
    j = found.j
    if scene.word(found.i - 1) in OTHER or scene.word(found.i - 1).startswith("подмосковн"):
        return scene.word(j) not in DISTRICTS
    if "не" in {scene.word(found.i - 2), scene.word(found.i - 3) if scene.word(found.i - 2) in ABOUT else ""} and (
        scene.word(found.i - 1) in THAT or scene.word(found.i - 1).startswith(OURS)
    ):
        return scene.word(j) in ENDS and not _is_changed(scene, found)
    return _is_not_ours(scene, found) or (not scene.is_word(j) and _is_another(scene, j + 1))


def _is_not_ours(scene: Scene, found: Found, within: int = FAR_APART - 1) -> bool:
    """«Козлово, не нашего», «в Козлово, но не в нашем», and not «в Козлово чистят дороги, но не нашу»."""
    j = found.j
    for k in range(j + 1, min(j + within + 1, len(scene.tokens))):
        of = k + 1 + (scene.word(k + 1) in INSIDE)
        if scene.word(k) == "не" and scene.word(of).startswith(OURS):
            if scene.word(k - 1) == "да" and scene.word(found.i - 1) in INSIDE and of == k + 1:
                return False  # «дорогу сделали в Козлово, да не нашу»
            is_of_place = not scene.is_word(k - 1) or (
                scene.word(k - 1) in {"только", "но", "да"} and k == j + 2 and scene.word(of)[-2:] not in {"им", "их"}
            )
            return is_of_place and (scene.word(of + 1) in ENDS or scene.word(of + 1) == "а")  # «не наша улица» is ours
    return False


def _is_changed(scene: Scene, found: Found) -> bool:
    """«Уже не то Конаково», «не то Завидово, что раньше», «не то Радченко, не то Изоплит»."""
    if scene.word(found.i - 3) in {"уже", "давно", "совсем", "стало"} or scene.word(found.j + 1) in {"где", "каким", "какое"}:
        return True
    if scene.word(found.j + 1) == "что" and not _is_another(scene, found.j + 1):
        return True
    return any(scene.word(k) == "не" and scene.word(k + 1) == "то" and k != found.i - 2 for k in range(len(scene.tokens)))


def _is_another(scene: Scene, k: int) -> bool:
    """«…, который под Спировом», «…, который нижегородский», «…, нижегородский который»."""
    for which, told in ((k, k + 1), (k + 1, k)):
        if not scene.word(which).startswith("котор") or scene.is_word(max(which, told) + 1) or not told < len(scene.tokens):
            continue
        if scene.word(told).endswith(REGIONAL) and not scene.word(told).startswith(OURS) and scene.taken[told] is None:
            return True
    is_which = scene.word(k) == "что" or scene.word(k).startswith("котор")
    return is_which and scene.word(k + 1) in BESIDE and scene.is_cap(k + 2) and scene.taken[k + 2] is None


def _is_by_metro(scene: Scene, found: Found) -> bool:
    """«Марьино, выход из метро», and not «от Редкино до метро»."""
    if scene.word(found.i - 1) in {"от", "из", "до"}:
        return False
    for k in range(found.j + 1, min(found.j + FAR_APART + 1, len(scene.tokens))):
        if scene.word(k) == "метро":
            if scene.word(k - 1) == "от":
                return not scene.is_word(k - 2)  # «в Марьино, от метро десять минут», and not «автобус от метро»
            return k == found.j + 1 or scene.word(k - 1) in {"у", "из", "возле", "около", "станция", "станции"}
    return False


def _are_neighbours(scene: Scene, one: Found, other: Found) -> bool:
    """Whether nothing but signs and «в», «под», «недалеко от» stands between two places."""
    first, last = (one, other) if one.i < other.i else (other, one)
    if last.i - first.j > FAR_APART:
        return False
    between = [scene.word(k) for k in range(first.j, last.i)]
    return all(word in BETWEEN or word in BESIDE or word in WHICH for word in between)


def _is_foreign(scene: Scene, found: Found, other: Found, abroad: Abroad) -> bool:
    """Whether the neighbour says that the name is not ours."""
    if other.kind is PlaceKind.REGION:
        return other.typed and abroad.is_foreign_region(other.name)
    if other.kind is PlaceKind.DISTRICT:
        return not other.ids and any(scene.word(k) in DISTRICTS for k in range(other.i, other.j))
    if other.kind is not PlaceKind.SETTLEMENT or other.ids or other.adjective:
        return False
    return _is_told_apart(scene, found, other, abroad) or _of_that_town(scene, found, other, abroad)


def _is_told_apart(scene: Scene, found: Found, far: Found, abroad: Abroad) -> bool:
    """«Та Городня, что под Черниговом», «есть ещё Городня, под…»: another than ours is meant; «что под Тверью» is ours."""
    between = [scene.word(k) for k in range(found.j, far.i)]
    is_which = scene.word(found.i - 1) == "еще" or any(word == "что" or word.startswith("котор") for word in between)
    if scene.word(far.i - 1) in {"в", "во"} and scene.word(far.i - 2).startswith("котор") and scene.word(far.j - 1).endswith(LOCATIVE):
        return True  # «Карачарово, которое в Москве», and not «трасса у Городни, которая в Москву»
    if scene.word(far.i - 1) not in BESIDE or not is_which:
        return False
    return all(abroad.km(town) > NEAR * 0.8 for town in abroad.towns.named(far.name))


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


def is_beyond(scene: Scene) -> bool:
    """«Что не ваш район», «это уже не наша земля», «уже Калининский округ»: a neighbour's trouble.

    And not «отвечают, что не наша территория»: an office that sends one on.
    """
    for k in (k for k, token in enumerate(scene.tokens) if token.word.startswith(LANDS) and k):
        place, word = scene.taken[k - 1], scene.word(k - 1)
        is_disowned = scene.word(k - 2) == "не" and word.startswith(("ваш", "наш"))
        is_other = is_disowned or (word[-4:-2] in {"ск", "цк"} and (place is None or not place.ids))
        if is_other and (word.startswith("ваш") or "уже" in {scene.word(n) for n in range(max(0, k - 4), k)}):
            return True
    return False
