"""Which of the stretches that may be requests of their own are: each is read by the topic model, the doubtful ones are left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from incidents.reading import Part
from incidents.routing.topic_rules import is_one_trouble
from nlp.tables import Taxonomy
from nlp.text.tokens import Token
from nlp.topics.danger import Danger
from nlp.topics.parts import ASKS, MOST, Block, blocks, is_request, lacks, opening
from nlp.topics.topic_words import TopicWords

Doubles = npt.NDArray[np.float64]
Score = Callable[[str, list[Token]], Doubles]
"""Probabilities of topics of a stretch of text."""

SURE, VERY_SURE = 0.75, 0.93  # of a group: where the words open a request, and where they may only go on
NAMED = 0.97  # of the words of the taxonomy for the group: a likeness of letters alone opens no card
LACKING = 0.8  # how sure a bare «газа нет» is
NO_REQUEST = frozenset({"other", "politics", "authorities", "interethnic", "youth"})
"""Groups that a second request is hardly ever of: they are what people say of all the rest."""
RHETORIC = frozenset({"housing_management", "waste_fee", "housing_fees", "economy_prices", "labour_salary"})
"""«А ещё за это платим»: no request of its own unless it begins the text or is asked outright."""


class Parting:
    """Tells the requests of one text apart."""

    def __init__(self, taxonomy: Taxonomy, words: TopicWords, score: Score) -> None:
        self._slugs, self._words, self._score = tuple(taxonomy.topics), words, score
        self._groups = taxonomy.groups
        self._topics = taxonomy.topics
        self._group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])

    def parts(self, text: str, tokens: Sequence[Token], danger: Danger | None) -> tuple[Part, ...]:
        """Two requests or more in the order of the text; () for one, as nearly all are."""
        listed, opened = self._lacking(text), self._opened(text, tokens, danger)
        if len(listed) < 2:  # noqa: PLR2004 - a list begins with two
            return opened if len(opened) > 1 else ()
        beside = [part for part in opened if not any(_overlap(part, lack) for lack in listed)]
        return tuple(sorted(_apart([*listed, *beside]), key=lambda part: part.span))

    def _lacking(self, text: str) -> tuple[Part, ...]:
        known = [lack for lack in lacks(text) if lack.topic in self._topics]
        made = [self._part(lack.topic, lack.start, lack.end, LACKING) for lack in known]
        return _apart(made)

    def _opened(self, text: str, tokens: Sequence[Token], danger: Danger | None) -> tuple[Part, ...]:
        cut = blocks(text)
        if len(cut) < 2:  # noqa: PLR2004 - one is the whole text
            return ()
        made = []
        for n, block in enumerate(cut):
            part = self._read(text, tokens, block, danger, is_first=n == 0)
            if part is not None:
                made.append(part)
        return _apart(made)

    def _read(self, text: str, tokens: Sequence[Token], block: Block, danger: Danger | None, *, is_first: bool) -> Part | None:
        said = text[block.start : block.end]
        opened = opening(said)
        if not is_first and not is_request(opened):
            return None
        inside = [token for token in tokens if block.start <= token.start < block.end]
        topic, share = self._likeliest(said, inside)
        is_dangerous = danger is not None and block.start <= danger.start < block.end
        if danger and is_dangerous and danger.topic in self._topics:
            topic, share = danger.topic, max(share, SURE)
        group = self._topics[topic].group
        if share < (SURE if block.sure else VERY_SURE) or group in NO_REQUEST:
            return None
        if not is_dangerous and self._names(inside, group) < NAMED:
            return None
        if not is_first and topic in RHETORIC and not ASKS.search(opened):
            return None
        return self._part(topic, block.start, block.start + len(said.rstrip()), share, danger=is_dangerous)

    def _likeliest(self, said: str, tokens: list[Token]) -> tuple[str, float]:
        """The topic, and how sure its group is; topics that residents do not tell apart count together."""
        p = self._score(said, tokens)
        by_group = np.bincount(self._group_of, weights=p, minlength=len(self._groups))
        best = int(by_group.argmax())
        topic = self._slugs[int(np.where(self._group_of == best, p, -1.0).argmax())]
        twins = sum(float(p[n]) for n, slug in enumerate(self._slugs) if self._group_of[n] != best and is_one_trouble(topic, slug))
        return topic, float(by_group[best]) + twins

    def _names(self, tokens: list[Token], group: str) -> float:
        """How strongly the words of the taxonomy name the group."""
        scores = self._words.scores(tokens)
        return max((score for n, score in scores.items() if self._groups[self._group_of[n]] == group), default=0.0)

    def _part(self, topic: str, start: int, end: int, score: float, *, danger: bool = False) -> Part:
        return Part(group=self._topics[topic].group, topic=topic, span=(start, end), score=score, danger=danger)


def _apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """One part a trouble: what goes on with the same one joins it, the surer topic stands."""
    kept: list[Part] = []
    for part in parts:
        same = next((n for n, each in enumerate(kept) if each.group == part.group or is_one_trouble(each.topic, part.topic)), None)
        if same is None:
            kept.append(part)
        elif (part.danger, part.score) > (kept[same].danger, kept[same].score):
            kept[same] = replace(part, span=(kept[same].span[0], kept[same].span[1]))
    return tuple(kept[:MOST])


def _overlap(one: Part, other: Part) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def leading(parts: Sequence[Part], group: str, *, danger: bool) -> Part | None:
    """The part that the reading speaks of: the dangerous one, else that of the likeliest group, else the first.

    None: there are no parts, or the danger stands in none of them and says itself whose it is.
    """
    if danger:
        return next((part for part in parts if part.danger), None)
    return next((part for part in parts if part.group == group), parts[0] if parts else None)
