# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""Whether a street's name that stands without a type word is the street: «на Учебной яма», and not «на учебной неделе»."""

from nlp.places.counts import counts
from nlp.places.scene import Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import CROSSINGS, HOUSES, KINDS_ON, STREETS

# After these a noun of the same case ends in «е», or in «и» when it is like «площадь» or «станция».
LOCATIVE = frozenset(["на", "по", "в", "во", "о", "об", "при"])


ROOMS = frozenset(["столовой", "мастерской", "проходной", "котельной"])
# «По Школьной ночами».
MANY = ("ами", "ями")
AFTER_NAME = frozenset([",", ".", "-", "–", "—", ":", "", "/", "(", "!", "?"])
# «В конце Школьной»: parts that only something long has.
PARTS = frozenset(["конце", "начале", "середине", "конца", "начала"])
# «По новой», «на полной»: sayings.
OFTEN_SAID = frozenset(["новой", "новую", "полной", "зеленой", "старой", "прямой", "спортивную"])
# «Горького от почты и дальше».
STRETCHES = frozenset(["от", "до", "возле", "напротив", "около"])
ORDINARY = frozenset(["новая", "старая", "зеленая", "прямая", "полная", "светлая"])
# «Правды от них не дождёшься».
IDEAS = frozenset(["правды", "мира", "свободы"])
FROM = frozenset(["с", "со", "за", "на", "поперек", "про", "вдоль", "вокруг", "мимо", "нашей", "нашу"])
BY = frozenset(["у", "возле", "около", "напротив"])
WEAKLY = frozenset(["с", "со", "за", "во", "в", "до", "от", "из", "ко", "к"])


def house_follows(scene: Scene, j: int) -> bool:
    """Whether a house stands at j, after a comma or not: also «Васильковского у 12-го», «Фадеева у 7 дома»."""
    if scene.word(j) in BY and scene.is_number(j + 1) and scene.word(j + 2) in HOUSES:
        return True
    if scene.word(j) == "у" and scene.is_number(j + 1):
        ordinal = scene.ordinal(j + 1)
        return ordinal is not None and ordinal[1] > j + 2 and not scene.has(ordinal[1], Is.NOUN_GEN)
    k = j + 1 if scene.word(j) in {",", "."} else j
    if scene.word(k) in HOUSES:
        return scene.is_number(scene.skip_dot(k + 1))
    return scene.is_number(k) and len(scene.word(k)) <= 3 and not counts(scene, k)


def after_town(scene: Scene, i: int, j: int) -> bool:
    """Whether a street's name right after its own town is the street: «козлово садовая.», «юрьево девичье речная телефон не ловит»."""
    if scene.word(j) in AFTER_NAME:
        return True
    if scene.word(i) in ORDINARY or (scene.has(j, Is.VERB | Is.ADJ_F | Is.LITTLE) and not scene.has(j, Is.NOUN) and scene.word(j) != "вся"):
        return False  # «в конаково советская еще плитка лежит», «врач в редкино фадеева хамит»
    return _is_alone(scene, i, j) or (j == i + 1 and _is_surname(scene, i) and not scene.has(j, Is.PERSON))


def _is_surname(scene: Scene, i: int) -> bool:
    return scene.has(i, Is.SURNAME_GEN) and not scene.has(i, Is.COMMON)


def street_meant(scene: Scene, i: int, j: int, *, weak: bool, related: bool = False) -> bool:
    """Whether the name at [i, j) is a street. `weak`: the same word means something else in ordinary speech.

    `related`: the source's own settlement has it.
    """
    before, flags = scene.word(i - 1), scene.form(j - 1).flags if scene.is_word(j - 1) else 0
    if house_follows(scene, j):
        return before not in {"школа", "школы", "школе"} and not _tells_of_thing(scene, i, j)
    if (scene.is_cap(i + 1) and scene.has(i + 1, Is.PERSON) and j == i + 1) or scene.has(i - 1, Is.NAME_GEN):
        return False
    if flags & Is.ADJ_F and not flags & Is.NOUN and _owned(scene, j):
        return False
    is_stretch = related and _is_stretch(scene, i, j)
    is_open = scene.word(j) in AFTER_NAME or scene.is_number(j) or is_stretch or _is_subject(scene, i, j, related=related)
    opens = scene.tokens[i].first and is_open
    follows = before in {",", "-", "–", "—", "/"} and i >= 2 and scene.taken[i - 2] is not None
    if opens or follows or before == "#" or before in CROSSINGS or before in PARTS:
        return True
    if related and _is_alone(scene, i, j) and before in FROM and not (before.startswith("наш") and scene.word(i) in OFTEN_SAID):
        return True
    if related and before == scene.word(j) == ",":
        is_placed = scene.is_number(j + 1) or scene.word(j + 1) in STRETCHES
        return is_placed or bool(flags & Is.ADJ_NOMN and scene.word(i) not in ORDINARY)  # «вышел с псом, баскакова, напротив 11»
    if flags & Is.QUALITY and not scene.is_cap(i):
        return before in {"на", "по"} and j - i == 1 and (scene.word(i) not in OFTEN_SAID or scene.is_number(i - 2))
    if before in KINDS_ON:
        return not (weak and before in WEAKLY and not scene.is_cap(i)) or (before == "с" and _is_alone(scene, i, j))
    if scene.is_name_cap(i):
        return not flags & Is.PERSON or before in {"и", ","}
    return j - i > 1


def _is_stretch(scene: Scene, i: int, j: int) -> bool:
    """«Горького от почты и дальше»; «калинина за гаражами», and not «Калинина за вас»."""
    is_surname = _is_surname(scene, i)
    if scene.has(j - 1, Is.ADJ_NOMN) or scene.word(i) in IDEAS or not (scene.is_cap(i) or (scene.is_small and is_surname)):
        return False
    is_spot = scene.has(j + 1, Is.NOUN) and not scene.has(j + 1, Is.PRONOUN | Is.LITTLE | Is.PERSON)
    return scene.word(j) in STRETCHES or (is_surname and is_spot and scene.word(j) in {"за", "у"})


def _tells_of_thing(scene: Scene, i: int, j: int) -> bool:
    """«Площадка новая у 7 дома», «бригада энергетиков у 7 дома»: an ordinary word of the thing before it."""
    is_thing = scene.has(i - 1, Is.NOUN | Is.VERB) and not scene.has(i - 1, Is.LITTLE) and scene.taken[i - 1] is None
    return is_thing and scene.word(j) in BY and scene.has(i, Is.COMMON)


def _is_alone(scene: Scene, i: int, j: int) -> bool:
    """«с советской не вывозят», «за молодёжной поле горит»: a relative adjective that no noun after it owns."""
    return j == i + 1 and scene.has(i, Is.ADJ_F) and not (belongs(scene, i, j) and not scene.has(j, Is.LITTLE | Is.VERB))


def _is_subject(scene: Scene, i: int, j: int, *, related: bool) -> bool:
    """«Октябрьская вся в ямах», «Садовую не чистят»: a relative adjective that opens a sentence and belongs to no noun after it."""
    flags = scene.form(i).flags
    is_whole = flags & Is.ADJ_NOMN or scene.word(i).endswith("ую")
    is_telling = flags & Is.QUALITY and (scene.word(i) in ORDINARY | OFTEN_SAID or not related)
    if j != i + 1 or not flags & Is.ADJ_F or not is_whole or is_telling or not scene.is_word(j):
        return False
    if flags & Is.QUALITY and any(belongs(scene, i, k) for k in range(j, min(j + 4, len(scene.tokens)))):
        return False  # «Школьная не работает столовая»
    if related and not scene.has(j, Is.NOUN | Is.ADJ_F | Is.ADJ_PL):
        return True  # «Лесная теперь в фонарях»
    return scene.has(j, Is.VERB | Is.LITTLE) or scene.word(j) in {"вся", "опять", "снова", "уже"}


def _owned(scene: Scene, j: int) -> bool:
    return belongs(scene, j - 1, j) and not scene.has(j, Is.LITTLE) and not scene.is_cap(j) and scene.word(j) not in STREETS


def belongs(scene: Scene, i: int, j: int) -> bool:
    """Whether the noun at j may stand in the same case as the feminine adjective at i."""
    if not scene.is_word(j) or not scene.has(j, Is.NOUN_F):
        return False
    adjective, noun = scene.word(i), scene.word(j)
    if adjective.endswith(("ая", "яя")):
        return noun.endswith(("а", "я", "ь"))
    if adjective.endswith(("ую", "юю")):
        return noun.endswith(("у", "ю", "ь"))
    if adjective.endswith(("ой", "ей")) and scene.word(i - 1) in LOCATIVE:
        return noun.endswith("е") or (noun.endswith("и") and not noun.endswith(MANY) and scene.morph.lemma(noun).endswith(("ь", "ия")))
    if adjective.endswith(("ой", "ей")):
        return noun.endswith(("и", "ы", "ой", "ей", "ью")) and not noun.endswith(MANY) and (noun in ROOMS or not scene.has(j, Is.ADJ_F))
    return True
