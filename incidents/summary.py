"""Figures of the head's daily summary: counted from incidents, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Incident
from incidents.posts import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A department's unanswered or late incidents."""

    department_id: DepartmentId | None
    count: int
    incident_ids: tuple[IncidentId, ...]


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


def summarise(
    *,
    since: datetime,
    until: datetime,
    incidents: Sequence[Incident],
    open_now: Sequence[Incident],
    voices: int,
    sources: Sequence[Source],
) -> Summary:
    """Count. `incidents` are those opened, answered or closed in the period."""
    raise NotImplementedError
