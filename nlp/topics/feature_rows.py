"""What the linear heads see of texts: rows of kept features, many stretches at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from nlp.text.features import SIZE, TABLE, counted_all
from nlp.text.prepared import Piece

SHARES = GRAMS_SHARE, STEMS_SHARE = 0.5**0.5, 0.5**0.5
"""Lengths of the two views of a text."""
FEW = 4  # columns that are summed one by one

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """One linear layer as it is stored: score = (x · weights) × scale + bias, a column a class, a byte a weight."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Kept features of stretches, one behind another: stretch n has [ends[n], ends[n + 1]) of `kept` (rows of the weights) and `x`."""

    kept: Ints
    x: Floats
    ends: Ints

    def part(self, start: int, stop: int | None = None) -> Self:
        """Stretches [start, stop)."""
        ends = self.ends[start : None if stop is None else stop + 1]
        inside = slice(ends[0], ends[-1])
        return type(self)(kept=self.kept[inside], x=self.x[inside], ends=ends - ends[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What turns a text into features: which are kept, and how much each weighs."""

    ids: npt.NDArray[np.int32]  # in order
    idf: Floats
    row: npt.NDArray[np.int32] = field(init=False)  # of a feature's id; -1: it is not kept

    def __post_init__(self) -> None:
        row = np.full(TABLE, -1, dtype=np.int32)
        row[self.ids] = np.arange(len(self.ids))
        object.__setattr__(self, "row", row)

    def rows(self, pieces: Sequence[Piece]) -> Rows:
        """Rows of stretches."""
        count = len(pieces)
        counted = counted_all([piece.text for piece in pieces], [piece.words for piece in pieces])
        row = self.row[counted.ids]
        is_kept = np.flatnonzero(row >= 0)
        of, kept = counted.of[is_kept], row[is_kept].astype(np.int64)  # fancy indexing wants 64 bits
        x = counted.tf[is_kept] * self.idf[kept]
        view = 2 * of + (counted.ids[is_kept] >= SIZE)  # each stretch's letters, then its stems
        length = np.sqrt(np.bincount(view, weights=x * x, minlength=2 * count))
        return Rows(
            kept=kept,
            x=(x * (np.resize(SHARES, 2 * count) / np.where(length, length, 1))[view]).astype(np.float32),
            ends=np.concatenate(([0], np.cumsum(np.bincount(of, minlength=count)))),
        )


class Matrix:
    """Heads side by side, so that the rows of a text are gathered once: bytes, for floats would not fit the processor's cache."""

    def __init__(self, heads: Sequence[Head]) -> None:
        self.names = tuple(name for head in heads for name in head.names)
        self._weights = np.ascontiguousarray(np.hstack([head.weights for head in heads]))
        self._scale = np.concatenate([head.scale for head in heads])
        self._bias = np.concatenate([head.bias for head in heads])

    def scores(self, rows: Rows) -> Floats:
        """Scores of every column, a row a stretch."""
        found = self._few(rows) if len(self.names) <= FEW else self._many(rows)
        return np.asarray(found * self._scale + self._bias, dtype=np.float32)

    def _many(self, rows: Rows) -> Floats:
        out = np.zeros((len(rows.ends) - 1, len(self.names)), dtype=np.float32)
        for n, (start, end) in enumerate(zip(rows.ends[:-1], rows.ends[1:], strict=True)):
            out[n] = rows.x[start:end] @ self._weights[rows.kept[start:end]].astype(np.float32)
        return out

    def _few(self, rows: Rows) -> npt.NDArray[np.float64]:
        of = np.repeat(np.arange(len(rows.ends) - 1), np.diff(rows.ends))
        each = self._weights[rows.kept] * rows.x[:, None]
        return np.stack([np.bincount(of, weights=column, minlength=len(rows.ends) - 1) for column in each.T], axis=1)
