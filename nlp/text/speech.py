# ruff: noqa: PLR2004 - numbers here are lengths of words and tokens
"""What sort of speech a text is: complaint, request, question, thanks, rumour, advertisement, chat; and its mood."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from incidents.reading import Kind, Mood
from nlp.text.lexicon import Lexicon

_LEXICON = Lexicon(tomllib.loads((Path(__file__).parent.parent / "data" / "speech.toml").read_text(encoding="utf-8")))
_ASKS = re.compile(r"\W*(?:подскажите|скажите|как |где |когда |почему |куда |кто |есть ли )", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How often each list of `nlp/data/speech.toml` speaks in a text."""

    trouble: int
    wants: int
    asks: bool
    asks_how: bool
    ad: bool
    thanks: bool  # thanks is the point: not a polite ending, not sarcasm
    rumour: bool
    chat: bool
    anger: float

    @property
    def score(self) -> float:
        """How much the words alone speak for an appeal: positive for trouble, negative for advertisements and chat."""
        score = 1.1 * min(self.trouble, 3) + 0.8 * min(self.wants, 2) + 0.3 * self.asks - 3.0 * self.ad - 1.8 * self.chat
        if self.thanks:
            score -= 3.0 if self.trouble < 2 else 1.0
        return score


def hear(text: str) -> Speech:
    """Listen to a text once."""
    found = _LEXICON.find(text)

    def count(name: str) -> int:
        return len(found.get(name, ()))

    polite = found.get("polite_thanks", [])
    thanks = [span for span in found.get("thanks", []) if not any(p[0] <= span[0] < p[1] for p in polite)]
    return Speech(
        trouble=count("trouble"),
        wants=count("request"),
        asks="?" in text or bool(_ASKS.match(text)),
        asks_how=count("question") > 0,
        ad=count("ad") > 0,
        thanks=bool(thanks) and not count("sarcasm"),
        rumour=count("rumour") > 0,
        chat=count("chat") > 0,
        anger=count("angry") + ("!!" in text) + 0.7 * ("??" in text) + 0.4 * min(text.count("!"), 2),
    )


def kind_of(speech: Speech, text: str, *, is_appeal: bool) -> Kind:
    """The kind, once it is settled whether the text is an appeal."""
    if not is_appeal:
        return _noise(speech, text)
    if speech.thanks and not speech.trouble:
        return Kind.THANKS
    if speech.rumour:
        return Kind.RUMOUR
    if speech.asks and speech.trouble <= 1 and speech.asks_how and not speech.wants and speech.anger < 1:
        return Kind.QUESTION
    if speech.wants and (not speech.trouble or (speech.wants >= speech.trouble and speech.trouble <= 1)):
        return Kind.REQUEST
    return Kind.QUESTION if speech.asks and not speech.trouble else Kind.COMPLAINT


def _noise(speech: Speech, text: str) -> Kind:
    if speech.thanks:
        return Kind.THANKS
    if speech.ad:
        return Kind.AD
    if speech.rumour:
        return Kind.RUMOUR
    if speech.asks:
        return Kind.QUESTION
    return Kind.REQUEST if re.search(r"\b(?:пропал[аи]?|ищу хозя|прибил[сась]+)\b", text, re.IGNORECASE) else Kind.CHAT


def mood_of(speech: Speech, kind: Kind, *, is_appeal: bool) -> Mood:
    """How the author feels: grateful only where thanks is the point; anger by words and by signs."""
    if kind is Kind.THANKS:
        return Mood.GRATEFUL
    return Mood.ANGRY if is_appeal and speech.anger >= 1 else Mood.NEUTRAL
