"""Whether a noun owns the feminine adjective before it: «на Школьной площадке», and not «на Школьной яма»."""

from nlp.places.scene import Scene
from nlp.text.morph import Is

LOCATIVE = frozenset(["на", "по", "в", "во", "о", "об", "при"])
"""After these a noun of the same case ends in «е», or in «и» when it is like «площадь» or «станция»."""


ROOMS = frozenset(["столовой", "мастерской", "проходной", "котельной"])
MANY = ("ами", "ями")
"""«По Школьной ночами»."""


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
