"""Heads that are asked of comments: what an author says after our answer, what somebody says under another's post."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from nlp.learning.corpus import LABELS, read_reactions, read_threads
from nlp.learning.fitting import Layer, Texts, View, beside, one_of, yes_or_no
from nlp.learning.rows import Preparing
from nlp.text.prepared import Floats, Piece

REACTIONS = tuple(f"reaction:{label}" for label in LABELS["reaction"])
COMMENTS = tuple(f"comment:{label}" for label in LABELS["comment_is"])
BITTER = 2.0  # what anger and sarcasm weigh: half a point of accuracy is less than a complaint that is closed with thanks
LEANING = {"reaction:thanks": -0.6, "reaction:anger": 0.25, "reaction:sarcasm": 0.25}
"""What is added to scores: of left-out writers' sarcasm one in twenty is then called thanks (one in eight before), and nine of ten
discontented ones are heard (eight of ten)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """Comments with their labels: the first rows are reactions, the rest stand in threads."""

    texts: Texts
    reactions: Sequence[str]
    writers: Sequence[str]  # of reactions
    resolved: Sequence[bool | None]
    comments: Sequence[str]

    @classmethod
    def of(cls, corpus: Path, preparing: Preparing, without: frozenset[str]) -> Self:
        """Read and prepare those of the corpus."""
        reactions = [row for row in read_reactions(corpus) if row["writer"] not in without]
        threads = [row for row in read_threads(corpus) if row["writer"] not in without]
        pieces: list[Piece] = []
        shapes: list[Floats] = []
        for row in (*reactions, *threads):
            prepared = preparing.of(row["comment"])
            pieces.append(prepared.whole)
            shapes.append(prepared.shape)
        return cls(
            texts=Texts.of(pieces, np.array(shapes, dtype=np.float32), preparing.vectors),
            reactions=[f"reaction:{row['label']}" for row in reactions],
            writers=[row["writer"] for row in reactions],
            resolved=[row["resolved"] for row in reactions],
            comments=[f"comment:{row['comment_is']}" for row in threads],
        )


def fit_comments(comments: Comments, view: View) -> dict[str, Layer]:
    """Learn both heads."""
    first = len(comments.reactions)
    x = comments.texts.features(view, np.arange(first))
    even = [1.0] * first
    resolved = [
        yes_or_no("resolved:yes", x, [told is True for told in comments.resolved], even),
        yes_or_no("resolved:no", x, [told is False for told in comments.resolved], even),
    ]
    bitter = [BITTER if label in {"reaction:anger", "reaction:sarcasm"} else 1.0 for label in comments.reactions]
    reactions = leaned(one_of(REACTIONS, x, comments.reactions, bitter))
    others = comments.texts.features(view, np.arange(first, first + len(comments.comments)))
    return {
        "reaction": beside([reactions, *resolved]),
        "comment": one_of(COMMENTS, others, comments.comments, [1.0] * len(comments.comments)),
    }


def leaned(reactions: Layer) -> Layer:
    """The layer with LEANING added to its scores."""
    added = np.array([LEANING.get(name, 0.0) for name in reactions.names], dtype=np.float32)
    return replace(reactions, bias=reactions.bias + added)
