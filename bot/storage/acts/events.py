"""Table `event`: the append-only log, one hash chain an incident.

No statement here changes or deletes a row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, String, Table, case, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words, clean
from incidents import incident_store
from incidents.event_chain import GENESIS, seal
from incidents.ids import DistrictId, IncidentId
from incidents.incident import Act, Event, Status

event = Table(
    "event",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True),  # 1, 2, 3… within the incident
    Column("act", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id")),
    Column("because", Words, nullable=False),
    Column("status_before", String),
    Column("status_after", String, nullable=False),
    Column("data", Json, nullable=False),
    Column("seal", String, nullable=False),
    Index("ix_event_act_at", "district_id", "act", "at"),
)
"""Triggers of the migration refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL), whoever asks."""

NEW = insert(event)


def event_of(row: type_row) -> Event:
    """A row of the whole table as the domain's value."""
    _district, _id, _line, act, at, by, because, before, after, data, _seal = tuple(row)
    status_before = Status(before) if before else None
    return Event(act=Act(act), at=at, by=by, because=because, status_before=status_before, status_after=Status(after), data=data)


class Stood(NamedTuple):
    """A line of a log, of which only the status is asked, and of «Не наше» whether it counts."""

    at: datetime
    status_after: Status
    data: Mapping[str, str | int | None] = MappingProxyType({})


_STATUSES = {str(each): each for each in Status}


def as_kept(event: Event) -> Event:
    """The event exactly as it will be read again: what is sealed is what is kept."""
    return replace(event, at=event.at.astimezone(UTC), because=clean(event.because), data=_clean(event.data))


def _clean(data: Mapping[str, str | int | None]) -> dict[str, str | int | None]:
    return {clean(name): clean(value) if isinstance(value, str) else value for name, value in data.items()}


@built_once
def log_of(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    """The log of an incident."""
    return select(event).where(event.c.district_id == district_id, event.c.incident_id == id).order_by(event.c.line)


@built_once
def statuses_of(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """Moments and statuses of these logs."""
    returned = case((event.c.act == Act.RETURN, event.c.data))
    mine = select(event.c.incident_id, event.c.at, event.c.status_after, returned)
    return mine.where(event.c.district_id == district_id, event.c.incident_id.in_(ids)).order_by(event.c.incident_id, event.c.line)


@built_once
def last_of(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    """The last line of it."""
    mine = select(event.c.line, event.c.seal).where(event.c.district_id == district_id, event.c.incident_id == id)
    return mine.order_by(event.c.line.desc()).limit(1)


class Log(Rows, incident_store.Log):
    """The log. Lines are added under the lock of the incident's row, by those who change it."""

    @override
    async def of(self, id: IncidentId) -> Sequence[Event]:
        return [event_of(row) for row in await self._all(log_of(district_id=self.district_id, id=id))]

    @override
    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Event]]:
        mine = select(event).where(event.c.district_id == self.district_id)
        found: dict[IncidentId, list[Event]] = {}
        for some in batches(ids):
            for row in await self._all(mine.where(event.c.incident_id.in_(some)).order_by(event.c.incident_id, event.c.line)):
                found.setdefault(IncidentId(row.incident_id), []).append(event_of(row))
        return found

    @override
    async def statuses_of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Stood]]:
        found: dict[IncidentId, list[Stood]] = {}
        for some in batches(ids):
            for id, at, after, data in map(tuple, await self._all(statuses_of(district_id=self.district_id, ids=some))):
                found.setdefault(id, []).append(Stood(at, _STATUSES[after], data) if data else Stood(at, _STATUSES[after]))
        return found

    async def chain(self, id: IncidentId) -> list[tuple[Event, str]]:
        """The log with its seals, oldest first."""
        return [(event_of(row), row.seal) for row in await self._all(log_of(district_id=self.district_id, id=id))]

    async def append(self, id: IncidentId, happened: Event) -> None:
        """One more line, sealed with all before it."""
        kept = as_kept(happened)
        last = await self._first(last_of(district_id=self.district_id, id=id))
        line, previous = (0, GENESIS) if last is None else (last.line, last.seal)
        row = {
            "district_id": self.district_id,
            "incident_id": id,
            "line": line + 1,
            "act": kept.act,
            "at": kept.at,
            "by_id": kept.by,
            "because": kept.because,
            "status_before": kept.status_before,
            "status_after": kept.status_after,
            "data": dict(kept.data),
            "seal": seal(previous, id, kept),
        }
        await self._run(Asked(NEW, row))
