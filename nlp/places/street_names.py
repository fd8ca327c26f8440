# ruff: noqa: PLR0911, PLR2004 - a rule refuses as soon as it can; numbers here are lengths of words and tokens
"""The names of streets: where they end, what their basic form is, what is no name at all."""

from incidents.reading import PlaceKind
from nlp.places.scene import Found, Scene, titled
from nlp.text.morph import Is, nominative_f
from nlp.text.vocabulary import AREAS, DISTRICTS, FEMININE, HOUSES, MONTHS, REGIONS, SETTLEMENTS, STREETS, TITLES
from nlp.text.words import words_for

WORDS = words_for(__name__)


STOP = WORDS["stop"]


NOT_STREET_ADJ = WORDS["not_street_adj"]


FAMOUS = WORDS["famous"]


UNITS_OF_ARMS = frozenset({"дивизии", "армии", "бригады", "полка", "пятилетки", "января", "интернационала"})


MAX_NAME = 4


def make(i: int, j: int, canon: str, words: list[str], *, typed: bool, score: float) -> Found:
    """A street from its mended name words."""
    base = [nominative_f(w) if canon in FEMININE and is_adjective(w) else w for w in words]
    if canon not in FEMININE and len(words) == 1 and is_adjective(words[0]):
        base = [masculine(words[0])]
    return Found(kind=PlaceKind.STREET, i=i, j=j, norm=f"{canon} {titled(base)}", name=" ".join(base), score=score, typed=typed)


def is_adjective(word: str) -> bool:
    """By the ending alone: also for adjectives that no dictionary has. «Чеховского» is a genitive and stays."""
    if len(word) < 5:
        return False
    return word[-2:] in {"ая", "ой", "ую", "яя", "юю", "ые", "ых", "ий", "ый"} or word[-3:] in {"ней", "шей", "жей", "щей"}


def masculine(word: str) -> str:
    """«октябрьском» is «октябрьский»."""
    stem = nominative_f(word)[:-2]
    return stem + ("ий" if stem[-1:] in "кгхжшщч" else "ый")


def name_after(scene: Scene, i: int, canon: str, *, full: bool, word: str = "") -> tuple[int, list[str]] | None:
    """The name that follows a type word: the index after it and its words."""
    if scene.word(i) in {"им", "имени"}:
        i = scene.skip_dot(i + 1)
    if scene.word(i) in {"«", '"', "“", "„", "`"}:
        i += 1
    if scene.is_number(i):
        return number_name(scene, i, canon)
    if not scene.is_word(i) or not scene.is_free(i):
        return None
    if len(scene.word(i)) == 1:  # an initial: «К.Маркса», «Н. Островского»
        k = scene.skip_dot(i + 1)
        if len(scene.word(k)) == 1 and scene.is_cap(k) and scene.word(k + 1) == ".":
            k += 2
        if (
            (scene.word(i + 1) == "." or scene.is_cap(i))
            and scene.is_word(k)
            and len(scene.word(k)) > 2
            and (scene.is_cap(k) or scene.has(k, Is.SURNAME_GEN))
        ):
            return hyphenated(scene, k, [scene.word(k)])
        return None
    if not may_name(scene, i, full=full, nominative=word in {"улица", "проспект", "переулок", "площадь", "шоссе", "бульвар"}):
        return None
    return extend(scene, i)


def number_name(scene: Scene, i: int, canon: str) -> tuple[int, list[str]] | None:
    """«8 Марта», «50 лет Октября», «1-я Набережная»."""
    j, number = i + 1, scene.word(i)
    ordinal = scene.ordinal(i)
    if ordinal and ordinal[1] > j:
        after = ordinal[1]
        if (
            scene.is_word(after)
            and scene.word(after) not in HOUSES
            and (scene.is_cap(after) or scene.has(after, Is.ADJ_F | Is.ADJ_M) or scene.word(after) in MONTHS)
        ):
            ending = "я" if canon in FEMININE else "й"
            if scene.word(after) in MONTHS:
                return after + 1, [number, scene.word(after)]
            end, words = extend(scene, after) if scene.is_cap(after) else (after + 1, [scene.word(after)])
            return end, [f"{number}-{ending}", *words]
        return None
    if scene.word(j) in MONTHS:
        return j + 1, [number, scene.word(j)]
    if scene.word(j) in {"лет", "летия", "летие"} and scene.is_word(j + 1):
        rest = extend(scene, j + 1)
        return rest[0], [number, scene.word(j), *rest[1]]
    if canon in {"линия", "квартал"}:
        return j, [number]
    if scene.is_cap(j) and not scene.tokens[j].glued and scene.has(j, Is.NOUN_GEN) and len(number) < 3:
        return j + 1, [number, scene.word(j)]  # «пр. 9 Пятилетки»
    return None


def may_name(scene: Scene, i: int, *, full: bool, nominative: bool) -> bool:
    """Whether the word after a type word can be the street's name and not the sentence going on."""
    word, flags = scene.word(i), scene.form(i).flags
    if word in STOP or word in STREETS or word in SETTLEMENTS or word in HOUSES or word in DISTRICTS or word in AREAS or word in REGIONS:
        return False
    if flags & (Is.LITTLE | Is.PRONOUN):
        return False
    if scene.is_cap(i):
        return True
    if not full:
        return not flags & Is.VERB or not flags & Is.KNOWN
    if word in FAMOUS or word in TITLES or flags & (Is.SURNAME_GEN | Is.NAME_GEN):
        return not (flags & Is.GEO) and (word in FAMOUS or not (flags & Is.COMMON and flags & Is.NOUN_NOMN))  # «на улице мороз»
    if flags & Is.QUALITY or word in NOT_STREET_ADJ:
        return scene.is_number(i + 1) or scene.word(i + 1) in HOUSES
    if flags & Is.ADJ_F:
        return not flags & Is.COMMON or bool(flags & Is.ADJ_NOMN) or word.endswith(("ской", "скую")) or scene.is_number(i + 1)
    return not flags & Is.KNOWN and not nominative


def extend(scene: Scene, i: int) -> tuple[int, list[str]]:
    """Take the further words of a name: «Розы Люксембург», «академика Королёва», «Старая Слобода», «Салтыкова-Щедрина»."""
    words, j = [scene.word(i)], i + 1
    open_end = scene.has(i, Is.NAME_GEN) or scene.word(i) in TITLES
    while len(words) < MAX_NAME and scene.is_word(j) and scene.is_free(j):
        word = scene.word(j)
        if word in STOP or word in STREETS or word in SETTLEMENTS or word in HOUSES or word in DISTRICTS or word in AREAS or len(word) < 3:
            break
        flags = scene.form(j).flags
        if flags & (Is.LITTLE | Is.PRONOUN):
            break
        goes_on = (scene.is_cap(j) and scene.is_cap(i)) or (open_end and (scene.is_cap(j) or flags & Is.PERSON or not flags & Is.KNOWN))
        if not goes_on or (flags & Is.GEO and not open_end):
            break
        open_end = word in TITLES or bool(flags & Is.NAME_GEN)
        words.append(word)
        j += 1
    if scene.is_number(j) and scene.word(j + 1) in UNITS_OF_ARMS and scene.is_cap(j + 1):  # «ул. Бойцов 9 Дивизии»
        return j + 2, [*words, scene.word(j), scene.word(j + 1)]
    return hyphenated(scene, j - 1, words)


def hyphenated(scene: Scene, last: int, words: list[str]) -> tuple[int, list[str]]:
    """Take the second half of «Салтыкова-Щедрина»."""
    j = last + 1
    if scene.word(j) == "-" and scene.tokens[j].glued and scene.is_word(j + 1) and scene.tokens[j + 1].glued and len(scene.word(j + 1)) > 2:
        words[-1] += "-" + scene.word(j + 1)
        j += 2
    return j, words


def name_before(scene: Scene, i: int, canon: str) -> int | None:
    """Where the name before a type word begins: «Липовая улица», «Чехова ул.»."""
    k = i - 1
    if not scene.is_word(k) or not scene.is_free(k):
        return None
    word, flags = scene.word(k), scene.form(k).flags
    if flags & (Is.LITTLE | Is.PRONOUN) or (word in NOT_STREET_ADJ and not scene.is_name_cap(k)) or word in STOP:
        return None
    gender = Is.ADJ_F if canon in FEMININE else Is.ADJ_M
    if flags & (gender | Is.ADJ_PL):
        if scene.is_name_cap(k):
            return k
        if flags & Is.QUALITY:  # «Новая улица, 5» opens a sentence, «новая улица» is any
            return k if scene.is_cap(k) and (scene.is_number(i + 1) or scene.is_number(i + 2)) else None
        return k if scene.is_cap(k) or word.endswith(("ская", "ской", "скую", "ский", "ском")) else None
    if scene.is_cap(k) and flags & (Is.SURNAME_GEN | Is.NOUN_GEN):
        return k - 1 if scene.is_cap(k - 1) and scene.has(k - 1, Is.NAME_GEN) else k
    return None


def bare_name(scene: Scene, i: int) -> tuple[int, list[str]] | None:
    """A name without a type word in a place where only a street can stand: after «угол», «перекрёсток», «от … до»."""
    canon = STREETS.get(scene.word(i))
    if canon:
        return name_after(scene, scene.skip_dot(i + 1), canon, full=False)
    flags = scene.form(i).flags if scene.is_word(i) else 0
    if not scene.is_word(i) or flags & (Is.LITTLE | Is.PRONOUN) or scene.word(i) in STOP or len(scene.word(i)) < 3:
        return None
    if (
        scene.is_cap(i)
        or flags & (Is.SURNAME_GEN | Is.NAME_GEN)
        or (flags & Is.ADJ_F and not flags & Is.QUALITY)
        or scene.word(i) in FAMOUS
    ):
        return extend(scene, i)
    return None
