# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""The gazetteer's pass over a text: which of the district's names are really meant where they stand."""

from incidents.reading import PlaceKind
from nlp.places.counts import belongs_to_name, has_score
from nlp.places.gazetteer import Entry, Gazetteer, found_of
from nlp.places.known_streets import after_town, house_follows, street_meant
from nlp.places.scene import Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import AREAS, DISTRICTS, MONTHS, REGIONS, SETTLEMENTS, STREETS
from nlp.text.words import words_for

WORDS = words_for(__name__)
SETTLEMENT_PREPOSITIONS = frozenset(["в", "во", "из", "до", "под", "около", "возле", "за", "через"])
IDIOMS = frozenset(
    ["панике", "весне", "весну", "весны", "весной", "горе", "гору", "горы", "горой", "горки", "новое", "новой", "мечту", "мечта", "слободы"]
)
SETTLERS = WORDS["settlers"]
WATERY = ("лед", "льд", "рыб", "лодк", "купа", "утон", "утоп", "тонет", "берег", "мостик", "паводк", "разлив", "проруб")
SHOPS = ("аптек", "магазин", "кафе", "ресторан", "команд", "клуб", "фк", "колбас", "сметан", "фильм", "кино")
GARDENS = ("снт", "днт", "дач", "садов", "товарищ", "участк")
RAILWAY = ("электрич", "платформ", "поезд", "станци", "перрон", "касс", "билет", "вагон", "железнодорож")
WITH = ("ем", "ом", "ой", "ым", "им", "ами", "и", "ы")  # «с Девичьем», «с Городни»: no «село»
SIGNS = frozenset([",", ":", "-", "–", "—", "(", "."])
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
        if not rest or (kind is PlaceKind.SETTLEMENT and all(e.weak for e in rest) and belongs_to_name(scene, j)):
            continue
        start, end, typed = _absorb(scene, i, j, kind)
        weak = all(e.weak for e in rest) and not typed
        town = scene.taken[i - 1] if i else None
        is_of_town = town is not None and any(gazetteer.district.settlement_of(e.row.id) in town.ids for e in rest)
        related = any(e.row.kind == "water" or gazetteer.district.settlement_of(e.row.id) in near for e in rest)
        if (
            not typed
            and not (trusted and kind in {PlaceKind.SETTLEMENT, PlaceKind.DISTRICT})
            and not (kind is PlaceKind.STREET and is_of_town and after_town(scene, i, j))
            and not (kind is PlaceKind.SETTLEMENT and not mended and _has_address(scene, gazetteer, i, j, rest))
            and not _meant(scene, i, j, kind, rest, weak=weak, related=related, mended=mended)
            and not (not near and i == 0 and kind is not PlaceKind.STREET and _is_heading(scene, i, j) and not mended)
        ):
            rest = [e for e in entries if e.adjective] if kind is PlaceKind.SETTLEMENT else []
            if not rest:
                continue
            weak = False  # «у новозавидовского кладбища»: not the town's name, but its adjective
        found = found_of(scene, start, end, rest, score=0.95 if typed else 0.75 if mended or weak else 0.9)
        found.typed, found.weak = typed, weak
        if typed and kind is PlaceKind.STREET:
            found.written = next(STREETS[scene.word(k)] for k in (start, *range(end - 1, start, -1)) if scene.word(k) in STREETS)
            found.norm = f"{found.written} {rest[0].name}"
        if scene.add(found):
            return end
    return i + 1


def _has_address(scene: Scene, gazetteer: Gazetteer, i: int, j: int, towns: list[Entry]) -> bool:
    """«озерки, ул. комсомольская 6»: behind a village's name that may be an ordinary word stand its own street and a house.

    «текут ручьи, школьная 12», «с 1 мая школьная 5»: the name must open the sentence or stand where one is.
    """
    if scene.is_number(i) or not (scene.tokens[i].first or scene.word(i - 1) in {"в", "во", "на"}):
        return False
    ids = {entry.row.id for entry in towns}
    k = j + (scene.word(j) in SIGNS)
    k = scene.skip_dot(k + 1) if scene.word(k) in STREETS else k
    return any(
        house_follows(scene, end) and any(e.row.kind == "street" and gazetteer.district.settlement_of(e.row.id) in ids for e in entries)
        for end, entries, _ in (gazetteer.matches(scene, k) if k < len(scene.tokens) else ())
    )


def _choose(scene: Scene, i: int, j: int, entries: list[Entry]) -> tuple[PlaceKind, list[Entry]]:
    """Of entries of several kinds keep those of the kind that the neighbourhood asks for."""
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.row.kind, []).append(entry)
    before = scene.word(i - 2) if scene.word(i - 1) == "." else scene.word(i - 1)
    if "street" in kinds and (before in STREETS or scene.word(j) in STREETS or house_follows(scene, j)):
        return PlaceKind.STREET, kinds["street"]
    spot = _spot(scene, before, kinds, j)
    if spot:
        return PlaceKind.LANDMARK, spot
    is_village = before in SETTLEMENTS and not (before == "с" and "street" in kinds and scene.word(i - 1) == "с")  # «с Первомайской»
    if "settlement" in kinds and (is_village or before in SETTLEMENT_PREPOSITIONS or len(kinds) == 1):
        plain = [e for e in kinds["settlement"] if not e.adjective]
        return PlaceKind.SETTLEMENT, plain or kinds["settlement"]
    if "street" in kinds and before in {"на", "по"} and not kinds.get("microdistrict"):
        return PlaceKind.STREET, kinds["street"]
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


def _spot(scene: Scene, before: str, kinds: dict[str, list[Entry]], j: int) -> list[Entry]:
    """The river or the platform of a village's name, where the words around speak of it."""
    if "water" in kinds and (_speaks_of_water(scene, before, kinds) or (scene.word(j) in {"ниже", "выше"} and "settlement" not in kinds)):
        return kinds["water"]
    return kinds.get("landmark", []) if before.startswith(RAILWAY) else []


def _speaks_of_water(scene: Scene, before: str, kinds: dict[str, list[Entry]]) -> bool:
    """Whether the river is meant and not the village or the platform of its name: «лёд на Шоше», «мостик у Донховки»."""
    if before.startswith(("рек", "реч", "озер")):
        return True
    words = [token.word for token in scene.tokens]
    if "microdistrict" in kinds:
        return not any(word.startswith(GARDENS) for word in words)
    if "settlement" in kinds:
        return before in {"на", "через", "вдоль"} and any(word.startswith(WATERY) for word in words)
    if "institution" in kinds:
        return before in {"через", "вдоль", "за", "над", "по", "к"}
    return "landmark" in kinds and not any(word.startswith(RAILWAY) for word in words)


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
        if (
            kind is not PlaceKind.SETTLEMENT
            or len(scene.word(k)) > 1
            or scene.word(k + 1) == "."
            or (scene.is_cap(i) and not (scene.word(i - 1) == "с" and scene.word(i).endswith(WITH)))
        ):
            return k, j, True
    elif kind is PlaceKind.STREET and scene.word(j) in table and scene.is_word(j):
        return i, j + 1 + (scene.word(j + 1) == "." and len(scene.word(j)) < 5), True
    return i, j, False


def _meant(scene: Scene, i: int, j: int, kind: PlaceKind, entries: list[Entry], *, weak: bool, related: bool, mended: bool) -> bool:
    """Whether an untyped name is the place. A mended word must be an unknown one, a weak one must show itself."""
    if all(e.adjective for e in entries):
        return True
    if kind is PlaceKind.STREET:
        return street_meant(scene, i, j, weak=weak, related=related)
    middle = scene.is_name_cap(i)
    before = scene.word(i - 1)
    if kind is PlaceKind.SETTLEMENT:
        return not _is_title(scene, i, j) and (not weak or _settlement_meant(scene, i, j, middle=middle, related=related))
    if (weak and not middle and scene.word(i - 2) in {"как", "словно", "будто"}) or (scene.word(i - 1) in {"«", '"'} and has_score(scene)):
        return False  # «как в сказке», ««Химик» – «Волга» 2:2»
    if any(e.generic for e in entries) and j == i + 1 and scene.word(i) in STREETS and scene.is_cap(j) and not scene.tokens[j].first:
        return False  # «набережная Фадеева» is a street of its own
    if not weak:
        return True
    if any(e.generic for e in entries):
        if scene.has(i, Is.ADJ_M | Is.ADJ_F | Is.ADJ_N) and not scene.has(i, Is.NOUN_NOMN):
            return not _agrees(scene, j) and (related or middle)
        return related or before in NEAR or middle or any(e.row.parent_id and not e.row.is_area for e in entries)
    is_heading = _is_heading(scene, i, j)  # «Современник: темно», «МФЦ, крыльцо», «Северный, у трансформаторной»
    if scene.has(i, Is.ADJ_M | Is.ADJ_F):
        return (before in NEAR and not _agrees(scene, j) and (related or middle)) or (is_heading and related)
    is_telling = is_heading or (related and not scene.has(i, Is.COMMON))  # «МСЧ, рентген молчит» in its own town means nothing else
    is_named = middle or scene.word(i - 1) in {"«", '"'} or (is_telling and _is_in_capitals(scene, i))
    return is_named or (related and (before in NEAR or is_heading))


def _is_heading(scene: Scene, i: int, j: int) -> bool:
    return scene.is_cap(i) and scene.word(j) in {",", ":", "-", "–", "—", "."} and not scene.has(i, Is.PERSON)


def _is_in_capitals(scene: Scene, i: int) -> bool:
    """«МФЦ», «СОВРЕМЕННИК», and not «СКАЗКА, а не двор»."""
    token = scene.tokens[i]
    size = token.end - token.start
    return scene.text[token.start : token.end].isupper() and size > 2 and (size <= 4 or not scene.has(i, Is.COMMON))


def _is_title(scene: Scene, i: int, j: int) -> bool:
    """««Редкино» – «Темп» 2:1», «аптека «Озерки»»: a team, a shop."""
    is_quoted = scene.word(i - 1) in {"«", '"'} and scene.word(j) in {"»", '"'}
    return is_quoted and (scene.word(i - 2).startswith(SHOPS) or has_score(scene))


def _agrees(scene: Scene, j: int) -> bool:
    """Whether a noun after an adjective owns it: «на северном рынке», and not «возле ледового свалка»."""
    if scene.has(j, Is.NOUN_NOMN) and not scene.has(j, Is.LOCT | Is.NOUN_GEN) and not scene.has(j - 1, Is.ADJ_NOMN):
        return False
    return (
        scene.is_word(j)
        and scene.has(j, Is.NOUN)
        and not scene.has(j, Is.LITTLE | Is.VERB)
        and not scene.is_cap(j)
        and not scene.has(j, Is.NOUN_GEN)
    )


def _settlement_meant(scene: Scene, i: int, j: int, *, middle: bool, related: bool) -> bool:
    before = scene.word(i - 1)
    if scene.word(j - 1) in MONTHS and not scene.is_cap(j - 1) and not scene.is_number(i):
        return before in {"в", "во", "из"}  # «с Первым мая!»
    if middle:
        return True
    if scene.is_cap(i):  # the capital of a sentence
        punctuated = scene.word(j) in {",", ":", "-", "–", "—", ".", "("} or scene.word(j + 1) in DISTRICTS or scene.word(j + 1) in REGIONS
        alone = i > 0 and j == len(scene.tokens)  # «Посёлок замерзает. Озерки»
        return alone or punctuated or (related and (not scene.has(j, Is.NOUN) or scene.has(j, Is.LITTLE)))
    if scene.is_number(i):
        return before in SETTLEMENT_PREPOSITIONS and related
    if scene.tokens[i].first and scene.word(j) in {",", ":"} and not scene.has(i, Is.COMMON):
        return True  # «марьино: третий день без света»
    return (before in SETTLEMENT_PREPOSITIONS and scene.word(i) not in IDIOMS) or before in SETTLERS
