# ruff: noqa: PLR2004 - numbers here are lengths of words and last digits
"""Numbers that are no houses: «3й день», «5 мин», «2 собаки», «40 квартир», «18 ноября», «с 9 до 18»."""

from nlp.places.scene import ORDINAL_TAILS, Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import HOUSES, MONTHS, UNITS

YEAR = 4  # digits
HOUSE_LETTERS = frozenset("абвгдежзик")
# What is inside a house: a number after it belongs to it, the one before it is the house.
INNER = frozenset(["кв", "квартира", "подъезд", "этаж", "офис"])
# What an ordinal of this ending counts: «второй раз», «вторую неделю».
TIMES = {**dict.fromkeys(("раз", "день", "месяц", "год", "час", "класс", "этаж"), "й"), "неделю": "ю", "смену": "ю"}
TIMES |= dict.fromkeys(("смена", "группа"), "я")
# «Лесная 12 фонарей нет»: what is missing is not counted.
LACK = frozenset(["нет", "нету", "не", "без"])


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


def counts_times(ordinal: str, after: str) -> bool:
    """«В садике второй раз», and not «у школы второй ямы»."""
    return ordinal[-1] == TIMES.get(after)


def has_score(scene: Scene) -> bool:
    """Whether a match is told of: «2:1», and not «7:40», «с 8:0»."""
    return any(
        scene.word(k) == ":"
        and scene.is_number(k - 1)
        and scene.is_number(k + 1)
        and len(scene.word(k + 1)) == 1
        and scene.word(k - 2) not in {"с", "до", "в", "к"}
        for k in range(1, len(scene.tokens))
    )


def belongs_to_name(scene: Scene, i: int) -> bool:
    """Whether a hyphen and a number at i make another name of the one before: «Горки-10», and not «Ручьи-2012», «Ручьи-2 недели»."""
    is_joined = scene.word(i) == "-" and scene.is_number(i + 1) and scene.tokens[i].glued and scene.tokens[i + 1].glued
    return is_joined and len(scene.word(i + 1)) < YEAR and not counts(scene, i + 1) and scene.word(i + 2) != ":"


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
