"""Topics and groups of a text, likeliest first."""

import numpy as np
import numpy.typing as npt

from incidents.reading import Kind
from nlp.district_files import Taxonomy
from nlp.text.speech import kind_of
from nlp.topics.model import Scores

BEST = 3
POLITE = 0.2  # thanks that are not the point say little of the topic
THANKS = "other_thanks"
MORTAL = 0.5  # the probability of a mortal topic from which on somebody is asked whatever else the text sounds like

Doubles = npt.NDArray[np.float64]
Likeliest = list[tuple[str, float]]


class Ranking:
    """Ranks topics; `slugs` are in the taxonomy's order, as are all probabilities."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.slugs = tuple(taxonomy.topics)
        self._groups = taxonomy.groups
        self._mortal = [n for n, topic in enumerate(taxonomy.topics.values()) if topic.is_mortal]
        self._group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])

    def topics(self, scores: Scores) -> Doubles:
        """Probabilities of topics."""
        p = scores.topics.copy()
        if THANKS in self.slugs and kind_of(scores.speech, is_appeal=False) is not Kind.THANKS:
            p[self.slugs.index(THANKS)] *= POLITE
        return np.asarray(p / p.sum(), dtype=np.float64)

    def is_mortal(self, p: Doubles) -> bool:
        """Whether a trouble that may kill by itself is likelier than every other one."""
        return float(p[self._mortal].max(initial=0.0)) >= MORTAL

    def best(self, p: Doubles) -> tuple[Likeliest, Likeliest]:
        """Groups and topics with probabilities, best first: the likeliest topic, its group, then the other groups by all their topics."""
        by_group = np.bincount(self._group_of, weights=p, minlength=len(self._groups))
        topics = [int(n) for n in p.argsort()[::-1][:BEST]]
        groups = dict.fromkeys((int(self._group_of[topics[0]]), *(int(n) for n in by_group.argsort()[::-1][:BEST])))
        return [(self._groups[n], float(by_group[n])) for n in list(groups)[:BEST]], [(self.slugs[n], float(p[n])) for n in topics]


def first(likeliest: Likeliest, slug: str, score: float) -> Likeliest:
    """The likeliest with this one at the head: what one of several requests is about was read from its own words."""
    if likeliest[0][0] == slug:
        return likeliest
    return [(slug, score), *((each, share) for each, share in likeliest if each != slug)][:BEST]
