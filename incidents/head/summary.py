"""Figures of the head's daily summary: counted from incidents, never guessed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from math import ceil
from statistics import median

from incidents.acts.holder_time import Holder
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import FINAL, OPEN, ClosingOutcome, Doubt, Incident, Status
from incidents.posts import Source
from incidents.reading import DangerGrade

_MOST = 3
_GROWS_FROM = 3
_TENTH = 10
_HABIT = 2  # days that were read, of the four before


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
    """A department's unanswered or late incidents."""

    department_id: DepartmentId | None
    count: int
    incident_ids: tuple[IncidentId, ...]
    holder: Holder = Holder.DEPARTMENT  # who had them
    longest: timedelta | None = None  # the longest time that the holder had one
    reasons: tuple[str, ...] = ()  # as officials gave them


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A topic that is written about more than usual: how many in the period, how many on usual days."""

    topic: str
    count: int
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the head reads about [since, until)."""

    since: datetime
    until: datetime
    voices: int
    opened: int
    answered: int  # of those opened in the period
    solved: int  # closed in the period with the outcome «сделано»
    closed: int
    late: tuple[Late, ...]  # answered after the deadline or still unanswered past it
    late_total: int
    due_total: int  # opened in the period or overdue in it: «не успели 3 из 28»
    median_answer: timedelta | None  # calendar time from clock_from to the first answer
    dangers: tuple[Incident, ...]
    repeats: int
    open_now: int
    growing: tuple[tuple[str, int], ...]  # topics (slug, count) of the period, most first, at most three with ≥ 3
    settlements: tuple[tuple[str, int], ...]  # names, most first, at most three
    silent_sources: tuple[Source, ...]
    sources: int
    rising: tuple[Rise, ...] = ()  # topics that are written about more than on usual days
    promised_today: int = 0
    broken: int = 0  # promises whose day was over in the period
    joined: int = 0  # of `voices`, those about what was known before
    waiting: int = 0  # of `opened`, those without an answer yet
    unanswered: int = 0  # of `opened`, those closed without an answer
    nine_of_ten: timedelta | None = None  # nine answers of ten took no longer; told from ten answers on
    reopened: int = 0
    night_from: datetime | None = None  # dangers since then are the night's; None: the period does not end with a night
    hurt: Mapping[IncidentId, bool] = field(default_factory=dict)  # of confirmed dangers: whether people are hurt
    thanked: int = 0  # authors who thanked after an answer
    angry: int = 0
    thanks: int = 0  # messages of thanks
    thanks_words: str | None = None  # of one of them
    in_region: int | None = None  # of `voices`, those with a number of the region; None: its numbers are not kept
    checked_at: datetime | None = None  # when a source was last read


def summarise(
    *,
    since: datetime,
    until: datetime,
    incidents: Sequence[Incident],
    open_now: Sequence[Incident],
    voices: int,
    sources: Sequence[Source],
) -> Summary:
    """Count. `incidents` are those opened, answered or closed in the period.

    What is no appeal, is merged into another, or lies outside the district is in no figure («в наши цифры не идёт»).
    """
    known = list({each.id: each for each in (*incidents, *open_now) if counts(each)}.values())
    opened = [each for each in known if since <= each.opened_at < until]
    answered = [each for each in known if each.answered_at is not None and since <= each.answered_at < until]
    closed = [each for each in known if each.closed_at is not None and since <= each.closed_at < until]
    late = [each for each in known if is_late(each, since, until)]
    return Summary(
        since=since,
        until=until,
        voices=voices,
        opened=len(opened),
        answered=sum(_answered_by(each, until) for each in opened),
        solved=sum(each.outcome is ClosingOutcome.DONE for each in closed),
        closed=len(closed),
        late=_by_department(late),
        late_total=len(late),
        due_total=len({each.id for each in (*opened, *late)}),
        waiting=sum(not _answered_by(each, until) and not _closed_by(each, until) for each in opened),
        unanswered=sum(not _answered_by(each, until) and _closed_by(each, until) for each in opened),
        median_answer=_median(answered),
        nine_of_ten=_nine_of_ten(answered),
        checked_at=max((each.last_ok_at for each in sources if each.last_ok_at is not None), default=None),
        dangers=_dangers(opened),
        repeats=sum(each.repeat_of is not None for each in opened),
        open_now=sum(each.status in OPEN and counts(each) for each in open_now),
        growing=tuple(pair for pair in _most(each.topic for each in opened) if pair[1] >= _GROWS_FROM),
        settlements=_most(each.place.settlement for each in opened if each.place.settlement),
        silent_sources=tuple(each for each in sources if each.is_broken),
        sources=len(sources),
    )


def _answered_by(incident: Incident, until: datetime) -> bool:
    return incident.answered_at is not None and incident.answered_at < until


def _closed_by(incident: Incident, until: datetime) -> bool:
    return incident.closed_at is not None and incident.closed_at < until


def counts(incident: Incident) -> bool:
    """Whether it is in the head's figures at all."""
    return incident.status is not Status.REJECTED and incident.merged_into is None and incident.doubt not in {Doubt.OUTSIDE, Doubt.TRIAL}


def is_late(incident: Incident, since: datetime, until: datetime) -> bool:
    """Answered (or closed without an answer) in the period after the deadline, or waiting past it when the period ends."""
    if incident.answer_by is None:
        return False
    waits = incident.answered_at is None or incident.answered_at < incident.answer_by  # for the first answer or for the final one
    if incident.status in OPEN and waits:
        return incident.answer_by < until
    done = incident.answered_at or (incident.closed_at if incident.status in FINAL else None)
    return done is not None and since <= done < until and done > incident.answer_by


def _by_department(late: Iterable[Incident]) -> tuple[Late, ...]:
    found: dict[DepartmentId | None, list[IncidentId]] = {}
    for each in late:
        found.setdefault(each.department_id, []).append(each.id)
    lines = (Late(department_id=id, count=len(ids), incident_ids=tuple(ids)) for id, ids in found.items())
    return tuple(sorted(lines, key=lambda each: (-each.count, each.department_id or "")))


def _waits(answered: Sequence[Incident]) -> list[float]:
    """Seconds to the answer; one before the clock began took no time."""
    return sorted(max(0.0, (each.answered_at - each.clock_from).total_seconds()) for each in answered if each.answered_at is not None)


def _median(answered: Sequence[Incident]) -> timedelta | None:
    """Half of the answers took no longer."""
    waits = _waits(answered)
    return timedelta(seconds=median(waits)) if waits else None


def _nine_of_ten(answered: Sequence[Incident]) -> timedelta | None:
    """Nine answers of ten took no longer; below ten answers there is no tenth."""
    waits = _waits(answered)
    return timedelta(seconds=waits[ceil(0.9 * len(waits)) - 1]) if len(waits) >= _TENTH else None


def _dangers(opened: Iterable[Incident]) -> tuple[Incident, ...]:
    """The danger that was there first, then risks, each in order of time."""
    found = [each for each in opened if each.danger_grade is not None]
    return tuple(sorted(found, key=lambda each: (each.danger_grade is not DangerGrade.NOW, each.opened_at)))


def _most(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    counts = Counter(each for each in values if each)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST])


def rising(growing: Sequence[tuple[str, int]], usual_days: Sequence[Sequence[Incident]]) -> tuple[Rise, ...]:
    """Topics with twice as many as on usual days (the same weekday of the weeks before), the steepest first. One day is no habit."""
    if len(usual_days) < _HABIT:
        return ()
    days = [Counter(each.topic for each in day if counts(each)) for day in usual_days]
    usual = {topic: round(median(day[topic] for day in days)) for topic, _ in growing}
    found = [Rise(topic=topic, count=n, usual=usual[topic]) for topic, n in growing if n >= 2 * max(1, usual[topic])]
    return tuple(sorted(found, key=lambda each: (each.usual - each.count, each.topic)))


SUMMARY_JOB = "summary"
