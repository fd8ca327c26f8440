"""What people write about: counted in messages, by topic and settlement.

The summary, its lists and «Что сказать» count by the same rule, so that they agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from incidents.ids import IncidentId, PostId
from incidents.incident import Incident

Cut = TypeVar("Cut")


@dataclass(frozen=True, slots=True)
class Heard:
    """A message about an incident."""

    incident_id: IncidentId
    post_id: PostId
    in_region: bool = False  # the region has given it a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A topic in one settlement, and how many messages are about it."""

    topic: str
    settlement: str | None
    messages: int


def messages(heard: Iterable[Heard]) -> int:
    """How many messages these are: one of several matters counts once."""
    return len({each.post_id for each in heard})


def by_incident(heard: Iterable[Heard]) -> Mapping[IncidentId, int]:
    """How many messages are about each."""
    found: dict[IncidentId, set[PostId]] = {}
    for each in heard:
        found.setdefault(each.incident_id, set()).add(each.post_id)
    return {id: len(posts) for id, posts in found.items()}


def messages_by_topic(heard: Iterable[Heard], incidents: Mapping[IncidentId, Incident]) -> tuple[Written, ...]:
    """What is written about, the most first. A message about two incidents of one topic and settlement counts once."""
    return count_messages((about.topic, about.place.settlement, each.post_id) for each in heard for about in (incidents[each.incident_id],))


def count_messages(told: Iterable[tuple[str, str | None, PostId]]) -> tuple[Written, ...]:
    """The same of topics, settlements and messages."""
    found: dict[tuple[str, str | None], set[PostId]] = {}
    for about, where, post in told:
        found.setdefault((about, where), set()).add(post)
    lines = (Written(topic=topic, settlement=place, messages=len(posts)) for (topic, place), posts in found.items())
    return tuple(sorted(lines, key=order))


def order(each: Written) -> tuple[int, str, str]:
    """The most first."""
    return (-each.messages, each.topic, each.settlement or "")


def by_topic(heard: Iterable[Heard], incidents: Mapping[IncidentId, Incident]) -> Mapping[str, int]:
    """Messages about each topic."""
    return _divided(heard, {id: each.topic for id, each in incidents.items()})


def by_settlement(heard: Iterable[Heard], incidents: Mapping[IncidentId, Incident]) -> Mapping[str | None, int]:
    """Messages from each settlement; None: no settlement was named."""
    return _divided(heard, {id: each.place.settlement for id, each in incidents.items()})


def _divided(heard: Iterable[Heard], cuts: Mapping[IncidentId, Cut]) -> Mapping[Cut, int]:
    found: dict[Cut, set[PostId]] = {}
    for each in heard:
        found.setdefault(cuts[each.incident_id], set()).add(each.post_id)
    return {cut: len(posts) for cut, posts in found.items()}
