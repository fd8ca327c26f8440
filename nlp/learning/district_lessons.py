"""Learning the district's layer: ridge regression on what the base got wrong, judged on a fifth that is never learned from. Numpy only."""

import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from incidents.routing.department_scores import HISTORY
from nlp.topics.district_layer import VERSION, WIDTH, Floats, Layer, Part, folded

FIFTH = 5
RIDGE = 0.3
SCALES = (0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 20.0)
ENOUGH = 5  # corrections of a kind (or lessons of departments) that are learned from, and lessons that it is judged by
THRICE = 3  # a word stands for a place when three posts say so and none says otherwise
BEST = 3

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A lesson beside what the base model reads."""

    post_id: int
    words: tuple[str, ...]
    keys: tuple[int, ...]  # of `place_keys`
    p: npt.NDArray[np.float64]  # the base's topics in the taxonomy's order
    score: float  # the base's appeal
    base_place: str | None  # the most exact id
    is_vague: bool  # neither a street nor a landmark was found
    topic: str | None = None
    is_appeal: bool | None = None
    department: str | None = None
    place: str | None = None
    ruled: tuple[tuple[str, float], ...] = ()  # what the rules say of departments
    corrected: frozenset[str] = frozenset()
    features: Mapping[str, Any] | None = None  # Any: JSON; what is left of a text that is gone

    @property
    def row(self) -> Floats:
        """Its folded stems."""
        if self.features is None:
            return folded(self.words)
        row = np.zeros(WIDTH, dtype=np.float32)
        row[self.features["columns"]] = self.features["weights"]
        return row

    @property
    def is_held_back(self) -> bool:
        """A fifth by the post's number: the same posts every night.

        A text that is gone judges nothing.
        """
        return self.features is None and zlib.crc32(str(self.post_id).encode()) % FIFTH == 0


def features_of(judged: Judged) -> dict[str, Any]:  # Any: JSON
    """What stays of a text when its words go: its folded stems, its score."""
    columns = np.flatnonzero(judged.row)
    return {
        **{"version": VERSION, "score": round(judged.score, 4)},
        **{"columns": columns.tolist(), "weights": [round(float(each), 4) for each in judged.row[columns]]},
    }


def of_features(post_id: int, features: Mapping[str, Any], *, is_appeal: bool) -> Judged | None:  # Any: JSON
    """The lesson of a text that is gone; None: another version kept it."""
    if features.get("version") != VERSION:
        return None
    return Judged(
        post_id=post_id,
        words=(),
        keys=(),
        p=np.zeros(0),
        score=float(features["score"]),
        base_place=None,
        is_vague=False,
        is_appeal=is_appeal,
        corrected=frozenset({"not_appeal"}) if is_appeal else frozenset(),
        features=features,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Right answers of the base and of the layer on the held-back lessons of a kind."""

    base: float
    learned: float
    lessons: int

    @property
    def is_adopted(self) -> bool:
        """Never below the base, and judged by enough."""
        return self.lessons >= ENOUGH and self.learned >= self.base


def learn(lessons: Sequence[Judged], slugs: Sequence[str]) -> tuple[Layer, dict[str, Verdict]]:
    """The layer with those parts only that are not below the base, and how every part did."""
    made: dict[str, Part | None] = {"topics": _topics(lessons, slugs), "appeal": _appeal(lessons), "departments": _departments(lessons)}
    tried = Layer(topics=made["topics"], appeal=made["appeal"], departments=made["departments"], places=_places(lessons))
    back = [each for each in lessons if each.is_held_back]
    verdicts = {
        name: verdict
        for name, verdict in {
            "topics": _judge([(_top(each.p, slugs), _top(tried.rank(each.p, slugs, each.words), slugs), each.topic) for each in back]),
            "appeal": _judge([(each.score >= 0.5, tried.appeals(each.score, each.words) >= 0.5, each.is_appeal) for each in back]),  # noqa: PLR2004 - a half
            "departments": _judge_departments(tried, back),
            "places": _judge([(each.base_place, _placed(tried, each), each.place) for each in back]),
        }.items()
        if (tried.places if name == "places" else made[name])
    }
    good = {name for name, verdict in verdicts.items() if verdict.is_adopted}
    kept = {name: part if name in good else None for name, part in made.items()}
    places = tried.places if "places" in good else {}
    return Layer(topics=kept["topics"], appeal=kept["appeal"], departments=kept["departments"], places=places), verdicts


def _top(p: npt.NDArray[np.float64], slugs: Sequence[str]) -> str:
    return slugs[int(p.argmax())]


def _placed(layer: Layer, each: Judged) -> str | None:
    return (layer.place(each.keys) if each.is_vague else None) or each.base_place


def _judge(answers: Sequence[tuple[object, object, object]]) -> Verdict:
    known = [(base == want, learned == want) for base, learned, want in answers if want is not None]
    base, learned = (sum(column) / len(known) for column in zip(*known, strict=True)) if known else (0.0, 0.0)
    return Verdict(base=round(base, 4), learned=round(learned, 4), lessons=len(known))


def _judge_departments(layer: Layer, back: Sequence[Judged]) -> Verdict:
    """By the first three, as the coordinator sees them."""
    answers = []
    for each in back:
        if each.department is not None:
            rules = dict(each.ruled)
            joined = dict(rules)
            for name, share in layer.takers(each.words):
                joined[name] = joined.get(name, 0.0) + HISTORY * share
            firsts = [each.department in sorted(score, key=lambda name: -score[name])[:BEST] for score in (rules, joined)]
            answers.append((firsts[0], firsts[1], True))
    return _judge(answers)


def _mine(lessons: Sequence[Judged], kind: str, name: str) -> list[Judged]:
    """Lessons to learn a part from; none if too few were corrected."""
    mine = [each for each in lessons if not each.is_held_back and getattr(each, name) is not None]
    return mine if sum(kind in each.corrected for each in mine) >= ENOUGH else []


def _solved(rows: Sequence[Judged], residual: Floats) -> tuple[Floats, Floats]:
    """Weights of the residual, and what each row is given by all others (leave-one-out, closed form)."""
    x = np.array([each.row for each in rows])
    kernel = (x @ x.T).astype(np.float64)
    inverse = np.linalg.inv(kernel + RIDGE * np.eye(len(rows)))
    alone = residual - (inverse @ residual) / np.diag(inverse)[:, None]
    return (x.T @ (inverse @ residual)).astype(np.float32), np.asarray(alone, dtype=np.float32)


def _best_scale(base: Floats, alone: Floats, right: Rows) -> float:
    """The scale that makes the right answers likeliest, each row judged by all others; 0: none is better than the base."""

    def likelihood(scale: float) -> float:
        logits = base + scale * alone
        top = logits.max(axis=1, keepdims=True)
        return float((logits[np.arange(len(right)), right] - (top[:, 0] + np.log(np.exp(logits - top).sum(axis=1)))).mean())

    return max((0.0, *SCALES), key=likelihood)


def _part(names: Sequence[str], rows: Sequence[Judged], base: Floats, right: Rows, start: Floats) -> Part | None:
    top = np.exp(base - base.max(axis=1, keepdims=True))
    residual = np.eye(len(names), dtype=np.float32)[right] - top / top.sum(axis=1, keepdims=True)
    weights, alone = _solved(rows, residual)
    scale = _best_scale(base, alone, right)
    return Part(names=tuple(names), weights=weights * np.float32(scale), start=start) if scale else None


def _topics(lessons: Sequence[Judged], slugs: Sequence[str]) -> Part | None:
    rows = [each for each in _mine(lessons, "topic", "topic") if each.topic in slugs]
    if not rows:
        return None
    names = sorted({*(str(each.topic) for each in rows), *(_top(each.p, slugs) for each in rows)})
    column = [slugs.index(name) for name in names]
    base = np.log(np.maximum(np.array([each.p[column] for each in rows]), 1e-6)).astype(np.float32)
    right = np.array([names.index(str(each.topic)) for each in rows])
    return _part(names, rows, base, right, np.zeros(len(names), dtype=np.float32))


def _appeal(lessons: Sequence[Judged]) -> Part | None:
    rows = _mine(lessons, "not_appeal", "is_appeal")
    if not rows:
        return None
    score = np.clip([each.score for each in rows], 1e-6, 1 - 1e-6)
    right = np.array([int(bool(each.is_appeal)) for each in rows])
    weights, alone = _solved(rows, (right - score).astype(np.float32)[:, None])
    logit = np.log(score / (1 - score)).astype(np.float32)
    base, moved = np.column_stack((np.zeros_like(logit), logit)), np.column_stack((np.zeros_like(logit), alone[:, 0]))
    scale = _best_scale(base, moved, right)
    return Part(names=("appeal",), weights=weights * np.float32(scale), start=np.zeros(1, dtype=np.float32)) if scale else None


def _departments(lessons: Sequence[Judged]) -> Part | None:
    rows = [each for each in lessons if not each.is_held_back and each.department is not None]
    names = sorted({str(each.department) for each in rows})
    if len(rows) < ENOUGH or len(names) == 1:
        return None
    right = np.array([names.index(str(each.department)) for each in rows])
    start = np.log((np.bincount(right, minlength=len(names)) + 1) / (len(rows) + len(names))).astype(np.float32)
    return _part(names, rows, np.tile(start, (len(rows), 1)), right, start)


def _places(lessons: Sequence[Judged]) -> dict[int, str]:
    """Pairs and odd words that stand for one place in several posts; at least one of them was corrected."""
    said: defaultdict[int, list[Judged]] = defaultdict(list)
    for each in lessons:
        if not each.is_held_back:
            for key in set(each.keys):
                said[key].append(each)
    out: dict[int, str] = {}
    for key, posts in said.items():
        places = {each.place for each in posts}
        place = next(iter(places))
        if len(places) == 1 and place and len(posts) >= THRICE and any("place" in each.corrected for each in posts):
            out[key] = place
    return out
