"""People of a text as Natasha's tagger sees them: the mask of names hides them besides what its patterns find."""

from collections.abc import Sequence

from nlp.places.entities import PER, Entity
from nlp.places.gazetteer import Gazetteer
from nlp.places.scene import Scene
from nlp.text.morph import Is

OPENS, CLOSES = frozenset("«„“\""), frozenset("»”“\"")  # fmt: skip
SHORTEST = 3  # letters of a capitalised word that may be a name


def may_name(scene: Scene) -> bool:
    """Whether the tagger is worth asking: a capitalised word that may be a name, and that no place explains."""
    return any(
        token.is_word
        and token.cap
        and len(token.word) >= SHORTEST
        and scene.taken[n] is None
        and scene.has(n, Is.PERSON)
        and not (token.first and scene.has(n, Is.COMMON))
        for n, token in enumerate(scene.tokens)
    )


def find_people(scene: Scene, entities: Sequence[Entity], gazetteer: Gazetteer | None) -> tuple[tuple[int, int], ...]:
    """Spans of people in code points. A place is none, nor what a sign is called («Джон Сильвер»)."""
    return tuple(span for entity in entities if entity.type == PER and (span := _person(scene, entity, gazetteer)) is not None)


def _person(scene: Scene, entity: Entity, gazetteer: Gazetteer | None) -> tuple[int, int] | None:
    inside = [n for n, token in enumerate(scene.tokens) if entity.start <= token.start < entity.end and token.is_word]
    while inside and _opens_sentence(scene, inside[0]):
        del inside[0]
    if not inside or not all(scene.is_free(n) for n in inside):
        return None
    first, last = inside[0], inside[-1]
    if scene.word(first - 1) in OPENS and scene.word(last + 1) in CLOSES:
        return None
    if gazetteer and any(end > last and not is_mended for end, _, is_mended in gazetteer.matches(scene, first)):
        return None  # «Опять Крупская без света»: the district has a street of this name, whoever else bears it
    return scene.tokens[first].start, scene.tokens[last].end


def _opens_sentence(scene: Scene, n: int) -> bool:
    """«Дворник Бахтиёр»: an ordinary word that the capital of its sentence makes look like a name."""
    return scene.tokens[n].first and scene.has(n, Is.COMMON) and not scene.has(n, Is.PERSON)
