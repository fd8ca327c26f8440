"""What sort of speech a text is: complaint, request, question, thanks, rumour, advertisement, chat; and its mood."""

import re
import tomllib
from pathlib import Path

from incidents.reading import Kind, Mood


def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads((Path(__file__).parent / "data" / "speech.toml").read_text(encoding="utf-8"))
    return {name: re.compile(r"\b(?:" + "|".join(patterns) + ")", re.IGNORECASE) for name, patterns in data.items()}


_SPEECH = _patterns()
AD, THANKS, POLITE_THANKS, SARCASM = (_SPEECH[name] for name in ("ad", "thanks", "polite_thanks", "sarcasm"))
TROUBLE, REQUEST, QUESTION, RUMOUR = (_SPEECH[name] for name in ("trouble", "request", "question", "rumour"))
CHAT, ANGRY = _SPEECH["chat"], _SPEECH["angry"]


def mood_of(text: str, kind: Kind, appeal: bool) -> Mood:
    """How the author feels: grateful only where thanks is the point; anger by words and by signs."""
    if kind is Kind.THANKS:
        return Mood.GRATEFUL
    if not appeal:
        return Mood.NEUTRAL
    hits = len(ANGRY.findall(text)) + 1.0 * ("!!" in text) + 0.7 * ("??" in text) + 0.4 * min(text.count("!"), 2)
    return Mood.ANGRY if hits >= 1 else Mood.NEUTRAL


def kind_of(text: str, appeal: bool) -> Kind:
    """The kind, once it is settled whether the text is an appeal."""
    thanks = is_thanks(text)
    asks = "?" in text or bool(re.match(r"\W*(?:подскажите|скажите|как |где |когда |почему |куда |кто )", text, re.IGNORECASE))
    if not appeal:
        return Kind.THANKS if thanks else _noise(text, asks=asks)
    if thanks and not TROUBLE.search(text):
        return Kind.THANKS
    if RUMOUR.search(text):
        return Kind.RUMOUR
    trouble, wants = len(TROUBLE.findall(text)), len(REQUEST.findall(text))
    if asks and (trouble <= 1 and QUESTION.search(text)) and wants == 0 and not ANGRY.search(text):
        return Kind.QUESTION
    if wants and (trouble == 0 or (wants >= trouble and trouble <= 1)):
        return Kind.REQUEST
    if asks and trouble == 0:
        return Kind.QUESTION
    return Kind.COMPLAINT


def _noise(text: str, *, asks: bool) -> Kind:
    if AD.search(text):
        return Kind.AD
    if RUMOUR.search(text):
        return Kind.RUMOUR
    if asks:
        return Kind.QUESTION
    if re.search(r"\b(?:пропал[аи]?|ищу хозя|прибил[сась]+)\b", text, re.IGNORECASE):
        return Kind.REQUEST
    return Kind.CHAT


def is_thanks(text: str) -> bool:
    """Whether thanks is the point: not a polite ending, not sarcasm."""
    if not THANKS.search(text) or SARCASM.search(text):
        return False
    return bool(THANKS.search(POLITE_THANKS.sub(" ", text)))


def rule_score(text: str) -> float:
    """How much the words alone speak for an appeal: positive for trouble, negative for advertisements and chat."""
    trouble = min(len(TROUBLE.findall(text)), 3)
    wants = min(len(REQUEST.findall(text)), 2)
    score = 1.1 * trouble + 0.8 * wants + (0.3 if "?" in text else 0.0)
    score -= 3.0 * bool(AD.search(text)) + 1.8 * bool(CHAT.search(text))
    if is_thanks(text):
        score -= 3.0 if trouble < 2 else 1.0
    return score
