# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""The reader: one text in, one Reading out. Sync and pure; models load once, when a Reader is made."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from incidents.reading import DangerGrade, Kind, Reading
from incidents.words import is_agreement
from nlp.danger import Danger, find_danger
from nlp.model import load_model
from nlp.morph import Morph
from nlp.ner import Entities
from nlp.places import PlaceFinder, places_of
from nlp.resolve import Home, resolve, speaks_locally
from nlp.scene import Scene
from nlp.sense import Sense, Vectors
from nlp.speech import hear, kind_of, mood_of
from nlp.tables import District, Taxonomy
from nlp.topics import TopicWords

BASE = Path(__file__).parent / "weights" / "base.npz"
BEST, MOST_WORDS = 3, 50.0
HEARD = 0.75  # the score of an appeal that tells of a danger, at least
THREAT_TOPIC = {DangerGrade.NOW: 0.5, DangerGrade.RISK: 0.15}  # how far a threat moves the topic to its own
WORDS_SHARE, WORDS_MOST = 0.06, 8.0  # how far the taxonomy's own words move the model
# Shares in «is it an appeal»: words of trouble, the model's margin, a place named, a threat seen; and what must be beaten.
WORDS_APPEAL, MODEL_APPEAL, PLACE_APPEAL, ALARM_APPEAL, DOUBT = 1.3, 3.3, 1.2, 2.8, -1.6
POLITE = 0.2  # thanks that are not the point say little of the topic
THANKS = "other_thanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to read with what is known around it."""

    text: str
    community: str | None = None
    settlement_id: str | None = None
    parent_text: str | None = None


class Reader:
    """Reads residents' texts about one district (None: any town, names without ids).

    The first 8000 code points of a text are read, the rest is left alone. Raises BadTable for weights that do not fit.
    """

    def __init__(self, district: District | None, taxonomy: Taxonomy, *, weights: Path | None = None) -> None:
        self.taxonomy = taxonomy
        self._morph = Morph()
        entities = Entities()
        self._finder = PlaceFinder(district, self._morph, entities)
        self._words = TopicWords(taxonomy)
        self._slugs = tuple(taxonomy.topics)
        self._group_of = np.array([taxonomy.groups.index(topic.group) for topic in taxonomy.topics.values()])
        vectors = Vectors(entities.embedding)
        self._model = load_model(weights or BASE, taxonomy, vectors) if weights or BASE.exists() else None
        self._sense = Sense(vectors, *self._model.sense) if self._model else None

    def read(self, text: str, *, community: str | None = None, settlement_id: str | None = None, parent_text: str | None = None) -> Reading:
        """Read one text. `community` is the title of the group it stands in, `settlement_id` the group's own settlement.

        «+1» under a parent's text is a voice for what the parent tells of.
        """
        reading = self._read(text, self._finder.home(community, settlement_id))
        if not parent_text or reading.danger or not is_agreement(text):
            return reading
        parent = self._read(parent_text, self._finder.home(community, settlement_id))
        if not parent.is_appeal:
            return reading
        told = {name: getattr(parent, name) for name in ("is_appeal", "appeal_score", "group", "groups", "topic", "topics")}
        return replace(reading, kind=Kind.COMPLAINT, **told)

    def _read(self, text: str, home: Home) -> Reading:
        scene = self._finder.scene(text, home)
        speech = hear(scene.text)
        danger = find_danger(scene.text, scene.tokens, self._sense)
        groups, topics, margin = self._rank(scene, danger, thanks=speech.thanks)
        alarm = ALARM_APPEAL if danger else 0.0
        named = PLACE_APPEAL if any(not found.adjective for found in scene.found) else 0.0
        score = _sigmoid(WORDS_APPEAL * speech.score + MODEL_APPEAL * margin + named + alarm + DOUBT)
        if danger:  # whoever cries for help in the words of a joke is heard
            score = max(score, HEARD)
        is_appeal = score >= 0.5
        kind = kind_of(speech, scene.text, is_appeal=is_appeal)
        place = resolve(scene, self._finder.gazetteer, home, is_local=is_appeal or speaks_locally(scene))
        return Reading(
            is_appeal=is_appeal,
            appeal_score=score,
            kind=kind,
            group=groups[0][0],
            groups=tuple(groups),
            topic=topics[0][0],
            topics=tuple(topics),
            places=places_of(scene, text),
            main=place.main,
            outside=place.outside,
            danger=danger is not None,
            danger_grade=danger.grade if danger else None,
            danger_words=text[danger.start : danger.end] if danger else None,
            mood=mood_of(speech, kind, is_appeal=is_appeal),
            lat=place.lat,
            lon=place.lon,
        )

    def read_many(self, texts: Iterable[Text]) -> list[Reading]:
        """Read a batch."""
        return [self.read(t.text, community=t.community, settlement_id=t.settlement_id, parent_text=t.parent_text) for t in texts]

    def _rank(self, scene: Scene, danger: Danger | None, *, thanks: bool) -> tuple[list[tuple[str, float]], list[tuple[str, float]], float]:
        """Groups and topics with probabilities, best first, and the model's margin for an appeal."""
        words = self._words.scores(scene.tokens)
        margin = 0.0
        if self._model is None:
            p = np.zeros(len(self._slugs))
            for number, score in words.items():
                p[number] = math.exp(min(score, MOST_WORDS))
            if not words:
                p[-1] = 1.0
        else:
            scores = self._model.scores(scene.text, [token.word for token in scene.tokens if token.is_word])
            p, margin = scores.topics.astype(np.float64), scores.appeal
            for number, score in words.items():
                p[number] *= math.exp(WORDS_SHARE * min(score, WORDS_MOST))
        if not thanks and THANKS in self._slugs:
            p[self._slugs.index(THANKS)] *= POLITE
        p /= p.sum()
        if danger and danger.topic in self._slugs:  # the threat decides whose card it is
            share = THREAT_TOPIC[danger.grade]
            p *= 1 - share
            p[self._slugs.index(danger.topic)] += share
        by_group = np.bincount(self._group_of, weights=p, minlength=len(self.taxonomy.groups))
        groups = [(self.taxonomy.groups[n], float(by_group[n])) for n in by_group.argsort()[::-1][:BEST]]
        mine = np.where(self._group_of == by_group.argmax(), p, -1.0)
        order = [int(mine.argmax()), *(int(n) for n in p.argsort()[::-1][: BEST + 1])]
        topics = [(self._slugs[n], float(p[n])) for n in dict.fromkeys(order)]
        return groups, topics[:BEST], margin


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
