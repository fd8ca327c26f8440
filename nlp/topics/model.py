"""The linear model: numpy inference over hashed features, word vectors and the shape of a text; weights without pickle.

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

from nlp.errors import BadTable
from nlp.tables import Taxonomy
from nlp.text.features import TABLE, hashed, stemmed
from nlp.text.prepared import SHAPE, Piece, Prepared
from nlp.text.vectors import Vectors
from nlp.topics.borders import Borders, load_borders

VERSION = 4
GROUP_SHARE = 0.5  # how much the group's own score adds to each of its topics
GRAMS_SHARE, STEMS_SHARE, VECTOR_SHARE = 0.5**0.5, 0.5**0.5, 0.4**0.5  # lengths of the three views of a text
HEADS = ("topics", "groups", "speech", "danger", "reaction", "comment")
ON_THREADS = ("reaction", "comment")
"""Heads that are asked only of a comment: of the author's after our answer, of anybody's under a post."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NO_SHAPE: Floats = np.zeros(SHAPE, dtype=np.float32)
"""Of a stretch: only a whole text has a shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One linear layer as it is stored: score = (x · weights) × scale + dense view · dense + bias, a column a class, a byte a weight."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    dense: npt.NDArray[np.float16]
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Score → probability: sigmoid(whole × the text's + stretch × its highest stretch's + bias). `sure`, `asked`: thresholds of it."""

    whole: float
    stretch: float
    bias: float
    sure: float
    asked: float = 1.0

    def of(self, whole: float, stretch: float = 0.0) -> float:
        """The probability."""
        return float(1 / (1 + np.exp(-np.clip(self.whole * whole + self.stretch * stretch + self.bias, -30, 30))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the model says of a text: topics are probabilities in the taxonomy's order, speech raw scores by name."""

    topics: npt.NDArray[np.float64]
    speech: dict[str, float]
    danger: float
    now: float
    stretch: int | None  # the most dangerous stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """What the model says of each clause, a row a clause: topics, raw scores of speech by name, danger, unit vectors."""

    topics: npt.NDArray[np.float64]
    speech: dict[str, Floats]
    danger: Floats
    vectors: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What turns a text into features: which are kept, how much each weighs, and the middle of the vectors."""

    ids: npt.NDArray[np.int32]  # in order
    idf: Floats
    centre: Floats


class Matrix:
    """Heads side by side, so that the rows of a text are gathered once: bytes, for floats would not fit the processor's cache."""

    def __init__(self, heads: Sequence[Head]) -> None:
        self.names = tuple(name for head in heads for name in head.names)
        self._weights = np.ascontiguousarray(np.hstack([head.weights for head in heads]))
        self._scale = np.concatenate([head.scale for head in heads])
        self._dense = np.hstack([head.dense for head in heads]).astype(np.float32)
        self._bias = np.concatenate([head.bias for head in heads])

    def scores(self, rows: Ints, x: Floats, dense: Floats) -> Floats:
        """Scores of every column."""
        found = (x @ self._weights[rows].astype(np.float32)) * self._scale + dense @ self._dense + self._bias
        return np.asarray(found, dtype=np.float32)


class Model:
    """Weights in memory: about 15 MB and a table of 4 MB."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        space: Space,
        heads: Mapping[str, Head],
        lines: Mapping[str, Line],
        temperature: float,
        vectors: Vectors,
        borders: Borders | None,
    ) -> None:
        self.borders = borders  # None while they are being learned
        self._row = np.full(TABLE, -1, dtype=np.int64)  # fancy indexing wants 64 bits
        self._row[space.ids] = np.arange(len(space.ids))
        self._space, self._vectors, self._temperature = space, vectors, temperature
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

    def scores(self, prepared: Prepared) -> Scores:
        """Score one text and its stretches."""
        found = self._post.scores(*self._features(prepared.whole, prepared.shape))
        speech = dict(zip(self._speech, map(float, found[self._groups : self._groups + len(self._speech)]), strict=True))
        danger, now = map(float, found[-2:])
        stretches = [self._danger.scores(*self._features(piece, NO_SHAPE)) for piece in prepared.stretches]
        best = int(np.argmax([each[0] for each in stretches])) if stretches else None
        return Scores(
            topics=self._shares(found),
            speech=speech,
            danger=self.lines["danger"].of(danger, max((float(each[0]) for each in stretches), default=danger)),
            now=self.lines["now"].of(now, max((float(each[1]) for each in stretches), default=now)),
            stretch=best,
        )

    def topics(self, piece: Piece) -> npt.NDArray[np.float64]:
        """Probabilities of topics of a stretch."""
        return self._shares(self._post.scores(*self._features(piece, NO_SHAPE)))

    def danger(self, piece: Piece) -> float:
        """The raw score of danger of a stretch."""
        return float(self._danger.scores(*self._features(piece, NO_SHAPE))[0])

    def of_clauses(self, pieces: Sequence[Piece]) -> Clauses:
        """Score clauses by themselves: for telling matters apart."""
        found = np.array([self._post.scores(*self._features(piece, NO_SHAPE)) for piece in pieces])
        said = found[:, self._groups : self._groups + len(self._speech)]
        return Clauses(
            topics=np.array([self._shares(row) for row in found]),
            speech={name: said[:, n] for n, name in enumerate(self._speech)},
            danger=found[:, -2],
            vectors=np.array([as_long(self._vectors.mean(piece.words), 1.0) for piece in pieces]),
        )

    def of_thread(self, name: str, prepared: Prepared) -> dict[str, float]:
        """Scores of a head that is asked of comments, by class."""
        matrix = self._threads[name]
        return dict(zip(matrix.names, map(float, matrix.scores(*self._features(prepared.whole, prepared.shape))), strict=True))

    def _shares(self, found: Floats) -> npt.NDArray[np.float64]:
        margin = found[: self._topics] + GROUP_SHARE * found[self._topics : self._groups][self._group_of]
        exp = np.exp((margin - margin.max()) * self._temperature)
        out = np.zeros(self._count, dtype=np.float64)
        out[self._order] = exp / exp.sum()
        return out

    def _features(self, piece: Piece, shape: Floats) -> tuple[Ints, Floats, Floats]:
        grams, stems = self._view(*hashed(piece.text), GRAMS_SHARE), self._view(*stemmed(piece.words), STEMS_SHARE)
        vector = as_long(self._vectors.mean(piece.words) - self._space.centre, VECTOR_SHARE)
        return np.concatenate((grams[0], stems[0])), np.concatenate((grams[1], stems[1])), np.concatenate((vector, shape))

    def _view(self, ids: Ints, tf: Floats, share: float) -> tuple[Ints, Floats]:
        rows = self._row[ids]
        kept = rows >= 0
        rows = rows[kept]
        return rows, as_long(tf[kept] * self._space.idf[rows], share)


def as_long(x: Floats, length: float) -> Floats:
    """The vector at this length; nothing stays nothing."""
    norm = float(np.sqrt(x @ x))
    return np.asarray(x * np.float32(length / norm), dtype=np.float32) if norm else x


def load_model(file: Path, taxonomy: Taxonomy, vectors: Vectors) -> Model:
    """Read weights. Raises BadTable when the file is no weights or was trained for another taxonomy."""
    return model_of(_arrays(file), file, taxonomy, vectors)


def model_of(arrays: Mapping[str, Any], file: Path, taxonomy: Taxonomy, vectors: Vectors) -> Model:  # Any: arrays of several types
    """Make a model of what a file holds. Raises BadTable."""
    try:
        if int(arrays["version"]) != VERSION:
            raise BadTable(file, None, f"веса другой версии: {int(arrays['version'])}, нужна {VERSION}")
        heads = {
            name: Head(
                names=tuple(map(str, arrays[f"{name}_names"])),
                weights=arrays[f"{name}_weights"],
                scale=arrays[f"{name}_scale"],
                dense=arrays[f"{name}_dense"],
                bias=arrays[f"{name}_bias"],
            )
            for name in HEADS
        }
        lines = {name: Line(**line) for name, line in json.loads(str(arrays["lines"])).items()}
        return Model(
            taxonomy,
            space=Space(ids=arrays["ids"], idf=arrays["idf"].astype(np.float32), centre=arrays["centre"]),
            heads=heads,
            lines=lines,
            temperature=float(arrays["temperature"]),
            vectors=vectors,
            borders=load_borders(arrays) if "borders_weights" in arrays else None,
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
