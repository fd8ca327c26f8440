"""Finds the main event of the day, its state and its promise.

It has the most messages above usual days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from incidents.head.messages_heard import Heard, Written
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.promises.values import Promise

_HABIT = 2  # days that were read, of the four before


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A topic of a settlement: its messages in the period, and on usual days; None: they are not known yet."""

    topic: str
    count: int
    usual: int | None
    settlement: str | None = None

    @property
    def is_steep(self) -> bool:
        """Twice as many as on usual days."""
        return self.usual is not None and self.count >= 2 * max(1, self.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class MainEvent:
    """What the day is about."""

    about: Rise
    incidents: tuple[Incident, ...]  # that the messages told of
    promise: Promise | None = None  # that is due next


def beside_usual(growing: Sequence[Written], usual_days: Sequence[Sequence[Written]]) -> tuple[Rise, ...]:
    """Each beside the same weekday of the weeks before, the steepest first. One day is no habit."""
    days = [{(each.topic, each.settlement): each.messages for each in day} for day in usual_days]
    rises = []
    for each in growing:
        usual = round(median(day.get((each.topic, each.settlement), 0) for day in days)) if len(days) >= _HABIT else None
        rises.append(Rise(topic=each.topic, settlement=each.settlement, count=each.messages, usual=usual))
    return tuple(sorted(rises, key=lambda rise: ((rise.usual or 0) - rise.count, rise.topic, rise.settlement or "")))


def told_of(about: Rise, heard: Sequence[Heard], incidents: Mapping[IncidentId, Incident]) -> tuple[Incident, ...]:
    """The incidents that messages about it told of, in their order."""
    ids = {each.incident_id for each in heard} & set(incidents)
    those = [incidents[id] for id in ids if (incidents[id].topic, incidents[id].place.settlement) == (about.topic, about.settlement)]
    return tuple(sorted(those, key=lambda each: each.number))
