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
    """One linear layer in a byte a weight: score = x · weights × scale + bias, a column a class."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats

    def scores(self, rows: npt.NDArray[np.int32], x: Floats) -> Floats:
        """Scores of the classes for the features in `rows` with the values `x`."""
        return np.asarray((x @ self.weights[rows].astype(np.float32)) * self.scale + self.bias, dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Probabilities of topics in the taxonomy's order; margins of «it is an appeal» and «it is dangerous» (above 0: yes)."""

    topics: Floats
    appeal: float
    danger: float


class Model:
    """Weights in memory: about 6 MB and a table of 1 MB."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        *,
        ids: npt.NDArray[np.int32],
        idf: Floats,
        topics: Head,
        groups: Head,
        appeal: Head,
        danger: Head,
        temperature: float,
    ) -> None:
        self._row = np.full(SIZE, -1, dtype=np.int32)
        self._row[ids] = np.arange(len(ids), dtype=np.int32)
        self._idf = idf
        self._topics, self._groups, self._appeal, self._danger = topics, groups, appeal, danger
        self._temperature = temperature
        number = {slug: n for n, slug in enumerate(taxonomy.topics)}
        self._order = np.array([number[slug] for slug in topics.names])
        place = {group: n for n, group in enumerate(groups.names)}
        self._group_of = np.array([place[taxonomy.topics[slug].group] for slug in topics.names])
        self._count = len(number)

    def scores(self, text: str) -> Scores:
        """Score one text."""
        rows, x = self._features(text)
        margin = self._topics.scores(rows, x) + GROUP_SHARE * self._groups.scores(rows, x)[self._group_of]
        exp = np.exp((margin - margin.max()) * self._temperature)
        out = np.zeros(self._count, dtype=np.float32)
        out[self._order] = exp / exp.sum()
        danger = max(self._grades(rows, x).values())
        return Scores(topics=out, appeal=float(self._appeal.scores(rows, x)[0]), danger=danger)

    def dangers(self, clause: str) -> dict[str, float]:
        """Margins of «now» and «risk» for a clause."""
        return self._grades(*self._features(clause))

    def _grades(self, rows: npt.NDArray[np.int32], x: Floats) -> dict[str, float]:
        found = self._danger.scores(rows, x)
        return {name: float(score) for name, score in zip(self._danger.names, found, strict=True) if name != "none"}

    def _features(self, text: str) -> tuple[npt.NDArray[np.int32], Floats]:
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
        with np.load(file, allow_pickle=False) as data:
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
            for name in ("topics", "groups", "appeal", "danger")
        }
        return Model(taxonomy, ids=arrays["ids"], idf=arrays["idf"].astype(np.float32), temperature=float(arrays["temperature"]), **heads)
    except KeyError as error:
        raise BadTable(file, None, f"веса обучены на другой таблице тем: нет {error}") from error
