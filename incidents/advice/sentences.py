"""What the rules ask of a text: sentences, deeds, greetings. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.advice.values import Words
from incidents.measures import SAYS_AGAIN, measures
from incidents.stemming import plain

_SENTENCE = re.compile(r"(?:[^.!?…]|[.!?…](?!\s|$))+[.!?…]*")
_WILL_BE = re.compile(r"(?<![а-яё])буд(?:ет|ут)\s+[а-яё]{3,}(?:н|т)[аоы]?(?![а-яё])", re.IGNORECASE)
_WILL = re.compile(r"(?<![а-яё])(?:буд(?:ет|ут)|запланирован\w*|намечен\w*|срок)(?![а-яё])", re.IGNORECASE)
_IF = re.compile(r"(?<![а-яё])если(?![а-яё])", re.IGNORECASE)
_ALL_OF_IT = re.compile(r"(?<![а-яё])(?:это|вс[её])\s+(?:мы\s+)?([а-яё]+)", re.IGNORECASE)
_HAPPENED = re.compile(r"л(?:ся|ась|ось)$")
_DONE = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
_ON_THE_WAY = re.compile(
    r"(?:выех|выезж|осм[ао]тр|обслед|провер|направ|отправ|переда|поруч|нача[лт]|приступ|запрос|заказ|обещ|нашл|узна|выясн|связа|замер|назнач|сообщ|"
    r"напис|отключ|вызва|отлож|перенес|отказ|планир)"
)
"""How deeds begin after which the trouble is still there: somebody looked, passed it on or set out."""
_MADE = re.compile(
    r"(?<![а-яё])(не\s+)?(?:готово|(?:сдел|задел|устран|исправл|выполн|заверш|восстановл|отремонтиров|замен|убр|очищ|вывез)[еёа]н[аоы]?)(?![а-яё])",
    re.IGNORECASE,
)
"""«Яма заделана», «Неисправность устранена», «готово»."""
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
    return [verb for sentence in sentences(text) for verb in _deeds_of(sentence.text, words)]


def _deeds_of(sentence: str, words: Words) -> list[str]:
    """None in a condition or a question; «сломался насос» only happened; what is done to «это» or «всё» is not said."""
    if _IF.search(sentence) or sentence.rstrip().endswith("?"):
        return []
    hollow, unsaid = words.patterns["hollow"], {m[1] for m in _ALL_OF_IT.finditer(sentence)}
    found = [m[0] for m in _WILL_BE.finditer(sentence)]
    found += [verb for verb in measures(sentence) if not any(verb in passive for passive in found)]
    return [verb for verb in found if not hollow.search(verb) and not _HAPPENED.search(verb.lower()) and verb not in unsaid]


def says_when(sentence: str, words: Words) -> bool:
    """Whether a day in this sentence tells when something is or was done, or when we write again: a bare date tells nothing."""
    return bool(_deeds_of(sentence, words) or _WILL.search(sentence) or SAYS_AGAIN.search(plain(sentence)))


def will_be(sentence: str) -> bool:
    """«Вода будет», without a deed of ours."""
    return bool(_WILL.search(sentence))


def is_past(verb: str) -> bool:
    """«заделали», not «заделаем» and not «будет заделана»."""
    return bool(_DONE.search(verb.lower())) and not _WILL_BE.search(verb)


def will_do(text: str, words: Words) -> bool:
    """Whether something is still to be done."""
    return any(not is_past(verb) for verb in deeds(text, words))


def has_done(text: str, words: Words) -> bool:
    """Whether something has been done."""
    return any(is_past(verb) for verb in deeds(text, words))


def says_done(text: str, words: Words) -> bool:
    """Whether a text says that the trouble is over: «Сделали», «яму заделали 5 декабря». False where anything is still to be done."""
    said = [each.text for each in sentences(text) if not _IF.search(each.text) and not each.text.rstrip().endswith("?")]
    if will_do(text, words) or any(_WILL.search(each) or SAYS_AGAIN.search(plain(each)) for each in said):
        return False
    denied = [bool(made[1]) for each in said for made in _MADE.finditer(each)]
    denied += [_is_denied(verb, each) for each in said for verb in measures(each) if is_past(verb) and _ends_it(verb, words)]
    return bool(denied) and not any(denied)


def _ends_it(verb: str, words: Words) -> bool:
    return not (words.patterns["hollow"].search(verb) or _HAPPENED.search(verb.lower()) or _ON_THE_WAY.match(plain(verb)))


def _is_denied(verb: str, sentence: str) -> bool:
    return re.search(rf"(?<![а-яё])не\s+{re.escape(verb)}", sentence, re.IGNORECASE) is not None
