# ruff: noqa: C901, PLR0911, PLR2004 - one branch a rule; a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""Houses by grammar: «д. 8 А», «26/11», «41к3», «домами 3 и 5», and the street that a bare number gives away."""

from incidents.reading import PlaceKind
from nlp.places.house_numbers import is_house_number, number_at
from nlp.places.numerals import numeral_at
from nlp.places.scene import Found, Scene
from nlp.places.street_names import FAMOUS, NOT_STREET_ADJ, STOP
from nlp.places.streets import bare_street
from nlp.text.morph import Is
from nlp.text.vocabulary import HOUSES, MONTHS, STREETS, TITLES, UNITS

BESIDE = frozenset(["у", "возле", "около", "против", "напротив"])
BESIDE_HOUSE = frozenset(["у", "из", "возле", "около", "напротив", "против", "за", "рядом", "перед"])


# «В первом доме культуры», «во втором доме от угла».
NO_HOUSE = frozenset(["от", "до", "подряд", "культуры", "отдыха", "быта", "престарелых"])


def find_houses(scene: Scene) -> None:
    """Mark the houses after streets, then houses of their own, then streets before a bare number."""
    for street in sorted((f for f in scene.found if f.kind in {PlaceKind.STREET, PlaceKind.DISTRICT}), key=lambda f: f.i):
        _after(scene, street)
    i = 0
    while i < len(scene.tokens):
        if (scene.tokens[i].is_number and scene.is_free(i) and not scene.is_word(i - 1) | (scene.word(i - 1) == ".")) or _word_number(
            scene, i
        ):
            _bare_number(scene, i)
        i += 1
    for i, token in enumerate(scene.tokens):
        if token.is_number and scene.is_free(i) and scene.word(i - 1) in BESIDE_HOUSE:
            _before_street(scene, i)
        if token.is_word and token.word in HOUSES and scene.is_free(i):
            _standing_alone(scene, i)
            if scene.is_free(i):
                _number_first(scene, i)


def _before_street(scene: Scene, i: int) -> None:
    """«колонка у 41го по Центральной», «у 12-го на Речной», «сосед из 15 по Первомайскому»: a house by its number alone."""
    ordinal = scene.ordinal(i)
    if ordinal is None or len(ordinal[0]) > 3 or scene.word(ordinal[1]) not in {"по", "на"}:
        return
    if scene.word(ordinal[1]) == "на" and ordinal[1] == i + 1:
        return  # «у 2 на Гагарина разбили стёкла»
    if scene.word(i - 1) == "из" and not scene.word(i - 2).startswith(("сосед", "жил", "жиль")):
        return  # «из 10 фонарей», «из 10 по улице горят 2»
    street = scene.taken[ordinal[1] + 1] if ordinal[1] + 1 < len(scene.tokens) else None
    if street is not None and street.kind is PlaceKind.STREET and not any(f.owner is street for f in scene.found):
        number, end = ordinal
        scene.add(Found(kind=PlaceKind.HOUSE, i=i, j=end, norm=number, name=number, score=0.8, owner=street))


def _word_number(scene: Scene, i: int) -> bool:
    return scene.is_number(i) and scene.is_free(i) and scene.is_word(i - 1)


def _after(scene: Scene, street: Found) -> None:
    """Houses of a street: after it, with «дом» or without, and a list of them."""
    k = street.j
    if scene.word(k) in {",", "(", ".", ":"}:
        k += 1
    house = house_at(scene, k, strict=street.kind is PlaceKind.DISTRICT) or _beside(scene, k)
    if house is None:
        return
    house.owner = street
    if scene.add(house):
        _list(scene, house)


def _beside(scene: Scene, k: int) -> Found | None:
    """«На Юбилейной против 12-го», «по Крупской возле 21»: a house that the street is told by."""
    ordinal = scene.ordinal(k + 1) if scene.word(k) in BESIDE and scene.is_number(k + 1) else None
    if ordinal is None or len(ordinal[0]) > 3 or (ordinal[1] == k + 2 and not is_house_number(scene, k + 1)):
        return None
    if scene.has(ordinal[1], Is.NOUN) and not scene.has(ordinal[1], Is.NOUN_NOMN | Is.LITTLE):
        return None  # «возле 2 остановок», «у 3-го подъезда»
    return Found(kind=PlaceKind.HOUSE, i=k + 1, j=ordinal[1], norm=ordinal[0], name=ordinal[0], score=0.8)


def _list(scene: Scene, first: Found) -> None:
    """«64, 66», «32 и 38»: more houses of the same street."""
    last = first
    for _ in range(12):
        k = last.j
        if scene.word(k) not in {",", "и", "/", ";"}:
            return
        k += 1
        if scene.word(k) == "и":
            k += 1
        house = house_at(scene, k, strict=False)
        if house is None or (scene.is_word(house.j) and scene.word(house.j) in UNITS):
            return
        house.owner = first.owner
        if not scene.add(house):
            return
        last = house


def house_at(scene: Scene, i: int, *, strict: bool) -> Found | None:
    """A house that begins at i, with its word or (unless strict) as a bare number."""
    k = i
    worded = scene.word(k) in HOUSES and scene.is_word(k)
    if worded:
        k = scene.skip_dot(k + 1)
    if scene.word(k) in {"№", "номер"}:
        k += 1
    # «дом двадцать два», «у дома пять», and not «в доме два подъезда», «взяла восемь кило, дома пять»
    is_at_home = scene.word(i) == "дома" and scene.word(i - 1) not in BESIDE
    spoken = (
        numeral_at(scene.word, k, cardinal=True) if worded and scene.is_free(k) and scene.word(k) != "один" and not is_at_home else None
    )
    if spoken and not scene.has(spoken[1], Is.NOUN | Is.ADJ_PL):
        j, norm = spoken[1], spoken[0]
    elif (strict and not worded) or not is_house_number(scene, k, worded=worded):
        return None
    else:
        j, norm = number_at(scene, k)
    return Found(kind=PlaceKind.HOUSE, i=i if worded else k, j=j, norm=norm, name=norm, score=0.95 if worded else 0.9, typed=worded)


def _bare_number(scene: Scene, i: int) -> None:
    """A street that only its house number gives away: «лесопарковская 56», «во дворе Чехова 26/11»."""
    k = i - 1
    numbered = scene.word(k) == "№"
    k -= numbered
    worded = False
    if scene.word(k) == "." and scene.word(k - 1) in {"д", "дом"}:
        k -= 1
    if scene.word(k) in HOUSES and scene.is_word(k):
        worded = True
        k -= 1
    if numbered and not worded:
        return  # «аптека № 7»
    if scene.word(k) == ",":
        k -= 1
    if not scene.is_word(k) or not scene.is_free(k) or not is_house_number(scene, i, worded=worded):
        return
    if not _may_be_street(scene, k, i, worded=worded):
        return
    start = k
    if (
        scene.is_word(k - 1)
        and scene.is_free(k - 1)
        and ((scene.has(k - 1, Is.NAME_GEN) and (scene.is_cap(k - 1) or scene.has(k, Is.SURNAME_GEN))) or scene.word(k - 1) in TITLES)
    ):
        start = k - 1
    elif scene.word(k - 1) == "." and scene.is_word(k - 2) and len(scene.word(k - 2)) == 1 and scene.is_cap(k - 2):
        start = k - 2
    elif scene.is_number(k - 1) and scene.word(k) in MONTHS:
        start = k - 1
    words = [scene.word(n) for n in range(start, k + 1) if scene.word(n) != "." and (len(scene.word(n)) > 1 or scene.is_number(n))]
    street = bare_street(scene, start, k + 1, words, score=0.85 if worded or scene.is_cap(k) else 0.7)
    if scene.add(street):
        _after(scene, street)


def _may_be_street(scene: Scene, k: int, i: int, *, worded: bool) -> bool:
    """Whether the word before a number can be a street's name."""
    word, flags = scene.word(k), scene.form(k).flags
    if word in STOP or (word in UNITS and word not in MONTHS) or word in STREETS or len(word) < 4 or flags & (Is.LITTLE | Is.PRONOUN):
        return False
    if word in MONTHS:
        return scene.is_number(k - 1)
    if flags & Is.GEO_TOP and not flags & Is.SURNAME_GEN:
        return scene.is_cap(k) and scene.word(k - 1) == "на" and bool(flags & Is.LOCT)  # «на Неглинке 46» is a street
    cap, middle = scene.is_cap(k), scene.is_name_cap(k)
    if not flags & Is.KNOWN and scene.word(k - 1) in {"по", "на"} and word[-1] in "аяыиоей":
        return True  # «по тукаева 5»: a name that no dictionary has
    if flags & (Is.SURNAME_GEN | Is.NAME_GEN):
        return not flags & Is.COMMON or cap or worded or word.endswith(("ского", "цкого")) or scene.has(k - 1, Is.NAME_GEN)
    if word in FAMOUS:
        return True
    if flags & Is.ADJ_F and word not in NOT_STREET_ADJ:
        if cap and (middle or not flags & Is.QUALITY or not scene.is_word(i + 1) or len(scene.word(i + 1)) == 1):
            return True
        return (
            not flags & Is.QUALITY and word[-2:] in {"ая", "ой", "яя", "ей"} and word.endswith(("ская", "ской", "ная", "ной", "вая", "вой"))
        ) or (worded and bool(flags & Is.ADJ_NOMN))
    if middle and (flags & (Is.NOUN_GEN | Is.ADJ_M) or not flags & Is.KNOWN) and not flags & Is.ABBR:
        return not flags & Is.GEO
    return cap and (not flags & Is.KNOWN or bool(flags & Is.NOUN_GEN and not flags & Is.NOUN_NOMN)) and not flags & Is.GEO


def _number_first(scene: Scene, i: int) -> None:
    """«у 17 дома», «в 5-м доме»: the number stands before its word; «2 дома» without a preposition or a street counts."""
    if scene.word(i) not in {"дом", "дома", "доме", "дому", "домом"}:
        return
    for k in range(max(0, i - 3), i):
        ordinal = scene.ordinal(k)
        if (
            not ordinal
            or (not scene.is_number(k) and (scene.word(k - 1) == "против" or scene.word(i + 1) in NO_HOUSE))
            or ordinal[1] != i
            or len(ordinal[0]) > 3
            or not scene.is_free(k)
        ):
            continue
        streets = [f for f in scene.found if f.kind is PlaceKind.STREET and 0 <= k - f.j <= 2]
        if streets or scene.word(k - 1) in {"против", "у", "в", "около", "возле", "напротив", "за", "перед", "к", "от", "до", "во", "при"}:
            owner = streets[-1] if streets else None
            scene.add(Found(kind=PlaceKind.HOUSE, i=k, j=i + 1, norm=ordinal[0], name=ordinal[0], score=0.8, typed=True, owner=owner))
        return


def _standing_alone(scene: Scene, i: int) -> None:
    """«между домами 3 и 5 по улице …»: houses before their street, or without any."""
    house = house_at(scene, i, strict=True)
    if house is None or (scene.word(i) == "д" and scene.word(i + 1) != "."):
        return
    k = house.j
    nearby = [f for f in scene.found if f.kind is PlaceKind.STREET and 0 <= f.i - k <= 8]
    house.owner = nearby[0] if nearby else None
    if scene.add(house):
        _list(scene, house)
        if house.owner:
            for other in scene.found:
                if other.kind is PlaceKind.HOUSE and house.j <= other.i < house.owner.i:
                    other.owner = house.owner
