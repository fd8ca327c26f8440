"""What an approver looks at: whether an answer says what, when and who; what asks for care; which facts an edit changes. Pure text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from incidents.dates.find import FoundDate, find_dates

_WORD = re.compile(r"[а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_FUTURE = re.compile(r"(?:[иеё]м|[иеё]мся|[ую]т|[ую]тся|[ая]т|[ая]тся|[иеё]т|[иеё]тся)$")
_PAST = re.compile(r"[аеиоуыюя]л[аио]?(?:сь|ся)?$")
_SAID = (
    "привет ответ бюджет совет участ пакет предмет паркет кабинет комитет объект проект контакт насчет совсем вместе зачем затем "
    "нашем вашем таким каким другим самим своим сентябрь будем будет может можем сообщим напишем ответим расскажем покажем "
    "отвечает отвечаем пишет просим видим знаем понимаем минут следит ведет вечером следующим первым утром стоит хочет ремонт "
    "пункт транспорт спорт автомат"
)
_NO_VERB = frozenset(_SAID.split())
"""Words that look like a deed and are none, or say only that we shall write again."""

_OWNER = re.compile(r"отвеча|отдел|бригад|служб|управлени|комитет|дежурн|следит|вед[её]т|водоканал|теплосет|перевозчик|подрядчик|мастер")
_PROSECUTOR = re.compile(r"(?<![а-яё])прокур(?:атур|ор)")
_COURT = re.compile(r"(?<![а-яё])(?:следственн\w+ комитет|бастрыкин|жалоб\w+ президенту|подам в суд|пода[ёе]м в суд)")
_QUARREL = 3
"""So many comments of angry people make a quarrel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a good answer has."""

    measure: bool
    when: bool
    owner: bool
    length: int


def _norm(text: str) -> str:
    return text.lower().replace("ё", "е")


def _stem(word: str) -> str:
    return word[: max(4, len(word) - 3)]


def measures(text: str) -> list[str]:
    """Verbs of deeds, as they stand: «откачаем», «заменили»."""
    words = [m[0] for m in _WORD.finditer(text)]
    return [w for w in words if len(w) > 4 and _norm(w) not in _NO_VERB and (_FUTURE.search(_norm(w)) or _PAST.search(_norm(w)))]  # noqa: PLR2004 - short words are no deeds


def checks(text: str, *, department: str | None, today: date) -> Checks:
    """Whether a measure, a date and an owner are named. A department is named by its title or by what such a line looks like."""
    plain = _norm(text)
    named = bool(department) and _norm(department or "").removeprefix("отдел ") in plain
    return Checks(
        measure=bool(measures(text)), when=bool(find_dates(text, today=today)), owner=named or bool(_OWNER.search(plain)), length=len(text)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer that the same author has read before."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautions:
    """What asks for care; a field that is empty says nothing."""

    quarrel: bool = False
    prosecutor: bool = False
    court: bool = False
    same_at: datetime | None = None


def cautions(text: str, *, said: str, angry: int, told: Sequence[Told]) -> Cautions:
    """`said`: the resident's words, `angry`: comments of angry people in the thread, `told`: what their author was answered before."""
    words = _norm(said) + " " + _norm(text)
    same = [each.at for each in told if each.text.split() == text.split()]
    return Cautions(
        quarrel=angry >= _QUARREL,
        prosecutor=bool(_PROSECUTOR.search(words)),
        court=bool(_COURT.search(words)),
        same_at=max(same, default=None),
    )


Pair = tuple[str, str]
"""What stood and what stands; "" where there is nothing."""


def changed_facts(before: str, after: str, *, today: date) -> tuple[Pair, ...]:
    """What an edit changes of dates, numbers, names, deeds and «не»; () where it is only another wording."""
    old, new = find_dates(before, today=today), find_dates(after, today=today)
    pairs = _pairs([(_when(d), d.words) for d in old], [(_when(d), d.words) for d in new])
    rest = _without(before, old), _without(after, new)
    for seen in (_numbers, _names, _deeds, _denials):
        pairs += _pairs(seen(rest[0]), seen(rest[1]))
    return tuple(pairs)


def _when(found: FoundDate) -> str:
    return f"{found.date}{found.is_deadline}"


def _without(text: str, dates: Sequence[FoundDate]) -> str:
    for found in reversed(dates):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _numbers(text: str) -> list[Pair]:
    return [(m[0], m[0]) for m in _NUMBER.finditer(text)]


def _names(text: str) -> list[Pair]:
    """Capitalised words that do not begin a sentence."""
    found = []
    for m in _WORD.finditer(text):
        begins = not text[: m.start()].strip() or text[: m.start()].rstrip(" «\"'(\n")[-1:] in ".!?:…"
        if m[0][0].isupper() and not begins:
            found.append((_stem(_norm(m[0])), m[0]))
    return found


def _deeds(text: str) -> list[Pair]:
    return [(_stem(_norm(word)), word) for word in measures(text)]


def _denials(text: str) -> list[Pair]:
    return [("не " + _stem(_norm(m[1])), m[0]) for m in re.finditer(r"(?<![а-яё])не\s+([а-яё]+)", text, re.IGNORECASE)]


def _pairs(old: list[Pair], new: list[Pair]) -> list[Pair]:
    """By key: what went, beside what came in its place."""
    keys_old, keys_new = {key for key, _ in old}, {key for key, _ in new}
    went = [words for key, words in old if key not in keys_new]
    came = [words for key, words in new if key not in keys_old]
    longest = max(len(went), len(came))
    return [(went[i] if i < len(went) else "", came[i] if i < len(came) else "") for i in range(longest)]
