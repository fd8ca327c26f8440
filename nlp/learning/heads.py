"""The heads of the model, each fitted on the examples that know its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from incidents.reading import DangerGrade, Kind, Mood
from nlp.district_files import Taxonomy
from nlp.learning.examples import Example
from nlp.learning.fitting import Ids, Layer, Matrix, beside, classes, fitted, one_of, yes_or_no
from nlp.learning.rows import STRETCH, Rows
from nlp.topics.feature_rows import Floats
from nlp.topics.model import GROUP_SHARE

WISH = f"kind:{Kind.SUGGESTION}"
KINDS = tuple(f"kind:{kind}" for kind in Kind if kind is not Kind.SUGGESTION)
ASKING = frozenset({Kind.COMPLAINT, Kind.REQUEST, Kind.QUESTION})
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


def fit_topics(x: Matrix, examples: Sequence[Example], which: Ids, taxonomy: Taxonomy) -> Topics:
    """Learn topics and groups from these examples, those that have a topic."""
    mine = np.array([n for n in which if examples[n].topic is not None])
    some = [examples[n] for n in mine]
    weights = np.array([e.weight for e in some])
    labels = [str(e.topic) for e in some]
    group_of = {slug: topic.group for slug, topic in taxonomy.topics.items()}
    names = sorted({*labels, *(slug for e in some for slug in e.also)})
    groups = sorted({group_of[slug] for slug in names})
    wanted = classes(names, labels, [e.also for e in some])
    grouped = classes(groups, [group_of[slug] for slug in labels], [[group_of[slug] for slug in e.also] for e in some])
    both = fitted(x[mine], [*names, *groups], np.hstack((wanted, grouped)), weights)
    cut = len(names)
    return Topics(
        topics=Layer(names=names, weights=both.weights[:, :cut], bias=both.bias[:cut]),
        groups=Layer(names=groups, weights=both.weights[:, cut:], bias=both.bias[cut:]),
    )


def fit_appeal(x: Matrix, examples: Sequence[Example], which: Ids) -> Layer:
    """Learn whether a text is an appeal."""
    told = [n for n in which if examples[n].is_appeal is not None]
    return yes_or_no("appeal", x[told], [bool(examples[n].is_appeal) for n in told], [examples[n].appeal_weight for n in told])


def fit_speech(x: Matrix, examples: Sequence[Example], which: Ids) -> Layer:
    """Learn what sort of speech a text is: an appeal, its kind, its mood."""
    kinds = [n for n in which if examples[n].kind is not None]
    clear = [n for n in kinds if examples[n].knows_suggestions or examples[n].kind not in ASKING]  # an older label hides suggestions
    wishes = yes_or_no(WISH, x[clear], [examples[n].kind == Kind.SUGGESTION for n in clear], [1.0] * len(clear))
    moods = [n for n in which if examples[n].mood is not None]
    return beside(
        [
            fit_appeal(x, examples, which),
            one_of(KINDS, x[kinds], [f"kind:{examples[n].kind}" for n in kinds], [1.0] * len(kinds)),
            wishes,
            one_of(MOODS, x[moods], [f"mood:{examples[n].mood}" for n in moods], [1.0] * len(moods)),
        ]
    )


def fit_danger(rows: Rows, x: Matrix, examples: Sequence[Example], which: Ids) -> Layer:
    """Learn danger, and danger that is there now, from whole texts and from stretches."""
    whole = [n for n in which if examples[n].danger is not None]
    known = np.flatnonzero(np.isin(rows.stretch_of, whole) & (rows.tells >= 0))
    of = [examples[n] for n in (*whole, *rows.stretch_of[known])]
    tells = [True] * len(whole) + [bool(each) for each in rows.tells[known]]
    grades = [each.danger if told else "none" for each, told in zip(of, tells, strict=True)]
    weights = [each.danger_weight * (1.0 if told else STRETCH) for each, told in zip(of, tells, strict=True)]
    mine = x[np.concatenate((rows.whole[whole], rows.stretches[known]))]
    return beside(
        [
            yes_or_no("danger", mine, [grade != "none" for grade in grades], weights),
            yes_or_no("now", mine, [grade == DangerGrade.NOW for grade in grades], weights),
        ]
    )
