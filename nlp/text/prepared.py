"""A text as the models see it: place names masked, quotations left out, cut into stretches."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.places.scene import Scene
from nlp.text.clauses import clauses, pairs
from nlp.text.masks import masked_words
from nlp.text.quotes import is_own
from nlp.text.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to read with what is known around it. `answer`: ours, which the text is the author's next comment after.

    `fast`: without Natasha's tagger of towns and people and without separate matters, when many texts wait.
    """

    text: str
    community: str | None = None
    settlement_id: str | None = None
    parent_text: str | None = None
    answer: str | None = None
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: its masked letters, its masked words, where it stands in code points, in which sentence it begins."""

    text: str
    words: tuple[str, ...]
    start: int
    end: int
    sentence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One text ready for the models. `stretches` are the clauses, then pairs of neighbours."""

    whole: Piece
    clauses: tuple[Piece, ...]
    stretches: tuple[Piece, ...]


def prepare(scene: Scene, own: str | None = None) -> Prepared:
    """Prepare a text whose places are found. `own`: the text with what others said blanked."""
    seen = masked_words(scene)
    kept = [n for n, token in enumerate(scene.tokens) if own is None or is_own(token, own)]
    tokens = [scene.tokens[n] for n in kept]
    said = [seen[n] for n in kept]
    whole = _piece(scene.text, tokens, said)
    single = clauses(tokens)
    pieces = tuple(_piece(scene.text, tokens[c.i : c.j], said[c.i : c.j], c.sentence) for c in (*single, *pairs(single)))
    return Prepared(whole=whole, clauses=pieces[: len(single)], stretches=pieces)


def _piece(text: str, tokens: Sequence[Token], seen: Sequence[str | None], sentence: int = 0) -> Piece:
    """Signs between the tokens stay as they are, words are mended, masked ones are their marks."""
    if not tokens:
        return Piece("", (), 0, 0)
    parts: list[str] = []
    at = tokens[0].start
    for token, word in zip(tokens, seen, strict=True):
        if token.start > at:
            parts.append(text[at : token.start] if token.start - at <= 3 else " ")  # noqa: PLR2004 - a longer gap is a quotation left out
        if word is not None:
            parts.append(word)
        at = token.end
    words = tuple(word for token, word in zip(tokens, seen, strict=True) if word is not None and token.is_word)
    return Piece("".join(parts), words, tokens[0].start, tokens[-1].end, sentence)
