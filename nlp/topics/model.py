"""The linear model: numpy inference over hashed features; weights without pickle.

One matrix holds every head: topics, groups, and the yes-or-no questions of `SPEECH`. Danger is also asked of each stretch.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.district_files import Taxonomy
from nlp.errors import BadTable
from nlp.text.prepared import Piece, Prepared
from nlp.topics.borders import Several, load_several
from nlp.topics.feature_rows import Head, Matrix, Rows, Space

VERSION = 8
GROUP_SHARE = 0.5  # how much the group's own score adds to each of its topics
HEADS = ("topics", "groups", "speech", "danger", "reaction", "answer", "comment")
ON_THREADS = ("reaction", "answer", "comment")
"""Heads that are asked only of a comment: of the author's after our answer, of that answer, of anybody's under a post."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Score → probability: sigmoid(whole × the text's + stretch × its highest stretch's + calm × the score of an appeal below zero + bias).

    `sure`, `asked`: thresholds of it.
    """

    whole: float
    stretch: float
    bias: float
    sure: float
    asked: float = 1.0
    calm: float = 0.0

    def of(self, whole: float, stretch: float = 0.0, appeal: float = 0.0) -> float:
        """The probability."""
        score = self.whole * whole + self.stretch * stretch + self.calm * min(appeal, 0.0) + self.bias
        return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the model says of a text: topics are probabilities in the taxonomy's order, speech raw scores by name."""

    topics: npt.NDArray[np.float64]
    speech: dict[str, float]
    danger: float
    now: float
    stretch: int | None  # the most dangerous stretch
    rows: Rows  # of the whole text, then of each stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """What the model says of each clause, a row a clause: topics, raw scores of speech by name, danger."""

    topics: npt.NDArray[np.float64]
    speech: dict[str, Floats]
    danger: Floats


class Model:
    """Weights in memory: about 15 MB."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        space: Space,
        heads: Mapping[str, Head],
        lines: Mapping[str, Line],
        temperature: float,
        several: Several | None,
        denials: Floats | None,
    ) -> None:
        self.several, self.denials = several, denials  # None while they are being learned, and where nobody denied
        self._space, self._temperature = space, temperature
        self.lines = dict(lines)
        topics, groups = heads["topics"], heads["groups"]
        self._post = Matrix([topics, groups, heads["speech"], heads["danger"]])
        self._danger = Matrix([heads["danger"]])
        self._threads = {name: Matrix([heads[name]]) for name in ON_THREADS}
        self._speech = heads["speech"].names
        self._topics, self._groups = len(topics.names), len(topics.names) + len(groups.names)
        number = {slug: n for n, slug in enumerate(taxonomy.topics)}
        self._order = np.array([number[slug] for slug in topics.names])
        place = {group: n for n, group in enumerate(groups.names)}
        self._group_of = np.array([place[taxonomy.topics[slug].group] for slug in topics.names])
        self._count = len(number)

    def rows(self, pieces: Sequence[Piece]) -> Rows:
        """What the heads see of stretches."""
        return self._space.rows(pieces)

    def scores(self, prepared: Prepared) -> Scores:
        """Score one text and its stretches."""
        rows = self._space.rows([prepared.whole, *prepared.stretches])
        found = self._post.scores(rows.part(0, 1))[0]
        speech = dict(zip(self._speech, map(float, found[self._groups : self._groups + len(self._speech)]), strict=True))
        danger, now = map(float, found[-2:])
        stretches = self._danger.scores(rows.part(1))
        return Scores(
            topics=self._shares(found),
            speech=speech,
            danger=self.lines["danger"].of(danger, _highest(stretches[:, 0], danger), speech["appeal"]),
            now=self.lines["now"].of(now, _highest(stretches[:, 1], now), speech["appeal"]),
            stretch=int(stretches[:, 0].argmax()) if len(stretches) else None,
            rows=rows,
        )

    def topics(self, piece: Piece) -> npt.NDArray[np.float64]:
        """Probabilities of topics of a stretch."""
        return self._shares(self._post.scores(self.rows([piece]))[0])

    def dangers(self, pieces: Sequence[Piece]) -> Floats:
        """The raw score of danger of each stretch."""
        return self._danger.scores(self.rows(pieces))[:, 0]

    def of_clauses(self, rows: Rows) -> Clauses:
        """Score clauses by themselves: for telling matters apart."""
        found = self._post.scores(rows)
        said = found[:, self._groups : self._groups + len(self._speech)]
        return Clauses(
            topics=self._shares(found),
            speech={name: said[:, n] for n, name in enumerate(self._speech)},
            danger=found[:, -2],
        )

    def of_comment(self, scores: Scores) -> dict[str, float]:
        """Scores of what a comment is to its post, by class."""
        return self._of_thread("comment", scores.rows.part(0, 1))

    def of_reaction(self, scores: Scores, answer: Prepared) -> dict[str, float]:
        """Scores of how an author takes our answer, by class: what the comment says, and what the answer does."""
        said = self._of_thread("reaction", scores.rows.part(0, 1))
        if not answer.whole.words:
            return said
        told = self._of_thread("answer", self._space.rows([answer.whole]))
        return {name: score + told[name] for name, score in said.items()}

    def _of_thread(self, name: str, rows: Rows) -> dict[str, float]:
        matrix = self._threads[name]
        return dict(zip(matrix.names, map(float, matrix.scores(rows)[0]), strict=True))

    def _shares(self, found: Floats) -> npt.NDArray[np.float64]:
        """Probabilities of topics in the taxonomy's order; of several stretches a row each."""
        margin = found[..., : self._topics] + GROUP_SHARE * found[..., self._topics : self._groups][..., self._group_of]
        exp = np.exp((margin - margin.max(axis=-1, keepdims=True)) * self._temperature)
        out = np.zeros((*found.shape[:-1], self._count), dtype=np.float64)
        out[..., self._order] = exp / exp.sum(axis=-1, keepdims=True)
        return out


def _highest(scores: Floats, without: float) -> float:
    """The highest score; `without` any, this."""
    return float(scores.max()) if len(scores) else without


def load_model(file: Path, taxonomy: Taxonomy) -> Model:
    """Read weights. Raises BadTable when the file is no weights or was trained for another taxonomy."""
    return model_of(_arrays(file), file, taxonomy)


def model_of(arrays: Mapping[str, Any], file: Path, taxonomy: Taxonomy) -> Model:  # Any: arrays of several types
    """Make a model of what a file holds. Raises BadTable."""
    try:
        if int(arrays["version"]) != VERSION:
            raise BadTable(file, None, f"веса другой версии: {int(arrays['version'])}, нужна {VERSION}")
        heads = {
            name: Head(
                names=tuple(map(str, arrays[f"{name}_names"])),
                weights=arrays[f"{name}_weights"],
                scale=arrays[f"{name}_scale"],
                bias=arrays[f"{name}_bias"],
            )
            for name in HEADS
        }
        lines = {name: Line(**line) for name, line in json.loads(str(arrays["lines"])).items()}
        return Model(
            taxonomy,
            space=Space(ids=arrays["ids"], idf=arrays["idf"].astype(np.float32)),
            heads=heads,
            lines=lines,
            temperature=float(arrays["temperature"]),
            several=load_several(arrays) if "several_weights" in arrays else None,
            denials=arrays.get("denials"),
        )
    except KeyError as error:
        raise BadTable(file, None, f"веса обучены на другой таблице тем: нет {error}") from error


def _arrays(file: Path) -> dict[str, Any]:  # Any: arrays of several types
    try:
        with file.open("rb") as raw:
            if not zipfile.is_zipfile(raw):
                raise BadTable(file, None, "файл весов не читается")
            raw.seek(0)
            with np.load(raw, allow_pickle=False) as data:
                return {name: data[name] for name in data.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise BadTable(file, None, "файл весов не читается") from error
