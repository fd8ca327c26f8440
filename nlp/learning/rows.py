"""Examples prepared for training: whole texts, the stretches that teach danger, and comments, each as rows of one matrix."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Texts
from nlp.places.entities import Entities
from nlp.places.finder import PlaceFinder
from nlp.places.resolve import Home
from nlp.text.morph import Morph
from nlp.text.prepared import Floats, Piece, Prepared, prepare
from nlp.text.quotes import own_words
from nlp.text.vectors import Vectors
from nlp.topics.feature_rows import NO_SHAPE

STRETCH = 0.4  # what a stretch without danger weighs against a whole text
MOST_OF_CLAUSE, LEAST_OF_CLAUSE = 0.6, 0.0  # shares of the clause's words in a stretch that tells the danger, and in one that does not


class Preparing:
    """Prepares texts as the reader does for any town: no gazetteer, so that names of one district teach nothing."""

    def __init__(self) -> None:
        entities = Entities()
        self.vectors = Vectors(entities.embedding)
        self._finder, self._home = PlaceFinder(None, Morph(), entities), Home()
        self._known: dict[str, Prepared] = {}

    def of(self, text: str) -> Prepared:
        """One text, prepared once."""
        if text not in self._known:
            scene = self._finder.scene(text, self._home)
            self._known[text] = prepare(scene, own_words(scene.text))
        return self._known[text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one matrix: `whole[n]` is example n; `stretch_of[k]` is the example of stretch `stretches[k]`."""

    texts: Texts
    whole: Ids
    stretches: Ids
    stretch_of: Ids
    tells: Floats  # of a stretch: 1 tells the danger, 0 does not, −1 nobody knows

    @classmethod
    def of(cls, examples: Sequence[Example], preparing: Preparing, done: Callable[[], object] = lambda: None) -> Self:
        """Prepare and count everything."""
        pieces: list[Piece] = []
        shapes: list[Floats] = []
        of, tells = [], []
        for n, example in enumerate(examples):
            prepared = preparing.of(example.text)
            pieces.append(prepared.whole)
            shapes.append(prepared.shape)
            if example.danger is not None and len(prepared.stretches) > 1:
                of += [n] * len(prepared.stretches)
                tells += [_tells(example, piece) for piece in prepared.stretches]
            done()
        count = len(examples)
        for n in sorted(set(of)):
            pieces += preparing.of(examples[n].text).stretches
        shapes += [NO_SHAPE] * len(of)
        return cls(
            texts=Texts.of(pieces, np.array(shapes, dtype=np.float32), preparing.vectors),
            whole=np.arange(count),
            stretches=np.arange(count, count + len(of)),
            stretch_of=np.array(of, dtype=np.int64),
            tells=np.array(tells, dtype=np.float32),
        )


def _tells(example: Example, piece: Piece) -> float:
    """Whether the stretch holds the clause that tells the danger."""
    if example.danger == "none":
        return 0.0
    if not example.clause:
        return -1.0
    clause = set(example.clause.lower().split())
    share = len(clause & set(example.text[piece.start : piece.end].lower().split())) / len(clause)
    return 1.0 if share >= MOST_OF_CLAUSE else 0.0 if share <= LEAST_OF_CLAUSE else -1.0
