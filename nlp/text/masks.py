"""Masks of place names: the proper name in a found place says nothing of the topic or the danger, its type word does."""

from incidents.reading import PlaceKind
from nlp.places.landmarks import NAMED, NUMBERED
from nlp.places.scene import Found, Scene
from nlp.text.morph import Is
from nlp.text.vocabulary import AREAS, DISTRICTS, REGIONS, SETTLEMENTS, STREETS

MARKS = {
    PlaceKind.STREET: "qs",
    PlaceKind.SETTLEMENT: "qt",
    PlaceKind.DISTRICT: "qd",
    PlaceKind.REGION: "qd",
    PlaceKind.LANDMARK: "ql",
    PlaceKind.ROUTE: "ql",
}
"""Words that no Russian text has; a house keeps its number, for digits are one sign to the models anyway."""
TYPE_WORDS = frozenset({*STREETS, *SETTLEMENTS, *DISTRICTS, *AREAS, *REGIONS, *NUMBERED, *NAMED})
WHOLE = frozenset({PlaceKind.STREET, PlaceKind.SETTLEMENT, PlaceKind.DISTRICT, PlaceKind.REGION})
"""Kinds whose every word but the type word is the name, also a common one: «на пожарной, 5»."""


def masked_words(scene: Scene) -> list[str | None]:
    """What the models see of each token: its word, the mark of a place's name, or None for the rest of a name already marked."""
    seen: list[str | None] = []
    marked: set[int] = set()
    for i, token in enumerate(scene.tokens):
        found = scene.taken[i]
        if found is None or not _is_name(scene, found, i):
            seen.append(token.word)
        elif id(found) in marked:
            seen.append(None)
        else:
            marked.add(id(found))
            seen.append(MARKS[found.kind])
    return seen


def _is_name(scene: Scene, found: Found, i: int) -> bool:
    token = scene.tokens[i]
    if found.kind not in MARKS or not token.is_word or token.word in TYPE_WORDS or scene.has(i, Is.LITTLE):
        return False
    if found.weak and not token.cap:
        return False
    return found.kind in WHOLE or token.cap or not scene.has(i, Is.COMMON)
