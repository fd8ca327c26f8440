# ruff: noqa: C901, PLR2004 - one branch a rule; numbers here are lengths of words and tokens
"""Streets by grammar: «ул. Розы Люксембург», «Липовая улица», «на Ткацкой», «угол Чкалова и Кирова», «Чехова 26»."""

from itertools import pairwise

from incidents.reading import PlaceKind
from nlp.places.known_streets import belongs
from nlp.places.scene import Found, Scene
from nlp.places.street_names import (
    FAMOUS,
    NOT_STREET_ADJ,
    STOP,
    bare_name,
    extend,
    is_adjective,
    make,
    masculine,
    name_after,
    name_before,
    number_name,
)
from nlp.text.morph import Is, nominative_f
from nlp.text.vocabulary import CROSSINGS, DISTRICTS, FEMININE, SETTLEMENTS, SHORT_STREETS, STREETS

CROSSED_BY = frozenset(["и", "-", "–", "—", "с", "со", "/", ","])
MEETS = ("выход", "пересека", "упира", "примыка", "впада", "вытека")
SMALL_NAMES = ("ской", "скую", "цкой", "цкую", "ова", "ева", "ина", "ына", "ского", "цкого", "ко", "ца", "ха", "ка", "на", "ша")


def find_streets(scene: Scene) -> None:
    """Mark streets that a type word, a preposition, a crossing or a house number gives away."""
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.word in STREETS and scene.is_free(i):
            _typed(scene, i)
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.word in CROSSINGS:
            _crossing(scene, i)
    for i, token in enumerate(scene.tokens):
        if token.is_word and scene.is_free(i) and token.word in {"на", "по", "до", "вдоль", "от", "через", "с", "у"}:
            _after_preposition(scene, i)
    _lists(scene)
    _again(scene)
    _pairs(scene)


def _typed(scene: Scene, i: int) -> None:
    word = scene.word(i)
    canon = STREETS[word]
    if word in SHORT_STREETS and len(word) < 3 and word != "ул" and not _short_is_street(scene, i):
        return
    name = name_after(scene, scene.skip_dot(i + 1) if word in SHORT_STREETS else i + 1, canon, full=word not in SHORT_STREETS, word=word)
    if name and not (scene.word(name[0]) in DISTRICTS and name[1][-1].endswith(("ого", "ом", "ий"))):
        j, words = name
        scene.add(make(i, j, canon, words, typed=True, score=0.95))
        return
    before = name_before(scene, i, canon)
    if before is not None:
        words = [scene.word(k) for k in range(before, i) if scene.word(k) != "-"]
        if len(words) == 1 and canon not in FEMININE and scene.has(before, Is.ADJ_M):
            words = [masculine(words[0])]
        j = i + 1
        if scene.word(j) == "." and word in SHORT_STREETS:
            j += 1
        scene.add(make(before, j, canon, words, typed=True, score=0.95))


def _short_is_street(scene: Scene, i: int) -> bool:
    """«ш.», «пл», «б-р» stand before a capital or a dot; «и пр.» is «and so on»."""
    return not (scene.word(i) == "пр" and scene.word(i - 1) == "и") and (
        scene.word(i + 1) == "." or scene.is_cap(i + 1) or "-" in scene.word(i) or scene.has(i + 1, Is.ADJ_F | Is.SURNAME_GEN)
    )


def _crossing(scene: Scene, i: int) -> None:
    """«угол Чкалова и Кирова», «перекрёсток Садовый - Речной», «перед перекрестком с Чкалова»."""
    k = i + 1
    while scene.word(k) in {"с", "со", "улиц", "ул", ".", "улицы", "улицей", ":"} and k < i + 4:
        k += 1
    streets: list[Found] = []
    for _ in range(2):
        found = _at_crossing(scene, k)
        if found is None:
            return
        streets.append(found)
        k = found.j
        if scene.word(k) not in CROSSED_BY:
            break
        k += 1
        while scene.word(k) in {"ул", ".", "улицы", "улицей"} and scene.is_free(k):
            k += 1
    if len(streets) > 1:
        streets[1].crosses = streets[0]


def _at_crossing(scene: Scene, k: int) -> Found | None:
    """The street that is found at k, or the one that a name there must be."""
    taken = scene.taken[k] if k < len(scene.tokens) else None
    if taken is not None:
        return taken if taken.kind is PlaceKind.STREET else None
    name = bare_name(scene, k) if scene.is_word(k) else None
    if name is None:
        return None
    if len(name[1]) == 1 and name[0] - k == 3 and "-" in name[1][0]:  # «Абая-Варламова» are two
        name = k + 1, [scene.word(k)]
    found = bare_street(scene, k, name[0], name[1], canon=STREETS.get(scene.word(k), "улица"), score=0.85)
    return found if scene.add(found) else None


def _pairs(scene: Scene) -> None:
    """«Гагарина/Строителей», «Пригородная выходит на Белавинскую»: crossings without the word."""
    streets = sorted((f for f in scene.found if f.kind is PlaceKind.STREET), key=lambda f: f.i)
    for first, second in pairwise(streets):
        between = [scene.word(k) for k in range(first.j, second.i)]
        if second.crosses is None and (between == ["/"] or (2 <= len(between) <= 4 and between[0].startswith(MEETS))):
            second.crosses = first


def bare_street(scene: Scene, i: int, j: int, words: list[str], *, canon: str = "", score: float) -> Found:
    """A street without a type word: the adjective's gender tells «улица» from «проспект»."""
    if not canon or canon == "улица":
        canon = "проспект" if len(words) == 1 and words[0].endswith(("ский", "ый", "цкий")) and scene.has(i, Is.ADJ_M) else "улица"
    return make(i, j, canon, words, typed=False, score=score)


def _after_preposition(scene: Scene, i: int) -> None:
    """«на Ткацкой», «по Ленина», «от Победы до Садовой»."""
    k, word = i + 1, scene.word(i)
    if not scene.is_word(k) or not scene.is_free(k):
        return
    name = scene.word(k)
    if not scene.is_cap(k) and not name.endswith(SMALL_NAMES) and name not in FAMOUS:
        return  # spares the morphology of most words
    flags = scene.form(k).flags
    if name in STOP or name in STREETS or name in SETTLEMENTS or flags & (Is.LITTLE | Is.PRONOUN) or len(name) < 4:
        return
    cap = scene.is_cap(k)
    if flags & Is.ADJ_F and name[-2:] in {"ой", "ей", "ую", "юю"} and not _agrees_on(scene, k):
        relative = name.endswith(("ской", "скую", "цкой", "цкую")) and not flags & Is.QUALITY
        loose = word in {"от", "с", "у"} and (not relative or scene.has(k + 1, Is.NOUN))
        if not loose and (cap or (relative and word in {"на", "по"})) and (cap or name not in NOT_STREET_ADJ):
            scene.add(bare_street(scene, k, k + 1, [name], score=0.8 if cap else 0.55))
        return
    if word in {"от", "до"} and cap and name in FAMOUS:
        scene.add(bare_street(scene, k, k + 1, [name], score=0.7))
    elif word in {"на", "по", "вдоль"}:
        person = flags & Is.SURNAME_GEN and not flags & Is.LOCT and (cap or not flags & Is.GEO)  # «на Чехова»; a town takes «в»
        if (person and (cap or word == "по")) or (cap and name in FAMOUS) or (name in FAMOUS and word == "по" and flags & Is.SURNAME_GEN):
            if word == "на" and scene.word(i - 1).startswith(("жалоб", "заявлен", "донос")):
                return
            j, words = extend(scene, k)
            scene.add(bare_street(scene, k, j, words, score=0.8))
        elif cap and flags & Is.NAME_GEN and scene.is_cap(k + 1):
            j, words = extend(scene, k)
            scene.add(bare_street(scene, k, j, words, score=0.8))


def _agrees_on(scene: Scene, k: int) -> bool:
    """Whether the adjective at k belongs to a noun after it: «на Школьной площадке»."""
    if scene.word(k + 1) in STREETS or not belongs(scene, k, k + 1):
        return False
    return not scene.has(k + 1, Is.LITTLE) and not scene.is_name_cap(k + 1)


def _lists(scene: Scene) -> None:
    """After a street a comma or «и» brings more: «на Ткацкой, Гончарной», «Морские улицы, Южный, Тихая»."""
    for street in [f for f in scene.found if f.kind is PlaceKind.STREET]:
        k = street.j
        for _ in range(6):
            if scene.word(k) not in {",", "и", "-", "/"}:
                break
            k += 2 if scene.word(k) == "," and scene.word(k + 1) == "и" else 1
            plural_type = street.typed and scene.word(street.i) in {"улицах", "улицы", "улиц", "улицам"}
            if scene.is_number(k) and scene.is_free(k) and plural_type:
                numbered = number_name(scene, k, "улица")
                if numbered:
                    scene.add(make(k, numbered[0], "улица", numbered[1], typed=False, score=0.8))
                    k = numbered[0]
                    continue
            if not scene.is_word(k) or not scene.is_free(k):
                break
            flags, word = scene.form(k).flags, scene.word(k)
            adjective = flags & (Is.ADJ_F | Is.ADJ_M) and not flags & Is.PRONOUN and not _agrees_on(scene, k)
            if word in STOP or word in STREETS or word in SETTLEMENTS or flags & (Is.LITTLE | Is.GEO) or len(word) < 4:
                break
            if not (adjective and (scene.is_name_cap(k) or plural_type)) and not (scene.is_name_cap(k) and flags & Is.SURNAME_GEN):
                break
            j, words = extend(scene, k)
            scene.add(bare_street(scene, k, j, words, score=0.75))
            k = j


def _again(scene: Scene) -> None:
    """A street named once is a street wherever its capitalised name stands again: «тротуар до Гончарной»."""
    known = {f.name: f.norm for f in scene.found if f.kind is PlaceKind.STREET and f.name}
    if not known:
        return
    for i, token in enumerate(scene.tokens):
        if token.is_word and token.cap and scene.is_free(i) and len(token.word) > 4:
            plain = nominative_f(token.word) if is_adjective(token.word) else token.word
            if plain in known and scene.word(i - 1) not in STREETS and not (is_adjective(token.word) and _agrees_on(scene, i)):
                scene.add(Found(kind=PlaceKind.STREET, i=i, j=i + 1, norm=known[plain], name=plain, score=0.8))
