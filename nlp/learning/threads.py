"""Heads that are asked of comments: what an author says after our answer, what somebody says under another's post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse

from nlp.learning.corpus import LABELS, read_reactions, read_threads
from nlp.learning.examples import Example
from nlp.learning.fitting import Layer, Matrix, beside, one_of, yes_or_no
from nlp.topics.denials import TELLS

REACTIONS = tuple(f"reaction:{label}" for label in LABELS["reaction"])
SOLVED = "comment:solved"
SORTS = tuple(f"comment:{label}" for label in LABELS["comment_is"] if label != "solved")
ANSWER = 0.7  # how long our answer is beside the comment: at 1 no more reactions of left-out writers are right, and more sarcasm is thanks
MESSAGE = 2.0  # what a stream's message weighs where it is learned that a trouble is over
BITTER = 2.0  # what anger and sarcasm weigh: half a point of accuracy is less than a complaint that is closed with thanks
LEANING = {"reaction:thanks": -0.6, "reaction:anger": 0.25, "reaction:sarcasm": 0.25}
"""What is added to scores: of left-out writers' sarcasm one in twenty is then called thanks (one in eight before), and nine of ten
discontented ones are heard (eight of ten)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """Comments with their labels: reactions, threads, then messages of streams that ask for nothing."""

    texts: Sequence[str]
    answers: Sequence[str]  # of reactions: ours, which each comes after
    reactions: Sequence[str]
    writers: Sequence[str]  # of reactions
    resolved: Sequence[bool | None]
    comments: Sequence[str]
    over: Sequence[bool]  # of messages: whether each tells how a known trouble goes

    @classmethod
    def of(cls, corpus: Path, without: frozenset[str], examples: Iterable[Example]) -> Self:
        """Read those of the corpus."""
        messages = [each for each in examples if each.is_over is not None]
        reactions = [row for row in read_reactions(corpus) if row["writer"] not in without]
        threads = [row for row in read_threads(corpus) if row["writer"] not in without]
        return cls(
            texts=[*(row["comment"] for row in (*reactions, *threads)), *(each.text for each in messages)],
            answers=[row["answer"] for row in reactions],
            reactions=[f"reaction:{row['label']}" for row in reactions],
            writers=[row["writer"] for row in reactions],
            resolved=[row["resolved"] for row in reactions],
            comments=[f"comment:{row['comment_is']}" for row in threads],
            over=[bool(each.is_over) for each in messages],
        )


def fit_comments(comments: Comments, x: Matrix) -> dict[str, Layer]:
    """Learn the heads: a reaction from the comment and our answer together, the rest from the comment alone.

    `x`: rows of the comments, then of the answers.
    """
    first = len(comments.reactions)
    said, others, answers = x[:first], x[first : len(comments.texts)], x[len(comments.texts) :]
    both = sparse.hstack((said, ANSWER * answers)).tocsr()
    bitter = [BITTER if label in {"reaction:anger", "reaction:sarcasm"} else 1.0 for label in comments.reactions]
    reactions = leaned(one_of(REACTIONS, both, comments.reactions, bitter))
    threads = len(comments.comments)
    sorts = one_of(SORTS, others[:threads], comments.comments, [1.0] * threads)
    is_over = [*(label == SOLVED for label in comments.comments), *comments.over]
    over = yes_or_no(SOLVED, others, is_over, [1.0] * threads + [MESSAGE] * len(comments.over))
    done = sparse.hstack((0 * said, ANSWER * answers)).tocsr()
    tells = yes_or_no(TELLS, done, [told is not None for told in comments.resolved], [1.0] * first)
    return {
        **parted(beside([reactions, _resolved(comments, both), tells]), said.shape[1]),
        "comment": beside([sorts, over, _resolved(comments, said)]),
    }


def _resolved(comments: Comments, x: Matrix) -> Layer:
    """Whether an author says that the trouble is over, and that it is not."""
    even = [1.0] * len(comments.resolved)
    return beside(
        [
            yes_or_no("resolved:yes", x, [told is True for told in comments.resolved], even),
            yes_or_no("resolved:no", x, [told is False for told in comments.resolved], even),
        ]
    )


def parted(both: Layer, cut: int) -> dict[str, Layer]:
    """A layer over a comment and our answer as two, whose scores are added."""
    return {
        "reaction": replace(both, weights=both.weights[:cut]),
        "answer": replace(both, weights=np.float32(ANSWER) * both.weights[cut:], bias=np.zeros_like(both.bias)),
    }


def leaned(reactions: Layer) -> Layer:
    """The layer with LEANING added to its scores."""
    added = np.array([LEANING.get(name, 0.0) for name in reactions.names], dtype=np.float32)
    return replace(reactions, bias=reactions.bias + added)
