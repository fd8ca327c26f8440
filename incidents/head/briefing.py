"""«Что сказать»: what is asked, done, promised, and not to be named.

Facts with their numbers, nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from incidents.head.head_agenda import RETURNS_FROM
from incidents.head.messages_heard import Heard, by_incident, messages_by_topic
from incidents.head.summary import counts
from incidents.ids import IncidentId
from incidents.incident import FINAL, ClosingOutcome, Incident, Status
from incidents.promises.values import Promise

LOOKS_BACK = timedelta(days=7)
NAMED = 3
CAREFUL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOfPlace:
    """A topic in one settlement: how many messages, about which incidents."""

    topic: str
    settlement: str | None
    voices: int
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A promise that stands, and what it is about."""

    promise: Promise
    incident: Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What is known at `until`; the lists are whole, the first few of each are named."""

    since: datetime
    until: datetime
    asked: tuple[TopicOfPlace, ...]
    done: tuple[Incident, ...]
    promised: tuple[Given, ...]
    broken: tuple[Given, ...]
    disputed: tuple[Incident, ...]
    denied: tuple[Incident, ...] = ()  # closed as done, and the author says that it is not
    explained: int = 0
    said_done: int = 0  # answered with «сделано» and not closed yet


def briefing(
    *,
    until: datetime,
    today: date,
    known: Iterable[Incident],
    heard: Sequence[Heard],
    promises: Sequence[Promise],
    said_done: Sequence[IncidentId] = (),
) -> Briefing:
    """Sort the facts. `known`: every incident that the others name; `heard` joined within LOOKS_BACK; `promises` stand at `until`."""
    since = until - LOOKS_BACK
    incidents = {each.id: each for each in known if counts(each)}
    told = [each for each in heard if each.incident_id in incidents]
    given = [Given(promise=each, incident=incidents[each.incident_id]) for each in promises if each.incident_id in incidents]
    done = _done(incidents.values(), by_incident(told), since, until)
    return Briefing(
        since=since,
        until=until,
        asked=_asked(incidents, told),
        done=tuple(each for each in done if not each.is_disputed),
        denied=tuple(each for each in done if each.is_disputed),
        explained=len(_closed(incidents.values(), ClosingOutcome.EXPLAINED, since, until)),
        promised=tuple(each for each in given if each.promise.due >= today),
        broken=tuple(each for each in given if each.promise.due < today),
        said_done=sum(id in incidents and incidents[id].status is Status.ANSWERED for id in said_done),
        disputed=tuple(each for each in incidents.values() if each.returns >= RETURNS_FROM and each.status not in FINAL),
    )


def _asked(incidents: Mapping[IncidentId, Incident], heard: Sequence[Heard]) -> tuple[TopicOfPlace, ...]:
    of = {each.incident_id: incidents[each.incident_id] for each in heard}
    return tuple(
        TopicOfPlace(
            topic=each.topic,
            settlement=each.settlement,
            voices=each.messages,
            incidents=tuple(sorted(_about(of.values(), each.topic, each.settlement), key=lambda one: one.number)),
        )
        for each in messages_by_topic(heard, incidents)
    )


def _about(incidents: Iterable[Incident], topic: str, settlement: str | None) -> list[Incident]:
    return [each for each in incidents if (each.topic, each.place.settlement) == (topic, settlement)]


def _done(incidents: Iterable[Incident], voices: Mapping[IncidentId, int], since: datetime, until: datetime) -> tuple[Incident, ...]:
    """What was closed with «сделано», the most asked about first."""
    ranked = sorted(
        _closed(incidents, ClosingOutcome.DONE, since, until), key=lambda pair: (-voices.get(pair[1].id, 0), pair[0], pair[1].number)
    )
    return tuple(each for _, each in ranked)


def _closed(incidents: Iterable[Incident], outcome: ClosingOutcome, since: datetime, until: datetime) -> list[tuple[datetime, Incident]]:
    """What was closed so, with its moment."""
    ended = [(each.closed_at, each) for each in incidents if each.outcome is outcome]
    return [(at, each) for at, each in ended if at is not None and since <= at < until]
