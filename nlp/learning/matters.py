"""Learning where another matter begins: borders between clauses of the corpus, and real single letters as borders that are none."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.learning.corpus import Json
from nlp.learning.fitting import Matrix
from nlp.learning.rows import Preparing
from nlp.text.prepared import Piece
from nlp.topics.borders import WORDS, Borders, Several, about
from nlp.topics.feature_rows import Floats
from nlp.topics.matters import Parting, border_numbers, half_numbers, opening
from nlp.topics.model import Model

LOOSENESS = 0.1  # the inverse of the penalty, chosen among 0.03, 0.1, 1 on left-out writers
LETTERS = 3000  # real letters that teach: all that there are, of a portal and of people who write as in a chat
PRECISION = 0.9  # of ten posts that are parted nine have several matters
CUT = 0.0075  # of real letters at most so many may be parted: of the chatty ones it is twice as many
FOLDS, INNER_FOLDS = 4, 3
EVEN = -0.4  # a border that counts beside the best one: two of five such begin another matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post with its borders: numbers (NAMES, then HALVES), openings, and whether another matter begins there."""

    writer: str | None  # None: a real letter
    several: bool
    text: str
    pieces: tuple[Piece, ...]
    numbers: Floats
    openings: tuple[tuple[int, ...], ...]
    begins: tuple[bool, ...]


def posts_of(rows: Sequence[Json], letters: Sequence[str], preparing: Preparing, model: Model, parting: Parting) -> list[Post]:
    """The corpus's posts and real letters."""
    texts = [(str(row["text"]), tuple(row["parts"]), str(row["writer"])) for row in rows] + [(text, (text,), None) for text in letters]
    out = []
    for text, parts, writer in texts:
        pieces = preparing.of(text).clauses
        if len(pieces) > 1:
            said = model.of_clauses(model.rows(pieces))
            quick = border_numbers(text, pieces, said, parting.group_of)
            post = Post(
                writer=writer,
                several=len(parts) > 1,
                text=text,
                pieces=pieces,
                numbers=np.hstack((quick, half_numbers(pieces, said, parting.group_of))),
                openings=tuple(opening(piece) for piece in pieces[1:]),
                begins=_begins(text, parts, pieces),
            )
            out.append(post)
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


def fit_several(posts: Sequence[Post], parting: Parting) -> Several:
    """Learn, and choose the threshold on writers and letters that were left out."""
    found: list[tuple[float, bool, bool]] = []
    for left, rest in _folds(posts, FOLDS):
        made = _fit(rest)
        found += [(_score(made, post, parting), post.several, post.writer is None) for post in left]
    return replace(_fit(posts), sure=_threshold(found))


def _score(made: Several, post: Post, parting: Parting) -> float:
    """The score of a post that was left out; none where it makes no parts of different groups."""
    begins = made.begins(post.numbers, post.openings)
    is_cut = bool(parting.cut(post.text, post.pieces, begins))
    return made.score(post.numbers, made.borders.scores(post.numbers, post.openings)) if is_cut else -np.inf


def _folds(posts: Sequence[Post], count: int) -> Iterator[tuple[list[Post], list[Post]]]:
    """Posts that are left out and the rest; each writer stands in one fold, what nobody wrote is dealt around."""
    writers = sorted({post.writer for post in posts if post.writer is not None}, key=str)
    place = {writer: n for n, writer in enumerate(writers)}
    fold = [place.get(str(post.writer), n) % count for n, post in enumerate(posts)]
    for k in range(count):
        yield [post for post, n in zip(posts, fold, strict=True) if n == k], [post for post, n in zip(posts, fold, strict=True) if n != k]


def _fit(posts: Sequence[Post]) -> Several:
    """Both regressions of borders; that of texts sees scores of borders which the text did not teach."""
    told, several = [], []
    for left, rest in _folds(posts, INNER_FOLDS):
        borders = _borders(rest)
        for post in left:
            told.append(about(post.numbers, borders.scores(post.numbers, post.openings)))
            several.append(post.several)
    plain, bias = _logistic(np.array(told), several)
    return Several(borders=_borders(posts), weights=plain, bias=bias, sure=-np.inf)


def _borders(posts: Sequence[Post]) -> Borders:
    told = [opens for post in posts for opens in post.openings]
    ends = np.cumsum([0, *map(len, told)])
    at = np.array([each for opens in told for each in opens], dtype=np.int64)
    words = sparse.csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(told), WORDS))
    begins = [each for post in posts for each in post.begins]
    plain, bias = _logistic(np.vstack([post.numbers for post in posts]), begins, words)
    return Borders(weights=plain[:-WORDS], openings=plain[-WORDS:], bias=bias, sure=EVEN)


def _logistic(x: Floats, y: Sequence[bool], beside: Matrix | None = None) -> tuple[Floats, float]:
    """Weights and bias of a regression over numbers at one scale, with columns `beside` them as they are."""
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    scaled = (x - middle) / spread
    model = LogisticRegression(C=LOOSENESS, max_iter=1000).fit(
        scaled if beside is None else sparse.hstack((sparse.csr_matrix(scaled), beside)).tocsr(), y
    )
    coef = model.coef_[0]
    plain = coef[: x.shape[1]] / spread
    return np.concatenate((plain, coef[x.shape[1] :])).astype(np.float32), float(model.intercept_[0] - plain @ middle)


def _threshold(scores: Sequence[tuple[float, bool, bool]]) -> float:
    """The lowest threshold at which nine of ten parted posts have several matters and hardly a real letter is parted."""
    written = sorted(((score, several) for score, several, is_real in scores if not is_real and np.isfinite(score)), reverse=True)
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
