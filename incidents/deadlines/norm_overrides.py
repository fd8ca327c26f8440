"""The district's changes of norms and days, over `norms.toml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from incidents.dates.find import date_in
from incidents.deadlines.values import NOW_AGAIN_MOST, Norm, Norms, StartEvent
from incidents.deadlines.worktime import Intervals, WorkCalendar
from incidents.errors import DomainError
from incidents.ids import OfficialId

DAY, WEEK, TOPIC, GROUP, START = "day:", "week:", "topic:", "group:", "start"
"""How keys begin: of a date, of a weekday (0 is Monday), of a topic's or a group's own time to answer. `START` is a whole key."""

CHECK_SINCE = "check:since"  # no norm: what «Решено?» would ask, and since when it is on
CHECK_WORDS = "check:words"  # no norm: what the press service approved

_LONGEST = timedelta(days=90)
_UNITS = {"м": timedelta(minutes=1), "ч": timedelta(hours=1), "д": timedelta(days=1)}
_SPAN = re.compile(r"(\d{1,4})\s*(минут\w*|мин|час\w*|ч|дней|день|дня|дн)\b")
_HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})")


class NormKey(StrEnum):
    """What may be changed. Codes stand in the database and in buttons: add, never rename."""

    ANSWER = "answer"
    ACCEPT = "accept"
    ROUTE = "route"
    FINAL = "final"
    RISK_ANSWER = "risk_answer"
    NOW_ACCEPT = "now_accept"
    NOW_CLIMB = "now_climb"
    NOW_AGAIN = "now_again"
    NOW_WARN = "now_warn"
    NOW_ANSWER = "now_answer"
    SOUNDS = "sounds"
    APPROVAL = "approval"
    MASS_COUNT = "mass_count"
    MASS_WITHIN = "mass_within"
    SUGGESTION = "suggestion"
    HEAD_HEARS = "head_hears"


COUNTS: Mapping[NormKey, range] = {NormKey.SOUNDS: range(101), NormKey.MASS_COUNT: range(2, 101), NormKey.HEAD_HEARS: range(1000)}
"""Keys that are numbers, not lengths of time, with what they may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NormWord:
    """One word: minutes (or a number of sounds) of a NormKey, or the hours of a date («» is a day off)."""

    key: str
    value: str
    by: OfficialId | None
    at: datetime


def is_norm(key: str) -> bool:
    """Whether a word changes a norm or a day: not the advice, not «Решено?»."""
    return key in {START, *NormKey} or key.startswith((DAY, WEEK, TOPIC, GROUP))


def with_norm_words(
    norms: Norms, calendar: WorkCalendar, words: Sequence[NormWord], *, group_of: Mapping[str, str] | None = None
) -> tuple[Norms, WorkCalendar]:
    """The file's norms and days with the district's words over them. A topic that only inherits its group's norm or the default follows it.

    `group_of`: topic → group. A day that has hours of its own (a holiday, a short day) keeps them when its weekday changes.
    """
    days, week = dict(calendar.days), list(calendar.week)
    numbers: dict[str, int] = {}
    own: dict[str, int] = {}
    start = norms.start
    for word in words:
        if word.key.startswith(DAY):
            days[date.fromisoformat(word.key.removeprefix(DAY))] = intervals_of(word.value)
        elif word.key.startswith(WEEK):
            week[int(word.key.removeprefix(WEEK))] = intervals_of(word.value)
        elif word.key.startswith((TOPIC, GROUP)):
            own[word.key] = int(word.value)
        elif word.key == START and word.value in set(StartEvent):
            start = StartEvent(word.value)
        elif word.key in set(NormKey):
            numbers[word.key] = int(word.value)
    held = _own(_with(replace(norms, start=start), numbers), own, group_of or {})
    return held, replace(calendar, week=tuple(week), days=days)


def _own(norms: Norms, own: Mapping[str, int], group_of: Mapping[str, str]) -> Norms:
    """Times to answer of single groups, then of single topics."""
    groups, topics = dict(norms.groups), dict(norms.topics)
    for key, minutes in own.items():
        if key.startswith(GROUP):
            slug, answer = key.removeprefix(GROUP), timedelta(minutes=minutes)
            old = groups.get(slug, norms.default)
            groups[slug] = replace(old, answer=answer)
            for topic in [each for each in topics if group_of.get(each) == slug and topics[each].answer == old.answer]:
                topics[topic] = replace(topics[topic], answer=answer)
    for key, minutes in own.items():
        if key.startswith(TOPIC):
            slug = key.removeprefix(TOPIC)
            old = topics.get(slug) or groups.get(group_of.get(slug, ""), norms.default)
            topics[slug] = replace(old, answer=timedelta(minutes=minutes))
    return replace(norms, groups=groups, topics=topics)


def answer_of(norms: Norms, key: str, *, group: str = "") -> timedelta:
    """The time to answer that holds for a topic or a group named by its key. `group`: of the topic."""
    if key.startswith(GROUP):
        return norms.groups.get(key.removeprefix(GROUP), norms.default).answer
    return (norms.topics.get(key.removeprefix(TOPIC)) or norms.groups.get(group, norms.default)).answer


def week_said(text: str) -> str:
    """Hours of a weekday: «9:00–13:00, 14:00–18:00», «выходной». Raises DomainError."""
    if "выходн" in text.lower() or "не работ" in text.lower():
        return ""
    hours = _HOURS.findall(text)
    if not hours or _HOURS.sub("", text).strip(" ,;.и\n"):
        raise DomainError("Не поняли часы. Напишите так: «9:00–13:00, 14:00–18:00» (между ними обед) или «выходной»")
    return _checked([(f"{int(a):02}:{b}", f"{int(c):02}:{d}") for a, b, c, d in hours])


def _with(norms: Norms, numbers: Mapping[str, int]) -> Norms:
    spans: dict[str, Any] = {key: timedelta(minutes=n) for key, n in numbers.items() if key not in COUNTS}  # Any: fields of Norms
    mass = replace(
        norms.mass,
        count=numbers.get(NormKey.MASS_COUNT, norms.mass.count),
        within=spans.pop(NormKey.MASS_WITHIN, norms.mass.within),
    )
    old = norms.default
    new = Norm(accept=spans.pop(NormKey.ACCEPT, old.accept), answer=spans.pop(NormKey.ANSWER, old.answer))
    return replace(
        norms,
        **spans,
        default=new,
        groups={slug: _follows(norm, old, new) for slug, norm in norms.groups.items()},
        topics={slug: _follows(norm, old, new) for slug, norm in norms.topics.items()},
        sounds=numbers.get(NormKey.SOUNDS, norms.sounds),
        head_hears=numbers.get(NormKey.HEAD_HEARS, norms.head_hears),
        mass=mass,
    )


def _follows(norm: Norm, old: Norm, new: Norm) -> Norm:
    return Norm(
        accept=new.accept if norm.accept == old.accept else norm.accept,
        answer=new.answer if norm.answer == old.answer else norm.answer,
    )


def value_of(norms: Norms, key: NormKey) -> timedelta | int:
    """What holds now."""
    if key is NormKey.ACCEPT:
        return norms.default.accept
    if key is NormKey.ANSWER:
        return norms.default.answer
    if key is NormKey.MASS_COUNT:
        return norms.mass.count
    if key is NormKey.MASS_WITHIN:
        return norms.mass.within
    found: timedelta | int = getattr(norms, key)
    return found


def number_in(text: str, key: NormKey) -> int:
    """Minutes (of COUNTS: the number) that a text names: «9 ч», «45 мин», «7 дней», «12». Raises DomainError with an example."""
    plain = text.lower().replace("ё", "е")
    if key in COUNTS:
        found, bounds = re.fullmatch(r"\s*(\d{1,3})\s*", plain), COUNTS[key]
        if not found or int(found[1]) not in bounds:
            raise DomainError(f"Нужно число от {bounds.start} до {bounds.stop - 1}, без слов. Пришлите ещё раз")
        return int(found[1])
    parts = _SPAN.findall(plain)
    if not parts or _SPAN.sub("", plain).strip(" ,.и"):
        raise DomainError("Не поняли, сколько это. Напишите так: «9 ч», «45 мин», «1 ч 30 мин», «7 дней»")
    span = sum((int(n) * _UNITS[unit[0]] for n, unit in parts), timedelta(0))
    if key is NormKey.NOW_AGAIN and not timedelta(0) < span <= NOW_AGAIN_MOST:
        raise DomainError("Повторять вызов можно раз в 1–60 минут. Например: «5 мин»")
    if not timedelta(0) < span <= _LONGEST:
        raise DomainError("Срок бывает от одной минуты до 90 дней")
    return int(span.total_seconds()) // 60


def day_said(text: str, *, today: date, calendar: WorkCalendar) -> tuple[date, str]:
    """A date and its hours: «29.12 сокращённый», «31 декабря выходной», «28.11 рабочая 10:00–14:00». Raises DomainError."""
    plain = text.lower().replace("ё", "е")
    hours = _HOURS.findall(plain)
    day = date_in(_HOURS.sub(" ", plain), today=today)
    if day is None:
        raise DomainError("Не нашли дня. Напишите так: «31.12 выходной», «29.12 сокращённый», «28.11 рабочая 10:00–14:00»")
    if day < today:
        raise DomainError("Этот день уже прошёл, сроки в нём посчитаны. Назовите день не раньше сегодняшнего")
    if hours:
        return day, _checked([(f"{int(a):02}:{b}", f"{int(c):02}:{d}") for a, b, c, d in hours])
    usual = calendar.week[day.weekday()] or calendar.week[0]
    if "выходн" in plain or "нерабоч" in plain:
        return day, ""
    if "сокращ" in plain or "короч" in plain:
        return day, text_of(_shortened(usual))
    if "рабоч" in plain or "обычн" in plain:
        return day, text_of(usual)
    raise DomainError("Какой это день? Напишите «выходной», «сокращённый», «рабочий» или часы: «10:00–14:00»")


def _checked(hours: list[tuple[str, str]]) -> str:
    value = ",".join(f"{start}-{end}" for start, end in hours)
    try:
        intervals = intervals_of(value)
    except ValueError:
        raise DomainError("Таких часов не бывает. Напишите так: «10:00–14:00»") from None
    moments = [moment for interval in intervals for moment in interval]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        raise DomainError("Часы идут не по порядку. Напишите так: «9:00–13:00, 14:00–17:00»")
    return value


def _shortened(usual: Intervals) -> Intervals:
    """An hour less in the evening."""
    *most, (start, end) = usual
    return (*most, (start, end.replace(hour=end.hour - 1))) if end.hour - 1 > start.hour else usual


def intervals_of(value: str) -> Intervals:
    """«09:00-13:00,14:00-17:00» as intervals; «» is a day off. Raises ValueError."""
    pairs = [item.split("-") for item in value.split(",") if item]
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)


def text_of(intervals: Intervals) -> str:
    """The inverse of `intervals_of`."""
    return ",".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in intervals)
