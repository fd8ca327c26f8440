"""Catch-up after an outage: what comes in the digest.

Its cards make no sound, whatever is dangerous now aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from incidents.acts.coordinator_queue import SILENT, waiting_for
from incidents.ids import IncidentId
from incidents.incident import FINAL, Incident
from incidents.posts import LATE
from incidents.reading import DangerGrade

SETTLED = timedelta(minutes=2)
"""So long nothing old was found and nothing waits for the reader: the catch-up is over."""

LONGEST = timedelta(hours=1)
"""The digest waits for the end of the catch-up so long at most; two digests are so far apart at least."""

DANGER_FROM, DANGER_TO = time(8, 0), time(20, 0)
"""Local hours of any day in which a digest with dangers in it may ring; another one waits for working time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """An incident of an old post, until a digest has told of it."""

    incident_id: IncidentId
    at: datetime


class Share(StrEnum):
    """Parts of a digest; the value stands in buttons."""

    DANGER = "danger"  # older dangers, doubts, and what has rung already
    DECIDE = "decide"
    ALL = "all"


def is_old(incident: Incident) -> bool:
    """Whether its first message had stood for a day before it was found."""
    return incident.opened_at - incident.published_at > LATE


def is_over(found: Sequence[CaughtUp], *, is_busy: bool, told_at: datetime | None, now: datetime) -> bool:
    """Whether it is time for the digest: everything is caught up with, or people have waited long enough. `told_at`: of the last one."""
    if not found or (told_at is not None and now - told_at < LONGEST):
        return False
    times = [each.at for each in found]
    return (not is_busy and now - max(times) >= SETTLED) or now - min(times) >= LONGEST


def may_ring(local: datetime, *, by_day: bool, dangers: bool) -> bool:
    """Whether the digest may come at this hour. `by_day`: people are at work."""
    return by_day or (dangers and DANGER_FROM <= local.time() < DANGER_TO)


def is_danger(incident: Incident) -> bool:
    """Whether it heads the digest: dangerous when it was written, or nobody knows."""
    return incident.status not in FINAL and (incident.danger_grade is not None or incident.danger_asked_at is not None)


def waits(incident: Incident, now: datetime) -> bool:
    """Whether the coordinator has something to decide about it."""
    return waiting_for(incident, now=now) not in {None, *SILENT}


def share(incidents: Sequence[Incident], which: Share, now: datetime) -> Sequence[Incident]:
    """That part of the digest in its order: dangers first, then what is to be decided, each by the hour of its first message."""
    kept = {
        Share.DANGER: [each for each in incidents if is_danger(each)],
        Share.DECIDE: [each for each in incidents if waits(each, now)],
        Share.ALL: incidents,
    }[which]
    return sorted(kept, key=lambda each: (_haste(each), not waits(each, now), each.published_at, each.id))


def _haste(incident: Incident) -> int:
    if not is_danger(incident):
        return 3
    return {DangerGrade.NOW: 0, DangerGrade.RISK: 1, None: 2}[incident.danger_grade]
