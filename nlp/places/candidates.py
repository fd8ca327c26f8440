"""Every place of a kind that a text may mean in a settlement: by its type word, and by what else of its name the text has."""

from collections.abc import Collection, Sequence
from functools import cache

from incidents.reading import PlaceKind
from nlp.district_files import District, PlaceRow
from nlp.places.names import words_of
from nlp.places.numerals import ordinal_value
from nlp.places.scene import Scene
from nlp.text.morph import Is, Morph
from nlp.text.vocabulary import LOCAL_WORDS

# «Ленина, 5, у вокзала», and not «ехали с вокзала на Ленина, 5».
ASIDE = frozenset(["у", "около", "возле", "напротив", "рядом", "перед", "за", "при"])
NEAR = ASIDE | frozenset(["в", "во", "на", "к", "ко", "от", "до", "из", "с", "мимо", "под", "территории"])
VERY = frozenset(["самой", "самого", "самом", "самым", "самому"])
OUR = ("наш", "местн", "сельск", "поселков", "городск")
LIKE = frozenset(["как", "словно", "будто", "чем", "каждая", "каждой", "любая", "любой", "другая", "другой", "другую", "без", "не"])
OFFICES = frozenset({"служба", "управление", "администрация", "дума", "СМИ", "предприятие", "суд", "пожарная часть"})

# What people call by each other's names. Any other type of one word is a family of its own.
FAMILIES = tuple(
    tuple(family.split())
    for family in (
        "храм церковь собор колокольня",
        "школа школьный",
        "сад садик детсад",
        "больница больничка",
        "поликлиника амбулатория",
        "фап медпункт",
        "библиотека",
        "музей",
        "стадион",
        "парк",
        "пляж",
        "клуб дк культуры",
        "станция платформа перрон вокзал",
        "автостанция автовокзал",
        "завод",
        "фабрика",
        "санаторий",
        "колледж техникум",
        "арена каток",
        "кладбище",
        "рынок базар",
        "мост мостик",
        "памятник мемориал обелиск",
        "почта почтамт",
    )
)
# A town has more of them than its table names.
MANY = frozenset({"магазин", "остановка"})
# What goes through many places is told by its name.
LONG_ONES = frozenset({"автодорога", "река"})
LANDMARKS = frozenset({"landmark", "institution", "water", "route", "microdistrict"})
TAIL = 4  # letters of a compound before what it is called for short: «комплекс» of «свинокомплекс»
LONG, ALIKE = 4, 2  # letters of a telling word; of an ending


@cache
def families_of(morph: Morph) -> dict[str, str]:
    """The first word of its family for each form of a word."""
    return {form: family[0] for family in FAMILIES for word in family for form in _forms(word, morph)}


def _forms(word: str, morph: Morph) -> set[str]:
    return morph.all_forms(word, every=morph.is_(word, Is.ADJ_NOMN))


class Kinds:
    """The words that places of a district are called by: a form of «мост» gives the bridges, «комплекс» the «свинокомплекс»."""

    def __init__(self, district: District, morph: Morph) -> None:
        self.district = district
        self._morph = morph
        self.families = dict(families_of(morph))
        self._rows: dict[tuple[str, str | None], list[PlaceRow]] = {}  # (a family's first word, settlement)
        self._short: dict[tuple[str, str | None], list[PlaceRow]] = {}  # the same by the end of a compound word
        self.numbered: dict[str, list[PlaceRow]] = {}
        self._telling: dict[str, list[tuple[str, PlaceRow]]] = {}  # the beginning of a word of a name
        for row in district.places.values():
            if row.kind in LANDMARKS:
                self._put(row)

    def _put(self, row: PlaceRow) -> None:
        settlement = self.district.settlement_of(row.id)
        names = [words_of(name) for name in (row.name, *row.aliases)]
        types = [word for word in row.type_word.lower().replace("ё", "е").replace("/", " ").split() if len(word) > 1]
        for word in types:
            if len(types) > 1 and word not in self.families:
                continue  # «торговый центр», «пожарная часть»: half of it says little
            family = self.families.get(word, word)
            self._rows.setdefault((family, settlement), []).append(row)
            for form in _forms(word, self._morph):
                self.families.setdefault(form, family)
        for word in (*types, *(words[0] for words in names if len(words) == 1)):
            for cut in range(TAIL, len(word) - TAIL):
                if self._morph.is_(word[cut:], Is.NOUN_NOMN) and self._morph.is_(word[cut:], Is.COMMON):
                    for form in _forms(word[cut:], self._morph):
                        rows = self._short.setdefault((form, settlement), [])
                        rows += [row] * (row not in rows)
        self._put_names(row, settlement, {word for words in names for word in words})

    def _put_names(self, row: PlaceRow, settlement: str | None, words: set[str]) -> None:
        home = self.district.places[settlement] if settlement else None
        towns = {word for name in (home.name, *home.aliases) for word in words_of(name)} if home else set()
        for word in words:
            if word.isdigit():
                self.numbered.setdefault(word, []).append(row)
            elif len(word) >= LONG and ordinal_value(word) is None and not any(_are_alike(word, town) for town in towns):
                self._telling.setdefault(word[:LONG], []).append((word, row))

    def called(self, word: str, settlement_id: str | None) -> Sequence[PlaceRow]:
        """Places of a settlement (None: of none) that this word calls."""
        rows = self._rows.get((self.families.get(word, ""), settlement_id), ())
        return rows or self._short.get((word, settlement_id), ())

    def told(self, scene: Scene) -> dict[str, set[int]]:
        """Tokens that tell of a place by its name: «старый мост»."""
        tokens: dict[str, set[int]] = {}
        for k, token in enumerate(scene.tokens):
            for word, row in self._telling.get(token.word[:LONG], ()) if token.is_word and token.word not in self.families else ():
                if _are_alike(token.word, word):
                    tokens.setdefault(row.id, set()).add(k)
        return tokens


def _are_alike(one: str, other: str) -> bool:
    """Whether two words are forms of one, by their beginnings: «Старопочтовая», «Старопочтовой»."""
    least = max(LONG, min(len(one), len(other)) - ALIKE)
    return abs(len(one) - len(other)) <= ALIKE and one[:least] == other[:least]


def candidates(scene: Scene, kinds: Kinds, settlement_ids: Collection[str | None]) -> set[str]:
    """Ids of places in these settlements that a text may mean.

    Told by kind, number or name; None: what lies in no settlement."""
    numbers = (number[0] for k in range(len(scene.tokens)) if (number := scene.ordinal(k)))
    rows = [kinds.district.places[id_] for id_ in kinds.told(scene)] + [row for n in numbers for row in kinds.numbered.get(n, ())]
    called = {row.id for token in scene.tokens for town in settlement_ids for row in kinds.called(token.word, town)}
    return called | {row.id for row in rows if kinds.district.settlement_of(row.id) in settlement_ids}


def only_one(
    scene: Scene, kinds: Kinds, settlement_id: str, *, is_appeal: bool, has_address: bool
) -> tuple[PlaceRow, int, Collection[int]] | None:
    """The settlement's only place of a kind that the text names.

    Or the only one that other words fit. With the token of its kind and those of its name. An appeal that names the only school of a place
    speaks of it without a preposition too; beside a street only «у школы» counts.
    """
    alone: tuple[PlaceRow, int, Collection[int]] | None = None
    telling: dict[str, set[int]] | None = None
    for k, token in enumerate(scene.tokens):
        rows = kinds.called(token.word, settlement_id) if token.is_word else ()
        if not rows or _is_street(scene, k) or _is_another(scene, k, settlement_id):
            continue
        telling = kinds.told(scene) if telling is None else telling
        names = [telling.get(row.id, set()) for row in rows]
        most = max(names, key=len)
        row = rows[names.index(most)]
        if sum(len(name) == len(most) for name in names) > 1 or not _may_be_alone(kinds.district, row, is_told=bool(most)):
            continue
        if most:
            return row, k, most
        if alone is None and _is_open(scene, k, row) and _is_meant(scene, k, is_appeal=is_appeal, has_address=has_address):
            alone = row, k, ()
    return alone


def _may_be_alone(district: District, row: PlaceRow, *, is_told: bool) -> bool:
    """Whether its kind may be enough: a town has more shops than listed."""
    is_town = district.settlement_of(row.id) == district.centre_id
    is_by_name = row.kind in {"route", "microdistrict"} or row.type_word in OFFICES | LONG_ONES
    return not is_by_name and (is_told or not is_town or row.type_word not in MANY)


def _is_meant(scene: Scene, k: int, *, is_appeal: bool, has_address: bool) -> bool:
    if has_address and not _is_at_address(scene, k):
        return False
    is_ever = scene.word(k - 1) in VERY and scene.word(k - 2) in {"с", "со"}  # «с самого садика»
    if is_ever or (scene.has(k, Is.ADJ_NOMN) and not scene.has(k, Is.NOUN)):
        return False  # «школьный автобус», and not «на школьном дворе»
    return _is_spot(scene, k) or is_appeal


def _is_street(scene: Scene, k: int) -> bool:
    """«На Школьной»."""
    place = scene.taken[k]
    return place is not None and place.kind is PlaceKind.STREET


def _is_another(scene: Scene, k: int, settlement_id: str) -> bool:
    """«Как в церкви», «в школу в Редкино»."""
    if {scene.word(k - 1), scene.word(k - 2)} & LIKE:
        return True
    beside = scene.taken[k + 2] if scene.word(k + 1) in {"в", "во"} and k + 2 < len(scene.tokens) else None
    return beside is not None and beside.kind is PlaceKind.SETTLEMENT and settlement_id not in beside.ids


def _is_at_address(scene: Scene, k: int) -> bool:
    """«У школы», «наша школа», «в школу на Школьной»."""
    street = scene.taken[k + 2] if scene.word(k + 1) in {"на", "по"} and k + 2 < len(scene.tokens) else None
    is_on = street is not None and street.kind is PlaceKind.STREET
    opens = k == 0 or (k == 1 and scene.word(0) in NEAR and scene.word(0) not in {"от", "до", "с", "из"})
    return is_on or opens or _before(scene, k) in ASIDE or _before(scene, k).startswith(OUR)


def _before(scene: Scene, k: int) -> str:
    """«У школы», «у самой школы»."""
    return scene.word(k - 1 - (scene.word(k - 1) in VERY))


def _is_open(scene: Scene, k: int, row: PlaceRow) -> bool:
    """Nothing is there, or a common word, or the saint: «у храма Ильи»."""
    place = scene.taken[k]
    if place is None or (place.place_id is None and place.generic):
        return True
    if place.place_id is not None or place.far or row.type_word != "храм":
        return False
    stems = {_stem(word) for name in (row.name, *row.aliases) for word in words_of(name)}
    return any(_stem(scene.word(n)) in stems for n in range(k + 1, place.j))


def _stem(word: str) -> str:
    return word.replace("ь", "и")[:3]


def _is_spot(scene: Scene, k: int) -> bool:
    if scene.word(k).startswith("культур"):
        return scene.word(k - 1).startswith(("дом", "двор"))
    beside, after = scene.taken[k - 1] if k else None, scene.taken[k + 1] if k + 1 < len(scene.tokens) else None
    if after is not None and after.kind is PlaceKind.SETTLEMENT and scene.is_cap(k + 1):
        return True  # «садик Радченко»
    before = _before(scene, k)
    return before in NEAR or scene.tokens[k].first or before.startswith(OUR) or (beside is not None and beside.adjective)


def speaks_locally(scene: Scene) -> bool:
    """Whether a text without places still speaks of something here: a yard, a clinic, «наш город»."""
    kinds = families_of(scene.morph)
    return any(token.word in LOCAL_WORDS or token.word in kinds or _is_our(scene, k) for k, token in enumerate(scene.tokens))


def _is_our(scene: Scene, k: int) -> bool:
    """«У нас», «в нашем»."""
    return scene.word(k).startswith("наш") or (scene.word(k) == "нас" and scene.word(k - 1) == "у")
