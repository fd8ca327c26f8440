"""What sort of speech a text is: its kind and its mood, from the model's scores."""

import re
from collections.abc import Mapping, Sequence

from incidents.reading import Kind, Mood, Praise
from nlp.text.morph import Is, Morph

OF_APPEALS = (Kind.COMPLAINT, Kind.REQUEST, Kind.QUESTION, Kind.RUMOUR)
OF_NOISE = (Kind.CHAT, Kind.QUESTION, Kind.THANKS, Kind.AD, Kind.OTHER, Kind.RUMOUR, Kind.REQUEST)
SUGGESTION = f"kind:{Kind.SUGGESTION}"
SUGGESTED = -2.3  # the score that tells a suggestion: of left-out writers six of ten such have it
ASKS = 2.5  # so much likelier a request, it asks for what is there («поставьте урну»): no suggestion
NEARLY = 0.15  # the score of an appeal below which a wish is no more than talk
BITTER = 0.0  # the logit of praise that is meant, below which it is likelier sarcasm: no thanks

TROUBLED = 0.05  # the score of an appeal from which praise tells of a trouble, where its kind or what was done does not speak against it
SURE = 0.9  # the probability of a topic from which a text surely speaks of it
_PRAISES = re.compile(
    r"(?<![а-я])(?:спасиб|(?:по)?благодар|молодц|умни[цч]|браво(?![а-я])|респект|поклон|хвала|признательн|аплод|красавц)"
    r"|(?<![а-я])(?:вот это (?:сервис|работа|забота)|какое счастье|как (?:хорошо|приятно|здорово))"
)


def kind_of(speech: Mapping[str, float], *, is_appeal: bool) -> Kind:
    """The likeliest kind among those that an appeal (or a text that is none) may be."""
    if is_appeal and speech[SUGGESTION] >= max(SUGGESTED, speech[f"kind:{Kind.REQUEST}"] - ASKS):
        return Kind.SUGGESTION
    known = [kind for kind in (OF_APPEALS if is_appeal else OF_NOISE) if kind is not Kind.THANKS or not is_bitter(speech)]
    return max(known, key=lambda kind: speech[f"kind:{kind}"])


def is_wished(speech: Mapping[str, float], score: float) -> bool:
    """Whether the text likely asks for something new and sounds nearly like an appeal."""
    return score >= NEARLY and speech[SUGGESTION] >= SUGGESTED


def mood_of(speech: Mapping[str, float], kind: Kind) -> Mood:
    """How the author feels; thanks are grateful, whatever else the words say."""
    if kind is Kind.THANKS:
        return Mood.GRATEFUL
    return max(Mood, key=lambda mood: speech[f"mood:{mood}"])


def is_bitter(speech: Mapping[str, float]) -> bool:
    """Whether the praise in the text is likely none."""
    return speech["meant"] < BITTER


def names_trouble(words: Sequence[str], topic: str, sure: float, morph: Morph) -> bool:
    """Whether the text names a trouble and nothing that was done.

    «Не забыли про нашу яму»: what was not done is no deed.
    """
    if sure < SURE or topic.startswith("other"):
        return False
    return not any(morph.is_(word, Is.DONE) and before != "не" for before, word in zip(["", *words], words, strict=False))


def praise_of(
    speech: Mapping[str, float], words: Sequence[str], kind: Kind, *, is_appeal: bool, score: float, is_meant: bool
) -> Praise | None:
    """Whether praise is meant.

    `kind`: as it was told; `score`: of an appeal; `is_meant`: the model is sure that it is no sarcasm.
    What is likeliest thanks and is an appeal is doubted however sure that is: praise of a deed is no complaint.
    """
    is_likeliest = max(Kind, key=lambda each: speech[f"kind:{each}"]) is Kind.THANKS
    if kind is Kind.THANKS:
        return Praise.SINCERE if is_meant else Praise.DOUBTED
    if is_likeliest or (not is_appeal and _PRAISES.search(" ".join(words))):
        return Praise.DOUBTED if score >= TROUBLED and (is_appeal or not is_meant) else None
    return None
