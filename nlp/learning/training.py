"""Training of the linear model: `train(files, out)`. It and `nlp.learning.fitting` alone need scikit-learn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from natasha import NewsEmbedding
from sklearn.linear_model import LogisticRegression

import nlp.text.morph  # noqa: F401 - puts pymorphy3 in pymorphy2's place, which natasha imports
from nlp.learning.examples import Example, read_examples
from nlp.learning.fitting import Ids, Layer, Matrix, Texts, Weights, classes, fitted, words_of, yes_or_no
from nlp.tables import Taxonomy
from nlp.text.vectors import DIM, Vectors
from nlp.topics.model import GROUP_SHARE, VERSION, Floats

KEPT = 55_000  # features: more do not pay, and the file must stay under 6 MB
HELD_BACK = 5  # every fifth row chooses the temperature
TEMPERATURES = range(4, 40)

THREAT_WEIGHT = 6.0  # threats are few
QUIET_WEIGHT = 0.5  # of clauses that are taken for harmless because no danger words stand in them

Say = Callable[[str], object]
HEADS = ("topics", "groups", "appeal")
STEPS = 4  # lines that `train` says


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What training saw and how it did on the held-back fifth."""

    rows: int
    topics: int
    group_accuracy: float
    topic_accuracy: float
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Topics and groups learned from some rows, and the space of features that they see."""

    ids: Ids
    idf: Floats
    centre: Floats
    topics: Layer
    groups: Layer

    def margins(self, x: Matrix, taxonomy: Taxonomy) -> Floats:
        """Scores of topics, as `nlp.topics.model` will compute them."""
        column = np.array([self.groups.names.index(taxonomy.topics[slug].group) for slug in self.topics.names])
        return np.asarray(x @ self.topics.weights + GROUP_SHARE * (x @ self.groups.weights)[:, column], dtype=np.float32)


def fit(texts: Texts, examples: Sequence[Example], rows: Ids, taxonomy: Taxonomy, *, ids: Ids | None = None) -> Fit:
    """Learn topics and groups from these rows (those that have a topic); `ids`: the features to keep (all that two rows have)."""
    if ids is None:
        seen = np.asarray((texts.counts[rows] > 0).sum(axis=0)).ravel()
        ids = np.flatnonzero(seen > 1)
    idf = texts.idf(rows)[ids].astype(np.float16).astype(np.float32)
    centre = texts.vectors[rows].mean(axis=0)
    mine = np.array([n for n in rows if examples[n].topic is not None])
    x = texts.features(ids, idf, centre)[mine]
    some = [examples[n] for n in mine]
    weights = np.array([e.weight for e in some])
    labels = [str(e.topic) for e in some]
    group_of = {slug: topic.group for slug, topic in taxonomy.topics.items()}
    names = sorted({*labels, *(slug for e in some for slug in e.also)})
    groups = sorted({group_of[slug] for slug in names})
    wanted = classes(names, labels, [e.also for e in some])
    grouped = classes(groups, [group_of[slug] for slug in labels], [[group_of[slug] for slug in e.also] for e in some])
    both = fitted(x, [*names, *groups], np.hstack((wanted, grouped)), weights)
    cut = len(names)
    return Fit(
        ids=ids,
        idf=idf,
        centre=centre,
        topics=Layer(names=names, weights=both.weights[:, :cut], bias=both.bias[:cut]),
        groups=Layer(names=groups, weights=both.weights[:, cut:], bias=both.bias[cut:]),
    )


def select(layers: Sequence[Layer], x: Matrix, count: int) -> Ids:
    """Numbers of the hashed features that move the scores most, in order."""
    usage = np.sqrt(np.asarray(x.multiply(x).sum(axis=0), dtype=np.float32)).ravel()
    strength = sum(((made.weights / np.abs(made.weights).max()) ** 2).sum(axis=1) for made in layers) * usage
    return np.sort(np.argsort(-strength[:-DIM])[:count])


def _sense(examples: Sequence[Example], vectors: Vectors) -> tuple[Floats, Floats]:
    """The layers of danger and of «now» against «risk» over mean word vectors."""
    known = [e for e in examples if e.danger is not None]
    x = np.array([vectors.mean(words_of(e.text)) for e in known])
    threat = np.array([e.danger != "none" for e in known])
    weights = np.array([(THREAT_WEIGHT if e.danger != "none" else 1.0) if e.is_certain else QUIET_WEIGHT for e in known])
    danger = LogisticRegression(max_iter=2000).fit(x, threat, sample_weight=weights)
    now = LogisticRegression(max_iter=2000).fit(x[threat], [e.danger == "now" for e in known if e.danger != "none"])
    layers = (danger, now)
    return np.vstack([made.coef_ for made in layers]).astype(np.float32), np.hstack([made.intercept_ for made in layers]).astype(np.float32)


def _appeal(x: Matrix, examples: Sequence[Example]) -> Layer:
    rows = [n for n, e in enumerate(examples) if e.is_appeal is not None]
    told = [examples[r] for r in rows]
    return yes_or_no(x[rows], [bool(e.is_appeal) for e in told], _balance(told))


def _balance(told: Sequence[Example]) -> Weights:
    """Weights that let the few texts of noise count as much as the many appeals."""
    noise = sum(e.appeal_weight for e in told if not e.is_appeal)
    appeals = sum(e.appeal_weight for e in told if e.is_appeal)
    most = max(noise, appeals)
    return np.array([e.appeal_weight * most / (appeals if e.is_appeal else noise) for e in told])


def train(files: Sequence[Path], out: Path, *, taxonomy: Taxonomy, say: Say = lambda line: None) -> Report:
    """Train on the files and our own sentences, write the weights: the same files give the same bytes. Raises BadTable, OSError."""
    examples = read_examples(files, taxonomy)
    vectors = Vectors(NewsEmbedding())
    texts = Texts.of([e.text for e in examples], vectors)
    say(f"Примеров: {len(examples)}")
    report = held_back(texts, examples, taxonomy)
    say(f"На отложенной пятой части: группа {report.group_accuracy:.3f}, тема {report.topic_accuracy:.3f}")
    every = np.arange(len(examples))
    wide = fit(texts, examples, every, taxonomy)
    x = texts.features(wide.ids, wide.idf, wide.centre)
    kept = wide.ids[select((wide.topics, wide.groups, _appeal(x, examples)), x, KEPT)]
    say("Признаки отобраны")
    narrow = fit(texts, examples, every, taxonomy, ids=kept)
    appeal = _appeal(texts.features(narrow.ids, narrow.idf, narrow.centre), examples)
    save(out, narrow, appeal=appeal, sense=_sense(examples, vectors), temperature=report.temperature)
    say(f"Веса записаны: {out}, {out.stat().st_size / 1e6:.1f} МБ")
    return report


def save(out: Path, fit: Fit, *, appeal: Layer, sense: tuple[Floats, Floats], temperature: float) -> None:
    """Write the layers with a byte a weight."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "version": np.array(VERSION),
        "ids": fit.ids.astype(np.int32),
        "idf": fit.idf.astype(np.float16),
        "centre": fit.centre.astype(np.float32),
        "temperature": np.array(temperature, dtype=np.float32),
        "sense_weights": sense[0].astype(np.float16),
        "sense_bias": sense[1],
    }
    for name, made in zip(HEADS, (fit.topics, fit.groups, appeal), strict=True):
        hashed, dense = made.weights[: len(fit.ids)], made.weights[len(fit.ids) :]
        scale = np.maximum(np.abs(hashed).max(axis=0), 1e-6) / 127
        arrays[f"{name}_names"] = np.array(made.names)
        arrays[f"{name}_weights"] = np.round(hashed / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[f"{name}_dense"] = dense.astype(np.float16)
        arrays[f"{name}_bias"] = made.bias
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options


def held_back(texts: Texts, examples: Sequence[Example], taxonomy: Taxonomy) -> Report:
    """Train without every fifth labelled row and look at it; choose the temperature that makes the probabilities honest."""
    labelled = [n for n, e in enumerate(examples) if e.topic is not None]
    back = np.array([n for k, n in enumerate(labelled) if k % HELD_BACK == 0 and examples[n].weight == 1] or labelled[::HELD_BACK])
    made = fit(texts, examples, np.setdiff1d(np.arange(len(examples)), back), taxonomy)
    scores = made.margins(texts.features(made.ids, made.idf, made.centre)[back], taxonomy)
    right = np.array([[slug in examples[n].right for slug in made.topics.names] for n in back])
    temperature = min(TEMPERATURES, key=lambda t: _dishonesty(scores * t, right))
    best = [made.topics.names[k] for k in scores.argmax(axis=1)]
    hits = [slug in examples[n].right for slug, n in zip(best, back, strict=True)]
    group_hits = [
        taxonomy.topics[slug].group in {taxonomy.topics[r].group for r in examples[n].right} for slug, n in zip(best, back, strict=True)
    ]
    return Report(
        rows=len(examples),
        topics=len(made.topics.names),
        group_accuracy=float(np.mean(group_hits)),
        topic_accuracy=float(np.mean(hits)),
        temperature=float(temperature),
    )


def _dishonesty(scores: Floats, right: npt.NDArray[np.bool_]) -> float:
    """How far the probability of the likeliest topic is, on average, from the share of right answers."""
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    said = (exp.max(axis=1) / exp.sum(axis=1)).mean()
    return abs(float(said - right[np.arange(len(scores)), scores.argmax(axis=1)].mean()))
