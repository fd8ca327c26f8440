"""Late or in time: every clock that ran for an answer.

A question has the district's clock, which begins anew when it comes back, and the region's clock of each message. One that was missed makes
it late: in the summary, in its lists and in the workbook alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.incident import OPEN, Incident, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A published answer. `due_by`: the district's deadline that it met or missed; None: nobody waited for it."""

    at: datetime
    due_by: datetime | None
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The region's clock of one message. `is_gone`: its author deleted it, nobody can answer there."""

    region_due: datetime
    answered_at: datetime | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What was answered to a question, and whom the region counts."""

    replies: tuple[Reply, ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One clock: until when, and when it was answered or closed; None: somebody still waits."""

    due: datetime
    met: datetime | None

    def is_late(self, since: datetime, until: datetime) -> bool:
        """Met too late in [since, until) or later, or not met when the period ends."""
        return self.due < until and (self.met is None or (self.met > self.due and self.met >= since))


NOTHING = Clocks()


def late_run(incident: Incident, clocks: Clocks, since: datetime, until: datetime) -> Run | None:
    """The missed clock that ended first; None: all is in time."""
    found = [run for run in _runs(incident, clocks) if run.is_late(since, until)]
    return min(found, key=lambda run: run.due) if found and incident.opened_at < until else None


def is_in_time(incident: Incident, clocks: Clocks, until: datetime) -> bool | None:
    """Whether every clock was met in time; None: one runs still, or there is none."""
    runs = _runs(incident, clocks)
    if any(run.is_late(incident.opened_at, until) for run in runs):
        return False
    return True if runs and all(run.met is not None and run.met < until for run in runs) else None


def first_answer(incident: Incident, clocks: Clocks) -> datetime | None:
    """When residents read the first answer."""
    return min((reply.at for reply in clocks.replies), default=incident.answered_at)


def _runs(incident: Incident, clocks: Clocks) -> Sequence[Run]:
    return [*_met(clocks.replies), *_own(incident, clocks.replies), *_of_region(incident, clocks.asked)]


def _met(replies: Iterable[Reply]) -> Iterable[Run]:
    return (Run(due=reply.due_by, met=reply.at) for reply in replies if reply.due_by is not None)


def _own(incident: Incident, replies: Sequence[Reply]) -> Iterable[Run]:
    """The district's clock that no answer has met: it runs, or the card was closed under it."""
    if incident.answer_by is None:
        return
    if incident.status in OPEN:
        yield Run(due=incident.answer_by, met=None)
    elif incident.closed_at is not None and incident.status is Status.CLOSED and _waited(incident, replies):
        yield Run(due=incident.answer_by, met=incident.closed_at)
    elif incident.answered_at is not None and not any(reply.due_by for reply in replies):  # of the time before answers kept it
        yield Run(due=incident.answer_by, met=incident.answered_at)


def _waited(incident: Incident, replies: Sequence[Reply]) -> bool:
    """Whether somebody waited for a final answer when it was closed."""
    if not replies:
        return incident.answered_at is None
    closed = incident.closed_at
    return not any(reply.is_final and incident.clock_from <= reply.at and (closed is None or reply.at <= closed) for reply in replies)


def _of_region(incident: Incident, asked: Iterable[Asked]) -> Iterable[Run]:
    for each in asked:
        if each.answered_at is not None or not each.is_gone:
            yield Run(due=each.region_due, met=each.answered_at or incident.closed_at)
