# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""Whether a street's name that stands without a type word is the street: «на Учебной яма», and not «на учебной неделе»."""

from nlp.places.agreement import belongs
from nlp.places.counts import counts
from nlp.places.scene import Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import CROSSINGS, HOUSES, KINDS_ON, STREETS

AFTER_NAME = frozenset([",", ".", "-", "–", "—", ":", "", "/", "(", "!", "?"])
PARTS = frozenset(["конце", "начале", "середине", "конца", "начала"])
"""«В конце Школьной»: parts that only something long has."""
OFTEN_SAID = frozenset(["новой", "новую", "полной", "зеленой", "старой", "прямой", "спортивную"])
"""«По новой», «на полной»: sayings."""
STRETCHES = frozenset(["от", "до", "возле", "напротив", "около"])
"""«Горького от почты и дальше»."""
ORDINARY = frozenset(["новая", "старая", "зеленая", "прямая", "полная", "светлая"])
IDEAS = frozenset(["правды", "мира", "свободы"])
"""«Правды от них не дождёшься»."""
FROM = frozenset(["с", "со", "за", "на", "поперек", "про", "вдоль", "вокруг", "мимо", "нашей", "нашу"])
WEAKLY = frozenset(["с", "со", "за", "во", "в", "до", "от", "из", "ко", "к"])


def house_follows(scene: Scene, j: int) -> bool:
    """Whether a house stands at j, after a comma or not: also «Васильковского у 12-го»."""
    if scene.word(j) == "у" and scene.is_number(j + 1):
        ordinal = scene.ordinal(j + 1)
        return ordinal is not None and ordinal[1] > j + 2 and not scene.has(ordinal[1], Is.NOUN_GEN)
    k = j + 1 if scene.word(j) in {",", "."} else j
    if scene.word(k) in HOUSES:
        return scene.is_number(scene.skip_dot(k + 1))
    return scene.is_number(k) and len(scene.word(k)) <= 3 and not counts(scene, k)


def street_meant(scene: Scene, i: int, j: int, *, weak: bool, related: bool = False) -> bool:
    """Whether the name at [i, j) is a street. `weak`: the same word means something else in ordinary speech.

    `related`: the source's own settlement has it.
    """
    before, flags = scene.word(i - 1), scene.form(j - 1).flags if scene.is_word(j - 1) else 0
    if house_follows(scene, j):
        return before not in {"школа", "школы", "школе"}
    if (scene.is_cap(i + 1) and scene.has(i + 1, Is.PERSON) and j == i + 1) or scene.has(i - 1, Is.NAME_GEN):
        return False
    if flags & Is.ADJ_F and not flags & Is.NOUN and _owned(scene, j):
        return False
    is_name = scene.is_cap(i) and not flags & Is.ADJ_NOMN and scene.word(i) not in IDEAS
    is_stretch = related and is_name and scene.word(j) in STRETCHES
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


def _is_alone(scene: Scene, i: int, j: int) -> bool:
    """«с советской не вывозят», «за молодёжной поле горит»: a relative adjective that no noun after it owns."""
    return j == i + 1 and scene.has(i, Is.ADJ_F) and not (belongs(scene, i, j) and not scene.has(j, Is.LITTLE | Is.VERB))


def _is_subject(scene: Scene, i: int, j: int, *, related: bool) -> bool:
    """«Октябрьская вся в ямах», «Садовую не чистят»: a relative adjective that opens a sentence and belongs to no noun after it."""
    flags = scene.form(i).flags
    is_whole = flags & Is.ADJ_NOMN or scene.word(i).endswith("ую")
    if j != i + 1 or not flags & Is.ADJ_F or not is_whole or flags & Is.QUALITY or not scene.is_word(j):
        return False
    if related and not scene.has(j, Is.NOUN | Is.ADJ_F | Is.ADJ_PL):
        return True  # «Лесная теперь в фонарях»
    return scene.has(j, Is.VERB | Is.LITTLE) or scene.word(j) in {"вся", "опять", "снова", "уже"}


def _owned(scene: Scene, j: int) -> bool:
    return belongs(scene, j - 1, j) and not scene.has(j, Is.LITTLE) and not scene.is_cap(j) and scene.word(j) not in STREETS
