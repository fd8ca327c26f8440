"""Figures of the head's daily summary: counted from incidents, never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from math import ceil
from statistics import median
from typing import Self

from incidents.acts.holder_time import Holder
from incidents.danger.danger_marks import DangerMarks
from incidents.head.lateness import NOTHING, Clocks, first_answer, late_run
from incidents.head.main_event import MainEvent, Rise
from incidents.head.messages_heard import Heard, Written, by_settlement, messages, messages_by_topic
from incidents.ids import DepartmentId, IncidentId, OfficialId
from incidents.incident import ClosingOutcome, Doubt, Incident, Status
from incidents.posts import Source
from incidents.reading import DangerGrade

_MOST = 3
_GROWS_FROM = 3
_TENTH = 10


class Period(StrEnum):
    """What a summary may be asked for."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"


_BACK = {Period.TODAY: 0, Period.WEEK: 6, Period.MONTH: 29}


def span(period: Period, *, now: datetime, timezone: tzinfo) -> tuple[datetime, datetime]:
    """[since, until) of a period by the local calendar: days begin at midnight, a week is seven of them with today, a month thirty."""
    midnight = now.astimezone(timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    if period is Period.YESTERDAY:
        return _days_before(midnight, 1), midnight
    return _days_before(midnight, _BACK[period]), now


def _days_before(midnight: datetime, days: int) -> datetime:
    return datetime.combine(midnight.date() - timedelta(days=days), midnight.timetz())


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Unanswered or late incidents of whoever had them the longest."""

    department_id: DepartmentId | None
    count: int
    incident_ids: tuple[IncidentId, ...]
    holder: Holder = Holder.DEPARTMENT  # who had them
    who: str | None = None  # where no department, approval or route had them: «ЕДДС»
    longest: timedelta | None = None  # the longest time that the holder had one
    reasons: tuple[str, ...] = ()  # as officials gave them


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the head reads about [since, until)."""

    since: datetime
    until: datetime
    voices: int  # messages
    opened: int
    answered: int  # of those opened in the period
    solved: int  # closed in the period with the outcome «сделано»
    closed: int
    late: tuple[Late, ...]  # answered after a deadline or still unanswered past it
    late_total: int
    due_total: int  # opened in the period or overdue in it: «не успели 3 из 28»
    median_answer: timedelta | None  # calendar time from the start to the first answer
    dangers: tuple[Incident, ...]  # of the period, handled or not, what is there now first
    repeats: int
    growing: tuple[Written, ...]  # topics that are written about in the period, most first, at most three with ≥ 3 messages
    settlements: tuple[tuple[str, int], ...]  # names with messages, most first, at most three
    silent_sources: tuple[Source, ...]
    sources: int
    suggestions: int = 0  # of `opened`: wishes for something new
    untold: int = 0  # of `solved`, those whose resident nobody told
    rising: tuple[Rise, ...] = ()  # what is written about more than on usual days
    main: MainEvent | None = None  # what the day is about; None: nothing was written about thrice
    since_evening: Self | None = None  # the same figures from the evening on; None: the period does not end with a night
    in_work: int = 0  # when the figures were read
    unaccepted: int = 0  # not closed then, and accepted by nobody
    promised_today: int = 0
    broken: int = 0  # promises whose day was over in the period
    joined: int = 0  # of `voices`, those about what was known before
    waiting: int = 0  # of `opened`, those without an answer yet
    no_department: int = 0  # of `waiting`, those that no department has
    unanswered: int = 0  # of `opened`, those closed without an answer
    nine_of_ten: timedelta | None = None  # nine answers of ten took no longer; told from ten answers on
    reopened: int = 0
    night_from: datetime | None = None  # of the night that has just ended; None: the period does not end with one
    night_until: datetime | None = None
    standing: tuple[Incident, ...] = ()  # dangers of earlier days that were there still when the period began
    said: Mapping[IncidentId, DangerMarks] = field(default_factory=dict)  # what was said of `dangers`
    who: Mapping[OfficialId, str] = field(default_factory=dict)  # how those who handled them are named
    thanked: int = 0  # authors who thanked after an answer
    angry: int = 0
    thanks: int = 0  # messages of thanks
    thanks_words: str | None = None  # of one of them
    thanks_people: tuple[str, ...] = ()  # named in these words
    in_region: int | None = None  # of `voices`, those with a number of the region; None: its numbers are not kept
    checked_at: datetime | None = None  # when a source was last read
    explained: int = 0  # of `closed`, those with the outcome «разъяснили»
    disputed: int = 0  # of `closed`, those that are done and whose author says that they are not: none of `solved`
    disputes: tuple[Incident, ...] = ()  # closed as done, whenever it was, and disputed now
    is_past: bool = False  # it ended a while ago: what is in work now is not its matter
    began: datetime | None = None  # when Otklik began to work, where that is within the period


def summarise(
    *,
    since: datetime,
    until: datetime,
    incidents: Sequence[Incident],
    heard: Sequence[Heard] = (),
    clocks: Mapping[IncidentId, Clocks] | None = None,
    sources: Sequence[Source] = (),
) -> Summary:
    """Count. `incidents`: whatever was opened, answered, closed, dangerous, late or written about in the period.

    What is no appeal, is merged into another, or lies outside the district is in no figure («в наши цифры не идёт»).
    """
    known = {each.id: each for each in incidents if counts(each)}
    clocks = clocks or {}
    opened = [each for each in known.values() if since <= each.opened_at < until]
    new = {each.id for each in opened}
    answers = {id: first_answer(each, clocks.get(id, NOTHING)) for id, each in known.items()}
    done = {id for id, at in answers.items() if at is not None and at < until}
    closed = [each for each in known.values() if each.closed_at is not None and since <= each.closed_at < until]
    late = [each for each in known.values() if late_run(each, clocks.get(each.id, NOTHING), since, until) is not None]
    waits = _waits([(known[id], at) for id, at in answers.items() if at is not None and since <= at < until])
    told = [each for each in heard if each.incident_id in known]
    waiting = [each for each in opened if each.id not in done and not _closed_by(each, until)]
    return Summary(
        since=since,
        until=until,
        voices=messages(told),
        joined=messages(told) - messages(each for each in told if each.incident_id in new),
        in_region=messages(each for each in told if each.in_region),
        opened=len(opened),
        suggestions=sum(each.is_suggestion for each in opened),
        answered=len(new & done),
        solved=sum(each.outcome is ClosingOutcome.DONE and not each.is_disputed for each in closed),
        disputed=sum(each.is_disputed for each in closed),
        explained=sum(each.outcome is ClosingOutcome.EXPLAINED for each in closed),
        closed=len(closed),
        untold=sum(each.untold is not None and not each.is_disputed for each in closed),
        late=_by_department(late),
        late_total=len(late),
        due_total=len({*new, *(each.id for each in late)}),
        waiting=len(waiting),
        no_department=sum(each.department_id is None for each in waiting),
        unanswered=sum(each.id not in done and _closed_by(each, until) for each in opened),
        median_answer=timedelta(seconds=median(waits)) if waits else None,
        nine_of_ten=_nine_of_ten(waits),
        checked_at=max((each.last_ok_at for each in sources if each.last_ok_at is not None), default=None),
        dangers=_dangers(known.values(), since, until),
        standing=_standing(known.values(), since),
        repeats=sum(each.repeat_of is not None for each in opened),
        growing=tuple(each for each in messages_by_topic(told, known) if each.topic and each.messages >= _GROWS_FROM)[:_MOST],
        settlements=_most((name, number) for name, number in by_settlement(told, known).items() if name),
        silent_sources=tuple(each for each in sources if each.is_broken),
        sources=len(sources),
    )


def _closed_by(incident: Incident, until: datetime) -> bool:
    return incident.closed_at is not None and incident.closed_at < until


def counts(incident: Incident) -> bool:
    """Whether it is in the head's figures at all."""
    return incident.status is not Status.REJECTED and incident.merged_into is None and incident.doubt not in {Doubt.OUTSIDE, Doubt.TRIAL}


def _by_department(late: Iterable[Incident]) -> tuple[Late, ...]:
    found: dict[DepartmentId | None, list[IncidentId]] = {}
    for each in late:
        found.setdefault(each.department_id, []).append(each.id)
    lines = (Late(department_id=id, count=len(ids), incident_ids=tuple(ids)) for id, ids in found.items())
    return tuple(sorted(lines, key=lambda each: (-each.count, each.department_id or "")))


def _waits(answered: Iterable[tuple[Incident, datetime]]) -> list[float]:
    """Seconds to the first answer, by the calendar; the clock of a question that came back began with its first message."""
    return sorted(max(0.0, (at - min(each.clock_from, each.opened_at)).total_seconds()) for each, at in answered)


def _nine_of_ten(waits: Sequence[float]) -> timedelta | None:
    """Nine answers of ten took no longer; below ten answers there is no tenth."""
    return timedelta(seconds=waits[ceil(0.9 * len(waits)) - 1]) if len(waits) >= _TENTH else None


def _dangers(known: Iterable[Incident], since: datetime, until: datetime) -> tuple[Incident, ...]:
    """The danger that was there first, then risks, each in order of time."""
    found = [(each.danger_since, each) for each in known if each.danger_since is not None and since <= each.danger_since < until]
    ranked = sorted(found, key=lambda pair: (pair[1].danger_peak is not DangerGrade.NOW, pair[0], pair[1].number))
    return tuple(each for _, each in ranked)


def _standing(known: Iterable[Incident], since: datetime) -> tuple[Incident, ...]:
    """Of the dangers that came before, those that were there still when the period began."""
    before = [each for each in known if each.danger_peak is DangerGrade.NOW and each.danger_since is not None and each.danger_since < since]
    return tuple(each for each in before if all(end is None or end >= since for end in (each.danger_over_at, each.closed_at)))


def _most(pairs: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:_MOST])


SUMMARY_JOB = "summary"
