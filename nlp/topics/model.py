"""The linear model of topics, groups and appeals: numpy inference over hashed features and word vectors, weights without pickle."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import BadTable
from nlp.tables import Taxonomy
from nlp.text.features import SIZE, TABLE, hashed, stemmed
from nlp.text.vectors import Vectors

VERSION = 2
GROUP_SHARE = 0.5  # how much the group's own score adds to each of its topics
GRAMS_SHARE, STEMS_SHARE, VECTOR_SHARE = 0.5**0.5, 0.5**0.5, 0.4**0.5  # lengths of the three views of a text

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One linear layer as it is stored: score = (x · weights) × scale + vector · dense + bias, a column a class, a byte a weight."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    dense: npt.NDArray[np.float16]
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Probabilities of topics in the taxonomy's order, and the margin of «it is an appeal» (above 0: yes)."""

    topics: Floats
    appeal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What turns a text into features: which are kept, how much each weighs, and the middle of the vectors."""

    ids: npt.NDArray[np.int32]  # in order
    idf: Floats
    centre: Floats

    @property
    def stems_from(self) -> int:
        """The row where stems begin."""
        return int(np.searchsorted(self.ids, SIZE))


class Model:
    """Weights in memory: about 10 MB and a table of 4 MB."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        space: Space,
        topics: Head,
        groups: Head,
        appeal: Head,
        sense: tuple[Floats, Floats],
        temperature: float,
        vectors: Vectors,
    ) -> None:
        self._row = np.full(TABLE, -1, dtype=np.int64)  # fancy indexing wants 64 bits
        self._row[space.ids] = np.arange(len(space.ids))
        self._space, self._vectors = space, vectors
        self.sense = sense  # weights and bias for nlp.text.vectors
        heads = (topics, groups, appeal)
        # One matrix of bytes, gathered at once: floats are three times slower, for they do not fit the processor's cache.
        self._weights = np.hstack([head.weights for head in heads])
        self._scale = np.concatenate([head.scale for head in heads])
        self._dense = np.hstack([head.dense for head in heads]).astype(np.float32)
        self._bias = np.concatenate([head.bias for head in heads])
        self._topics, self._groups = len(topics.names), len(topics.names) + len(groups.names)
        self._temperature = temperature
        number = {slug: n for n, slug in enumerate(taxonomy.topics)}
        self._order = np.array([number[slug] for slug in topics.names])
        place = {group: n for n, group in enumerate(groups.names)}
        self._group_of = np.array([place[taxonomy.topics[slug].group] for slug in topics.names])
        self._count = len(number)

    def scores(self, text: str, words: Sequence[str]) -> Scores:
        """Score one text; `words` are its mended words."""
        rows, x = self._features(text, words)
        found = (x @ self._weights[rows].astype(np.float32)) * self._scale + self._vector(words) @ self._dense + self._bias
        margin = found[: self._topics] + GROUP_SHARE * found[self._topics : self._groups][self._group_of]
        exp = np.exp((margin - margin.max()) * self._temperature)
        out = np.zeros(self._count, dtype=np.float32)
        out[self._order] = exp / exp.sum()
        return Scores(topics=out, appeal=float(found[self._groups]))

    def _features(self, text: str, words: Sequence[str]) -> tuple[Ints, Floats]:
        grams, stems = self._view(*hashed(text), GRAMS_SHARE), self._view(*stemmed(words), STEMS_SHARE)
        return np.concatenate((grams[0], stems[0])), np.concatenate((grams[1], stems[1]))

    def _view(self, ids: Ints, tf: Floats, share: float) -> tuple[Ints, Floats]:
        rows = self._row[ids]
        kept = rows >= 0
        rows = rows[kept]
        return rows, as_long(tf[kept] * self._space.idf[rows], share)

    def _vector(self, words: Sequence[str]) -> Floats:
        return as_long(self._vectors.mean(words) - self._space.centre, VECTOR_SHARE)


def as_long(x: Floats, length: float) -> Floats:
    """The vector at this length; nothing stays nothing."""
    norm = float(np.sqrt(x @ x))
    return np.asarray(x * np.float32(length / norm), dtype=np.float32) if norm else x


def load_model(file: Path, taxonomy: Taxonomy, vectors: Vectors) -> Model:
    """Read weights. Raises BadTable when the file is no weights or was trained for another taxonomy."""
    try:
        with file.open("rb") as raw:
            if not zipfile.is_zipfile(raw):
                raise BadTable(file, None, "файл весов не читается")
            raw.seek(0)
            with np.load(raw, allow_pickle=False) as data:
                arrays: dict[str, Any] = {name: data[name] for name in data.files}  # Any: arrays of several types
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise BadTable(file, None, "файл весов не читается") from error
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
            for name in ("topics", "groups", "appeal")
        }
        return Model(
            taxonomy,
            space=Space(ids=arrays["ids"], idf=arrays["idf"].astype(np.float32), centre=arrays["centre"]),
            temperature=float(arrays["temperature"]),
            sense=(arrays["sense_weights"].astype(np.float32), arrays["sense_bias"]),
            vectors=vectors,
            **heads,
        )
    except KeyError as error:
        raise BadTable(file, None, f"веса обучены на другой таблице тем: нет {error}") from error
