"""How alike two texts are, without morphology.

Cut words, common ones left out: cheap, and enough to tell a repeat from a neighbour.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[а-яa-z]+")
_STEM = 5  # letters kept at most: «сосульки» and «сосулек» stay alike
_ENDING = re.compile(
    r"(?<=..)(?:ами|ями|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ой|ей|ий|ый|ую|юю|ам|ям|ах|ях|ом|ем|ов|ев|[аяоеуюыиьй])$"
)  # of nouns and adjectives, once, at least two letters stay: «вода», «воду», «водой» are alike
_SHORTEST = 3
_NAME = re.compile(r"(?<=[а-яёa-z0-9,«\"'`] )[«\"'`]?([А-ЯЁ][а-яё]{3,})")  # a capital in the midst of a sentence
_NUMBER = re.compile(r"\d+(?:[/\\]\d+)?")

_COMMON = """
это этот эта эти того тому как так что чтобы чего или если еще уже вот там тут здесь где куда когда все весь всех всем для при про
под над без после перед между через около возле рядом нет есть был была было были будет будут быть мне меня мой нам нас наш ваш
вас вам они его она оно ему только даже очень тоже также просто почему потому который которая которые себя сами сам можно нужно
надо прошу просим просьба пожалуйста здравствуйте добрый день вечер утро спасибо уважаемый уважаемые администрация город округ
район улица дом дома доме поселок деревня село меры примите принять вопрос подскажите скажите сделать сделайте имя год года месяц
неделя дня дней раз управляющая компания тсж жкх жители жильцы житель люди дети ребенок помогите помощь проблема ситуация обращение
обращались обращалась заявка заявление жалоба ответ ответить решить решите решается адрес адресу должны должен текущий капитальный
уважением заранее благодарим наконец прошло сегодня вчера завтра время данный данная второй первый
"""
"""Words that every post has."""

_AGREEMENT = re.compile(
    r"^\W*(?:\+\s*\d*|плюс(?:ую|уюсь)?|поддерживаю|поддержива[ею]м|присоединяюсь|подтверждаю|подписываюсь|согласн[аы]|согласен|аналогично|"
    r"(?:и\s+|а\s+)?(?:у|к|в|на)\s+(?:нас|меня|наш\w*|мо[йяеи]\w*|нам|мне)\b[^.?]{0,30}?\b(?:тоже|также|так\s+же|то\s*же|такая\s+же|аналогично)|"
    r"(?:и|а)\s+(?:у\s+(?:нас|меня)|мы|я)(?:\s+тоже)?\s*[.!)]*$|(?:мы|я)\s+тоже|(?:та|такая)\s+же\s+(?:история|беда|ситуация|проблема|фигня)|"
    r"(?:то|тоже)\s+(?:же\s+)?самое|жиза)(?:\b|$|\W)"
)
_BETWEEN = re.compile(r"между\s+(?:дом\w*|д\.)?[^.!?\n]{0,40}?(\d+\s?[а-я]?)\b\s*и\s[^.!?\n\d]{0,40}(\d+\s?[а-я]?)\b")
_ELSEWHERE = re.compile(r"\bв\s+другом\s+месте\b|\bещ[её]\s+одн[аоу]\w*\s+(?:ям|свалк|люк|провал)")
_LONGEST_AGREEMENT = 12  # words: what is longer speaks for itself


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def stem(word: str) -> str:
    """A plain word without its ending: «аренда» and «аренду» are one."""
    return _ENDING.sub("", word)


def cut(word: str) -> str:
    """A plain word without its ending, five letters at most: «сосульки» and «сосулек» are alike."""
    return stem(word)[:_STEM]


_COMMON_STEMS = frozenset(cut(_plain(word)) for word in _COMMON.split())


def stems(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """Cut words of a text that carry meaning; `without` holds names (of the place) whose words say nothing new."""
    dropped = {cut(word) for name in without for word in _WORD.findall(_plain(name))}
    found = (cut(word) for word in _WORD.findall(_plain(text)) if len(word) >= _SHORTEST)
    return frozenset(found) - _COMMON_STEMS - dropped


def names(text: str) -> frozenset[str]:
    """Cut proper names: words with a capital inside a sentence. People forget capitals, so their absence says nothing."""
    return frozenset(cut(_plain(word)) for word in _NAME.findall(text)) - _COMMON_STEMS


def numbers(text: str) -> frozenset[str]:
    """Numbers as they stand: «2» and «2/1» are two houses."""
    return frozenset(each.replace("\\", "/") for each in _NUMBER.findall(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """`shared` counts common stems; `share` is theirs of the shorter text, `both` of the two together (Jaccard)."""

    shared: int = 0
    share: float = 0.0
    both: float = 0.0


def likeness(one: frozenset[str], other: frozenset[str]) -> Likeness:
    """How much two texts say the same."""
    shared = len(one & other)
    if not shared:
        return Likeness()
    return Likeness(shared=shared, share=shared / min(len(one), len(other)), both=shared / len(one | other))


def is_agreement(text: str) -> bool:
    """«+1», «у нас тоже», «поддерживаю»: a voice that says nothing of its own."""
    plain = _plain(text).strip()
    return len(plain.split()) <= _LONGEST_AGREEMENT and _AGREEMENT.match(plain) is not None


def between(text: str) -> frozenset[str]:
    """Houses that a trouble lies between: «между домами 51 и 53»."""
    return frozenset(house.replace(" ", "") for pair in _BETWEEN.findall(_plain(text)) for house in pair)


def is_elsewhere(text: str) -> bool:
    """«В другом месте», «ещё одна свалка»: the author says that it is not what was told before."""
    return _ELSEWHERE.search(_plain(text)) is not None
