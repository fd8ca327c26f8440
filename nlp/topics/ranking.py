"""Topics and groups of a text, likeliest first: the model's, moved by the words of a danger and by the taxonomy's own words."""

import math

import numpy as np
import numpy.typing as npt

from incidents.reading import Kind
from nlp.district_files import Taxonomy
from nlp.text.speech import kind_of
from nlp.text.tokens import Token
from nlp.topics.danger import Danger
from nlp.topics.model import Model, Scores
from nlp.topics.topic_words import TopicWords

BEST = 3
DANGER_TOPIC = 0.4  # how far the words that tell a danger move the topic to their own
WORDS_SHARE, WORDS_MOST = 0.06, 8.0  # how far the taxonomy's own words move the model
POLITE = 0.2  # thanks that are not the point say little of the topic
THANKS = "other_thanks"
MORTAL = 0.5  # the probability of a mortal topic from which on somebody is asked whatever else the text sounds like

Doubles = npt.NDArray[np.float64]
Likeliest = list[tuple[str, float]]


class Ranking:
    """Ranks topics; `slugs` are in the taxonomy's order, as are all probabilities."""

    def __init__(self, taxonomy: Taxonomy, model: Model) -> None:
        self.slugs = tuple(taxonomy.topics)
        self._groups, self._model, self._words = taxonomy.groups, model, TopicWords(taxonomy)
        self._mortal = [n for n, topic in enumerate(taxonomy.topics.values()) if topic.is_mortal]
        self._group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])

    def topics(self, scores: Scores, tokens: list[Token], danger: Danger) -> Doubles:
        """Probabilities of topics; the words that tell a danger count more."""
        p = scores.topics
        if danger.grade is not None and danger.stretch is not None:
            p = (1 - DANGER_TOPIC) * p + DANGER_TOPIC * self._model.topics(danger.stretch)
        p = self._helped(p, tokens)
        if THANKS in self.slugs and kind_of(scores.speech, is_appeal=False) is not Kind.THANKS:
            p[self.slugs.index(THANKS)] *= POLITE
        return np.asarray(p / p.sum(), dtype=np.float64)

    def is_mortal(self, p: Doubles) -> bool:
        """Whether a trouble that may kill by itself is likelier than every other one."""
        return float(p[self._mortal].max(initial=0.0)) >= MORTAL

    def _helped(self, p: Doubles, tokens: list[Token]) -> Doubles:
        """Moved a little by the taxonomy's own words."""
        out = p.copy()
        for number, score in self._words.scores(tokens).items():
            out[number] *= math.exp(WORDS_SHARE * min(score, WORDS_MOST))
        return np.asarray(out / out.sum(), dtype=np.float64)

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
