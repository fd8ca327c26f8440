"""The reader: one text in, one Reading out. Sync and pure; models load once, when a Reader is made."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import Reading
from nlp.danger import find_danger
from nlp.morph import Morph
from nlp.model import load_model
from nlp.ner import Entities
from nlp.places import PlaceFinder, places_of
from nlp.resolve import resolve, speaks_locally
from nlp.scene import Scene
from nlp.speech import hear, kind_of, mood_of
from nlp.tables import District, Taxonomy
from nlp.topics import TopicWords


BASE = Path(__file__).parent / "weights" / "base.npz"
WORDS_SHARE, WORDS_MOST = 0.06, 8.0  # how far the taxonomy's own words move the model
WORDS_APPEAL, MODEL_APPEAL = 0.8, 2.5


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
        self._finder = PlaceFinder(district, self._morph, Entities())
        self._words = TopicWords(taxonomy)
        self._slugs = tuple(taxonomy.topics)
        self._model = load_model(weights or BASE, taxonomy) if weights or BASE.exists() else None

    def read(self, text: str, *, community: str | None = None, settlement_id: str | None = None, parent_text: str | None = None) -> Reading:
        """Read one text. `community` is the title of the group it stands in, `settlement_id` the group's own settlement."""
        home = self._finder.home(community, settlement_id)
        scene = self._finder.scene(text, home)
        topics, margin, alarm = self._rank(scene)
        speech = hear(scene.text)
        score = _sigmoid(WORDS_APPEAL * speech.score + MODEL_APPEAL * margin + (0.0 if self._model else -0.6))
        is_appeal = score >= 0.5
        kind = kind_of(speech, scene.text, is_appeal=is_appeal)
        danger = find_danger(scene.text, is_appeal=is_appeal, model=self._model, margin=alarm)
        place = resolve(scene, self._finder.gazetteer, home, is_local=is_appeal or speaks_locally(scene))
        groups: dict[str, float] = {}
        for slug, p in topics:
            group = self.taxonomy.topics[slug].group
            groups[group] = groups.get(group, 0.0) + p
        ranked = sorted(groups.items(), key=lambda item: -item[1])
        return Reading(
            is_appeal=is_appeal,
            appeal_score=score,
            kind=kind,
            group=ranked[0][0],
            groups=tuple(ranked[:3]),
            topic=next(slug for slug, _ in topics if self.taxonomy.topics[slug].group == ranked[0][0]),
            topics=tuple(topics[:3]),
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

    def _rank(self, scene: Scene) -> tuple[list[tuple[str, float]], float, float]:
        """Topics with probabilities, best first, and the model's margins for an appeal and for danger."""
        words = self._words.scores(scene.tokens)
        if self._model is None:
            top = max(words.values(), default=0.0)
            total = sum(math.exp(s - top) for s in words.values())
            ranked = sorted(((self._slugs[n], math.exp(s - top) / total) for n, s in words.items()), key=lambda item: -item[1])
            return ranked or [(self._slugs[-1], 1.0)], 0.0, 0.0
        scores = self._model.scores(scene.text)
        p = scores.topics
        for number, score in words.items():
            p[number] *= math.exp(WORDS_SHARE * min(score, WORDS_MOST))
        p /= p.sum()
        return [(self._slugs[n], float(p[n])) for n in p.argsort()[::-1] if p[n] > 0], scores.appeal, scores.danger


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
