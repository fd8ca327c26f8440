"""What became of each danger of a day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from incidents.danger.danger_marks import DangerMarks
from incidents.ids import IncidentId, OfficialId
from incidents.incident import IN_WORK, Incident, Status


class Fate(Enum):
    """Where a danger stands; what asks for a look first."""

    NOBODY = "nobody"  # nobody accepted it, nobody said that they know
    WORKING = "working"
    KNOWN = "known"  # nobody accepted it, somebody said that they know and work
    CLOSED = "closed"
    SAFE = "safe"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerFate:
    """What became of one, since when, by whose press."""

    fate: Fate
    at: datetime | None = None
    by: OfficialId | None = None
    hurt: bool | None = None  # of a confirmed one: whether people are hurt


def fate_of(incident: Incident, said: DangerMarks) -> DangerFate:
    """The latest that is known of it. What was said before the danger came back says nothing of it now."""
    since = incident.danger_since
    confirmed = said.confirmed if said.confirmed is not None and (since is None or said.confirmed.at >= since) else None
    hurt = confirmed.hurt if confirmed is not None else None
    over = incident.danger_over_at
    if over is not None:
        denied = said.denied is not None and said.denied.at == over
        return DangerFate(fate=Fate.DENIED if denied else Fate.SAFE, at=over, by=incident.danger_over_by, hurt=hurt)
    if incident.status is Status.CLOSED:
        return DangerFate(fate=Fate.CLOSED, at=incident.closed_at, hurt=hurt)
    if incident.status in IN_WORK:
        return DangerFate(fate=Fate.WORKING, at=incident.accepted_at or incident.answered_at, by=incident.accepted_by, hurt=hurt)
    known = said.known if said.known is not None and (since is None or said.known.at >= since) else None
    if known is not None:
        return DangerFate(fate=Fate.KNOWN, at=known.at, by=known.by, hurt=hurt)
    return DangerFate(fate=Fate.NOBODY, hurt=hurt)


def count_fates(dangers: Iterable[Incident], said: Mapping[IncidentId, DangerMarks]) -> Mapping[Fate, int]:
    """How many met each fate."""
    return Counter(fate_of(each, said.get(each.id, DangerMarks())).fate for each in dangers)
