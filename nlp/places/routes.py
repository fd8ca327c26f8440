# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Routes and roads by grammar: «15 маршрут», «7 и 9 маршрутах», «поезд Орёл-Калуга»."""

from incidents.reading import PlaceKind
from nlp.places.scene import Found, Scene, titled
from nlp.text.vocabulary import HOUSES, UNITS


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
