"""What sort of speech a text is: its kind and its mood, from the model's scores."""

from collections.abc import Iterable, Mapping

from incidents.reading import Kind, Mood

OF_APPEALS = (Kind.COMPLAINT, Kind.REQUEST, Kind.QUESTION, Kind.RUMOUR)
OF_NOISE = (Kind.CHAT, Kind.QUESTION, Kind.THANKS, Kind.AD, Kind.OTHER, Kind.RUMOUR, Kind.REQUEST)
BITTER = -1.5  # the score of sarcasm above which praise is no thanks: a false thanks costs more than a press


def kind_of(speech: Mapping[str, float], *, is_appeal: bool) -> Kind:
    """The likeliest kind among those that an appeal (or a text that is none) may be."""
    known = [kind for kind in (OF_APPEALS if is_appeal else OF_NOISE) if kind is not Kind.THANKS or not is_bitter(speech)]
    return max(known, key=lambda kind: speech[f"kind:{kind}"])


def mood_of(speech: Mapping[str, float], kind: Kind) -> Mood:
    """How the author feels; thanks are grateful, whatever else the words say."""
    if kind is Kind.THANKS:
        return Mood.GRATEFUL
    return max(Mood, key=lambda mood: speech[f"mood:{mood}"])


def is_bitter(speech: Mapping[str, float]) -> bool:
    """Whether the praise in the text is likely none."""
    return speech["sarcasm"] > BITTER


def likeliest(scores: Mapping[str, float], prefix: str, known: Iterable[str]) -> str:
    """The class with the highest score among those of a prefix."""
    return max(known, key=lambda name: scores[f"{prefix}:{name}"])
