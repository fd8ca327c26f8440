"""Examples prepared for training: whole texts, the stretches that teach danger, and texts of threads, all as rows of one matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Texts
from nlp.places.entities import Entities
from nlp.places.finder import PlaceFinder
from nlp.places.resolve import Home
from nlp.text.features import Floats
from nlp.text.morph import Morph
from nlp.text.prepared import Piece, Prepared, prepare
from nlp.text.quotes import own_words

STRETCH = 0.4  # what a stretch without danger weighs against a whole text
MOST_OF_CLAUSE, LEAST_OF_CLAUSE = 0.6, 0.0  # shares of the clause's words in a stretch that tells the danger, and in one that does not


class Preparing:
    """Prepares texts as the reader does for any town: no gazetteer, so that names of one district teach nothing."""

    def __init__(self) -> None:
        self._finder, self._home = PlaceFinder(None, Morph(), Entities()), Home()
        self._known: dict[str, Prepared] = {}

    def of(self, text: str) -> Prepared:
        """One text, prepared once."""
        if text not in self._known:
            scene = self._finder.scene(text, self._home)
            self._known[text] = prepare(scene, own_words(scene.text))
        return self._known[text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one matrix: `whole[n]` is example n; `stretch_of[k]` is the example of stretch `stretches[k]`; `threads` stand last."""

    texts: Texts
    whole: Ids
    stretches: Ids
    stretch_of: Ids
    tells: Floats  # of a stretch: 1 tells the danger, 0 does not, −1 nobody knows
    threads: Ids

    @classmethod
    def of(cls, examples: Sequence[Example], threads: Sequence[str], preparing: Preparing) -> Self:
        """Prepare and count everything. `threads`: comments and answers, in the order of their rows."""
        prepared = [preparing.of(example.text) for example in examples]
        cut = [n for n, each in enumerate(prepared) if examples[n].danger is not None and len(each.stretches) > 1]
        inside = [(n, piece) for n in cut for piece in prepared[n].stretches]
        pieces = [*(each.whole for each in prepared), *(piece for _, piece in inside), *(preparing.of(text).whole for text in threads)]
        ends = np.cumsum([len(examples), len(inside), len(threads)])
        return cls(
            texts=Texts.of(pieces),
            whole=np.arange(ends[0]),
            stretches=np.arange(ends[0], ends[1]),
            stretch_of=np.array([n for n, _ in inside], dtype=np.int64),
            tells=np.array([_tells(examples[n], piece) for n, piece in inside], dtype=np.float32),
            threads=np.arange(ends[1], ends[2]),
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
