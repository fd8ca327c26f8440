# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""Training of the linear model: `train(files, out)`. The only module that imports scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from natasha import NewsEmbedding
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

import nlp.morph  # noqa: F401 - puts pymorphy3 in pymorphy2's place, which natasha imports
from nlp.features import SIZE, hashed
from nlp.model import GROUP_SHARE, VERSION, Floats
from nlp.sense import Vectors
from nlp.tables import Taxonomy
from nlp.tokens import tokenise
from nlp.training_data import Example, read_examples

KEPT = 55_000  # features: more do not pay, and the file must stay under 6 MB
HELD_BACK = 5  # every fifth row chooses the temperature
TEMPERATURES = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0)

ALSO_WEIGHT = 0.2
THREAT_WEIGHT = 6.0  # threats are few
QUIET_WEIGHT = 0.5  # of clauses that are taken for harmless because no danger words stand in them

Weights = npt.NDArray[np.float64]
Matrix = Any  # a scipy.sparse matrix; scipy has no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One trained linear layer, a column a class."""

    names: list[str]
    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What training saw and how it did on the held-back fifth."""

    rows: int
    topics: int
    group_accuracy: float
    topic_accuracy: float
    temperature: float


def matrix(texts: Sequence[str]) -> Matrix:
    """Counts of hashed features, a row a text."""
    ends, ids, values = [0], [], []
    for text in texts:
        some, counts = hashed(text)
        ids.append(some)
        values.append(counts)
        ends.append(ends[-1] + len(some))
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(ids), ends), shape=(len(texts), SIZE))


def normalised(x: Matrix) -> Matrix:
    """Rows of length one."""
    length = np.sqrt(np.asarray(x.multiply(x).sum(axis=1))).ravel()
    length[length == 0] = 1
    return (sparse.diags(1 / length) @ x).tocsr()


def idf_of(x: Matrix) -> Floats:
    """Weights of features by how few texts have them."""
    seen = np.asarray((x > 0).sum(axis=0)).ravel()
    return np.asarray(np.log((1 + x.shape[0]) / (1 + seen)) + 1, dtype=np.float32)


def layer(x: Matrix, labels: Sequence[str], weights: Weights, *, also: Sequence[tuple[str, ...]] = (), c: float = 1.0) -> Layer:
    """Fit one layer, a class against the rest; a class that is right as well counts a little for itself, never against.

    Two classes make one column, the margin of the second.
    """
    names = sorted(set(labels))
    columns, bias = [], []
    for name in names[1:] if len(names) == 2 else names:
        right = np.array([label == name for label in labels])
        mine = weights.copy()
        for row, others in enumerate(also):
            if name in others and not right[row]:
                right[row] = True
                mine[row] *= ALSO_WEIGHT
        model = LinearSVC(C=c).fit(x, right, sample_weight=mine)
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return Layer(
        names=names[1:] if len(names) == 2 else names,
        weights=np.array(columns, dtype=np.float32).T,
        bias=np.array(bias, dtype=np.float32),
    )


def margins(x: Matrix, topics: Layer, groups: Layer, taxonomy: Taxonomy) -> Floats:
    """The model's scores of topics, as `nlp.model` will compute them."""
    column = np.array([groups.names.index(taxonomy.topics[slug].group) for slug in topics.names])
    return np.asarray(x @ topics.weights + topics.bias + GROUP_SHARE * (x @ groups.weights + groups.bias)[:, column], dtype=np.float32)


def select(layers: Sequence[Layer], usage: Floats, count: int) -> npt.NDArray[np.int64]:
    """The features that move the scores most, in order."""
    strength = sum((made.weights**2).sum(axis=1) for made in layers)
    return np.sort(np.argsort(-strength * usage)[:count])


def _layers(x: Matrix, examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[Layer, Layer]:
    rows = [n for n, e in enumerate(examples) if e.topic is not None]
    some = [examples[r] for r in rows]
    weights = np.array([e.weight for e in some])
    labels = [str(e.topic) for e in some]
    groups = [taxonomy.topics[slug].group for slug in labels]
    near = [tuple(taxonomy.topics[slug].group for slug in e.also) for e in some]
    return layer(x[rows], labels, weights, also=[e.also for e in some]), layer(x[rows], groups, weights, also=near)


def _sense(examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """The layers of danger and of «now» against «risk» over mean word vectors."""
    vectors = Vectors(NewsEmbedding())
    known = [e for e in examples if e.danger is not None]
    x = np.array([vectors.mean([t.word for t in tokenise(e.text) if t.is_word]) for e in known])
    threat = np.array([e.danger != "none" for e in known])
    weights = np.array([(THREAT_WEIGHT if e.danger != "none" else 1.0) if e.is_certain else QUIET_WEIGHT for e in known])
    danger = LogisticRegression(max_iter=2000).fit(x, threat, sample_weight=weights)
    now = LogisticRegression(max_iter=2000).fit(x[threat], [e.danger == "now" for e in known if e.danger != "none"])
    told = [e for e in examples if e.is_appeal is not None]
    x = np.array([vectors.mean([t.word for t in tokenise(e.text) if t.is_word]) for e in told])
    appeal = LogisticRegression(max_iter=2000).fit(x, [bool(e.is_appeal) for e in told], sample_weight=_balance(told))
    layers = (danger, now, appeal)
    return np.vstack([made.coef_ for made in layers]).astype(np.float32), np.hstack([made.intercept_ for made in layers]).astype(np.float32)


def _appeal(x: Matrix, examples: Sequence[Example]) -> Layer:
    rows = [n for n, e in enumerate(examples) if e.is_appeal is not None]
    told = [examples[r] for r in rows]
    return layer(x[rows], ["yes" if e.is_appeal else "no" for e in told], _balance(told))


def _balance(told: Sequence[Example]) -> Weights:
    """Weights that let the few texts of noise count as much as the many appeals."""
    noise = sum(e.appeal_weight for e in told if not e.is_appeal)
    appeals = sum(e.appeal_weight for e in told if e.is_appeal)
    most = max(noise, appeals)
    return np.array([e.appeal_weight * most / (appeals if e.is_appeal else noise) for e in told])


def train(files: Sequence[Path], out: Path, *, taxonomy: Taxonomy, progress: Any = None) -> Report:  # Any: a callable for one line
    """Train on the files and our own sentences, write the weights. Raises BadTable for a file that cannot be used."""
    say = progress or (lambda line: None)
    examples = read_examples(files, taxonomy)
    say(f"Примеров: {len(examples)}")
    counts = matrix([e.text for e in examples])
    report = _held_back(counts, examples, taxonomy)
    say(f"На отложенной пятой части: группа {report.group_accuracy:.3f}, тема {report.topic_accuracy:.3f}")
    idf = idf_of(counts)
    full = normalised(counts @ sparse.diags(idf))
    topics, groups = _layers(full, examples, taxonomy)
    appeal = _appeal(full, examples)
    ids = select((topics, groups, appeal), np.sqrt(np.asarray(full.multiply(full).sum(axis=0), dtype=np.float32)).ravel(), KEPT)
    idf = idf[ids].astype(np.float16).astype(np.float32)
    kept = normalised(counts[:, ids] @ sparse.diags(idf))
    topics, groups = _layers(kept, examples, taxonomy)
    layers = {"topics": topics, "groups": groups, "appeal": _appeal(kept, examples)}
    save(out, ids=ids, idf=idf, layers=layers, sense=_sense(examples), temperature=report.temperature)
    say(f"Веса записаны: {out}, {out.stat().st_size / 1e6:.1f} МБ")
    return report


def save(
    out: Path, *, ids: npt.NDArray[np.int64], idf: Floats, layers: dict[str, Layer], sense: tuple[Floats, Floats], temperature: float
) -> None:
    """Write the layers with a byte a weight."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "version": np.array(VERSION),
        "ids": ids.astype(np.int32),
        "idf": idf.astype(np.float16),
        "temperature": np.array(temperature, dtype=np.float32),
        "sense_weights": sense[0].astype(np.float16),
        "sense_bias": sense[1],
    }
    for name, made in layers.items():
        scale = np.maximum(np.abs(made.weights).max(axis=0), 1e-6) / 127
        arrays[f"{name}_names"] = np.array(made.names)
        arrays[f"{name}_weights"] = np.round(made.weights / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[f"{name}_bias"] = made.bias
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options


def _held_back(counts: Matrix, examples: Sequence[Example], taxonomy: Taxonomy) -> Report:
    """Train without every fifth labelled row and look at it; choose the temperature that makes the probabilities honest."""
    labelled = [n for n, e in enumerate(examples) if e.topic is not None]
    back = np.array([n for k, n in enumerate(labelled) if k % HELD_BACK == 0 and examples[n].weight == 1])
    mine = np.setdiff1d(np.arange(len(examples)), back)
    idf = idf_of(counts[mine])
    x = normalised(counts @ sparse.diags(idf))
    topics, groups = _layers(x[mine], [examples[n] for n in mine], taxonomy)
    scores = margins(x[back], topics, groups, taxonomy)
    right = np.array([[slug in examples[n].right for slug in topics.names] for n in back])
    temperature = min(TEMPERATURES, key=lambda t: _loss(scores * t, right))
    best = [topics.names[k] for k in scores.argmax(axis=1)]
    hits = [slug in examples[n].right for slug, n in zip(best, back, strict=True)]
    group_hits = [
        taxonomy.topics[slug].group in {taxonomy.topics[r].group for r in examples[n].right} for slug, n in zip(best, back, strict=True)
    ]
    return Report(
        rows=len(examples),
        topics=len(topics.names),
        group_accuracy=float(np.mean(group_hits)),
        topic_accuracy=float(np.mean(hits)),
        temperature=temperature,
    )


def _loss(scores: Floats, right: npt.NDArray[np.bool_]) -> float:
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    share = (exp * right).sum(axis=1) / exp.sum(axis=1)
    return float(-np.log(np.maximum(share, 1e-6)).mean())
