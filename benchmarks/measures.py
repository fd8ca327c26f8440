"""Measures of readings against labels, each with a 95 % interval by resampling texts."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]  # labels of a text
Pair = tuple[Row, Row]  # labels, reading
RESAMPLED = 400


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its interval and how many texts stand behind it."""

    name: str
    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.name:44} {self.value:6.3f}  [{self.low:.3f}, {self.high:.3f}]  n = {self.count}"


def share(
    name: str, pairs: Sequence[Pair], of: Callable[[Row, Row], bool], when: Callable[[Row, Row], bool] = lambda a, b: True
) -> Measure:
    """The share of texts for which `of` holds among those for which `when` holds."""
    hits = [float(of(a, b)) for a, b in pairs if when(a, b)]
    if not hits:
        return Measure(name, float("nan"), float("nan"), float("nan"), 0)
    dice = random.Random(1)
    means = sorted(sum(dice.choices(hits, k=len(hits))) / len(hits) for _ in range(RESAMPLED))
    return Measure(name, sum(hits) / len(hits), means[int(0.025 * RESAMPLED)], means[int(0.975 * RESAMPLED) - 1], len(hits))


def f1(name: str, pairs: Sequence[Pair], right: Callable[[Row], bool], got: Callable[[Row], bool]) -> Measure:
    """F1 of a yes-or-no answer."""
    both = [(right(a), got(b)) for a, b in pairs]
    dice = random.Random(1)
    values = sorted(_f1(dice.choices(both, k=len(both))) for _ in range(RESAMPLED))
    return Measure(name, _f1(both), values[int(0.025 * RESAMPLED)], values[int(0.975 * RESAMPLED) - 1], len(both))


def _f1(both: Iterable[tuple[bool, bool]]) -> float:
    both = list(both)
    hits = sum(a and b for a, b in both)
    return 2 * hits / max(1, sum(a for a, _ in both) + sum(b for _, b in both))


def of_posts(pairs: Sequence[Pair]) -> list[Measure]:
    """Appeal, danger, group, kind and mood of labelled posts. Labels that the annotators differed on (null) are not asked."""

    def danger(a: Row) -> bool:
        return bool(a["danger_grade"])

    def now(a: Row) -> bool:
        return bool(a["danger_grade"] == "now")

    def groups(a: Row) -> set[str]:
        return {*(a.get("groups") or ()), a["group"], a.get("alt_group")} - {None}

    def any_of(name: str) -> Callable[[Row, Row], bool]:
        return lambda a, b: b[name] in {*(a.get(f"{name}s") or ()), a[name]}  # what either annotator said, where both are known

    def appeal(a: Row, b: Row) -> bool:
        return bool(a["is_appeal"])

    return [
        f1("appeal F1", pairs, lambda a: bool(a["is_appeal"]), lambda b: bool(b["is_appeal"])),
        share("appeal specificity", pairs, lambda a, b: not b["is_appeal"], lambda a, b: not a["is_appeal"]),
        share("danger recall", pairs, lambda a, b: bool(b["danger"]), lambda a, b: danger(a)),
        share("danger precision", pairs, lambda a, b: danger(a), lambda a, b: bool(b["danger"])),
        share("danger recall with asked", pairs, lambda a, b: bool(b["danger"] or b["danger_asked"]), lambda a, b: danger(a)),
        share("«now» found as a danger", pairs, lambda a, b: bool(b["danger"]), lambda a, b: now(a)),
        share("wakes recall", pairs, lambda a, b: b["danger_grade"] == "now", lambda a, b: now(a)),
        share("wakes precision", pairs, lambda a, b: now(a), lambda a, b: b["danger_grade"] == "now"),
        share("asked «Опасно?» among appeals", pairs, lambda a, b: bool(b["danger_asked"]), appeal),
        share("group, second choices count", pairs, lambda a, b: b["group"] in groups(a), appeal),
        share("group among three", pairs, lambda a, b: any(slug in groups(a) for slug, _ in b["groups"]), appeal),
        share("kind", pairs, any_of("kind"), lambda a, b: a["kind"] is not None),
        share("mood", pairs, any_of("mood"), lambda a, b: a["mood"] is not None),
    ]


def of_noise(name: str, pairs: Sequence[Pair]) -> list[Measure]:
    """Texts that are no appeals: how many are taken in, how many would ring."""
    return [
        share(f"{name}: taken for appeals", pairs, lambda a, b: bool(b["is_appeal"])),
        share(f"{name}: dangers seen", pairs, lambda a, b: bool(b["danger"])),
        share(f"{name}: people woken", pairs, lambda a, b: b["danger_grade"] == "now"),
    ]


def of_alarms(pairs: Sequence[Pair]) -> list[Measure]:
    """Short alarms and calm texts that look alike: heard, or asked «Опасно?»."""

    def heard(a: Row, b: Row) -> bool:
        return bool(b["danger"])

    def asked(a: Row, b: Row) -> bool:
        return bool(b["danger"] or b["danger_asked"])

    return [
        share("alarms heard", pairs, heard, lambda a, b: a["alarm"]),
        share("alarms heard or asked", pairs, asked, lambda a, b: a["alarm"]),
        share("calm ones heard", pairs, heard, lambda a, b: not a["alarm"]),
        share("calm ones heard or asked", pairs, asked, lambda a, b: not a["alarm"]),
    ]


def of_calm(pairs: Sequence[Pair]) -> list[Measure]:
    """Texts in strong words that are no danger."""
    return [
        share("woken for nothing", pairs, lambda a, b: b["danger_grade"] == "now"),
        share("told as a danger", pairs, lambda a, b: bool(b["danger"])),
        share("told or asked about", pairs, lambda a, b: bool(b["danger"] or b["danger_asked"])),
        share("appeals heard", pairs, lambda a, b: bool(b["is_appeal"]), lambda a, b: a["is_appeal"]),
        share("others taken for appeals", pairs, lambda a, b: bool(b["is_appeal"]), lambda a, b: not a["is_appeal"]),
    ]


def of_suggestions(pairs: Sequence[Pair]) -> list[Measure]:
    """Wishes for something new, and texts that are nearly such."""

    def wished(row: Row) -> bool:
        return bool(row["kind"] == "suggestion")

    return [
        share("suggestions heard", pairs, lambda a, b: bool(b["is_appeal"]), lambda a, b: wished(a)),
        share("suggestions told as such", pairs, lambda a, b: wished(b), lambda a, b: wished(a)),
        share("told as suggestions, rightly", pairs, lambda a, b: wished(a), lambda a, b: wished(b)),
        share("near ones taken in though no appeals", pairs, lambda a, b: bool(b["is_appeal"]), lambda a, b: not a["is_appeal"]),
    ]


def of_reactions(pairs: Sequence[Pair]) -> list[Measure]:
    """What an author says after our answer."""
    return [
        share("reaction", pairs, lambda a, b: a["label"] == b["reaction"]),
        share("sarcasm called thanks", pairs, lambda a, b: b["reaction"] == "thanks", lambda a, b: a["label"] == "sarcasm"),
        share(
            "discontent heard",
            pairs,
            lambda a, b: b["reaction"] in {"anger", "sarcasm"},
            lambda a, b: a["label"] in {"anger", "sarcasm"},
        ),
        share("resolved", pairs, lambda a, b: a["resolved"] == b["resolved"]),
    ]


def of_disputes(pairs: Sequence[Pair]) -> list[Measure]:
    """Whether an author says under our answer that it is not done."""

    def denied(row: Row) -> bool:
        return row["resolved"] is False

    return [
        share("disputes opened for nothing", pairs, lambda a, b: denied(b), lambda a, b: not a["denies"]),
        share("denials missed", pairs, lambda a, b: not denied(b), lambda a, b: a["denies"]),
        share("denials called done", pairs, lambda a, b: b["resolved"] is True, lambda a, b: a["denies"]),
    ]


def of_threads(pairs: Sequence[Pair]) -> list[Measure]:
    """What somebody says under another's post."""
    sure = [p for p in pairs if p[0]["comment_is"] != "clarifies"]
    return [
        share("comment rightly taken in or not", sure, lambda a, b: a["is_appeal"] == b["is_appeal"]),
        share("solved or chat taken in", sure, lambda a, b: bool(b["is_appeal"]), lambda a, b: a["comment_is"] in {"solved", "chat"}),
    ]


def of_matters(pairs: Sequence[Pair]) -> list[Measure]:
    """Whether a text has several matters."""
    return [
        share("several matters: recall", pairs, lambda a, b: len(b["parts"]) > 1, lambda a, b: len(a["parts"]) > 1),
        share("several matters: precision", pairs, lambda a, b: len(a["parts"]) > 1, lambda a, b: len(b["parts"]) > 1),
    ]
