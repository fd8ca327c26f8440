"""Detect a burst: many residents, one trouble, one place, one hour.

More than they usually do. Pure counting.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from incidents.deadlines.values import MassNorm
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Incident
from incidents.reading import MainPlace
from incidents.routing.topic_rules import Family, family_of

REMEMBERED = timedelta(days=28)
"""How far back «обычно» looks."""

GATHERS_FOR = timedelta(hours=3)
"""So far apart at most are the cards that a trouble of a whole settlement opens before it is a mass event."""

MOST_GATHERED = 5
"""So many of them are offered to a new card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThere:
    """One voice of a family of topics, where and when it was said."""

    incident_id: IncidentId
    author_id: str
    at: datetime
    place: MainPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A burst: how many said it within the span, how many usually do, and the incidents of it, the most told of first."""

    said: int
    usual: float
    incidents: tuple[IncidentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """A mass event that an incident stands for. `is_apart`: a coordinator parted this incident, it joins no mass any more."""

    incident_id: IncidentId
    at: datetime
    family: str
    said: int
    usual: float
    is_apart: bool = False
    cause: str | None = None  # typed by an official, never guessed
    cause_by: OfficialId | None = None
    cause_at: datetime | None = None


def area_of(place: MainPlace, family: Family) -> str | None:
    """The place that shares a cause: the settlement for what strikes it whole, else the street or the landmark. None: not known."""
    if family.is_wide:
        return place.settlement_id or place.settlement
    return place.street_id or place.landmark_id


def gathered(incident: Incident, offered: Sequence[Incident]) -> Sequence[Incident]:
    """Offered cards that tell of the card's trouble in its whole settlement.

    The oldest first; none where the likeliest of all is another.
    """
    family, area = family_of(incident.topic), area_of(incident.place, family_of(incident.topic))
    if not family.is_wide or area is None:
        return ()
    same = [each for each in offered if family_of(each.topic) == family and area_of(each.place, family) == area]
    return sorted(same, key=lambda each: each.id) if offered and offered[0] in same else ()


def burst(said: Sequence[SaidThere], *, norm: MassNorm, now: datetime) -> Burst | None:
    """Whether the voices of one family in one area (those of REMEMBERED before `now`) make a burst. One resident is counted once."""
    fresh = [each for each in said if now - norm.within <= each.at <= now]
    people = {each.author_id for each in fresh if each.author_id}
    count = len(people) + sum(1 for each in fresh if not each.author_id)
    usual = (len(said) - len(fresh)) / (REMEMBERED / norm.within)
    if count < norm.count or count < norm.times * usual:
        return None
    told = Counter(each.incident_id for each in fresh)
    return Burst(said=len(fresh), usual=usual, incidents=tuple(sorted(told, key=lambda id: (-told[id], id))))


def usual_text(usual: float) -> str:
    """«обычно 0–1»."""
    low, high = floor(usual), max(1, ceil(usual))
    return f"обычно {low}" if low == high else f"обычно {low}–{high}"
