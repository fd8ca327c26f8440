"""A stock model on our corpus: TF-IDF and scikit-learn's logistic regression, beside the shipped reader on texts that taught neither.

Characters 2–5 within words and words 1–2, of whole texts and of the same clauses as ours; the same examples, weights, folds of writers
and rules for thresholds. No word vectors, no masked places, no tables of words, the post above a comment is not read.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from nlp.district_files import Taxonomy, load_district
from nlp.learning.calibration import Scored, folds_of, lines_of
from nlp.learning.corpus import CORPUS
from nlp.learning.examples import Example, read_examples
from nlp.learning.rows import STRETCH, Preparing, Rows
from nlp.learning.streams import HOME
from nlp.reader import Reader
from nlp.topics.danger import LIKELY
from nlp.topics.model import Line
from nlp.wire import reading_to_json

LOOSENESS = 8.0
RESAMPLED = 1000
Matrix = Any  # a scipy.sparse matrix; scipy has no types
Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Row = dict[str, Any]  # Any: JSON
Case = tuple[Row, Row, Row]  # labels, our reading, what the stock model says
YES_OR_NO: dict[str, tuple[Callable[[Row], bool], Callable[[Row], bool]]] = {
    "appeal": (lambda row: bool(row["is_appeal"]), lambda read: bool(read["is_appeal"])),
    "danger": (lambda row: bool(row["danger_grade"]), lambda read: bool(read["danger"])),
    "«now»": (lambda row: row["danger_grade"] == "now", lambda read: read["danger_grade"] == "now"),
}


def regression(x: Matrix, y: Sequence[bool], weights: Sequence[float]) -> LogisticRegression:
    """One yes-or-no question."""
    return LogisticRegression(C=LOOSENESS, solver="liblinear", random_state=0).fit(x, y, sample_weight=weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Examples as rows of one matrix: whole texts, then their stretches."""

    examples: Sequence[Example]
    x: Matrix
    stretch_of: Ids
    tells: Floats  # 1 tells the danger, 0 does not, −1 nobody knows

    def appeal(self, which: Ids) -> LogisticRegression:
        """Learn from these examples whether a text is an appeal."""
        told = [n for n in which if self.examples[n].is_appeal is not None]
        return regression(self.x[told], [bool(self.examples[n].is_appeal) for n in told], [self.examples[n].appeal_weight for n in told])

    def danger(self, which: Ids, *, now: bool) -> LogisticRegression:
        """Learn a danger, or one that is there now, from whole texts and from stretches."""
        whole = [n for n in which if self.examples[n].danger is not None]
        known = np.flatnonzero(np.isin(self.stretch_of, whole) & (self.tells >= 0))
        of = [self.examples[n] for n in (*whole, *self.stretch_of[known])]
        tells = [1.0] * len(whole) + [float(each) for each in self.tells[known]]
        wanted = {"now"} if now else {"now", "risk"}
        y = [bool(told) and each.danger in wanted for each, told in zip(of, tells, strict=True)]
        weights = [each.danger_weight * (1.0 if told else STRETCH) for each, told in zip(of, tells, strict=True)]
        return regression(self.x[[*whole, *(len(self.examples) + known)]], y, weights)

    def score(self, learned: Ids, out: Ids) -> Scored:
        """Learn from some examples and score others, whole and by their highest stretch."""
        appeal = self.appeal(learned).decision_function(self.x[out])
        scored = {}
        for name in ("danger", "now"):
            made = self.danger(learned, now=name == "now")
            scored[name] = made.decision_function(self.x[out])
            inside = np.flatnonzero(np.isin(self.stretch_of, out))
            best = np.full(len(self.examples), -np.inf)
            np.maximum.at(best, self.stretch_of[inside], made.decision_function(self.x[len(self.examples) + inside]))
            scored[f"{name}_stretch"] = np.where(np.isfinite(best[out]), best[out], scored[name])
        nothing = np.zeros(len(out), dtype=np.float32)
        return Scored(rows=out, appeal=appeal, **scored, thanks=nothing, sarcasm=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The trained model."""

    vectorizers: Sequence[TfidfVectorizer]
    appeal: LogisticRegression
    danger: LogisticRegression
    now: LogisticRegression
    topics: OneVsRestClassifier
    lines: dict[str, Line]
    preparing: Preparing

    @classmethod
    def trained(cls, examples: Sequence[Example]) -> Self:
        """Learn from the examples; thresholds come from left-out writers, as ours do."""
        preparing = Preparing()
        rows = Rows.of(examples, [], preparing)
        texts = [each.text for each in examples]
        cut = [
            each.text[piece.start : piece.end]
            for n in sorted(set(rows.stretch_of.tolist()))
            for each in (examples[n],)
            for piece in preparing.of(each.text).stretches
        ]
        vectorizers = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, dtype=np.float32),
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32, token_pattern=r"\w+"),
        )
        for each in vectorizers:
            each.fit(texts)
        x = _features(vectorizers, [*texts, *cut])
        lessons = Lessons(examples=examples, x=x, stretch_of=rows.stretch_of, tells=rows.tells)
        everything = np.arange(len(examples))
        parts = [lessons.score(np.setdiff1d(everything, out), out) for out in folds_of(examples) if len(out)]
        left_out = Scored(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Scored.__slots__})
        topical = [n for n, each in enumerate(examples) if each.topic is not None]
        topics = OneVsRestClassifier(LogisticRegression(C=LOOSENESS, solver="liblinear", random_state=0))
        return cls(
            vectorizers=vectorizers,
            appeal=lessons.appeal(everything),
            danger=lessons.danger(everything, now=False),
            now=lessons.danger(everything, now=True),
            topics=topics.fit(lessons.x[topical], [str(examples[n].topic) for n in topical]),
            lines=lines_of(left_out, examples),
            preparing=preparing,
        )

    def read(self, texts: Sequence[str]) -> list[Row]:
        """What it says of texts, under the names of our reading."""
        whole = _features(self.vectorizers, texts)
        appeal, topics = self.appeal.decision_function(whole), self.topics.predict(whole)
        out = []
        for n, text in enumerate(texts):
            pieces = [text[piece.start : piece.end] for piece in self.preparing.of(text).stretches]
            x = _features(self.vectorizers, [text, *pieces])
            p = {}
            for name, model in (("danger", self.danger), ("now", self.now)):
                scores = model.decision_function(x)
                p[name] = self.lines[name].of(scores[0], scores[1:].max(initial=-np.inf) if pieces else scores[0], appeal[n])
            now = p["now"] >= self.lines["now"].sure
            danger = now or p["danger"] >= self.lines["danger"].sure
            asked = p["danger"] >= self.lines["danger"].asked or p["now"] >= LIKELY
            is_appeal = danger or asked or self.lines["appeal"].of(appeal[n]) >= self.lines["appeal"].sure
            grade = "now" if now else "risk" if danger else None
            out.append({"is_appeal": is_appeal, "danger": danger, "danger_grade": grade, "topic": topics[n]})
        return out


def _features(vectorizers: Sequence[TfidfVectorizer], texts: Sequence[str]) -> Matrix:
    return sparse.hstack([each.transform(texts) for each in vectorizers]).tocsr()


def beside_ours(files: Sequence[Path], noise: Sequence[Path], strangers: Path, reader: Reader, taxonomy: Taxonomy) -> Iterator[str]:
    """Train on what trained ours and compare on every unseen set. Raises BadTable."""
    stock = Stock.trained(read_examples(files, noise, CORPUS, taxonomy))
    district = reader.beside(load_district(HOME))
    for file in sorted(strangers.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        sure = [row for row in rows if not {"is_appeal", "danger"} & set(row.get("doubt") or ())]
        own = district if file.stem.startswith("district") else reader
        read_so = [reading_to_json(own.read(row["text"], community=row.get("community"))) for row in sure]
        yield from _compared(file.stem, _cases(sure, read_so, stock))


def _cases(rows: Sequence[Row], ours: Sequence[Row], stock: Stock) -> list[Case]:
    return list(zip(rows, ours, stock.read([row["text"] for row in rows]), strict=True))


def _compared(name: str, cases: Sequence[Case]) -> Iterator[str]:
    for head, (right, got) in YES_OR_NO.items():
        sure = [case for case in cases if head != "«now»" or "grades" not in case[0]]
        yield line_of(name, head, [(right(row), got(ours), got(stock)) for row, ours, stock in sure], f1)
    topical = [case for case in cases if case[0]["is_appeal"] and case[0].get("topic")]
    if topical:
        hits = [tuple(read["topic"] in {row["topic"], *(row.get("alt_topics") or ())} for read in both) for row, *both in topical]
        yield line_of(name, "topic", [(True, ours, stock) for ours, stock in hits], share)


Said = tuple[bool, bool]  # right, told


def f1(said: Sequence[Said]) -> float:
    """F1 of a yes-or-no question."""
    return 2 * sum(a and b for a, b in said) / max(1, sum(chain.from_iterable(said)))


def share(said: Sequence[Said]) -> float:
    """How many are right."""
    return sum(a == b for a, b in said) / max(1, len(said))


def line_of(name: str, head: str, told: Sequence[tuple[bool, bool, bool]], measure: Callable[[Sequence[Said]], float]) -> str:
    """Ours, stock's, and the difference with its 95 % interval by resampling the same texts for both."""

    def both(some: Sequence[tuple[bool, bool, bool]]) -> tuple[float, float]:
        return measure([(a, b) for a, b, _ in some]), measure([(a, c) for a, _, c in some])

    ours, stock = both(told)
    dice = random.Random(1)
    drawn = (both(dice.choices(told, k=len(told))) for _ in range(RESAMPLED))
    differences = sorted(b - a for a, b in drawn)
    low, high = differences[int(0.025 * RESAMPLED)], differences[int(0.975 * RESAMPLED) - 1]
    apart = f"stock − ours {stock - ours:+.3f} [{low:+.3f}, {high:+.3f}]"
    return f"{name:14} {head:8} ours {ours:.3f}  stock {stock:.3f}  {apart}  n = {len(told)}"
