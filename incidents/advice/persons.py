"""Personal data, strangers' names, swearing and quarrel: what must not stand under a post."""

import re
from collections.abc import Iterator

from incidents.advice.values import About, Advice, Words

_NAME = r"[А-ЯЁ][а-яё]{2,30}"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_PATRONYMIC = r"[А-ЯЁ][а-яё]{2,20}(?:ович|евич|овна|евна|ична|ьич)(?:а|у|ем|ом|е|ой|ы)?"
_PERSON = re.compile(rf"{_NAME}\s{_INITIALS}|{_INITIALS}\s?{_NAME}|(?:{_NAME}\s)?{_NAME}\s{_PATRONYMIC}")
_STREET = re.compile(r"(?i)(?:ул|улиц[аеуы]|пер|пр-?т|проспект\w*+|площад\w*+|пл|имени|им|шк|школ\w*+|бульвар\w*+)\.?\s*$")
_HEAD = re.compile(r"(?i)(?:глав[аыеу]|заместител\w++\s+главы|губернатор\w*+)[^.!?]{0,60}+$")
_ROLE = re.compile(
    r"(?<![а-яё])(?:(?:врач|фельдшер|терапевт|мастер|начальник|директор|сосед|дворник|управдом|сантехник|инженер|диспетчер)\w*+|"
    r"(?:сотрудни|водител|воспитател|учител|заведующ|слесар|председател)\w++)[^.!?]{0,30}+$",
    re.IGNORECASE,
)
_ROLE_AND_NAME = re.compile(
    r"(?<![А-ЯЁа-яё])(?:[Вв]рач|[Фф]ельдшер|[Тт]ерапевт|[Мм]астер|[Дд]ворник|[Сс]осед(?:ка)?|[Вв]одитель|[Дд]иректор|[Сс]лесарь|"
    rf"[Вв]оспитательница|[Уу]чительница)\s({_NAME})"
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?7|8)?[\s(-]{0,2}9\d\d[\s)-]{0,3}\d{3}[\s-]?\d\d[\s-]?\d\d(?!\d)")
_AT_WORK = re.compile(r"(?i)(?:дежурн|диспетчер|при[её]мн|отдел|горяч|служб|аварийн|бригад|мастер)[^.!?]{0,60}$")
_FLAT = re.compile(
    r"(?i)(?<![а-яё])кв(?:\.|артир[аеуы])?\s?№?\s?\d{1,4}(?!\d)|(?<!\d)\d{1,4}(?:-?(?:я|й|ю|ой|ей))?\s(?:квартир[аеуы]|кв\.)"
)
_BEFORE = 160  # code points: a role or an office and the words between it and the name


def personal(text: str, about: About, words: Words) -> Iterator[Advice]:
    """A resident's phone, flat, illness or surname. A work phone is welcome, a department's own stops nobody."""
    said = {re.sub(r"\D", "", m[0])[-10:] for m in _MOBILE.finditer(about.said)}
    for found in _MOBILE.finditer(text):
        number = re.sub(r"\D", "", found[0])[-10:]
        if number in about.phones:
            continue
        if number in said or not _stands_before(_AT_WORK, text, found):
            yield _personal(found)
    for pattern in (_FLAT, words.patterns["illness"]):
        for found in pattern.finditer(text):
            yield _personal(found)
    for found in _people(text):
        if not _stands_before(_ROLE, text, found):
            yield _personal(found)


def _personal(found: re.Match[str]) -> Advice:
    advice = f"Личные данные в открытом ответе. Уберите «{found[0].strip()}», остальное уйдёт"
    return Advice(code="personal", text=advice, start=found.start(), end=found.end(), stops=True)


def third_person(text: str, _about: About, _words: Words) -> Iterator[Advice]:
    """Somebody who wrote nothing is named: a doctor, a foreman."""
    named = [found for found in _people(text) if _stands_before(_ROLE, text, found)]
    found = named[0] if named else _ROLE_AND_NAME.search(text)
    if found:
        advice = "Назван человек, который сам не писал. Скажите «врач», «сотрудник УК»"
        yield Advice(code="third_person", text=advice, start=found.start(), end=found.end(), stops=True)


def rude(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """Swearing."""
    found = words.patterns["rude"].search(text)
    if found:
        advice = f"Такое слово публиковать нельзя: «{found[0]}»"
        yield Advice(code="rude", text=advice, start=found.start(), end=found.end(), stops=True)


def blame(text: str, _about: About, words: Words) -> Iterator[Advice]:
    """It sounds like a quarrel."""
    found = words.patterns["blame"].search(text)
    if found:
        advice = "Звучит как спор. Начните с факта: что проверили и что увидели"
        yield Advice(code="blame", text=advice, start=found.start(), end=found.end())


def _people(text: str) -> Iterator[re.Match[str]]:
    """Names of private people: streets named after somebody and the head of the district are none."""
    for found in _PERSON.finditer(text):
        if not _stands_before(_STREET, text, found) and not _stands_before(_HEAD, text, found):
            yield found


def _stands_before(pattern: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    """Whether a pattern that ends with `$` is met right before a find; only so far back, or a list of names would be read over and over."""
    return pattern.search(text, max(0, found.start() - _BEFORE), found.start()) is not None
