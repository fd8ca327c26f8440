"""Learning whether praise is meant: thanks against sarcasm, in posts and in comments after our answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from incidents.reading import Kind
from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Layer, Matrix, beside, yes_or_no
from nlp.learning.rows import Rows
from nlp.learning.threads import Comments
from nlp.topics.feature_rows import Floats
from nlp.topics.model import Line

TAKEN = 0.0015  # of sarcastic texts of left-out writers so many may sound meant: the rest of plain thanks is asked about
REACTIONS = frozenset({"thanks", "sarcasm", "anger", "new_question"})
"""Comments that say something of thanks; other ones may be polite too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """How the scores of thanks, of sarcasm and of an appeal tell whether praise is meant."""

    thanks: float
    sarcasm: float
    appeal: float
    bias: float
    sure: float  # the probability from which it is

    def line(self) -> Line:
        """The threshold as the model keeps it: the blended score is a logit already."""
        return Line(whole=1.0, stretch=0.0, bias=0.0, sure=self.sure)


UNKNOWN = Blend(thanks=1.0, sarcasm=-1.0, appeal=0.0, bias=0.0, sure=0.5)
"""Where nobody showed sarcasm or thanks."""


def fit_praise(rows: Rows, comments: Comments, x: Matrix, examples: Sequence[Example], which: Ids, out: frozenset[str]) -> Layer:
    """Two columns, thanks and sarcasm, from these examples and from comments of writers who are not `out`."""
    told = [n for n in which if examples[n].kind is not None]
    bitter = [n for n in which if examples[n].sarcasm is not None]
    labels = [label.partition(":")[2] for label in comments.reactions]
    mine = [n for n, writer in enumerate(comments.writers) if writer not in out]
    praising = [n for n in mine if labels[n] in REACTIONS]
    speaking = [n for n in mine if labels[n] != "neutral"]

    def both(posts: Sequence[int], said: Sequence[int]) -> Matrix:
        return x[np.concatenate((rows.whole[posts], rows.threads[said]))]

    thanks = [examples[n].kind == Kind.THANKS for n in told] + [labels[n] == "thanks" for n in praising]
    sarcasm = [bool(examples[n].sarcasm) for n in bitter] + [labels[n] == "sarcasm" for n in speaking]
    return beside(
        [
            yes_or_no("thanks", both(told, praising), thanks, [1.0] * len(thanks)),
            yes_or_no("sarcasm", both(bitter, speaking), sarcasm, [1.0] * len(sarcasm)),
        ]
    )


def blended(parts: Layer, speech: Layer, blend: Blend) -> Layer:
    """One column, `meant`: weighed scores of linear layers are one linear layer."""
    appeal = speech.names.index("appeal")
    weights = blend.thanks * parts.weights[:, 0] + blend.sarcasm * parts.weights[:, 1] + blend.appeal * speech.weights[:, appeal]
    bias = blend.thanks * parts.bias[0] + blend.sarcasm * parts.bias[1] + blend.appeal * speech.bias[appeal] + blend.bias
    return Layer(names=["meant"], weights=weights[:, None].astype(np.float32), bias=np.array([bias], dtype=np.float32))


def blend_of(scores: Floats, examples: Sequence[Example]) -> Blend:
    """Learn the blend on scores (thanks, sarcasm, appeal) of left-out writers' texts, and its threshold."""
    sarcastic = np.array([bool(e.sarcasm) for e in examples])
    meant = np.array([e.kind == Kind.THANKS for e in examples]) & ~sarcastic
    if not sarcastic.any() or not meant.any():
        return UNKNOWN
    praise = sarcastic | meant
    model = LogisticRegression(C=1.0).fit(scores[praise], meant[praise])
    p: npt.NDArray[np.float64] = model.predict_proba(scores[sarcastic])[:, 1]
    thanks, sarcasm, appeal = map(float, model.coef_[0])
    return Blend(
        thanks=thanks, sarcasm=sarcasm, appeal=appeal, bias=float(model.intercept_[0]), sure=round(float(np.quantile(p, 1 - TAKEN)), 4)
    )
