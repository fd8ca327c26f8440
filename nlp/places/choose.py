# ruff: noqa: PLR2004 - a rule refuses as soon as it can; numbers here are tokens and scores
"""Of all places named: which settlement, area, street and house are meant, and which of homonyms is ours."""

from collections.abc import Sequence, Set

from incidents.reading import PlaceKind
from nlp.district_files import District, PlaceRow
from nlp.places.candidates import Kinds, only_one
from nlp.places.likelihood import is_told_there, settlement_score, street_score
from nlp.places.names import is_of_type, type_of
from nlp.places.scene import Found, Scene
from nlp.places.street_names import FAMOUS, is_adjective

ENOUGH = 1.0  # the score of a far town that is named as a place and not as the end of a road
KNOWN = 0.7  # the score of a find: what the tagger alone takes for a town is more often a nickname of ours
HAS_STREET = 1.5  # «еду в Ручьи по Молодёжной…, родители в Конаково»: the score of the one that has that street
AGAINST = frozenset(["а", "и", "но", "только", "когда", "почему", "чем", "не", "же"])
WIDE_BEFORE = frozenset(["в", "во", "по", "на", "жители", "жителей", "жителям", "территории", "дороги", "дорог", "деревни", "деревень"])


def main_settlement(scene: Scene, owners: Set[str | None], *, known: bool) -> Found | None:
    """The settlement of the problem, ours or far; a station of the metro counts as a far one. `owners`: those that have the street."""
    contrasts = (
        [k for k in range(len(scene.tokens)) if (scene.word(k), scene.word(k - 1)) == ("нас", "у") and scene.word(k - 2) in AGAINST]
        if known
        else []
    )
    scored = [
        (score + HAS_STREET * (bool(owners & set(f.ids)) and _has_street_beside(scene, f)), -f.i, f)
        for f in scene.found
        if (f.kind is PlaceKind.SETTLEMENT or f.far)
        and ((score := settlement_score(scene, f, known=known)) > 0 or _is_namesake(f))
        and not (known and not f.ids and _is_aside(scene, f, score, contrasts))
    ]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best else None


def _has_street_beside(scene: Scene, town: Found) -> bool:
    return any(f.kind is PlaceKind.STREET and max(town.i, f.i) - min(town.j, f.j) <= 2 for f in scene.found)


def is_at_home_before(scene: Scene, kinds: Kinds, homes: Sequence[str], far: Found) -> bool:
    """«Нашу школу закроют, а мы ради неё из Медведкова переехали»: told of a far town by the way."""
    only = only_one(scene, kinds, homes[0], has_address=False) if homes else None
    is_later = any(scene.word(k) in {".", "!", "?"} for k in range(far.i)) and not is_told_there(scene, far)
    is_bare = not _has_street_beside(scene, far) and not any(each.far for each in scene.found)
    return (bool(homes) and is_later and is_bare) or (only is not None and only[1] < far.i - 1)


def _is_namesake(far: Found) -> bool:
    """«Ту Городню, что в Калужской области»: whoever says which one it is speaks of it."""
    return far.far and far.kind is PlaceKind.SETTLEMENT


def _is_aside(scene: Scene, far: Found, score: float, contrasts: list[int]) -> bool:
    """Whether a far town is named and nothing is told of it."""
    if _is_namesake(far):
        return False
    return score < ENOUGH or far.score < KNOWN or _is_compared(scene, far, contrasts) or _is_end_of_road(scene, far)


def _is_compared(scene: Scene, far: Found, contrasts: list[int]) -> bool:
    """«В Твери чистят, а у нас лёд»: a far town beside «а у нас», without a street of its own; after «не у нас» it is meant.

    «В Москве уже бы починили»: what would be done there.
    """
    would = far.j + (scene.word(far.j) in {"уже", "давно", "сразу"})
    if scene.word(far.i - 1) in {"в", "во"} and scene.word(would) == "бы":
        return True
    if far.typed or not any(not 0 < far.i - k <= 2 and not (k < far.i and scene.word(k - 2) == "не") for k in contrasts):
        return False
    return not any(f.kind in {PlaceKind.STREET, PlaceKind.HOUSE} and min(abs(f.i - far.j), abs(far.i - f.j)) <= 2 for f in scene.found)


def _is_end_of_road(scene: Scene, far: Found) -> bool:
    """«Москва — Редкино»: a far town that a dash joins with one of ours."""
    ours = (f for f in scene.found if f.kind in {PlaceKind.SETTLEMENT, PlaceKind.LANDMARK} and f.ids and not f.adjective)
    return any(abs(max(f.i, far.i) - min(f.j, far.j)) <= 1 and scene.word(min(f.j, far.j)) in {"-", "–", "—"} for f in ours)


def main_area(scene: Scene, district: District) -> Found | None:
    """The former поселение that is named, if any."""
    areas = (f for f in scene.found if f.ids and district.places[f.ids[0]].is_area and not f.adjective)
    return next((f for f in areas if district.places[f.ids[0]].parent_id and scene.word(f.i - 1) not in {"до", "через", "мимо"}), None)


def whole_district(scene: Scene, district: District, *, is_everywhere: bool) -> str | None:
    """The id of the whole district where it is named as a place: «в Конаковском районе», and not «глава Конаковского района».

    `is_everywhere`: the source speaks for the whole district, so that «по району» is enough.
    """
    for found in scene.found:
        row = district.places[found.ids[0]] if found.ids else None
        if row and row.is_area and row.parent_id is None and not found.adjective and _is_place(scene, found):
            return row.id
    if is_everywhere and any(_by_district(scene, k) for k in range(len(scene.tokens))):
        return next((row.id for row in district.places.values() if row.is_area and row.parent_id is None), None)
    return None


def _is_place(scene: Scene, found: Found) -> bool:
    before = scene.word(found.i - 1)
    opens = scene.tokens[found.i].first or scene.word(found.j) in {",", ":"}
    return before in WIDE_BEFORE or before.startswith("все") or opens or scene.word(found.i).endswith(("ий", "ый"))


def _by_district(scene: Scene, k: int) -> bool:
    """«по району», «по всему округу», «в районе нет»; «в районе школы» is a spot."""
    if scene.word(k) in {"району", "округу"}:
        return scene.word(k - 1) == "по" or scene.word(k - 1) in {"всему", "нашему"}
    return scene.word(k) in {"районе", "округе"} and scene.word(k - 1) in {"нашем", "всем"}


def main_street(scene: Scene, streets: list[Found], houses: list[Found]) -> Found | None:
    """The likeliest street; of a crossing the one that is named first."""
    street = max(streets, key=lambda f: street_score(scene, f, streets, houses), default=None)
    while street is not None and street.crosses in streets and not any(h.owner is street for h in houses):
        street = street.crosses
    return street


def main_house(street: Found | None, houses: list[Found]) -> Found | None:
    """The house of the street; a house that another street owns is not taken."""
    if not houses:
        return None
    if street is None:
        return houses[0]
    own = [h for h in houses if h.owner is street] or [h for h in houses if h.owner and h.owner.name == street.name]
    return next(iter(own or [h for h in houses if h.owner is None]), None)


def pick(district: District, found: Found, *, named: Sequence[str], homes: Sequence[str], is_outside: bool) -> str | None:
    """Of homonyms the one in the settlement that is named, else in the source's own, else the only sure one anywhere.

    A street never moves a post to another settlement than the source's; rows that nobody verified decide nothing.
    """
    rows = [district.places[id_] for id_ in found.ids]
    if rows[0].kind == "settlement":
        return rows[0].id
    if rows[0].kind == "street":
        rows = sorted((row for row in rows if is_of_type(row, found.written)), key=lambda row: type_of(row) != (found.written or "улица"))
    for settlement in named or ([] if is_outside else homes):
        for row in rows:
            if district.settlement_of(row.id) == settlement:
                return row.id
    wide = next((row.id for row in rows if district.settlement_of(row.id) is None), None)
    if wide:
        return wide
    is_street = found.kind is PlaceKind.STREET
    if named or is_outside:
        is_loose = is_street or found.generic or (rows and rows[0].kind == "institution" and (bool(named) or found.typed or found.weak))
        return rows[0].id if len(rows) == 1 and not is_loose else None
    if homes:
        is_loose = found.generic or (is_street and not _is_distinct(district, found, rows, homes))
        return rows[0].id if len(rows) == 1 and not is_loose else None
    return _anywhere(district, rows, is_street=is_street)


def _anywhere(district: District, rows: list[PlaceRow], *, is_street: bool) -> str | None:
    """Without any hint: the centre's unless it is doubtful and another is not, else the only verified one; a street that others share is
    the centre's if that alone is verified.
    """
    central = next((row for row in rows if district.settlement_of(row.id) == district.centre_id), None)
    sure = [row for row in rows if row.is_sure]
    if is_street and len(rows) > 1:
        return central.id if central and sure == [central] else None
    if central and (central.is_sure or not sure):
        return central.id
    if len(sure) == 1:
        return sure[0].id
    return rows[0].id if len(rows) == 1 and not is_street else None


def _is_distinct(district: District, found: Found, rows: list[PlaceRow], homes: Sequence[str]) -> bool:
    """Whether a street of another settlement may be meant on the wall of the centre, where everybody writes: no other town has it."""
    if len(rows) != 1 or not rows[0].is_sure or homes[0] != district.centre_id:
        return False
    return found.written not in {"", "улица"} or not (is_adjective(found.name) or set(found.name.split()) & FAMOUS)
