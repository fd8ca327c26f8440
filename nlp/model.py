"""The linear model of topics, groups and appeals: numpy inference over hashed features, weights without pickle."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import BadTable
from nlp.features import SIZE, hashed
from nlp.tables import Taxonomy

VERSION = 1
GROUP_SHARE = 0.5  # how much the group's own score adds to each of its topics

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One linear layer as it is stored, a byte a weight: score = x · weights × scale + bias, a column a class."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Probabilities of topics in the taxonomy's order, and the margin of «it is an appeal» (above 0: yes)."""

    topics: Floats
    appeal: float


class Model:
    """Weights in memory: about 10 MB and a table of 2 MB."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        ids: npt.NDArray[np.int32],
        idf: Floats,
        topics: Head,
        groups: Head,
        appeal: Head,
        sense: tuple[Floats, Floats],
        temperature: float,
    ) -> None:
        self._row = np.full(SIZE, -1, dtype=np.int64)  # fancy indexing wants 64 bits
        self._row[ids] = np.arange(len(ids))
        self._idf = idf
        self.sense = sense  # weights and bias for nlp.sense
        heads = (topics, groups, appeal)
        # One matrix of bytes, gathered at once: floats are three times slower, for they do not fit the processor's cache.
        self._weights = np.hstack([head.weights for head in heads])
        self._scale = np.concatenate([head.scale for head in heads])
        self._bias = np.concatenate([head.bias for head in heads])
        self._topics, self._groups = len(topics.names), len(topics.names) + len(groups.names)
        self._temperature = temperature
        number = {slug: n for n, slug in enumerate(taxonomy.topics)}
        self._order = np.array([number[slug] for slug in topics.names])
        place = {group: n for n, group in enumerate(groups.names)}
        self._group_of = np.array([place[taxonomy.topics[slug].group] for slug in topics.names])
        self._count = len(number)

    def scores(self, text: str) -> Scores:
        """Score one text."""
        rows, x = self._features(text)
        found = (x @ self._weights[rows].astype(np.float32)) * self._scale + self._bias
        margin = found[: self._topics] + GROUP_SHARE * found[self._topics : self._groups][self._group_of]
        exp = np.exp((margin - margin.max()) * self._temperature)
        out = np.zeros(self._count, dtype=np.float32)
        out[self._order] = exp / exp.sum()
        return Scores(topics=out, appeal=float(found[self._groups]))

    def _features(self, text: str) -> tuple[npt.NDArray[np.int64], Floats]:
        ids, tf = hashed(text)
        rows = self._row[ids]
        kept = rows >= 0
        rows = rows[kept]
        x = tf[kept] * self._idf[rows]
        norm = float(np.sqrt(x @ x))
        return rows, x / norm if norm else x


def load_model(file: Path, taxonomy: Taxonomy) -> Model:
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
                bias=arrays[f"{name}_bias"],
            )
            for name in ("topics", "groups", "appeal")
        }
        return Model(
            taxonomy,
            ids=arrays["ids"],
            idf=arrays["idf"].astype(np.float32),
            temperature=float(arrays["temperature"]),
            sense=(arrays["sense_weights"].astype(np.float32), arrays["sense_bias"]),
            **heads,
        )
    except KeyError as error:
        raise BadTable(file, None, f"веса обучены на другой таблице тем: нет {error}") from error
