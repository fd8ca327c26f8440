"""How it is said: officialese, length, law, links, shouting, a greeting."""

import re
import unicodedata
from collections.abc import Iterator

from incidents.advice.sentences import HELLO, has_done
from incidents.advice.values import About, Advice, Words, pattern_of
from incidents.answers.values import AnswerKind

_LOUD = 2
_FIRST = 80
_LAW = re.compile(
    r"(?:№\s?)?\d{1,4}-?ФЗ(?![а-я])|федеральн\w+\s+закон\w*|(?:постановлени|распоряжени|решени|приказ)\w*+(?:\s+[\w«»]+){0,6}\s+(?:№|от)\s?\d+|"
    r"(?<![а-яё])(?:стать[яеию]|ст\.)\s?\d+|(?<![а-яё])(?:жилищн|земельн|градостроительн|гражданск)\w+\s+кодекс\w*|"
    r"(?<![а-яё])(?:гост|санпин|снип)\s?р?\s?[\d.]+",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"(?<![а-яё])(?:обратитесь|обращайтесь|вам\s+(?:необходимо|следует|нужно|надо)\s+обратиться|рекоменду\w+\s+(?:вам\s+)?обратиться|"
    r"можете\s+обратиться|просим\s+(?:вас\s+)?обратиться)(?![а-яё])",
    re.IGNORECASE,
)
_HELPS = re.compile(
    r"(?<![а-яё])(?:передали|передадим|переда[её]м|сами|спросим|запросили|направили|поможем|проследим|проверим|разбер[её]мся|узнаем|"
    r"напишем\s+(?:вам\s+)?(?:здесь|результат|ответ))(?![а-яё])",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?<![а-яё])(?:оцените|оценить|поставьте\s+оценку|пройдите\s+опрос|ваша\s+оценка|за\s+оценку|поставьте\s+\d)(?![а-яё])", re.IGNORECASE
)
_LINK = re.compile(r"https?://|www\.|(?<![\w@.-])[a-zа-яё0-9-]+\.(?:ru|рф|com|org|net|me|su)(?![\w-])", re.IGNORECASE)
_CAPS = re.compile(r"(?<![А-ЯЁа-яё])[А-ЯЁ]{4,}(?![А-ЯЁа-яё])")
_ABBREVIATION = 5
_BANGS = re.compile(r"!{2,}|\?{2,}|!\?|\?!|\)\)+|\(\(+")


def bureaucratic(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """Officialese, each phrase once, in the order of the text."""
    seen = set()
    for found in words.patterns["bureaucratic"].finditer(text):
        swap = next(each for each in words.bureaucratic if pattern_of((each.found,)).fullmatch(found[0]))
        if swap.found not in seen:
            seen.add(swap.found)
            said = f"«{found[0]}»"
            advice = f"{said} проще сказать «{swap.plain}»" if swap.plain else f"{said} можно убрать, смысл не изменится"
            yield Advice(code="bureaucratic", text=f"{said}: {swap.say}" if swap.say else advice, start=found.start(), end=found.end())


def long(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """More than people read to the end."""
    if len(text) > words.long:
        yield Advice(code="long", text="Длинно, дочитают не все. Главное уместится в три предложения", start=words.long, end=len(text))


def too_long(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """More than the network takes."""
    if len(text) > about.limit:
        advice = f"Сеть не пропустит: лишних знаков {len(text) - about.limit}. Главное уместится в три предложения"
        yield Advice(code="too_long", text=advice, start=about.limit, end=len(text), stops=True)


def law(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """A number of a law."""
    found = _LAW.search(text) or words.patterns["law"].search(text)
    if found:
        advice = "Номер закона житель читать не станет. Скажите, что это значит для него"
        yield Advice(code="law", text=advice, start=found.start(), end=found.end())


def send_away(text: str, _about: About, _words: Words) -> Iterator[Advice]:
    """Sent to another door, and nothing is done by us."""
    found = _SEND.search(text)
    if found and not _HELPS.search(text):
        advice = "Отправляем по кругу. Передайте сами и напишите, когда будет ответ"
        yield Advice(code="send_away", text=advice, start=found.start(), end=found.end())


def rate_us(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """A rating is asked for before the deed."""
    found = _RATE.search(text)
    if found and not has_done(text, words):
        yield Advice(code="rate_us", text="Просить оценку, пока не сделано, не стоит", start=found.start(), end=found.end())


def caps_emoji(text: str, _about: About, _words: Words) -> Iterator[Advice]:
    """Shouting: words in capitals, rows of marks, smileys."""
    caps = [m for m in _CAPS.finditer(text) if len(m[0]) > _ABBREVIATION]
    short = list(_CAPS.finditer(text))
    found = caps[0] if caps else short[0] if len(short) > _LOUD else _BANGS.search(text)
    at = (found.start(), found.end()) if found else _smiley(text)
    if at is not None:
        yield Advice(code="caps_emoji", text="Обычные буквы и точка убедительнее", start=at[0], end=at[1])


def no_hello(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """No greeting at the head."""
    if about.kind in {AnswerKind.FINAL, AnswerKind.INTERIM, AnswerKind.CLARIFY} and not HELLO.search(text[:_FIRST]):
        yield Advice(code="no_hello", text="Поздоровайтесь: «Здравствуйте!»")


def link(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """A link on somebody else's wall."""
    found = None if about.own_wall else _LINK.search(text)
    if found:
        advice = "Чужие стены часто не пускают ссылки. Скажите словами, где найти"
        yield Advice(code="link", text=advice, start=found.start(), end=found.end())


def _smiley(text: str) -> tuple[int, int] | None:
    for at, char in enumerate(text):
        if unicodedata.category(char) == "So" and char not in "№°":
            return at, at + 1
    return None
