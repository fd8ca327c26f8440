"""A department's group: its digest (R10), and what the bot lacks there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import IN_WORK, Incident, Status


class Lack(StrEnum):
    """A right that the bot has not. Codes stand in the database."""

    GONE = "gone"  # it is not in the group
    POST = "post"  # it may not write there
    TOPICS = "topics"  # a closed topic would be shut to it (advice)


HINDERS = frozenset({Lack.GONE, Lack.POST})
"""Without these no card comes."""

_ACTIVE = frozenset({Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED})
"""What somebody there has to do now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a department's group hears twice a day: no names."""

    in_work: int
    due_today: tuple[Incident, ...]  # earliest first, those past their time too
    nobodys: tuple[Incident, ...]  # not accepted yet


def digest_of(incidents: Iterable[Incident], *, calendar: WorkCalendar, now: datetime) -> Digest | None:
    """Of a department's unfinished incidents; None where nobody has anything to do now: then nothing is said."""
    held = list(incidents)
    waiting = [each for each in held if each.status in _ACTIVE]
    if not waiting:
        return None
    today = now.astimezone(calendar.timezone).date()
    timed = [(each.due_by, each) for each in waiting if each.due_by is not None and each.answered_at is None]
    due = sorted(((by, each) for by, each in timed if by.astimezone(calendar.timezone).date() <= today), key=lambda pair: pair[0])
    nobodys = tuple(each for each in waiting if each.status is not Status.ACCEPTED)
    return Digest(in_work=sum(each.status in IN_WORK for each in held), due_today=tuple(each for _, each in due), nobodys=nobodys)
