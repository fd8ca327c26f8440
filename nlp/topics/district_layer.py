"""District corrections to the base model; None where no better than it.

Weights of hashed stems: no words in it.
"""

import io
import math
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from nlp.text.features import SIZE, stem_code, stem_pairs, stemmed

VERSION = 1
BITS = 13
WIDTH = 1 << BITS
SHORTEST = 4  # letters of a word that may be a name

Floats = npt.NDArray[np.float32]


class BadLayer(Exception):
    """The bytes are no layer of this version."""


def folded(words: Sequence[str]) -> Floats:
    """A text as a row of length one: its stems and pairs of them, folded."""
    ids, tf = stemmed(words)
    row = np.bincount((ids - SIZE) % WIDTH, weights=tf, minlength=WIDTH).astype(np.float32)
    length = float(np.sqrt(row @ row))
    return row / np.float32(length) if length else row


def place_keys(words: Sequence[str], is_ordinary: Callable[[str], bool]) -> list[int]:
    """What may stand for a place: pairs of words, and words that are in no dictionary."""
    return stem_pairs(words) + [stem_code(word) for word in words if len(word) >= SHORTEST and not is_ordinary(word)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Additions to the base's logits, a column a name. Without a base (departments) `start` holds where they begin."""

    names: tuple[str, ...]
    weights: Floats  # WIDTH × names, the scale is in them
    start: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What was learned; a part is None where the base is as good."""

    topics: Part | None = None
    appeal: Part | None = None
    departments: Part | None = None
    places: dict[int, str] = field(default_factory=dict)  # a hashed stem or pair that stands for one place → its id

    def __bool__(self) -> bool:
        """Whether it says anything at all."""
        return bool(self.topics or self.appeal or self.departments or self.places)

    def rank(self, p: npt.NDArray[np.float64], slugs: Sequence[str], words: Sequence[str]) -> npt.NDArray[np.float64]:
        """Probabilities of topics, corrected. Topics that no longer exist are passed over."""
        if self.topics is None:
            return p
        column = {slug: n for n, slug in enumerate(slugs)}
        out = p.copy()
        for slug, more in zip(self.topics.names, folded(words) @ self.topics.weights, strict=True):
            if slug in column:
                out[column[slug]] = max(out[column[slug]], 1e-6) * math.exp(more)
        return np.asarray(out / out.sum(), dtype=np.float64)

    def appeals(self, score: float, words: Sequence[str]) -> float:
        """The probability of an appeal, corrected."""
        if self.appeal is None:
            return score
        logit = math.log(max(score, 1e-9) / max(1 - score, 1e-9)) + float((folded(words) @ self.appeal.weights)[0])
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))

    def takers(self, words: Sequence[str], count: int = 3) -> tuple[tuple[str, float], ...]:
        """The departments that took such posts before, likeliest first."""
        if self.departments is None:
            return ()
        logits = self.departments.start + folded(words) @ self.departments.weights
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        return tuple((self.departments.names[n], float(shares[n])) for n in np.argsort(-shares, kind="stable")[:count])

    def place(self, keys: Iterable[int]) -> str | None:
        """The id of the place that the words stand for, if they stand for one only; `keys` as `place_keys` makes them."""
        if not self.places:
            return None
        found = {self.places[key] for key in keys if key in self.places}
        return found.pop() if len(found) == 1 else None

    def to_bytes(self) -> bytes:
        """An .npz without pickles."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"version": np.array(VERSION)}
        for name, part in (("topics", self.topics), ("appeal", self.appeal), ("departments", self.departments)):
            if part is not None:
                rows = np.flatnonzero(np.abs(part.weights).max(axis=1) > 0)
                arrays |= {f"{name}_names": np.array(part.names), f"{name}_start": part.start, f"{name}_rows": rows.astype(np.int32)}
                arrays[f"{name}_weights"] = part.weights[rows].astype(np.float16)
        arrays["place_keys"] = np.array(list(self.places), dtype=np.int64)
        arrays["place_ids"] = np.array(list(self.places.values()), dtype=np.str_)
        out = io.BytesIO()
        np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
        return out.getvalue()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """Raises BadLayer."""
        try:
            with np.load(io.BytesIO(body), allow_pickle=False) as data:
                if int(data["version"]) != VERSION:
                    raise BadLayer("another version")
                parts = {name: _part(data, name) for name in ("topics", "appeal", "departments")}
                places = dict(zip(data["place_keys"].tolist(), map(str, data["place_ids"]), strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise BadLayer(type(error).__name__) from error
        return cls(topics=parts["topics"], appeal=parts["appeal"], departments=parts["departments"], places=places)


def _part(data: np.lib.npyio.NpzFile, name: str) -> Part | None:
    if f"{name}_names" not in data:
        return None
    names = tuple(map(str, data[f"{name}_names"]))
    weights = np.zeros((WIDTH, len(names)), dtype=np.float32)
    weights[data[f"{name}_rows"]] = data[f"{name}_weights"]
    return Part(names=names, weights=weights, start=data[f"{name}_start"].astype(np.float32))
