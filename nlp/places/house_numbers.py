# ruff: noqa: PLR2004 - numbers here are tokens and digits
"""The numbers of houses: «8 А», «26/11», «41 корп. 3», and what is none."""

from incidents.sameness.text_likeness import is_agreement
from nlp.places.counts import HOUSE_LETTERS, counts
from nlp.places.scene import Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import BUILDINGS, UNITS

MAX_HOUSE = 999
ENTRANCES = 4  # «в первом тоже» is told of an entrance
HE = ("й", "м", "го")
ENDS = frozenset({"", ",", ".", ")", ";", "!", "?", ":"})
LITTLE_LETTERS = frozenset("авиоску")


def is_house_number(scene: Scene, i: int, *, worded: bool = False) -> bool:
    """A number of 1 to 999 that counts nothing and is no date, hour or ordinal."""
    if (
        not scene.is_number(i)
        or not scene.is_free(i)
        or not 0 < len(scene.word(i)) <= 3
        or int(scene.word(i)) not in range(1, MAX_HOUSE + 1)
    ):
        return False
    if not worded and counts(scene, i):
        return False
    after, then = scene.word(i + 1), scene.word(i + 2)
    glued = i + 1 < len(scene.tokens) and scene.tokens[i + 1].glued
    if after in {"%", ":", "₽", "°", "$"} and scene.is_number(i + 2) | (after != ":"):
        return False
    if glued and after in {".", ","} and scene.is_number(i + 2) and scene.tokens[i + 2].glued and after == ".":
        return False
    if after == "-" and glued and scene.is_word(i + 2) and scene.tokens[i + 2].glued and len(then) > 1:
        return False
    return not (not worded and after == "-" and scene.is_number(i + 2) and scene.word(i + 3) in UNITS)


def number_at(scene: Scene, i: int) -> tuple[int, str]:
    """A house number's end and its plain form: «8 А» is «58А», «41 корп. 3» is «41к3»."""
    j, norm = i + 1, scene.word(i)
    if (
        scene.word(j) in {"/", "-", "\\"}
        and scene.tokens[j].glued
        and scene.is_number(j + 1)
        and scene.tokens[j + 1].glued
        and len(scene.word(j + 1)) <= 3
    ):
        norm += ("/" if scene.word(j) != "-" else "-") + scene.word(j + 1)
        j += 2
    if _is_letter(scene, j):
        norm += scene.word(j).upper()
        j += 1
    elif (
        scene.word(j) in {'"', "«", "-"}
        and scene.is_word(j + 1)
        and len(scene.word(j + 1)) == 1
        and scene.word(j + 1) in HOUSE_LETTERS
        and ((scene.word(j) == "-" and scene.tokens[j + 1].glued and scene.tokens[j].glued) or scene.word(j + 2) in {'"', "»"})
    ):
        norm += scene.word(j + 1).upper()
        j += 2 if scene.word(j) == "-" else 3
    k = j + 1 if scene.word(j) == "," else j
    if scene.word(k) in BUILDINGS and scene.is_word(k):
        number = scene.skip_dot(k + 1)
        if scene.is_number(number) and len(scene.word(number)) <= 2:
            norm += ("с" if scene.word(k).startswith("ст") else "к") + scene.word(number)
            j = number + 1
    return j, norm


def neighbour(scene: Scene) -> str | None:
    """The house of «в 31-м та же песня», «девятнадцатый тоже», «у нас в 14а тоже», and not of «в пятый раз», «на пятом»."""
    for k in range(len(scene.tokens)):
        digits, end = (scene.is_free(k) and scene.ordinal(k)) or ("", k)
        is_he = not scene.is_number(end - 1) and scene.word(end - 1).endswith(HE)
        is_house = is_he and (scene.tokens[k].first or scene.word(k - 1) in {"в", "у", "а", "и", ","})
        if digits and ENTRANCES < int(digits) <= MAX_HOUSE and is_house and not scene.has(end, Is.NOUN):
            return digits
        if is_house_number(scene, k) and int(scene.word(k)) > ENTRANCES and scene.word(k - 1) in {"в", "на"}:
            end, norm = number_at(scene, k)
            is_same = scene.word(end) in {"тоже", "то"} or is_agreement(scene.text)
            if is_same and not scene.has(end, Is.NOUN | Is.VERB):  # «у нас в 14 часов тоже», «в 14 отключили»
                return norm
    return None


def _is_letter(scene: Scene, j: int) -> bool:
    """A letter of a house: glued, or a capital, or one that no sentence goes on with."""
    if not scene.is_word(j) or len(scene.word(j)) != 1 or scene.word(j) not in HOUSE_LETTERS:
        return False
    token = scene.tokens[j]
    if scene.word(j) == "к" and (scene.is_number(j + 1) or scene.is_number(scene.skip_dot(j + 1))):
        return False
    if token.glued or token.cap:
        return True
    return scene.word(j) not in LITTLE_LETTERS or scene.word(j + 1) in ENDS
