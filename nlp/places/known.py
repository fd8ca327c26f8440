# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""The gazetteer's pass over a text: which of the district's names are really meant where they stand."""

from incidents.reading import PlaceKind
from nlp.places.gazetteer import Entry, Gazetteer, found_of
from nlp.places.scene import Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import AREAS, HOUSES, KINDS_ON, LOCAL_WORDS, SETTLEMENTS, STREETS, UNITS
from nlp.text.words import words_for

WORDS = words_for(__name__)
SETTLEMENT_PREPOSITIONS = frozenset(["в", "во", "из", "до", "под", "около", "возле", "за", "через"])
IDIOMS = frozenset(
    ["панике", "весне", "весну", "весны", "весной", "горе", "гору", "горы", "горой", "горки", "новое", "новой", "мечту", "мечта", "слободы"]
)
SETTLERS = WORDS["settlers"]
NEAR = frozenset(
    ["у", "около", "возле", "напротив", "рядом", "за", "перед", "к", "ко", "от", "до", "на", "в", "по", "из", "с", "со", "через", "мимо"]
)


def find_known(scene: Scene, gazetteer: Gazetteer, near: frozenset[str], *, trusted: bool = False) -> None:
    """Mark the district's places. `near`: settlements that the source speaks for; `trusted`: a title, where every name is meant."""
    i = 0
    while i < len(scene.tokens):
        i = _at(scene, gazetteer, near, i, trusted=trusted) if (scene.tokens[i].is_word or scene.tokens[i].is_number) else i + 1


def _at(scene: Scene, gazetteer: Gazetteer, near: frozenset[str], i: int, *, trusted: bool) -> int:
    for j, entries, mended in gazetteer.matches(scene, i):
        kind, rest = _choose(scene, i, j, entries)
        if not rest:
            continue
        start, end, typed = _absorb(scene, i, j, kind)
        weak = all(e.weak for e in rest) and not typed
        related = any(gazetteer.district.settlement_of(e.row.id) in near for e in rest)
        if (
            not typed
            and not (trusted and kind in {PlaceKind.SETTLEMENT, PlaceKind.DISTRICT})
            and not _meant(scene, i, j, kind, rest, weak=weak, related=related, mended=mended)
        ):
            continue
        found = found_of(scene, start, end, rest, score=0.95 if typed else 0.75 if mended or weak else 0.9)
        found.typed, found.weak = typed, weak
        if scene.add(found):
            return end
    return i + 1


def _choose(scene: Scene, i: int, j: int, entries: list[Entry]) -> tuple[PlaceKind, list[Entry]]:
    """Of entries of several kinds keep those of the kind that the neighbourhood asks for."""
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.row.kind, []).append(entry)
    before = scene.word(i - 2) if scene.word(i - 1) == "." else scene.word(i - 1)
    if "street" in kinds and (before in STREETS or scene.word(j) in STREETS or _house_follows(scene, j)):
        return PlaceKind.STREET, kinds["street"]
    if "settlement" in kinds and (before in SETTLEMENTS or before in SETTLEMENT_PREPOSITIONS or len(kinds) == 1):
        plain = [e for e in kinds["settlement"] if not e.adjective]
        return PlaceKind.SETTLEMENT, plain or kinds["settlement"]
    if "street" in kinds and before in {"на", "по"} and not kinds.get("microdistrict"):
        return PlaceKind.STREET, kinds["street"]
    if "water" in kinds and before.startswith(("рек", "река", "озер")):
        return PlaceKind.LANDMARK, kinds["water"]
    if before in AREAS and "microdistrict" in kinds:
        return PlaceKind.DISTRICT, kinds["microdistrict"]
    plain = [e for e in kinds.get("settlement", []) if not e.adjective]
    if plain:
        return PlaceKind.SETTLEMENT, plain
    for name in ("landmark", "institution", "microdistrict", "route", "water", "street", "settlement"):
        if name in kinds:
            kind = {
                "street": PlaceKind.STREET,
                "settlement": PlaceKind.SETTLEMENT,
                "route": PlaceKind.ROUTE,
                "microdistrict": PlaceKind.DISTRICT,
            }
            both = kinds[name] + (kinds.get("institution", []) if name == "landmark" else [])
            return kind.get(name, PlaceKind.LANDMARK), both
    return PlaceKind.LANDMARK, []


def _house_follows(scene: Scene, j: int) -> bool:
    k = j + 1 if scene.word(j) in {",", "."} else j
    if scene.word(k) in HOUSES:
        return scene.is_number(scene.skip_dot(k + 1))
    return scene.is_number(k) and len(scene.word(k)) <= 3 and scene.word(k + 1) not in UNITS


def _absorb(scene: Scene, i: int, j: int, kind: PlaceKind) -> tuple[int, int, bool]:
    """Take the type word before or after a name into its span."""
    table = {PlaceKind.STREET: STREETS, PlaceKind.SETTLEMENT: SETTLEMENTS, PlaceKind.DISTRICT: AREAS}.get(kind)
    if table is None:
        return i, j, False
    k = i - 1
    if scene.word(k) in {"«", '"'}:
        k -= 1
    if scene.word(k) == "." and k > 0:
        k -= 1
    if scene.word(k) in table and scene.is_word(k) and scene.is_free(k):
        if kind is not PlaceKind.SETTLEMENT or len(scene.word(k)) > 1 or scene.word(k + 1) == "." or scene.is_cap(i):
            return k, j, True
    elif kind is PlaceKind.STREET and scene.word(j) in table and scene.is_word(j):
        return i, j + 1 + (scene.word(j + 1) == "." and len(scene.word(j)) < 5), True
    return i, j, False


def _meant(scene: Scene, i: int, j: int, kind: PlaceKind, entries: list[Entry], *, weak: bool, related: bool, mended: bool) -> bool:
    """Whether an untyped name is the place. A mended word must be an unknown one, a weak one must show itself."""
    if all(e.adjective for e in entries):
        return True
    if kind is PlaceKind.STREET:
        return _street_meant(scene, i, j, weak=weak)
    middle = scene.is_name_cap(i)
    before = scene.word(i - 1)
    if kind is PlaceKind.SETTLEMENT:
        return not weak or _settlement_meant(scene, i, j, middle=middle, related=related)
    if not weak:
        return True
    if any(e.generic for e in entries):
        if scene.has(i, Is.ADJ_M | Is.ADJ_F | Is.ADJ_N) and not scene.has(i, Is.NOUN_NOMN):
            return not _agrees(scene, j) and (related or middle)
        return related or before in NEAR or middle or any(e.row.parent_id and not e.row.is_area for e in entries)
    if scene.has(i, Is.ADJ_M | Is.ADJ_F):
        return before in NEAR and not _agrees(scene, j) and (related or middle)
    return middle or scene.word(i - 1) in {"«", '"'} or (related and before in NEAR)


def _agrees(scene: Scene, j: int) -> bool:
    """Whether a noun after an adjective owns it: «на северном рынке»."""
    return (
        scene.is_word(j)
        and scene.has(j, Is.NOUN)
        and not scene.has(j, Is.LITTLE | Is.VERB)
        and not scene.is_cap(j)
        and not scene.has(j, Is.NOUN_GEN)
    )


def _street_meant(scene: Scene, i: int, j: int, *, weak: bool) -> bool:
    before, flags = scene.word(i - 1), scene.form(j - 1).flags if scene.is_word(j - 1) else 0
    if _house_follows(scene, j):
        return before not in {"школа", "школы", "школе"}
    if (scene.is_cap(i + 1) and scene.has(i + 1, Is.PERSON) and j == i + 1) or scene.has(i - 1, Is.NAME_GEN):
        return False
    if flags & Is.ADJ_F and not flags & Is.NOUN and _noun_f(scene, j):
        return False
    opens = scene.tokens[i].first and scene.word(j) in {",", ".", "-", "–", "—", ":", ""}
    follows = before in {",", "-", "–", "—"} and i >= 2 and scene.taken[i - 2] is not None
    if opens or follows:
        return True
    if before == "#":
        return True
    if flags & Is.QUALITY and not scene.is_cap(i):
        return before == "на" and j - i == 1 and scene.word(i) not in {"новой", "новую", "полной", "зеленой"}
    if before in KINDS_ON:
        return not (weak and before in {"с", "со", "за", "во", "в", "до", "от", "из", "ко", "к"} and not scene.is_cap(i))
    if scene.is_name_cap(i):
        return not flags & Is.PERSON or before in {"и", ","}
    return j - i > 1


def _noun_f(scene: Scene, j: int) -> bool:
    return (
        scene.is_word(j)
        and scene.has(j, Is.NOUN_F)
        and not scene.has(j, Is.LITTLE)
        and not scene.is_cap(j)
        and scene.word(j) not in STREETS
    )


def _settlement_meant(scene: Scene, i: int, j: int, *, middle: bool, related: bool) -> bool:
    before = scene.word(i - 1)
    if middle:
        return True
    if scene.is_cap(i):  # the capital of a sentence
        punctuated = scene.word(j) in {",", ":", "-", "–", "—", ".", "("}
        return punctuated or (related and (not scene.has(j, Is.NOUN) or scene.has(j, Is.LITTLE)) and _speaks_of_village(scene, related))
    if scene.is_number(i):
        return before in SETTLEMENT_PREPOSITIONS and related
    return (before in SETTLEMENT_PREPOSITIONS and scene.word(i) not in IDIOMS) or before in SETTLERS


def _speaks_of_village(scene: Scene, related: bool) -> bool:
    return related or any(t.word in LOCAL_WORDS for t in scene.tokens)
