"""Compare two places level by level: ids first, then names."""

from enum import IntEnum

from incidents.reading import MainPlace, PlaceKind, Reading

LEVELS = ("settlement", "street", "landmark")

_LONG = 9  # letters: a slip in a shorter word may be another name
_TYPES = frozenset({"улица", "проспект", "переулок", "площадь", "бульвар", "проезд", "шоссе", "остановка", "школа", "магазин"})
_PARTED = frozenset(
    f"{stem}{ending}"
    for stem in ("больш", "мал", "верхн", "нижн", "нов", "стар", "северн", "южн", "западн", "восточн")
    for ending in ("ая", "яя", "ой", "ий", "ый", "ое", "ее")
)
"""Words that make another street of the same name."""


class Nearness(IntEnum):
    """How surely two places are one. DIFFERENT excludes a match, UNKNOWN says nothing either way."""

    DIFFERENT = -1
    UNKNOWN = 0
    WIDE = 1  # one names a street or a landmark, the other the settlement only
    SETTLEMENT = 2  # both name the settlement only
    HALF_STREET = 3  # the same street, a house in one of them only
    STREET = 4  # the same street, no house in either: a trouble along the street
    LANDMARK = 5
    HOUSE = 6


def nearness(reading: Reading, place: MainPlace) -> Nearness:
    """How near the place of a reading is to an incident's. All houses that the text names may be the one."""
    mine = reading.main
    settlement = _same(mine.settlement_id, place.settlement_id, mine.settlement, place.settlement)
    street = _same(mine.street_id, place.street_id, mine.street, place.street)
    landmark = _same(mine.landmark_id, place.landmark_id, mine.landmark, place.landmark)
    if settlement is False or street is False:
        return Nearness.DIFFERENT
    if street:
        on_street = _on_one_street(reading, place)
        return max(on_street, Nearness.LANDMARK) if landmark and on_street is not Nearness.DIFFERENT else on_street
    if landmark is not None:
        return Nearness.LANDMARK if landmark else Nearness.DIFFERENT
    if settlement is None:
        return Nearness.UNKNOWN
    exact = any((mine.street, place.street, mine.landmark, place.landmark))
    return Nearness.WIDE if exact else Nearness.SETTLEMENT


def _on_one_street(reading: Reading, place: MainPlace) -> Nearness:
    mine = _houses(reading)
    if not mine and place.house is None:
        return Nearness.STREET
    if not mine or place.house is None:
        return Nearness.HALF_STREET
    return Nearness.HOUSE if _house(place.house) in mine else Nearness.DIFFERENT


def _houses(reading: Reading) -> frozenset[str]:
    named = [each.norm for each in reading.places if each.kind is PlaceKind.HOUSE]
    main = [reading.main.house] if reading.main.house else []
    return frozenset(map(_house, (*main, *named)))


def _house(text: str) -> str:
    """«12 а», «12А» and «д. 12а» are one house."""
    return text.lower().removeprefix("дом").removeprefix("д.").replace(" ", "").replace("\\", "/")


def _same(my_id: str | None, its_id: str | None, mine: str | None, its: str | None) -> bool | None:
    """True or False where both sides name it, None where one of them does not."""
    if my_id and its_id:
        return my_id == its_id
    if mine and its:
        return _is_one_name(_name(mine), _name(its))
    return None


def _is_one_name(one: str, other: str) -> bool:
    """«Маркса» and «Карла Маркса» are one street, «Новая» and «2-я Новая» are two; a slip of the pen in a long word is forgiven."""
    if one == other:
        return True
    mine, its = one.split(), other.split()
    if len(mine) == len(its):
        return all(a == b or _is_slip(a, b) for a, b in zip(mine, its, strict=True))
    short, long = sorted((mine, its), key=len)
    extra = [word for word in long if word not in short]
    is_part = len(extra) == len(long) - len(short) and any(word not in _TYPES for word in short)
    return is_part and not any(word in _PARTED or any(sign.isdigit() for sign in word) for word in extra)


def _is_slip(one: str, other: str) -> bool:
    """Whether two long words differ by one letter in their midst: endings tell names apart."""
    if len(one) != len(other) or len(one) < _LONG:
        return False
    apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(apart) == 1 and 0 < apart[0] < len(one) - 2


def _name(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def same_level(level: str, mine: MainPlace, its: MainPlace) -> bool | None:
    """Whether the settlement, the street or the landmark is one; None where a side does not name it."""
    return _same(getattr(mine, f"{level}_id"), getattr(its, f"{level}_id"), getattr(mine, level), getattr(its, level))


def same_house(mine: str | None, its: str | None) -> bool | None:
    """Whether the house is one; None where a side does not name it."""
    return None if not mine or not its else _house(mine) == _house(its)
