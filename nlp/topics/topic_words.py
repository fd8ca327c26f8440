"""What a text is about: the taxonomy's own words, joined with the linear model when there are weights."""

import math
from collections import Counter, defaultdict

from nlp.district_files import Taxonomy
from nlp.text.tokens import Token, tokenise
from nlp.text.words import words_for

WORDS = words_for(__name__)
STEM = 5
STOP = WORDS["stop"]


def stem(word: str) -> str:
    """The head of a word: a hundred times cheaper than morphology and as good for this."""
    return word[:STEM] if len(word) > STEM else word


def stems(tokens: list[Token]) -> list[str]:
    """Stems of the words, without little ones."""
    return [stem(t.word) for t in tokens if t.is_word and t.word not in STOP]


class TopicWords:
    """Scores topics by phrases of the taxonomy: a phrase counts by the share of its weight found in the text."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.slugs = tuple(taxonomy.topics)
        phrases: list[tuple[int, list[str]]] = []
        for number, topic in enumerate(taxonomy.topics.values()):
            phrases.extend((number, stems(tokenise(phrase))) for phrase in (*topic.examples, topic.title))
        counts = Counter(s for _, phrase in phrases for s in set(phrase))
        self._weight = {s: math.log(1 + len(phrases) / count) for s, count in counts.items()}
        self._index: dict[str, list[int]] = defaultdict(list)
        self._phrases: list[tuple[int, frozenset[str], float]] = []
        for number, words in phrases:
            if not words:
                continue
            total = sum(self._weight[s] for s in set(words))
            for s in set(words):
                self._index[s].append(len(self._phrases))
            self._phrases.append((number, frozenset(words), total))

    def scores(self, tokens: list[Token]) -> dict[int, float]:
        """Topic number → score above zero."""
        present = set(stems(tokens))
        got: dict[int, float] = defaultdict(float)
        for s in present & self._index.keys():
            for phrase in self._index[s]:
                got[phrase] += self._weight[s]
        out: dict[int, float] = {}
        for phrase, weight in got.items():
            number, _, total = self._phrases[phrase]
            share = weight / total
            out[number] = out.get(number, 0.0) + weight * share * share
        return out
