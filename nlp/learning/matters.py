"""Learning where another matter begins: borders between clauses of the corpus, and real single letters as borders that are none."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.learning.corpus import Json
from nlp.learning.examples import Example
from nlp.learning.fitting import Weights
from nlp.learning.rows import Preparing
from nlp.tables import Taxonomy
from nlp.text.prepared import Piece
from nlp.topics.borders import NAMES, WORDS, Borders
from nlp.topics.feature_rows import Floats
from nlp.topics.matters import border_numbers, opening
from nlp.topics.model import Model

LOOSENESS = 0.1  # the inverse of the penalty, chosen among 0.03, 0.1, 1 on left-out writers
JOINED = 0.2  # what a border of a join weighs
REAL = 1.0  # what a border of a real letter weighs: nobody looked whether it has one matter
LETTERS = 1500  # real letters that teach
PRECISION = 0.9  # of ten posts that are parted nine have several matters
CUT = 0.01  # of real single letters at most so many may be parted
FOLDS = 4
JOINS, SHORT, MOST_JOINED = 300, 90, 3  # texts put together for training, their longest part in code points, parts at most
SYNTHETIC = "joined"
LINKS = (
    ". А ещё ",
    ". Также ",
    ". Кроме того, ",
    ". И ещё ",
    ". Во-вторых, ",
    ". Ещё вопрос: ",
    ". Отдельно ",
    None,
)  # None: a numbered list


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post with its borders: numbers, openings, and whether another matter begins there."""

    writer: str | None  # None: a real letter
    several: bool
    numbers: Floats
    openings: tuple[tuple[int, ...], ...]
    begins: tuple[bool, ...]


def joins_of(examples: Sequence[Example], taxonomy: Taxonomy) -> list[Json]:
    """Short appeals of different groups with words between them that open another matter: the corpus has few; always the same ones.

    Joined by a full stop alone they made the model cut real letters that have one matter.
    """
    dice = random.Random(0)  # noqa: S311 - the same joins each time, no secret
    short = [(e.text, taxonomy.topics[e.topic].group) for e in examples if e.topic and e.writer and len(e.text) <= SHORT and e.is_appeal]
    out: list[Json] = []
    for _ in range(JOINS if len(short) > MOST_JOINED else 0):
        some = dice.sample(short, dice.choice((2, 2, MOST_JOINED)))
        if len({group for _, group in some}) == len(some):
            parts = [text.strip().rstrip(".!") for text, _ in some]
            out.append({"text": _joined(parts, dice), "parts": parts, "writer": SYNTHETIC})
    return out


def _joined(parts: Sequence[str], dice: random.Random) -> str:
    link = dice.choice(LINKS)
    if link is None:
        return "\n".join(f"{n}. {part}" for n, part in enumerate(parts, start=1))
    return link.join(parts)


def posts_of(rows: Sequence[Json], letters: Sequence[str], preparing: Preparing, model: Model, taxonomy: Taxonomy) -> list[Post]:
    """The corpus's posts and real letters."""
    group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])
    texts = [(str(row["text"]), tuple(row["parts"]), str(row["writer"])) for row in rows] + [(text, (text,), None) for text in letters]
    out = []
    for text, parts, writer in texts:
        pieces = preparing.of(text).clauses
        if len(pieces) > 1:
            numbers = border_numbers(text, pieces, model.of_clauses(model.rows(pieces)), group_of)
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
    writers = sorted({post.writer for post in posts if post.writer not in {None, SYNTHETIC}})
    scores: list[tuple[float, bool, bool]] = []
    for k in range(FOLDS):
        out = {writer for n, writer in enumerate(writers) if n % FOLDS == k}
        is_out = [n % FOLDS == k if post.writer is None else post.writer in out for n, post in enumerate(posts)]
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
    weights: Weights = np.array(
        [JOINED if post.writer == SYNTHETIC else REAL if post.writer is None else 1.0 for post in posts for _ in post.begins]
    )
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
