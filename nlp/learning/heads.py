"""The heads of the model, each fitted on the examples that know its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from incidents.reading import DangerGrade, Kind, Mood
from nlp.district_files import Taxonomy
from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Layer, Matrix, View, beside, classes, fitted, one_of, yes_or_no
from nlp.learning.rows import STRETCH, Rows
from nlp.topics.feature_rows import Floats
from nlp.topics.model import GROUP_SHARE

KINDS = tuple(f"kind:{kind}" for kind in Kind)
MOODS = tuple(f"mood:{mood}" for mood in Mood)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """Topics and groups by ridge regression."""

    topics: Layer
    groups: Layer

    def margins(self, x: Matrix, taxonomy: Taxonomy) -> Floats:
        """Scores of topics, as `nlp.topics.model` will compute them."""
        column = np.array([self.groups.names.index(taxonomy.topics[slug].group) for slug in self.topics.names])
        return np.asarray(self.topics.scores(x) + GROUP_SHARE * self.groups.scores(x)[:, column], dtype=np.float32)


def fit_topics(rows: Rows, view: View, examples: Sequence[Example], which: Ids, taxonomy: Taxonomy) -> Topics:
    """Learn topics and groups from these examples, those that have a topic."""
    mine = np.array([n for n in which if examples[n].topic is not None])
    x = rows.texts.features(view, rows.whole[mine])
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
    return Topics(
        topics=Layer(names=names, weights=both.weights[:, :cut], bias=both.bias[:cut]),
        groups=Layer(names=groups, weights=both.weights[:, cut:], bias=both.bias[cut:]),
    )


def fit_speech(rows: Rows, view: View, examples: Sequence[Example], which: Ids) -> Layer:
    """Learn what sort of speech a text is: an appeal, sarcasm, its kind, its mood."""
    appeal = [n for n in which if examples[n].is_appeal is not None]
    x = rows.texts.features(view, rows.whole[appeal])
    is_appeal, weights = [bool(examples[n].is_appeal) for n in appeal], [examples[n].appeal_weight for n in appeal]
    layers = [yes_or_no("appeal", x, is_appeal, weights, tells=True)]
    for names, answer in ((KINDS, "kind"), (MOODS, "mood")):
        told = [n for n in which if getattr(examples[n], answer) is not None]
        x = rows.texts.features(view, rows.whole[told])
        layers.append(one_of(names, x, [f"{answer}:{getattr(examples[n], answer)}" for n in told], [1.0] * len(told)))
    told = [n for n in which if examples[n].sarcasm is not None]
    x = rows.texts.features(view, rows.whole[told])
    layers.append(yes_or_no("sarcasm", x, [bool(examples[n].sarcasm) for n in told], [1.0] * len(told)))
    return beside(layers)


def fit_danger(rows: Rows, view: View, examples: Sequence[Example], which: Ids) -> Layer:
    """Learn danger, and danger that is there now, from whole texts and from stretches."""
    whole = [n for n in which if examples[n].danger is not None]
    inside = np.isin(rows.stretch_of, whole)
    known = np.flatnonzero(inside & (rows.tells >= 0))
    of = rows.stretch_of[known]
    x = rows.texts.features(view, np.concatenate((rows.whole[whole], rows.stretches[known])))
    grades = [examples[n].danger for n in whole] + [
        examples[n].danger if tells else "none" for n, tells in zip(of, rows.tells[known], strict=True)
    ]
    weights = [examples[n].danger_weight for n in whole]
    weights += [examples[n].danger_weight * (1.0 if tells else STRETCH) for n, tells in zip(of, rows.tells[known], strict=True)]
    return beside(
        [
            yes_or_no("danger", x, [grade != "none" for grade in grades], weights, tells=True),
            yes_or_no("now", x, [grade == DangerGrade.NOW for grade in grades], weights, tells=True),
        ]
    )
