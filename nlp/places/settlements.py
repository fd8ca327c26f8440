# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""Settlements, districts and regions by grammar: «г. Тула», «посёлке Заря», «Тула г», «Заречном р-не», «в Калуге»."""

from incidents.reading import PlaceKind
from nlp.places.abroad import Abroad
from nlp.places.areas import area, district, region
from nlp.places.far_towns import Town
from nlp.places.scene import Found, Scene, titled
from nlp.places.street_names import masculine
from nlp.text.morph import Is, nominative_f
from nlp.text.vocabulary import AREAS, COUNTRY, DISTRICTS, HOUSES, REGIONS, SETTLEMENTS, SHORT_SETTLEMENTS, STREETS
from nlp.text.words import words_for

WORDS = words_for(__name__)
NICKNAMES = {
    form: town
    for town, forms in {
        "Санкт-Петербург": "спб питер питере питера петербург петербурге петербурга",
        "Москва": "мск",
        "Екатеринбург": "екб",
    }.items()
    for form in forms.split()
}
COMPANIES = frozenset({"пао", "оао", "зао", "нао", "ооао"})
KNOWN_TO_ALL = 20  # thousands of people: a town so large is meant also where its name is an ordinary word
INTO = frozenset({"в", "во", "из", "до", "под"})
SIGNS = frozenset([",", ".", ":"])
QUOTES = frozenset({"«", '"'})
CLINICS = ("больниц", "поликлиник", "роддом", "окб", "гкб", "црб", "вокзал", "реанимац")
BRIDGES = frozenset(["мост", "моста", "мосту", "мосте", "мостом", "переезд", "переезда", "переезде"])
ADJECTIVE = frozenset(["ий", "ая", "ое", "ие", "ой", "ую", "ого", "ому", "им", "ом", "их", "ими", "ою"])
NO_TOWN = WORDS["no_town"]
NOT_NAMES = WORDS["not_names"]


def find_settlements(scene: Scene) -> None:
    """Mark settlements, districts and regions that a type word or the dictionary of geography gives away."""
    for i, token in enumerate(scene.tokens):
        if not token.is_word or not scene.is_free(i):
            continue
        word = token.word
        if word in SETTLEMENTS and _typed(scene, i):
            continue
        if word in DISTRICTS:
            district(scene, i)
        elif word in AREAS:
            area(scene, i)
        elif word in REGIONS:
            region(scene, i)
        elif word.startswith("федераци") and scene.word(i - 1).startswith("российск") and scene.is_free(i - 1):
            scene.add(Found(kind=PlaceKind.REGION, i=i - 1, j=i + 1, norm="Россия", name="россия", score=0.7))
        elif word in COUNTRY and (token.cap or word == "рф"):
            scene.add(Found(kind=PlaceKind.REGION, i=i, j=i + 1, norm=COUNTRY[word], name="россия", score=0.7))


def find_known_towns(scene: Scene, abroad: Abroad) -> None:
    """Mark towns that the dictionary of geography or the list of far towns knows, where nothing else was found."""
    words = ["", *(token.word for token in scene.tokens), ""]
    for i, token in enumerate(scene.tokens):
        last, after = words[i], words[i + 2]
        if not token.is_word or not scene.is_free(i) or (last in QUOTES and scene.word(i - 2) not in INTO):
            continue  # ««Красный октябрь», пианино»: a name in quotes to which nobody goes
        towns = abroad.towns.at(scene, i) if len(token.word) > 3 and (token.cap or last in INTO) else (i, [])
        if towns[0] <= i + 1:  # else «Ростов-на-Дону» would be «Ростов»
            _known(scene, i)
        if towns[1] and scene.is_free(i):
            _far(scene, i, *towns, abroad)
        elif after.startswith(CLINICS) or after in BRIDGES:
            _clinic(scene, i, abroad)


def _typed(scene: Scene, i: int) -> bool:
    """A type word with its name: «пос Светлом», «деревне Старые Ляды», «Тула г»."""
    word = scene.word(i)
    short = word in SHORT_SETTLEMENTS
    j = scene.skip_dot(i + 1) if short else i + 1
    if (word == "п" and scene.word(j) == "г") or (word == "с" and scene.word(i + 1) != "."):
        return False
    if scene.word(i - 1) == "." and scene.word(i - 2) in {"с", "г"} and word == "п":
        return False  # «с.п.» is a сельское поселение
    if word == "г" and scene.is_number(i - 1):
        return False  # a year
    if short and len(word) == 1 and scene.word(i + 1) != "." and not scene.is_cap(j):
        return _type_after(scene, i)
    if scene.is_word(j) and scene.is_free(j) and _may_name(scene, j, short=short):
        k, words = _name(scene, j)
        if words[-1] in {"г", "д"}:
            return False
        norm = _nominative(scene, j, words, SETTLEMENTS[word])
        return scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i, j=k, norm=norm, name=norm.lower().replace("ё", "е"), score=0.95, typed=True))
    return _type_after(scene, i)


def _type_after(scene: Scene, i: int) -> bool:
    """«Тула г», «Болхов город»."""
    if (
        scene.word(i) in {"г", "город", "д", "с", "п"}
        and scene.is_cap(i - 1)
        and scene.is_free(i - 1)
        and scene.has(i - 1, Is.GEO)
        and not scene.is_cap(i + 1)
    ):
        norm = titled([scene.form(i - 1).geo or scene.word(i - 1)])
        return scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i - 1, j=i + 1, norm=norm, name=norm.lower(), score=0.9, typed=True))
    return False


def _may_name(scene: Scene, i: int, *, short: bool) -> bool:
    word, flags = scene.word(i), scene.form(i).flags
    if word in NOT_NAMES or word in STREETS or word in HOUSES or word in DISTRICTS or flags & (Is.LITTLE | Is.PRONOUN) or len(word) < 3:
        return False
    if scene.is_cap(i):
        return short or not flags & Is.COMMON or not flags & Is.NOUN_NOMN or not scene.word(i - 1).startswith("город")
    if flags & Is.GEO:
        return not flags & Is.VERB
    return not flags & Is.KNOWN and word.endswith(("о", "е", "а", "и", "ом", "ы")) and not flags & Is.VERB and (short or len(word) > 4)


def _name(scene: Scene, i: int) -> tuple[int, list[str]]:
    words, j = [scene.word(i)], i + 1
    while len(words) < 3:
        if scene.word(j) == "-" and scene.tokens[j].glued and scene.is_word(j + 1) and scene.tokens[j + 1].glued:
            if scene.word(j + 1) == "на" and scene.word(j + 2) == "-" and scene.is_word(j + 3):
                words[-1] += f"-на-{scene.word(j + 3)}"
                j += 4
                continue
            words[-1] += "-" + scene.word(j + 1)
            j += 2
        elif (
            scene.is_cap(j)
            and scene.is_cap(i)
            and scene.is_free(j)
            and scene.has(j - 1, Is.ADJ_F | Is.ADJ_M | Is.ADJ_N | Is.ADJ_PL)
            and len(words) < 2
            and (
                scene.word(j) not in STREETS
                and scene.word(j) not in DISTRICTS
                and not scene.has(j, Is.LITTLE)
                and scene.word(j + 1) not in DISTRICTS
                and (not scene.has(j + 1, Is.ADJ_M) or scene.word(j + 2) in DISTRICTS)
            )
        ):
            words.append(scene.word(j))
            j += 1
        else:
            break
    return j, words


def _nominative(scene: Scene, i: int, words: list[str], canon: str) -> str:
    """The name's basic form, as far as it can be told: a village in an oblique case keeps its stem."""
    if len(words) > 1 or "-" in words[0]:
        return titled(words)
    word, form = words[0], scene.form(i)
    if form.geo and form.flags & Is.GEO:
        return titled([form.geo])
    if word[-4:] in {"ском", "ского"} or word.endswith(("ского", "ском", "скому")):
        return titled([masculine(word) if canon in {"поселок", "город", "пгт"} else nominative_f(word)[:-2] + "ое"])
    if word.endswith(("ове", "ева", "ова", "еве", "ине", "ину", "ову")) and canon in {"село", "деревня", "поселок"}:
        return titled([word[:-1] + "о"])
    return titled([word])


def _known(scene: Scene, i: int) -> None:
    """A town of the dictionary: capitalised, or small after «в», «из», «до»."""
    token = scene.tokens[i]
    word = token.word
    if word in NICKNAMES:
        scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i, j=i + 1, norm=NICKNAMES[word], name=NICKNAMES[word].lower(), score=0.8))
        return
    if scene.text[token.start : token.end][-2:] == "АО" and len(word) in {3, 4, 5} and word not in COMPANIES:
        scene.add(Found(kind=PlaceKind.DISTRICT, i=i, j=i + 1, norm=scene.text[token.start : token.end], name=word, score=0.8))
        return
    if len(word) < 4 or not (token.cap or scene.word(i - 1) in INTO or (token.first and scene.is_small and scene.word(i + 1) in SIGNS)):
        return
    if not scene.morph.knows(word):
        return  # the dictionary has its towns; guessing at others costs most of the reading time
    form = scene.form(i)
    flags = form.flags
    if not flags & Is.GEO or form.geo in NO_TOWN or form.geo is None:
        return
    if not token.cap and (not flags & Is.GEO_TOP or flags & Is.COMMON):
        return
    if token.first and flags & Is.COMMON and scene.word(i + 1) not in {",", ":", "."}:
        return
    if flags & Is.PERSON and (_is_person(scene, i) or not _speaks_of_town(scene, i, flags)):
        return
    j, name = i + 1, form.geo
    if (
        scene.word(j) == "-"
        and scene.is_cap(j + 1)
        and scene.tokens[j].glued
        and scene.tokens[j + 1].glued
        and not scene.has(j + 1, Is.GEO)
    ):
        j, name = j + 2, f"{word}-{scene.word(j + 1)}"
    scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i, j=j, norm=titled([name]), name=name, score=0.85))


def _far(scene: Scene, i: int, j: int, towns: list[Town], abroad: Abroad) -> None:
    """A town of the list: an ordinary word, a surname or an adjective must show that it is meant as a town."""
    if _is_person(scene, i):
        return
    town = min(towns, key=lambda each: (not abroad.is_near(each), -each.people))
    if abroad.is_ours(town.name) or not (j > i + 1 or _town_meant(scene, i, near=abroad.is_near(town), people=town.people)):
        return
    scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i, j=j, norm=town.name, name=town.name.lower().replace("ё", "е"), score=0.8))


def _clinic(scene: Scene, i: int, abroad: Abroad) -> None:
    """«Клинская больница», «в тверскую ОКБ», «кимрский мост»: what stands in a town nearby."""
    stem, is_adjective, ending = scene.word(i).partition("ск")
    if not is_adjective or ending not in ADJECTIVE:
        return
    for each in (stem, stem.removesuffix("ен"), stem.removesuffix("ов")):
        near = [town for town in abroad.towns.of_stem(each) if abroad.is_near(town) and not abroad.is_ours(town.name)]
        if near:
            town = max(near, key=lambda one: one.people)
            scene.add(Found(kind=PlaceKind.SETTLEMENT, i=i, j=i + 1, norm=town.name, name=town.name.lower().replace("ё", "е"), score=0.8))
            return


def _town_meant(scene: Scene, i: int, *, near: bool, people: int) -> bool:
    token, flags = scene.tokens[i], scene.form(i).flags
    if scene.is_cap(i + 1) and token.cap and scene.is_free(i + 1):
        return False  # «Семёнов Яр» is another place
    into, adjective = scene.word(i - 1) in INTO, flags & (Is.ADJ_M | Is.ADJ_F | Is.ADJ_N | Is.ADJ_PL)
    if not token.cap:
        return into and near and not adjective and people >= (KNOWN_TO_ALL if flags & Is.COMMON else 1)
    if flags & (Is.COMMON | Is.PERSON) or adjective:
        if adjective and scene.has(i + 1, Is.NOUN) and not scene.has(i + 1, Is.LITTLE):
            return False
        return (into and (near or people >= KNOWN_TO_ALL)) or (near and token.first and scene.word(i + 1) in {",", ":"})
    return into or near or not token.first or scene.word(i + 1) in {",", ":", ".", "-", "–", "—"}


def _speaks_of_town(scene: Scene, i: int, flags: int) -> bool:
    """Whether a word that may be a surname is a town: «в Королёве», «жители Чехова»; «Гагарина» alone is a street."""
    before = scene.word(i - 1)
    return (
        before in INTO or before.startswith("жител") or not (flags & Is.SURNAME_GEN or (scene.is_name_cap(i) and before not in {",", "-"}))
    )


def _is_person(scene: Scene, i: int) -> bool:
    """«Тимур Олегович», «Иван Киров»: a name beside a name."""
    return (scene.is_cap(i + 1) and scene.has(i + 1, Is.PERSON)) or (scene.is_cap(i - 1) and scene.has(i - 1, Is.PERSON))
