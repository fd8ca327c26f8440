"""What a use case did; log lines that leave the status alone."""

from dataclasses import dataclass
from datetime import datetime

from incidents.incident import Act, Event, Incident
from incidents.official import Official
from incidents.sameness.one_problem import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a use case did: the incident as it stands now (None: there is none) and why."""

    incident: Incident | None
    because: str
    is_new: bool = False
    matched_because: str | None = None
    similar: tuple[Offer, ...] = ()  # incidents that it may be the same as
    nearest: tuple[Offer, ...] = ()  # what a new card may be about, asked or not, the likeliest first


def note_event(incident: Incident, because: str, *, now: datetime, by: Official | None = None, **data: int | str | None) -> Event:
    """A line of the log that leaves the status as it is. `data` holds ids and codes."""
    status = incident.status
    who = by.id if by is not None else None
    return Event(act=Act.NOTE, at=now, by=who, because=because, status_before=status, status_after=status, data=data)
