"""Whether an author says under our answer that it is not done: a logistic regression over what the heads say of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.text.features import Floats, stem_code
from nlp.text.prepared import Prepared
from nlp.topics.model import Model, Scores

TELLS = "tells"  # the column that says whether an answer tells of a deed
DEED = -0.5  # of it: what is only planned can hardly be denied
SHORT = 2  # letters: a shorter word repeats nothing
CALM = 1e-3  # added to the probability of a danger before its logarithm


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundReply:
    """What an author's comment is compared with: our answer, and the post above it where it is known."""

    answer: Prepared
    post: Prepared | None = None
    topics: npt.NDArray[np.float64] | None = None  # of the post

    def repeated(self, comment: Prepared, topics: npt.NDArray[np.float64]) -> list[float]:
        """Nearness to the post's topics, then shares of words repeated from post and answer."""
        near = 0.0 if self.topics is None else float(topics @ self.topics / np.sqrt((topics @ topics) * (self.topics @ self.topics)))
        stems = _stems(comment)
        return [near, *(len(stems & _stems(other)) / max(len(stems), 1) for other in (self.post, self.answer))]


def _stems(text: Prepared | None) -> set[int]:
    return {stem_code(word) for word in text.whole.words if len(word) > SHORT} if text is not None else set()


def numbers_of(model: Model, comment: Prepared, scores: Scores, beside: AroundReply) -> Floats:
    """Scores of the comment after our answer, by itself and as a post, then what it repeats.

    The last number is one.
    """
    said, sorts = model.of_reaction(scores, beside.answer), model.of_comment(scores)
    repeated = beside.repeated(comment, scores.topics)
    return np.array([*said.values(), *sorts.values(), *scores.speech.values(), *repeated, np.log(scores.danger + CALM), 1.0], np.float32)
