"""How often a phone may ring: three times for one incident, and so often a day; what is dangerous now rings always (VOICE.md 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId

MOST = 3
"""Sounds that one incident costs an official: the card, the last reminder, overdue."""

BUDGET = 12
"""Sounds a day, if the district says nothing else."""


class Verdict(StrEnum):
    """Whether a message rings, and if not, why."""

    RINGS = "rings"
    ENOUGH = "enough"  # this incident has rung three times
    OVER_BUDGET = "budget"  # this day has rung enough: the card comes silently and is named in a digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A message that wanted to ring in an official's chat, and what became of it."""

    incident_id: IncidentId
    at: datetime
    verdict: Verdict
    urgent: bool = False  # dangerous now: outside the budget


def verdict(past: Sequence[Sound], *, incident_id: IncidentId, since: datetime, today: datetime, budget: int, urgent: bool) -> Verdict:
    """Whether one more message about the incident may ring.

    `past` is of one official; `since` is when the incident's clock began to run (a reopened one may ring anew), `today` the local midnight.
    """
    if urgent:
        return Verdict.RINGS
    rang = [each for each in past if each.verdict is Verdict.RINGS]
    if sum(each.incident_id == incident_id and each.at >= since for each in rang) >= MOST:
        return Verdict.ENOUGH
    spent = sum(each.at >= today and not each.urgent for each in rang)
    return Verdict.RINGS if spent < budget else Verdict.OVER_BUDGET
