"""What the rules ask of a text: sentences, deeds, greetings. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.advice.values import Words
from incidents.approval.answer_checks import measures

_SENTENCE = re.compile(r"(?:[^.!?…]|[.!?…](?!\s|$))+[.!?…]*")
_WILL_BE = re.compile(r"(?<![а-яё])буд(?:ет|ут)\s+[а-яё]{3,}(?:н|т)[аоы]?(?![а-яё])", re.IGNORECASE)
_DONE = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
HELLO = re.compile(r"здравствуй|добр(?:ый|ое|ого)\s+(?:день|дня|вечер|утро|времени)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and where it stands."""

    start: int
    text: str


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences in their order."""
    for found in _SENTENCE.finditer(text):
        yield Sentence(start=found.start(), text=found[0])


def deeds(text: str, words: Words) -> list[str]:
    """Verbs of deeds that promise something: «откачаем», «заменили», «будет прочищена»; «приняли к сведению» is none."""
    hollow = words.patterns["hollow"]
    found = [m[0] for m in _WILL_BE.finditer(text)]
    found += [verb for verb in measures(text) if not any(verb in passive for passive in found)]
    return [verb for verb in found if not hollow.search(verb)]


def is_past(verb: str) -> bool:
    """«заделали», not «заделаем» and not «будет заделана»."""
    return bool(_DONE.search(verb.lower())) and not _WILL_BE.search(verb)


def will_do(text: str, words: Words) -> bool:
    """Whether something is still to be done."""
    return any(not is_past(verb) for verb in deeds(text, words))


def has_done(text: str, words: Words) -> bool:
    """Whether something has been done."""
    return any(is_past(verb) for verb in deeds(text, words))
