"""Every place of a kind that a text may mean in a settlement: by its type word, and by what else of its name the text has."""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

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
        home = self.district.places[settlement] if settlement else None
        towns = {word for name in (home.name, *home.aliases) for word in words_of(name)} if home else set()
        for word in {word for words in names for word in words if len(word) >= LONG and ordinal_value(word) is None}:
            if not any(_are_alike(word, town) for town in towns):
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


def only_one(scene: Scene, kinds: Kinds, settlement_id: str, *, has_address: bool) -> tuple[PlaceRow, int, Collection[int]] | None:
    """The settlement's only place of a kind that the text names.

    Or the only one that other words fit. With the token of its kind and those of its name. Beside a street only «у школы» counts.
    """
    alone: tuple[PlaceRow, int, Collection[int]] | None = None
    telling: dict[str, set[int]] | None = None
    for k, token in enumerate(scene.tokens):
        rows = kinds.called(token.word, settlement_id) if token.is_word else ()
        if not rows or ((place := scene.taken[k]) and place.kind is PlaceKind.STREET) or _is_another(scene, k, settlement_id):
            continue
        telling = kinds.told(scene) if telling is None else telling
        names = [telling.get(row.id, set()) for row in rows]
        most = max(names, key=len)
        row = rows[names.index(most)]
        if sum(len(name) == len(most) for name in names) > 1 or not _may_be_alone(kinds.district, row, is_told=bool(most)):
            continue
        if most:
            return row, k, most
        if alone is None and _is_open(scene, k, row) and _is_meant(scene, k) and (not has_address or _is_at_address(scene, k)):
            alone = row, k, ()
    return alone


def _may_be_alone(district: District, row: PlaceRow, *, is_told: bool) -> bool:
    """Whether its kind may be enough: a town has more shops than listed."""
    is_town = district.settlement_of(row.id) == district.centre_id
    is_by_name = row.kind in {"route", "microdistrict"} or row.type_word in OFFICES | LONG_ONES
    return not is_by_name and (is_told or not is_town or row.type_word not in MANY)


def _is_meant(scene: Scene, k: int) -> bool:
    """«На школьном дворе», and not «школьный автобус», «с самого садика», «памятник культуры»."""
    is_ever = scene.word(k - 1) in VERY and scene.word(k - 2) in {"с", "со"}
    is_culture = scene.word(k).startswith("культур") and not scene.word(k - 1).startswith(("дом", "двор"))
    return not is_ever and not is_culture and (scene.has(k, Is.NOUN) or not scene.has(k, Is.ADJ_NOMN))


def _is_another(scene: Scene, k: int, settlement_id: str) -> bool:
    """«Как в церкви», «в школу в Редкино»."""
    if {scene.word(k - 1), scene.word(k - 2)} & LIKE:
        return True
    beside = scene.taken[k + 2] if scene.word(k + 1) in {"в", "во"} and k + 2 < len(scene.tokens) else None
    return beside is not None and beside.kind is PlaceKind.SETTLEMENT and settlement_id not in beside.ids


def _is_at_address(scene: Scene, k: int) -> bool:
    """«У самой школы», «наша школа», «в школу на Школьной»."""
    street = scene.taken[k + 2] if scene.word(k + 1) in {"на", "по"} and k + 2 < len(scene.tokens) else None
    is_on = street is not None and street.kind is PlaceKind.STREET
    opens = k == 0 or (k == 1 and scene.word(0) in NEAR and scene.word(0) not in {"от", "до", "с", "из"})
    before = scene.word(k - 1 - (scene.word(k - 1) in VERY))
    return is_on or opens or before in ASIDE or before.startswith(OUR)


def _is_open(scene: Scene, k: int, row: PlaceRow) -> bool:
    """Nothing is there, or a common word, or the saint: «у храма Ильи»."""
    place = scene.taken[k]
    if place is None or (place.place_id is None and place.generic):
        return True
    if place.place_id is not None or place.far or row.type_word != "храм":
        return False
    stems = {word.replace("ь", "и")[:3] for name in (row.name, *row.aliases) for word in words_of(name)}
    return any(scene.word(n).replace("ь", "и")[:3] in stems for n in range(k + 1, place.j))


def speaks_locally(scene: Scene) -> bool:
    """Whether a text without places still speaks of something here: a yard, a clinic, «наш город»."""
    words = [token.word for token in scene.tokens]
    kinds = families_of(scene.morph)
    return any(word in LOCAL_WORDS or word in kinds or word.startswith("наш") for word in words) or ("у", "нас") in pairwise(words)
