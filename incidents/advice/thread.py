"""Advice from the thread: said before, promised before, another street, unanswered questions."""

import re
from collections.abc import Iterator

from incidents.advice.values import About, Advice, Words
from incidents.dates.russian import date_words
from incidents.sameness.text_likeness import likeness
from incidents.stemming import stems

_SAME = 0.9
_OWNED = re.compile(
    r"(?<![а-яё])(?:обещали|не\s+(?:сделали|успели|уложились)|извин\w+|сорвали|перенос\w+|просим\s+прощения)(?![а-яё])", re.IGNORECASE
)
_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_HOUSE = r",?\s(?:д\.\s?|дом[еау]?\s)?\d{1,3}(?![\d.:]|\s?(?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек|час))"
"""«на Свободы 12»: with a house a name is a street, with a day of a month it is none."""
_STREET = re.compile(
    rf"(?<![А-ЯЁа-яё])(?:[Уу]л(?:\.|иц[аеуы])|[Пп]р-т|[Пп]росп(?:\.|ект\w*)|[Пп]ер(?:\.|еул\w+)|[Пп]лощад[ьи])\s?({_NAME})"
    rf"|(?<![А-ЯЁа-яё])(?:[Нн]а|[Пп]о)\s([А-ЯЁ][а-яё]+(?:ской|цкой|ова|ева|ёва|ина|ной|ого)(?![а-яё])|{_NAME}(?={_HOUSE}))"
)
_TOWN = re.compile(
    rf"(?:^|(?<=[.!?]\s)|(?<![А-ЯЁа-яё])(?:[Вв]о?|[Пп]ос[её]лк[аеу]|[Дд]еревн[еиюя]|[Сс]ел[аеоу]|[Гг]ород[аеу]?|пос\.|дер\.|[дсг]\.)\s)({_NAME}(?:\s{_NAME})?)"
)
"""What the answer says of a settlement: a brigade «из Конаково» is no place of the trouble."""
_TYPE = re.compile(r"(?i)(?<![а-яё])(?:улица|ул\.|проспект|пр-т|переулок|пер\.|площадь|пл\.|проезд|шоссе|набережная|бульвар)(?![а-яё])")


def same_text(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """The author has read these very words."""
    mine = stems(text)
    for each in sorted(about.told, key=lambda told: told.at, reverse=True):
        if each.text.split() == text.split() or likeness(mine, stems(each.text)).both >= _SAME:
            day = f"{date_words(each.at)}"
            yield Advice(code="same_text", text=f"Этот ответ автор уже читал {day}. Что изменилось с тех пор?")
            return


def broken_promise(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """A promised day has passed, and the answer says nothing of it."""
    if about.broken is not None and not _OWNED.search(text):
        day = f"{date_words(about.broken)}"
        yield Advice(code="broken_promise", text=f"Мы обещали до {day}. Скажите об этом первыми, одним предложением")


def other_place(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """A town or street that is not the resident's, and theirs is not named."""
    towns = {stems(town) for town in about.towns} - {frozenset()}
    streets = [(match, match[1] or match[2]) for match in _STREET.finditer(text)]
    settlements = [(match, match[1]) for match in _TOWN.finditer(text) if stems(match[1]) in towns]
    for theirs, named in ((about.settlement, settlements), (_TYPE.sub("", about.street or "").strip(), streets)):
        known = stems(theirs or "") | stems(about.said)
        other = [(match, name) for match, name in named if not stems(name) & known]
        if theirs and other and len(other) == len(named):
            match, name = other[0]
            advice = f"В сообщении {theirs}, в ответе {name}. Так и надо?"
            yield Advice(code="other_place", text=advice, start=match.start(), end=match.end())
            return


def many_questions(text: str, about: About, _words: Words) -> Iterator[Advice]:
    """Several things were asked, and one of them is not answered."""
    said = stems(text)
    missing = [each.title for each in about.asked if not each.stems & said]
    if missing and len(about.asked) > 1:
        advice = f"Спросили про разное: {_list(tuple(each.title for each in about.asked))}. В ответе нет: {_list(missing)}"
        yield Advice(code="many_questions", text=advice)


def _list(titles: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"«{title}»" for title in titles)
