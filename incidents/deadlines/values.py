"""Deadlines: working time, or wall-clock time for a danger now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.deadlines.sound_budget import BUDGET
from incidents.deadlines.worktime import WorkCalendar, duration_text
from incidents.reading import DangerGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class MassNorm:
    """When it is a mass event (`[mass]` of norms.toml): `count` residents within a span, and `times` more than usual."""

    count: int = 5
    within: timedelta = timedelta(hours=1)
    times: int = 3
    joins_for: timedelta = timedelta(hours=24)  # so long later messages join it by themselves


class StartEvent(StrEnum):
    """From what moment the district counts: its own choice (the regions differ)."""

    PUBLISHED = "published"
    DETECTED = "detected"
    ASSIGNED = "assigned"


_SINCE = {
    StartEvent.PUBLISHED: "с момента публикации",
    StartEvent.DETECTED: "с момента, когда увидели",
    StartEvent.ASSIGNED: "с момента, когда передали отделу",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """Norms of one topic (or the default): working time, save the danger that is there now."""

    accept: timedelta = timedelta(hours=1)
    answer: timedelta = timedelta(hours=9)


NOW_AGAIN_MOST = timedelta(hours=1)
"""A danger that nobody took is not rung less often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """All norms of a district (`districts/<name>/norms.toml`)."""

    start: StartEvent = StartEvent.DETECTED
    route: timedelta = timedelta(minutes=60)
    default: Norm = Norm()
    topics: Mapping[str, Norm] = field(default_factory=dict)
    groups: Mapping[str, Norm] = field(default_factory=dict)
    final: timedelta = timedelta(days=7)  # after an interim answer, calendar days
    suggestion: timedelta = timedelta(days=30)  # a wish for something new, calendar days: the law's term of an appeal
    stop_on_deletion: bool = False  # the region's rule: a deleted post stops the clock
    ask_author: timedelta | None = None  # so long after a closing its author is asked «Решено?»; None: never
    approval: timedelta = timedelta(minutes=30)  # working: the approver's own clock
    risk_answer: timedelta = timedelta(hours=4)  # working
    now_warn: timedelta = timedelta(minutes=15)  # wall clock: residents are warned
    now_accept: timedelta = timedelta(minutes=5)  # wall clock: then the second on duty (R8)
    now_climb: timedelta = timedelta(minutes=10)  # wall clock: then coordinator and chief (R9)
    now_again: timedelta = timedelta(minutes=5)  # wall clock: then all again; after an hour every 15 min at most, after four hourly
    now_answer: timedelta = timedelta(hours=4)  # wall clock
    head_hears: int = 0  # minutes, wall clock: then the head hears of a danger that nobody accepted; 0: never
    sounds: int = BUDGET  # a day and an official; what is dangerous now is outside it
    mass: MassNorm = field(default_factory=MassNorm)  # when many voices are one event


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when to accept and to answer, with the reason: «9 рабочих часов с момента, когда увидели»."""

    accept_by: datetime | None  # None: nobody is hurried
    answer_by: datetime
    because: str
    warn_by: datetime | None = None  # of the danger that is there now: until when residents are warned


def deadline(
    *,
    norms: Norms,
    calendar: WorkCalendar,
    group: str,
    topic: str,
    danger: DangerGrade | None,
    clock_from: datetime,
    now: datetime,
    is_suggestion: bool = False,
) -> Deadline:
    """Deadlines of an incident. `accept_by` counts from `now` (when it is routed), `answer_by` from `clock_from`.

    A danger goes before a suggestion, a topic's norm before its group's, the group's before the default. Risk never lengthens the answer.
    """
    since = _SINCE[norms.start]
    if danger is DangerGrade.NOW:
        return Deadline(
            accept_by=now + norms.now_accept,
            answer_by=clock_from + norms.now_answer,
            because=f"опасно сейчас: {duration_text(norms.now_answer, working=False)} {since}, обед и ночь не вычитаем",
            warn_by=clock_from + norms.now_warn,
        )
    if is_suggestion and danger is None:
        length = duration_text(norms.suggestion, working=False)
        return Deadline(accept_by=None, answer_by=clock_from + norms.suggestion, because=f"предложение: {length} {since}")
    norm = norms.topics.get(topic) or norms.groups.get(group) or norms.default
    answer, why = norm.answer, ""
    if danger is DangerGrade.RISK and norms.risk_answer <= answer:
        answer, why = norms.risk_answer, "есть риск: "
    return Deadline(
        accept_by=calendar.add(now, norm.accept),
        answer_by=calendar.add(clock_from, answer),
        because=f"{why}{duration_text(answer, working=True)} {since}",
    )
