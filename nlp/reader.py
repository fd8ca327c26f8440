# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""The reader: one text in, one Reading out. Sync and pure; models load once, when a Reader is made."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from incidents.reading import DangerGrade, Kind, Reading
from incidents.text_likeness import is_agreement
from nlp.places.entities import Entities
from nlp.places.finder import PlaceFinder, places_of
from nlp.places.resolve import Home, Resolved, moved, resolve, speaks_locally
from nlp.places.scene import Scene
from nlp.tables import District, Taxonomy
from nlp.text.morph import Morph
from nlp.text.quotes import is_own, nearest, own_words
from nlp.text.speech import Speech, hear, kind_of, mood_of
from nlp.text.tokens import Token
from nlp.text.vectors import Sense, Vectors
from nlp.topics.danger import Danger, find_danger
from nlp.topics.district_layer import Layer, place_keys
from nlp.topics.model import load_model
from nlp.topics.parting import Parting, leading
from nlp.topics.topic_words import TopicWords

Doubles = npt.NDArray[np.float64]

BASE = Path(__file__).parent / "weights" / "base.npz"
BEST, MOST_WORDS = 3, 50.0
HEARD = 0.75  # the score of an appeal that tells of a danger, at least
THREAT_TOPIC = {DangerGrade.NOW: 0.4, DangerGrade.RISK: 0.15}  # how far a threat moves the topic to its own
RESCUE, RESCUERS = 0.5, ("safety_", "energy_gas_leak")  # whatever burns or leaks gas is the rescuers' first
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A text under the base's eyes: `p` are topics in the taxonomy's order, `score` is the probability of an appeal."""

    scene: Scene
    near: Scene  # where the problem is looked for: the author's own places before a quotation's
    home: Home
    speech: Speech
    said: str  # the text without what others said
    words: list[str]
    danger: Danger | None
    p: Doubles
    score: float


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
        self._learned = Layer()
        self._parting = Parting(taxonomy, self._words, self._topics_of)

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

    def teach(self, learned: Layer | None) -> None:
        """Read with what the district learned from now on; None: with the base alone."""
        self._learned = learned or Layer()

    def look(self, text: str, *, community: str | None = None, settlement_id: str | None = None) -> Look:
        """What the base alone makes of a text: for learning."""
        return self._look(text, self._finder.home(community, settlement_id))

    def _look(self, text: str, home: Home) -> Look:
        scene = self._finder.scene(text, home)
        own = own_words(scene.text)  # the author's words tell what it is about; a quotation helps to find where
        tokens = scene.tokens if own is None else [token for token in scene.tokens if is_own(token, own)]
        said = own or scene.text
        speech = hear(said)
        words = [token.word for token in tokens if token.is_word]
        p, margin = self._topics(said, tokens, words, thanks=speech.thanks)
        danger = find_danger(said, tokens, self._sense)
        if danger is None and own is not None and not speech.thanks:  # no danger is missed because another told of it
            danger = find_danger(scene.text, scene.tokens, self._sense)
        alarm = ALARM_APPEAL if danger else 0.0
        named = PLACE_APPEAL if any(not found.adjective for found in scene.found) else 0.0
        score = _sigmoid(WORDS_APPEAL * speech.score + MODEL_APPEAL * margin + named + alarm + DOUBT)
        return Look(
            scene=scene,
            near=scene if own is None else nearest(scene, own),
            home=home,
            speech=speech,
            said=said,
            words=words,
            danger=danger,
            p=p,
            score=score,
        )

    def keys(self, words: list[str]) -> list[int]:
        """What in a text may stand for a place that no list knows."""
        return place_keys(words, self._morph.knows)

    def resolved(self, look: Look, *, is_appeal: bool) -> Resolved:
        """Where the problem is, as the base finds it."""
        return resolve(look.near, self._finder.gazetteer, look.home, is_local=is_appeal or speaks_locally(look.near))

    def _read(self, text: str, home: Home) -> Reading:
        look, learned = self._look(text, home), self._learned
        danger, scene = look.danger, look.scene
        groups, topics = self._rank(learned.rank(look.p, self._slugs, look.words), danger)
        score = learned.appeals(look.score, look.words)
        if danger:  # whoever cries for help in the words of a joke is heard
            score = max(score, HEARD)
        is_appeal = score >= 0.5
        kind = kind_of(look.speech, look.said, is_appeal=is_appeal)
        place = self.resolved(look, is_appeal=is_appeal)
        if learned.places and self._finder.gazetteer and place.is_vague:
            place = moved(place, scene, self._finder.gazetteer.district, learned.place(self.keys(look.words)))
        parts = self._parting.parts(look.said, scene.tokens, danger) if is_appeal else ()
        lead = leading(parts, groups[0][0], danger=danger is not None)
        if lead is not None:
            groups, topics = _first(groups, lead.group, lead.score), _first(topics, lead.topic, lead.score)
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
            mood=mood_of(look.speech, kind, is_appeal=is_appeal),
            lat=place.lat,
            lon=place.lon,
            departments=learned.takers(look.words),
            parts=parts,
        )

    def read_many(self, texts: Iterable[Text]) -> list[Reading]:
        """Read a batch."""
        return [self.read(t.text, community=t.community, settlement_id=t.settlement_id, parent_text=t.parent_text) for t in texts]

    def _topics_of(self, text: str, tokens: list[Token]) -> Doubles:
        """Probabilities of topics of a stretch of a text."""
        return self._topics(text, tokens, [token.word for token in tokens if token.is_word], thanks=False)[0]

    def _topics(self, text: str, tokens: list[Token], words: list[str], *, thanks: bool) -> tuple[Doubles, float]:
        """Probabilities of topics in the taxonomy's order, and the model's margin for an appeal."""
        phrases = self._words.scores(tokens)
        margin = 0.0
        if self._model is None:
            p = np.zeros(len(self._slugs))
            for number, score in phrases.items():
                p[number] = math.exp(min(score, MOST_WORDS))
            if not phrases:
                p[-1] = 1.0
        else:
            scores = self._model.scores(text, words)
            p, margin = scores.topics.astype(np.float64), scores.appeal
            for number, score in phrases.items():
                p[number] *= math.exp(WORDS_SHARE * min(score, WORDS_MOST))
        if not thanks and THANKS in self._slugs:
            p[self._slugs.index(THANKS)] *= POLITE
        return p / p.sum(), margin

    def _rank(self, p: Doubles, danger: Danger | None) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """Groups and topics with probabilities, best first."""
        if danger and danger.topic in self._slugs:  # the threat decides whose card it is
            is_rescue = danger.grade is DangerGrade.NOW and danger.topic.startswith(RESCUERS)
            share = RESCUE if is_rescue else THREAT_TOPIC[danger.grade]
            p = p * (1 - share)
            p[self._slugs.index(danger.topic)] += share
        by_group = np.bincount(self._group_of, weights=p, minlength=len(self.taxonomy.groups))
        groups = [(self.taxonomy.groups[n], float(by_group[n])) for n in by_group.argsort()[::-1][:BEST]]
        mine = np.where(self._group_of == by_group.argmax(), p, -1.0)
        order = [int(mine.argmax()), *(int(n) for n in p.argsort()[::-1][: BEST + 1])]
        topics = [(self._slugs[n], float(p[n])) for n in dict.fromkeys(order)]
        return groups, topics[:BEST]


def _first(likeliest: list[tuple[str, float]], slug: str, score: float) -> list[tuple[str, float]]:
    """The likeliest with this one at the head: what one of several requests is about was read from its own words."""
    if likeliest[0][0] == slug:
        return likeliest
    return [(slug, score), *((each, share) for each, share in likeliest if each != slug)][:BEST]


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
