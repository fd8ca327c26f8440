"""Learning where another matter begins: borders between clauses of the corpus, and real single letters as borders that are none."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.district_files import Taxonomy
from nlp.learning.corpus import Json
from nlp.learning.examples import Example
from nlp.learning.fitting import Matrix
from nlp.learning.rows import Preparing
from nlp.text.prepared import Piece
from nlp.topics.borders import HALVES, NAMES, WORDS, Borders, Several, about
from nlp.topics.feature_rows import Floats
from nlp.topics.matters import Parting, border_numbers, half_numbers, opening
from nlp.topics.model import Model

LOOSENESS = 0.1  # the inverse of the penalty, chosen among 0.03, 0.1, 1 on left-out writers
JOINED = 0.2  # what a border of a join weighs
REAL = 1.0  # what a border of a real letter weighs: nobody looked whether it has one matter
LETTERS = 3000  # real letters that teach: all that there are, of a portal and of people who write as in a chat
PRECISION = 0.9  # of ten posts that are parted nine have several matters
CUT = 0.0075  # of real letters at most so many may be parted: of the chatty ones it is twice as many
FOLDS, INNER_FOLDS = 4, 3
REAL_TEXT = 1.0  # what a real letter weighs where whole texts are judged: at 0.3 a few more of them were parted for the same recall
EVEN = 0.0  # a border as likely to be one as not
MISSED_AT_GATE = 0.02  # of the posts that would be parted, so many stop at the quick look
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
    """A post with its borders: numbers (NAMES, then HALVES), openings, and whether another matter begins there."""

    writer: str | None  # None: a real letter
    several: bool
    text: str
    pieces: tuple[Piece, ...]
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
    """Learn, and choose the thresholds on writers and letters that were left out."""
    found: list[tuple[float, float, bool, bool]] = []
    for left, rest in _folds(posts, FOLDS):
        made = _fit(rest)
        found += [_judged(made, post, parting) for post in left if post.writer != SYNTHETIC]
    made = _fit(posts)
    sure = _threshold([(score, several, is_real) for score, _, several, is_real in found])
    gates = [gate for score, gate, several, _ in found if several and score > sure]
    gate = replace(made.gate, sure=float(np.quantile(gates, MISSED_AT_GATE)) if gates else -np.inf)
    return replace(made, gate=gate, sure=sure)


def _judged(made: Several, post: Post, parting: Parting) -> tuple[float, float, bool, bool]:
    """The score of a post that was left out (none where it makes no parts of different groups), its gate, what it is."""
    begins = made.begins(post.numbers, post.openings)
    score = made.score(post.numbers, made.borders.scores(post.numbers, post.openings))
    gate = float(made.gate.scores(post.numbers[:, : len(NAMES)], post.openings).max())
    is_cut = bool(parting.cut(post.text, post.pieces, begins))
    return score if is_cut else -np.inf, gate, post.several, post.writer is None


def _folds(posts: Sequence[Post], count: int) -> Iterator[tuple[list[Post], list[Post]]]:
    """Posts that are left out and the rest; each writer stands in one fold, what nobody wrote is dealt around."""
    writers = sorted({post.writer for post in posts if post.writer not in {None, SYNTHETIC}}, key=str)
    place = {writer: n for n, writer in enumerate(writers)}
    fold = [place.get(str(post.writer), n) % count for n, post in enumerate(posts)]
    for k in range(count):
        yield [post for post, n in zip(posts, fold, strict=True) if n == k], [post for post, n in zip(posts, fold, strict=True) if n != k]


def _fit(posts: Sequence[Post]) -> Several:
    """Both regressions of borders; that of texts sees scores of borders which the text did not teach."""
    told, several, weights = [], [], []
    for left, rest in _folds(posts, INNER_FOLDS):
        borders = _borders(rest, len(NAMES) + len(HALVES))
        for post in left:
            if post.writer != SYNTHETIC:
                told.append(about(post.numbers, borders.scores(post.numbers, post.openings)))
                several.append(post.several)
                weights.append(REAL_TEXT if post.writer is None else 1.0)
    plain, bias = _logistic(np.array(told), several, weights)
    borders = _borders(posts, len(NAMES) + len(HALVES))
    return Several(gate=_borders(posts, len(NAMES)), borders=borders, weights=plain, bias=bias, sure=-np.inf)


def _borders(posts: Sequence[Post], numbers: int) -> Borders:
    told = [opens for post in posts for opens in post.openings]
    ends = np.cumsum([0, *map(len, told)])
    at = np.array([each for opens in told for each in opens], dtype=np.int64)
    words = sparse.csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(told), WORDS))
    weights = [JOINED if post.writer == SYNTHETIC else REAL if post.writer is None else 1.0 for post in posts for _ in post.begins]
    begins = [each for post in posts for each in post.begins]
    plain, bias = _logistic(np.vstack([post.numbers[:, :numbers] for post in posts]), begins, weights, words)
    return Borders(weights=plain[:numbers], openings=plain[numbers:], bias=bias, sure=EVEN)


def _logistic(x: Floats, y: Sequence[bool], weights: Sequence[float], beside: Matrix | None = None) -> tuple[Floats, float]:
    """Weights and bias of a regression over numbers at one scale, with columns `beside` them as they are."""
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    scaled = (x - middle) / spread
    model = LogisticRegression(C=LOOSENESS, max_iter=1000).fit(
        scaled if beside is None else sparse.hstack((sparse.csr_matrix(scaled), beside)).tocsr(), y, sample_weight=np.array(weights)
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
