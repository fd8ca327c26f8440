# ruff: noqa: PLR2004 - numbers here are lengths of words and last digits
"""Numbers that are no houses: «3й день», «5 мин», «2 собаки», «40 квартир», «18 ноября», «с 9 до 18»."""

from nlp.places.scene import ORDINAL_TAILS, Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import HOUSES, MONTHS, UNITS

HOUSE_LETTERS = frozenset("абвгдежзик")
INNER = frozenset(["кв", "квартира", "подъезд", "этаж", "офис"])
"""What is inside a house: a number after it belongs to it, the one before it is the house."""
LACK = frozenset(["нет", "нету", "не", "без"])
"""«Лесная 12 фонарей нет»: what is missing is not counted."""


def counts(scene: Scene, i: int) -> bool:
    """Whether the number at i counts, orders or dates something, so that it can be no house."""
    after = scene.word(i + 1)
    if not scene.is_word(i + 1):
        return after == "-" and _tail(scene, i + 2)
    glued = scene.tokens[i + 1].glued
    if glued and len(after) == 1 and after in HOUSE_LETTERS and not (_tail(scene, i + 1) and _names_time(scene, i + 2)):
        return False
    if _tail(scene, i + 1):
        return not scene.word(i + 2).startswith("дом")
    if after in INNER and scene.is_number(scene.skip_dot(i + 2)):
        return False
    return after in UNITS or _agrees(scene, i)


def _tail(scene: Scene, i: int) -> bool:
    """The ending of an ordinal glued to its number: «3й», «2-го»."""
    return scene.is_word(i) and scene.tokens[i].glued and scene.word(i) in ORDINAL_TAILS


def _names_time(scene: Scene, i: int) -> bool:
    return scene.word(i) in UNITS or scene.word(i) in MONTHS


def _agrees(scene: Scene, i: int) -> bool:
    """Whether the word after the number stands in the case that the number asks for: «40 квартир», «2 собаки»."""
    number, word = int(scene.word(i)), scene.word(i + 1)
    if scene.is_cap(i + 1) or word in HOUSES or len(word) < 4 or scene.word(i + 2) in LACK or scene.has(i + 1, Is.LITTLE):
        return False
    teen, last = 10 < number % 100 < 20, number % 10
    if not teen and 2 <= last <= 4:
        return scene.has(i + 1, Is.FEW) and not scene.has(i + 1, Is.PERSON)
    return (teen or last == 0 or last >= 5) and scene.has(i + 1, Is.MANY)
