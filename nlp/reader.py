"""The reader: one text in, one Reading out. Sync and pure; models load once, when a Reader is made."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from incidents.reading import Kind, Part, Place, PlaceKind, Reading
from incidents.sameness.text_likeness import is_agreement
from nlp.district_files import District, Taxonomy
from nlp.places.candidates import speaks_locally
from nlp.places.entities import Entities
from nlp.places.finder import PlaceFinder, places_of
from nlp.places.resolve import Home, Resolved, moved, resolve
from nlp.places.scene import Scene
from nlp.text.features import Floats
from nlp.text.morph import Morph
from nlp.text.prepared import Prepared, Text, prepare
from nlp.text.quotes import is_own, nearest, own_words
from nlp.text.speech import TROUBLED, is_wished, kind_of, mood_of, names_trouble, praise_of
from nlp.text.tokens import Token
from nlp.topics import headline, trouble
from nlp.topics.comments import hear_comment
from nlp.topics.danger import Danger, asked, tell_danger
from nlp.topics.denials import AroundReply
from nlp.topics.district_layer import Layer, place_keys
from nlp.topics.fingerprint import Printer
from nlp.topics.headline import cuts_of, load_headlines, tells
from nlp.topics.headline_cuts import Cut, shown
from nlp.topics.matters import Parting, leading
from nlp.topics.model import Model, Scores, load_model
from nlp.topics.ranking import Doubles, Ranking, first

BASE = Path(__file__).parent / "weights" / "base.npz"
HALF = 0.5  # the score of an appeal at the model's threshold
HINT = 0.02  # the probability of a threat below which a mortal topic alone asks nobody: fire extinguishers, thanks, last year's fire
HEARD = 0.75  # the score of an appeal that tells of a danger, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A text under the base's eyes: `p` are topics in the taxonomy's order, `score` is the probability of an appeal."""

    scene: Scene
    near: Scene  # where the problem is looked for: the author's own places before a quotation's
    home: Home
    tokens: list[Token]  # of the author's own words
    prepared: Prepared
    scores: Scores
    words: list[str]
    danger: Danger
    p: Doubles
    score: float


class Reader:
    """Reads residents' texts about one district (None: any town, names without ids).

    The first 8000 code points of a text are read, the rest is left alone. Raises BadTable for weights that do not fit.
    """

    def __init__(self, district: District | None, taxonomy: Taxonomy, *, weights: Path | None = None) -> None:
        self.taxonomy = taxonomy
        self._morph, self._entities = Morph(), Entities()
        self._finder = PlaceFinder(district, self._morph, self._entities)
        file = weights or BASE
        self._model: Model = load_model(file, taxonomy)
        self._ranking = Ranking(taxonomy)
        self._printer = Printer(tuple(taxonomy.topics), self._morph, file)
        self._headlines = load_headlines(file.with_name(headline.FILE))
        self._troubles = load_headlines(file.with_name(trouble.FILE), trouble.TELLS)
        self._parting = Parting(taxonomy, self._model)
        self._learned = Layer()

    def beside(self, district: District | None) -> Self:
        """A reader of another district with the same models in memory."""
        other = copy.copy(self)
        other._finder, other._learned = PlaceFinder(district, self._morph, self._entities), Layer()
        return other

    def read(
        self,
        text: str,
        *,
        community: str | None = None,
        settlement_id: str | None = None,
        parent_text: str | None = None,
        answer: str | None = None,
        fast: bool = False,
    ) -> Reading:
        """Read one text. `community` is the title of the group it stands in, `settlement_id` the group's own settlement.

        A comment under `parent_text` takes its topic and its place from there unless its own words say otherwise; one after our
        `answer` has a reaction too. `fast`: as `Text.fast`.
        """
        home = self._finder.home(community, settlement_id)
        above = self._look(parent_text, home, fast=fast) if parent_text else None
        parent = self._reading(parent_text, above, fast=fast) if parent_text and above else None
        home = home.under(parent.main) if parent and not parent.outside else home
        look = self._look(text, home, fast=fast)
        reading = self._reading(text, look, fast=fast)
        beside = None if answer is None else self._beside(answer, home, above)
        comment = hear_comment(self._model, look.scores, reading, text, look.prepared, beside)
        if answer is None and parent is None:
            return comment.alone()
        if parent is not None:
            heard = comment.under(parent, agrees=is_agreement(text))
            reading = self._placed(heard, look) if heard.is_appeal and not reading.is_appeal else heard
        return comment.after_answer(reading) if answer is not None else reading

    def teach(self, learned: Layer | None) -> None:
        """Read with what the district learned from now on; None: with the base alone."""
        self._learned = learned or Layer()

    def look(self, text: str, *, community: str | None = None, settlement_id: str | None = None) -> Look:
        """What the base alone makes of a text: for learning."""
        return self._look(text, self._finder.home(community, settlement_id))

    def _look(self, text: str, home: Home, *, fast: bool = False) -> Look:
        scene = self._finder.scene(text, home, fast=fast)
        own = own_words(scene.text)  # the author's words tell what it is about; a quotation helps to find where
        tokens = scene.tokens if own is None else [token for token in scene.tokens if is_own(token, own)]
        prepared = prepare(scene, own)
        scores = self._model.scores(prepared)
        danger = tell_danger(scene.text, prepared, scores, self._model)
        p = self._ranking.topics(scores)
        if danger.p >= HINT and self._ranking.is_mortal(p):  # a cry of three words tells its topic and little else
            danger = asked(scene.text, prepared, danger, self._model)
        appeal = self._model.lines["appeal"]
        return Look(
            scene=scene,
            near=scene if own is None else nearest(scene, own),
            home=home,
            tokens=tokens,
            prepared=prepared,
            scores=scores,
            words=[token.word for token in tokens if token.is_word],
            danger=danger,
            p=p,
            score=_at_half(appeal.of(scores.speech["appeal"]), appeal.sure),
        )

    def _placed(self, reading: Reading, look: Look) -> Reading:
        """What the post above makes an appeal lies somewhere: where its own words say, else where the post does."""
        place = self.resolved(look, is_appeal=True)
        return replace(reading, main=place.main, lat=place.lat, lon=place.lon, outside=place.outside)

    def _beside(self, answer: str, home: Home, above: Look | None) -> AroundReply:
        scene = self._finder.scene(answer, home, fast=True)  # its towns and people need no tagger: nobody looks for them here
        post, topics = (above.prepared, above.scores.topics) if above else (None, None)
        return AroundReply(answer=prepare(scene, own_words(scene.text)), post=post, topics=topics)

    def keys(self, words: list[str]) -> list[int]:
        """What in a text may stand for a place that no list knows."""
        return place_keys(words, self._morph.knows)

    def resolved(self, look: Look, *, is_appeal: bool) -> Resolved:
        """Where the problem is, as the base finds it; thanks are for what was done here."""
        is_local = is_appeal or kind_of(look.scores.speech, is_appeal=False) is Kind.THANKS or speaks_locally(look.near)
        return resolve(look.near, self._finder.gazetteer, look.home, is_local=is_local)

    def _reading(self, text: str, look: Look, *, fast: bool = False) -> Reading:
        learned, danger, scene = self._learned, look.danger, look.scene
        groups, topics = self._ranking.best(learned.rank(look.p, self._ranking.slugs, look.words))
        is_danger = danger.grade is not None
        score = learned.appeals(look.score, look.words)
        if is_danger:  # whoever cries for help in the words of a joke is heard
            score = max(score, HEARD)
        elif danger.is_asked or is_wished(look.scores.speech, score):  # an emergency is never dropped: whoever looks says that it is none
            score = max(score, HALF)
        is_appeal = score >= HALF
        kind = kind_of(look.scores.speech, is_appeal=is_appeal)
        place = self.resolved(look, is_appeal=is_appeal)
        if learned.places and self._finder.gazetteer and place.is_vague:
            place = moved(place, scene, self._finder.gazetteer.district, learned.place(self.keys(look.words)))
        sincere = self._model.lines["praise"]
        is_meant = sincere.of(look.scores.speech["meant"]) >= sincere.sure
        is_meant = is_meant and not (score >= TROUBLED and names_trouble(look.words, *topics[0], self._morph))
        parts = self._parting.parts(scene.text, look.prepared, look.scores.rows, danger) if is_appeal and not fast else ()
        lead = leading(parts, groups[0][0], danger=is_danger)
        if lead is not None:
            groups, topics = first(groups, lead.group, lead.score), first(topics, lead.topic, lead.score)
        places, is_vague = places_of(scene, text), self.taxonomy.topics[topics[0][0]].is_vague
        return Reading(
            is_appeal=is_appeal,
            appeal_score=score,
            kind=kind,
            group=groups[0][0],
            groups=tuple(groups),
            topic=topics[0][0],
            topics=tuple(topics),
            places=places,
            main=place.main,
            outside=place.outside,
            danger=is_danger,
            danger_grade=danger.grade,
            danger_words=text[danger.start : danger.end] if is_danger or danger.is_asked else None,
            danger_now=danger.now,
            danger_title=self._headline(text, look, places) if is_danger or danger.is_asked else None,
            danger_asked=danger.is_asked,
            mood=mood_of(look.scores.speech, kind),
            praise=praise_of(look.scores.speech, look.words, kind, is_appeal=is_appeal, score=score, is_meant=is_meant),
            lat=place.lat,
            lon=place.lon,
            departments=learned.takers(look.words),
            trouble=self._trouble(text, look, places, parts)
            if is_vague and is_appeal and not (is_danger or fast or kind is Kind.SUGGESTION)
            else None,
            parts=parts,
            persons=scene.persons,
            fingerprint=self._printer.written(look.prepared, look.tokens, places, look.p, look.scores, appeal=look.score),
        )

    def headline_cuts(self, text: str, look: Look, places: Sequence[Place]) -> tuple[list[Cut], Floats]:
        """What of a danger's words may be its headline, and what tells of each."""
        spans = [place.span for place in places if place.kind is not PlaceKind.LANDMARK]  # «у школы» is often the trouble's half
        found = cuts_of(text, look.danger, spans, self._morph)
        return found, tells(text, found, look.p, self._model)

    def _headline(self, text: str, look: Look, places: Sequence[Place]) -> str | None:
        best = self._headlines.best(*self.headline_cuts(text, look, places)) if self._headlines else None
        return shown(text, best) if best else None

    def trouble_cuts(self, text: str, look: Look, places: Sequence[Place]) -> trouble.Troubles:
        """What of an ordinary post may be its title, and what tells of each."""
        spans = [*(place.span for place in places if place.kind is not PlaceKind.LANDMARK), *look.scene.persons]
        return trouble.trouble_cuts(text, look.prepared, look.scores, look.p, spans, self._model, self._morph)

    def _trouble(self, text: str, look: Look, places: Sequence[Place], parts: Sequence[Part]) -> str | None:
        if self._troubles is None or parts:  # of several matters nobody knows which one it names
            return None
        best = self._troubles.best(*self.trouble_cuts(text, look, places))
        return trouble.called(text, best) if best else None

    def read_many(self, texts: Iterable[Text]) -> list[Reading]:
        """Read a batch."""
        return [
            self.read(t.text, community=t.community, settlement_id=t.settlement_id, parent_text=t.parent_text, answer=t.answer, fast=t.fast)
            for t in texts
        ]


def _at_half(p: float, threshold: float) -> float:
    """A probability moved so that the threshold stands at one half: officials and settings know one boundary for good."""
    odds = max(p, 1e-9) / max(1 - p, 1e-9) * (1 - threshold) / max(threshold, 1e-9)
    return odds / (1 + odds)
