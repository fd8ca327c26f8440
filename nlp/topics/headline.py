"""A danger's headline: the cut of the resident's own words that tells the trouble best; None where none is good enough.

Learned by `nlp.learning.headlines` from cuts that people judged. The topic's name stands on the card where there is none.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.errors import BadTable
from nlp.text.features import Floats
from nlp.text.morph import Morph
from nlp.topics.danger import Danger, as_piece
from nlp.topics.headline_cuts import NAMES, Cut, cuts
from nlp.topics.model import Model

FILE = "headline.json"
TELLS = (*NAMES, "danger", "about")
"""What a cut is told by: its grammar, the danger in its words, and how much they are about what the whole text is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headlines:
    """Logistic regression: a cut is shown from the score `sure` on.

    `weights` stand in the order of what a cut is told by.
    """

    weights: dict[str, float]
    bias: float
    sure: float

    def scores(self, numbers: Floats) -> Floats:
        """How good each cut is, a logit."""
        return np.asarray(numbers @ np.array([*self.weights.values()], dtype=np.float32) + self.bias, dtype=np.float32)

    def best(self, found: Sequence[Cut], numbers: Floats) -> Cut | None:
        """The best of a text's cuts: `numbers` are a row a cut."""
        if not found:
            return None
        scores = self.scores(numbers)
        best = int(scores.argmax())
        return found[best] if scores[best] >= self.sure else None


def cuts_of(text: str, danger: Danger, places: Sequence[tuple[int, int]], morph: Morph) -> list[Cut]:
    """Cuts around the words that decided. `places`: spans that the address says already."""
    stretch = (danger.stretch.start, danger.stretch.end) if danger.stretch else (danger.start, danger.end)
    return cuts(text, danger.start, danger.end, stretch, places, morph)


def tells(text: str, found: Sequence[Cut], topics: npt.NDArray[np.float64], model: Model) -> Floats:
    """TELLS of cuts, a row each; `topics` are the probabilities of the whole text, in the taxonomy's order."""
    said = model.of_clauses(model.rows([as_piece(text[cut.start : cut.end]) for cut in found]))
    grammar = np.array([cut.numbers for cut in found])
    return np.column_stack((grammar, said.danger, said.topics @ topics)).astype(np.float32)


def load_headlines(file: Path, told_by: Sequence[str] = TELLS) -> Headlines | None:
    """None where there is no file: they are being learned. Raises BadTable."""
    if not file.exists():
        return None
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        weights = {name: float(body["weights"][name]) for name in told_by}
        return Headlines(weights=weights, bias=float(body["bias"]), sure=float(body["sure"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BadTable(file, None, "веса не читаются") from error


def write_headlines(file: Path, made: Headlines) -> None:
    """The file that `load_headlines` reads."""
    file.write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
