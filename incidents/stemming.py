"""Stems, names and numbers of a text, without morphology.

Words are cut and common ones left out: cheap, and enough to tell a repeat from a neighbour.
"""

import re
from collections.abc import Iterable

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


def plain(text: str) -> str:
    """The text in small letters, without «ё»."""
    return text.lower().replace("ё", "е")


def stem(word: str) -> str:
    """A plain word without its ending: «аренда» and «аренду» are one."""
    return _ENDING.sub("", word)


def cut(word: str) -> str:
    """A plain word without its ending, five letters at most: «сосульки» and «сосулек» are alike."""
    return stem(word)[:_STEM]


_COMMON_STEMS = frozenset(cut(plain(word)) for word in _COMMON.split())


def stems(text: str, *, without: Iterable[str] = ()) -> frozenset[str]:
    """Cut words of a text that carry meaning; `without` holds names (of the place) whose words say nothing new."""
    dropped = {cut(word) for name in without for word in _WORD.findall(plain(name))}
    found = (cut(word) for word in _WORD.findall(plain(text)) if len(word) >= _SHORTEST)
    return frozenset(found) - _COMMON_STEMS - dropped


def names(text: str) -> frozenset[str]:
    """Cut proper names: words with a capital inside a sentence. People forget capitals, so their absence says nothing."""
    return frozenset(cut(plain(word)) for word in _NAME.findall(text)) - _COMMON_STEMS


def numbers(text: str) -> frozenset[str]:
    """Numbers as they stand: «2» and «2/1» are two houses."""
    return frozenset(each.replace("\\", "/") for each in _NUMBER.findall(text))
