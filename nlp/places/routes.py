# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Routes and roads by grammar: «15 маршрут», «7 и 9 маршрутах», «поезд Орёл-Калуга»; what a number alone tells: «104-й», «в 11-й»."""

from collections.abc import Mapping, Sequence

from incidents.reading import PlaceKind
from nlp.places.numerals import CARDINALS, ordinal_value
from nlp.places.scene import Found, Scene, titled
from nlp.text.morph import Is
from nlp.text.vocabulary import HOUSES, UNITS

ROUTE = "маршрут"
AT = frozenset(["в", "во", "на", "из", "у", "про", "возле", "около", "к"])
ROUTE_DIGITS = 3  # a shorter number orders days and children too, unless the text speaks of buses
HE = ("й", "го", "му", "м", "ом", "им", "я", "ая")
HOURS = frozenset(["утром", "днем", "вечером", "ночью", "сегодня", "вчера", "опять"])
CALLS = ("газ", "вызв", "вызыв", "звон", "запах")  # 104 is also the number of the gas service
LATE = frozenset(["утренний", "вечерний", "дневной", "последний"])


def ordinal_before(scene: Scene, i: int) -> tuple[str, int] | None:
    """A number that ends right before i: its digits and where it begins."""
    for k in range(max(0, i - 4), i):
        ordinal = scene.ordinal(k)
        if ordinal and ordinal[1] == i and scene.is_free(k):
            if scene.is_number(k) and (scene.word(k - 1) in HOUSES or len(ordinal[0]) > 3):
                return None
            return ordinal[0], k
    return None


def route(scene: Scene, i: int) -> None:
    """«15 маршрут», «маршрут № 49», «7 и 9 маршрутах»."""
    number = scene.ordinal(i + 1)
    if (
        number
        and len(number[0]) <= 3
        and scene.is_number(number[1] - 1) | (scene.word(number[1] - 1) in {"й", "го"})
        and scene.word(number[1]) not in UNITS | {":"}
    ):
        scene.add(Found(kind=PlaceKind.ROUTE, i=i, j=number[1], norm=f"маршрут {number[0]}", name=f"маршрут {number[0]}", typed=True))
        return
    before = ordinal_before(scene, i)
    if before is None or (not scene.is_number(before[1]) and scene.word(before[1]) != "№"):
        return
    if scene.word(i)[-2:] in {"ов", "ок"} or (scene.word(i) in {"автобуса", "маршрута", "маршрутки"} and scene.word(before[1] + 1) != "-"):
        return  # «5 автобусов», «2 маршрута» count
    scene.add(Found(kind=PlaceKind.ROUTE, i=before[1], j=i + 1, norm=f"маршрут {before[0]}", name=f"маршрут {before[0]}", typed=True))
    k = before[1]
    while scene.word(k - 1) in {",", "и"} and scene.is_number(k - 2) and scene.is_free(k - 2):
        k -= 2
        scene.add(Found(kind=PlaceKind.ROUTE, i=k, j=k + 1, norm=f"маршрут {scene.word(k)}", name=f"маршрут {scene.word(k)}"))


def between(scene: Scene, i: int) -> None:
    """«поезд Орёл-Калуга» is a route, «автомобильной дороги … Орёл-Ливны» a street."""
    for k in range(i + 1, min(i + 4, len(scene.tokens) - 2)):
        if scene.is_cap(k) and scene.word(k + 1) in {"-", "–", "—"} and scene.is_cap(k + 2):
            road = scene.word(i)[:4] in {"трас", "авто", "доро"}
            j, end = (k + 3, scene.word(k + 2)) if scene.tokens[k + 2].glued else _whole(scene, k + 2)  # «Клин-Высоковск-Тверь»
            pair = f"{titled([scene.word(k)])} — {titled([end])}"
            start = i - 1 if road and scene.word(i - 1).startswith("автомобильн") else i
            kind = PlaceKind.STREET if road else PlaceKind.ROUTE
            scene.add(
                Found(
                    kind=kind,
                    i=start,
                    j=j,
                    norm=f"{'автодорога' if road else 'поезд'} {pair}",
                    name=pair.lower(),
                    score=0.8,
                    typed=True,
                )
            )
            return
        if not scene.is_word(k) or scene.is_cap(k):
            return


def _whole(scene: Scene, i: int) -> tuple[int, str]:
    """A name that a hyphen joins, «Юрьево-Девичье»: the index after it and the name."""
    j, name = i + 1, scene.word(i)
    while scene.word(j) == "-" and scene.tokens[j].glued and scene.is_word(j + 1) and scene.tokens[j + 1].glued:
        j, name = j + 2, f"{name}-{scene.word(j + 1)}"
    return j, name


def find_numbers(scene: Scene, numbered: Mapping[tuple[str, str], Sequence[str]], kinds: Sequence[str]) -> None:
    """«104-й опять не приехал», «кто в 11-й повёл»: a bus or a nursery by number alone.

    `kinds` of what is numbered are told by the text and by the source's title.
    """
    for i in (i for i, token in enumerate(scene.tokens) if token.is_number or token.word in CARDINALS or ordinal_value(token.word)):
        digits, end = (scene.is_free(i) and scene.ordinal(i)) or ("", i)
        for kind in dict.fromkeys([*kinds, ROUTE]) if digits else ():
            ids = tuple(numbered.get((kind, digits), ()))
            if ids and (_is_bus(scene, i, end, is_told=kind in kinds) if kind == ROUTE else _is_there(scene, i, end)):
                sort = PlaceKind.ROUTE if kind == ROUTE else PlaceKind.LANDMARK
                scene.add(Found(kind=sort, i=i, j=end, norm=f"{kind} {digits}", name=f"{kind} {digits}", ids=ids))
                break


def _is_there(scene: Scene, i: int, end: int) -> bool:
    """«Кто в 11-й повёл», «из двенадцатого звонили», and not «в 11-й раз», «с третьего этажа»."""
    is_ordinal = not scene.is_number(end - 1)
    return is_ordinal and scene.word(i - 1) in AT and not scene.has(end, Is.NOUN) and not scene.word(end).startswith("раз")


def _is_bus(scene: Scene, i: int, end: int, *, is_told: bool) -> bool:
    """«104-й не пришёл», and not «104-й километр», «104-ю квартиру», «104-й в очереди».

    A bus is a «he», an hour is no noun that it counts. «104 в 6:40 снова призрак», «104 утренний растворился», «а 107 где» among buses, and
    not «104 в 22:10 вызвали, пахло газом».
    """
    if end > i + 1 or not scene.is_number(i):
        is_counted = scene.has(end, Is.NOUN) and not scene.has(end, Is.LITTLE) and scene.word(end) not in HOURS
        is_shown = is_told or (scene.is_number(i) and len(scene.word(i)) == ROUTE_DIGITS)
        is_queue = scene.word(end + 1).startswith("очеред") or scene.word(end).startswith("раз")
        return is_shown and scene.word(end - 1).endswith(HE) and not is_counted and not is_queue
    if len(scene.word(i)) != ROUTE_DIGITS or any(token.word.startswith(CALLS) for token in scene.tokens):
        return False
    is_hour = scene.word(end) == "в" and scene.is_number(end + 1) and scene.word(end + 2) in {":", "."} and len(scene.word(end + 3)) == 2
    if scene.tokens[i].first and (is_hour or (scene.word(end) in LATE and scene.word(end + 1) != "раз")):
        return True
    opens = scene.tokens[i].first or scene.word(i - 1) in {",", "а", "и", "на", "что", "наш"}
    return is_told and opens and scene.is_word(end) and not scene.tokens[end].glued and not scene.has(end, Is.NOUN | Is.ADJ_PL)
