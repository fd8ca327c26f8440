"""Training of the model: `train(files, out)`. It and its neighbours alone need scikit-learn."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.district_files import Taxonomy
from nlp.learning.alarm import fit_alarm
from nlp.learning.calibration import folds_of, lines_of, score_left_out
from nlp.learning.corpus import CORPUS, read_denials, read_matters
from nlp.learning.denials import fit_denials
from nlp.learning.examples import Example, read_examples, refuse_twins
from nlp.learning.fitting import Ids, Layer, Matrix, View, beside
from nlp.learning.heads import Topics, fit_danger, fit_speech, fit_topics
from nlp.learning.matters import LETTERS, fit_several, posts_of
from nlp.learning.praise import Blend, blend_of, blended, fit_praise
from nlp.learning.rows import Preparing, Rows
from nlp.learning.threads import Comments, fit_comments
from nlp.topics.alarm import FILE as ALARM
from nlp.topics.borders import Several
from nlp.topics.feature_rows import Floats
from nlp.topics.matters import Parting
from nlp.topics.model import HEADS, VERSION, Line, model_of

KEPT = 60_000  # features: more do not pay, and the file must stay under 8 MB
TOPICAL = {"topics": 3.0, "groups": 3.0}  # a feature that tells topics weighs so much more than one of another layer
TEMPERATURES = range(4, 40)

SHORT_LETTER = 60  # code points: a shorter real appeal has no border to teach

Arrays = dict[str, npt.NDArray[Any]]  # Any: of several types
Say = Callable[[str], object]
STEPS = 7  # lines that `train` says


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What training saw and how it did on the held-back fifth."""

    rows: int
    topics: int
    group_accuracy: float
    topic_accuracy: float
    temperature: float


def train(
    files: Sequence[Path],
    out: Path,
    *,
    taxonomy: Taxonomy,
    noise: Sequence[Path] = (),
    corpus: Path = CORPUS,
    measured: Sequence[Path] = (),
    without: frozenset[str] = frozenset(),
    say: Say = lambda line: None,
) -> Report:
    """Train on the corpus, our own sentences and the files; the same files give the same bytes.

    `noise`: JSONL of real texts that are no appeals. `measured`: files that measure, whose texts must not teach. `without`: writers of
    the corpus who are left out. Raises BadTable, OSError.
    """
    examples = [e for e in read_examples(files, noise, corpus, taxonomy) if e.writer is None or e.writer not in without]
    refuse_twins(examples, measured)
    say(f"Примеров: {len(examples)}")
    preparing, comments = Preparing(), Comments.of(corpus, without, examples)
    rows = Rows.of(examples, [*comments.texts, *comments.answers], preparing)
    wide = rows.texts.view()
    x = rows.texts.features(wide)
    say(f"Места найдены и закрыты, отрезков: {len(rows.stretches)}")
    left_out = score_left_out(rows, comments, x, examples)
    blend = blend_of(np.column_stack((left_out.thanks, left_out.sarcasm, left_out.appeal)), [examples[n] for n in left_out.rows])
    lines = lines_of(left_out, examples) | {"praise": blend.line()}
    told = ", ".join(f"{name} {line.sure:.2f}" for name, line in lines.items())
    say(f"Пороги выбраны на отложенных авторах: {told}")
    learning = Learning(rows=rows, comments=comments, examples=examples, blend=blend)
    tried, report = held_back(x, examples, taxonomy)
    say(f"У отложенных авторов: группа {report.group_accuracy:.3f}, тема {report.topic_accuracy:.3f}")
    narrow = rows.texts.view(wide.ids[select(learning.layers(x, tried), x, KEPT)])
    x = rows.texts.features(narrow)
    say("Признаки отобраны")
    made = learning.layers(x, fit_topics(x, examples, np.arange(len(examples)), taxonomy))
    arrays = packed(narrow, made, lines=lines, temperature=report.temperature)
    model = model_of(arrays, out, taxonomy)
    letters = [e.text for e in examples if e.writer is None and e.is_appeal and len(e.text) > SHORT_LETTER][:LETTERS]
    marked = [row for row in read_matters(corpus) if row["writer"] not in without]
    parting = Parting(taxonomy, model)
    posts = posts_of(marked, letters, preparing, model, parting)
    several = fit_several(posts, parting)
    say(f"Границы вопросов выучены: постов {len(posts)}, порог {several.sure:.2f}")
    replies = [row for row in read_denials(corpus) if row["writer"] not in without]
    denials = fit_denials(replies, preparing, model)
    write(out, arrays | packed_several(several) | ({} if denials is None else {"denials": denials}))
    out.with_name(ALARM.name).write_bytes(fit_alarm(examples))
    say(f"Веса записаны: {out}, {out.stat().st_size / 1e6:.1f} МБ")
    return report


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What the heads learn from."""

    rows: Rows
    comments: Comments
    examples: Sequence[Example]
    blend: Blend

    def layers(self, x: Matrix, topics: Topics) -> dict[str, Layer]:
        """Every head over these features."""
        rows, examples, which = self.rows, self.examples, np.arange(len(self.examples))
        speech = fit_speech(x, examples, which)
        praise = blended(fit_praise(rows, self.comments, x, examples, which, frozenset()), speech, self.blend)
        danger, threads = fit_danger(rows, x, examples, which), fit_comments(self.comments, x[rows.threads])
        return {"topics": topics.topics, "groups": topics.groups, "speech": beside([speech, praise]), "danger": danger, **threads}


def select(layers: dict[str, Layer], x: Matrix, count: int) -> Ids:
    """Numbers of the hashed features that move the scores most, in order."""
    usage = np.sqrt(np.asarray(x.multiply(x).sum(axis=0), dtype=np.float32)).ravel()
    moved = (TOPICAL.get(name, 1.0) * ((made.weights / np.abs(made.weights).max()) ** 2).sum(axis=1) for name, made in layers.items())
    strength = sum(moved) * usage
    return np.sort(np.argsort(-strength, kind="stable")[:count])


def packed(view: View, layers: dict[str, Layer], *, lines: dict[str, Line], temperature: float) -> Arrays:
    """The layers with a byte a weight."""
    arrays: Arrays = {
        "version": np.array(VERSION),
        "ids": view.ids.astype(np.int32),
        "idf": view.idf.astype(np.float16),
        "temperature": np.array(temperature, dtype=np.float32),
        "lines": np.array(json.dumps({name: dataclasses.asdict(line) for name, line in lines.items()}, sort_keys=True)),
    }
    for name in HEADS:
        made = layers[name]
        scale = np.maximum(np.abs(made.weights).max(axis=0), 1e-6) / 127
        arrays[f"{name}_names"] = np.array(made.names)
        arrays[f"{name}_weights"] = np.round(made.weights / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[f"{name}_bias"] = made.bias
    return arrays


def packed_several(several: Several) -> Arrays:
    """What parts a text into its matters."""
    return {
        "borders_weights": several.borders.weights,
        "borders_openings": several.borders.openings,
        "borders_bias": np.array(several.borders.bias, dtype=np.float32),
        "borders_sure": np.array(several.borders.sure, dtype=np.float32),
        "several_weights": several.weights,
        "several_bias": np.array(several.bias, dtype=np.float32),
        "several_sure": np.array(several.sure, dtype=np.float32),
    }


def write(out: Path, arrays: Arrays) -> None:
    """An .npz without pickles."""
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options


def held_back(x: Matrix, examples: Sequence[Example], taxonomy: Taxonomy) -> tuple[Topics, Report]:
    """Learn topics without a fold of writers and look at these; choose the temperature that makes the probabilities honest."""
    out = folds_of(examples)[0]
    back = np.array([n for n in out if examples[n].topic is not None])
    made = fit_topics(x, examples, np.setdiff1d(np.arange(len(examples)), out), taxonomy)
    if not len(back):
        return made, Report(rows=len(examples), topics=len(made.topics.names), group_accuracy=1.0, topic_accuracy=1.0, temperature=1.0)
    scores = made.margins(x[back], taxonomy)
    right = np.array([[slug in examples[n].right for slug in made.topics.names] for n in back])
    temperature = min(TEMPERATURES, key=lambda t: _dishonesty(scores * t, right))
    best = [made.topics.names[k] for k in scores.argmax(axis=1)]
    hits = [slug in examples[n].right for slug, n in zip(best, back, strict=True)]
    group_hits = [
        taxonomy.topics[slug].group in {taxonomy.topics[r].group for r in examples[n].right} for slug, n in zip(best, back, strict=True)
    ]
    return made, Report(
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
