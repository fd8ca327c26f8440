"""Makes the fingerprint of a text: codes of its likeliest topics, its words, its names and numbers."""

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from incidents.reading import Place, PlaceKind
from incidents.sameness.fingerprint import MOST, OBJECTS, TOPICS, TROUBLES, Fingerprint
from incidents.stemming import cut
from nlp.text.features import POLITE
from nlp.text.masks import MARKS
from nlp.text.morph import Is, Morph
from nlp.text.prepared import Prepared
from nlp.text.tokens import Token
from nlp.text.words import words_for
from nlp.topics.common_words import FILE, load_common, mark_of
from nlp.topics.model import Scores

SHORTEST = 3  # letters of a word that carries sense
SHORTEST_NAME = 4
PLAIN = frozenset(MARKS.values()) | words_for(__name__)["stop"] | frozenset(POLITE)
NAMELESS = frozenset({PlaceKind.HOUSE, PlaceKind.ROUTE})
CODES = 1 << 16
KNOWN = 20_000  # words of late
SOFT = 0.25  # the power of a probability: the second likeliest topic says something too
KINDS = ("request", "question", "thanks", "ad")


def sense_words(words: Iterable[str]) -> dict[str, str]:
    """Words that carry sense by their stems."""
    return {_stem(word): word for word in words if len(word) >= SHORTEST and word not in PLAIN}


@lru_cache(KNOWN)
def _stem(word: str) -> str:
    return cut(word)


@lru_cache(KNOWN)
def code_of(stem: str) -> int:
    """A stem or a number as a short code."""
    return zlib.crc32(stem.encode("utf-8", "surrogatepass")) % CODES


class Printer:
    """Makes fingerprints with one district's topics and the weights beside `base`."""

    def __init__(self, slugs: Sequence[str], morph: Morph, base: Path) -> None:
        self._topics = [code_of(slug) for slug in slugs]
        self._morph, self._common = morph, load_common(base.with_name(FILE))
        self._mark = mark_of(base)

    def written(
        self,
        prepared: Prepared,
        tokens: Sequence[Token],
        places: Sequence[Place],
        p: npt.NDArray[np.float64],
        scores: Scores,
        *,
        appeal: float,
    ) -> str:
        """The fingerprint as the Reading keeps it. `tokens`: as the author wrote them; `p`: of topics in order."""
        by_stem = sense_words(prepared.whole.words)
        objects, troubles = self._rarest(by_stem)
        signs = {name: _probability(scores.speech[f"kind:{name}"]) for name in KINDS}
        made = Fingerprint(
            topics=self._softened(p),
            objects=objects,
            troubles=troubles,
            names=self._coded(set(self._names(tokens, places)) - PLAIN),
            numbers=frozenset(code_of(token.word) for token in tokens if token.is_number),
            signs=signs | {"appeal": appeal, "danger": scores.danger, "now": scores.now},
            length=len(by_stem),
        )
        return made.written() + self._mark

    def _softened(self, p: npt.NDArray[np.float64]) -> dict[int, float]:
        """The likeliest topics as a vector of unit length: their product tells how alike two texts are."""
        likeliest = p.argsort()[::-1][:TOPICS]
        soft = p[likeliest] ** SOFT
        return {self._topics[n]: float(share) for n, share in zip(likeliest, soft / max(float(np.linalg.norm(soft)), 1e-9), strict=True)}

    def _rarest(self, by_stem: Mapping[str, str]) -> tuple[dict[int, float], dict[int, float]]:
        """Codes of nouns and of other words: the rarest, which a fingerprint keeps, for each analysis takes its time."""
        rare = sorted(
            (-self._common.get(code, MOST), code, word) for code, word in ((code_of(stem), word) for stem, word in by_stem.items())
        )
        nouns: dict[int, float] = {}
        others: dict[int, float] = {}
        for less, code, word in rare:
            if len(nouns) >= OBJECTS and len(others) >= TROUBLES:
                break
            (nouns if self._morph.is_(word, Is.NOUN) else others)[code] = -less / MOST
        return nouns, others

    def _coded(self, stems: Iterable[str]) -> dict[int, float]:
        codes = map(code_of, stems)
        return {code: self._common.get(code, MOST) / MOST for code in codes}

    def _names(self, tokens: Sequence[Token], places: Sequence[Place]) -> Iterator[str]:
        """Stems of the words of places, of words with a capital inside a sentence, and of those that no dictionary has."""
        spans = [place.span for place in places if place.kind not in NAMELESS]
        for token in tokens:
            if not token.is_word or len(token.word) < SHORTEST_NAME:
                continue
            is_place = any(start <= token.start < end for start, end in spans)
            if is_place or (token.cap and (not token.first or not self._morph.knows(token.word))):
                yield _stem(token.word)


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
