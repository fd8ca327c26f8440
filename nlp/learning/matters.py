"""Learning where another matter begins: borders between clauses of the corpus, and real single letters as borders that are none."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.learning.corpus import Json
from nlp.learning.fitting import Weights
from nlp.learning.rows import Preparing
from nlp.tables import Taxonomy
from nlp.text.prepared import Piece
from nlp.topics.borders import NAMES, WORDS, Borders
from nlp.topics.matters import border_numbers, opening
from nlp.topics.model import Floats, Model

LOOSENESS = 0.1  # the inverse of the penalty, chosen among 0.03, 0.1, 1 on left-out writers
REAL = 0.3  # what a border of a real letter weighs: nobody looked whether it has one matter
LETTERS = 1500  # real letters that teach
PRECISION = 0.9  # of ten posts that are parted nine have several matters
CUT = 0.008  # of real single letters at most so many may be parted
FOLDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post with its borders: numbers, openings, and whether another matter begins there."""

    writer: str | None  # None: a real letter
    several: bool
    numbers: Floats
    openings: tuple[tuple[int, ...], ...]
    begins: tuple[bool, ...]


def posts_of(rows: Sequence[Json], letters: Sequence[str], preparing: Preparing, model: Model, taxonomy: Taxonomy) -> list[Post]:
    """The corpus's posts and real letters."""
    group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])
    texts = [(str(row["text"]), tuple(row["parts"]), str(row["writer"])) for row in rows] + [(text, (text,), None) for text in letters]
    out = []
    for text, parts, writer in texts:
        pieces = preparing.of(text).clauses
        if len(pieces) > 1:
            numbers = border_numbers(text, pieces, model.of_clauses(pieces), group_of)
            openings = tuple(opening(piece) for piece in pieces[1:])
            out.append(Post(writer=writer, several=len(parts) > 1, numbers=numbers, openings=openings, begins=_begins(text, parts, pieces)))
    return out


def _begins(text: str, parts: Sequence[str], pieces: Sequence[Piece]) -> tuple[bool, ...]:
    """Whether another part begins at each border."""
    spans, at = [], 0
    for part in parts:
        start = max(text.find(part, at), 0)
        spans.append((start, start + len(part)))
        at = start + len(part)
    owners = [max(range(len(spans)), key=lambda n: min(piece.end, spans[n][1]) - max(piece.start, spans[n][0])) for piece in pieces]
    return tuple(b != a for a, b in itertools.pairwise(owners))


def fit_borders(posts: Sequence[Post]) -> Borders:
    """Learn, and choose the threshold on writers and letters that were left out."""
    writers = sorted({post.writer for post in posts if post.writer is not None})
    scores: list[tuple[float, bool, bool]] = []
    for k in range(FOLDS):
        out = {writer for n, writer in enumerate(writers) if n % FOLDS == k}
        is_out = [post.writer in out if post.writer is not None else n % FOLDS == k for n, post in enumerate(posts)]
        made = _fit([post for post, left in zip(posts, is_out, strict=True) if not left])
        for post, left in zip(posts, is_out, strict=True):
            if left:
                scores.append((float(made.scores(post.numbers, post.openings).max()), post.several, post.writer is None))
    made = _fit(posts)
    return Borders(weights=made.weights, openings=made.openings, bias=made.bias, sure=_threshold(scores))


def _fit(posts: Sequence[Post]) -> Borders:
    x = np.vstack([post.numbers for post in posts])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    words = np.zeros((len(x), WORDS), dtype=np.float32)
    for row, each in enumerate(opens for post in posts for opens in post.openings):
        words[row, list(each)] = 1.0
    begins = [each for post in posts for each in post.begins]
    weights: Weights = np.array([REAL if post.writer is None else 1.0 for post in posts for _ in post.begins])
    model = LogisticRegression(C=LOOSENESS, max_iter=1000).fit(np.hstack(((x - middle) / spread, words)), begins, sample_weight=weights)
    coef = model.coef_[0]
    plain = coef[: len(NAMES)] / spread
    return Borders(
        weights=plain.astype(np.float32),
        openings=coef[len(NAMES) :].astype(np.float32),
        bias=float(model.intercept_[0] - plain @ middle),
        sure=0.0,
    )


def _threshold(scores: Sequence[tuple[float, bool, bool]]) -> float:
    """The lowest threshold at which nine of ten parted posts have several matters and hardly a real letter is parted."""
    written = sorted(((score, several) for score, several, is_real in scores if not is_real), reverse=True)
    real = sorted((score for score, _, is_real in scores if is_real), reverse=True)
    floor = real[int(CUT * len(real))] if real else -np.inf
    best, right = np.inf, 0
    for n, (score, several) in enumerate(written, start=1):
        right += several
        if score <= floor:
            break
        if right / n >= PRECISION:
            best = score
    return float(best) - 1e-6
