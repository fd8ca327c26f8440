"""Table `undo`: an incident before and after the last inner act.

For ten minutes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, delete, select
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.acts.incidents import FIELDS, incident, incident_from, values_of
from bot.storage.engine.built_once import Asked
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Json, Moment
from bot.storage.people.officials import official
from incidents.acts import store
from incidents.acts.undo import Undo
from incidents.ids import DistrictId, IncidentId, OfficialId
from incidents.incident import Act, Incident

undo = Table(
    "undo",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),
    Column("act", String, nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id)),  # None: the machine
    Column("until", Moment, nullable=False),
    Column("line", Integer, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("data", Json, nullable=False),
    Index("ix_undo_until", "district_id", "until"),
)

_MOMENTS = frozenset(column.name for column in incident.c if isinstance(column.type, Moment))


def body_of_incident(one: Incident) -> dict[str, object]:
    """An incident as JSON."""
    values = {**values_of(one), **{name: getattr(one, name) for name in ("id", "district_id", "number", "version")}}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def incident_of_body(body: Mapping[str, Any]) -> Incident:  # Any: JSON
    """The way back."""
    known = {name: body[name] for name in FIELDS if name in body}
    moments = {name: datetime.fromisoformat(known[name]) for name in _MOMENTS & known.keys() if known[name]}
    return incident_from(known | moments)


class Undos(Rows, store.Undos):
    """What may be taken back."""

    @override
    async def keep(self, undo: Undo) -> None:
        await self._run(Asked(_KEPT, _values_of(self.district_id, undo)))

    @override
    async def of(self, id: IncidentId) -> Undo | None:
        row = await self._first(select(undo).where(undo.c.district_id == self.district_id, undo.c.incident_id == id))
        if row is None:
            return None
        before, after = incident_of_body(row.before), incident_of_body(row.after)
        own = {"incident_id": row.incident_id, "by": row.by_id, "until": row.until, "line": row.line, "data": row.data}
        return Undo(**own, act=Act(row.act), before=before, after=after)

    @override
    async def of_moment(self, act: Act, *, by: OfficialId, until: datetime) -> Sequence[IncidentId]:
        same = (undo.c.district_id == self.district_id, undo.c.until == until, undo.c.act == act, undo.c.by_id == by)
        return [row.incident_id for row in await self._all(select(undo.c.incident_id).where(*same).order_by(undo.c.incident_id))]

    @override
    async def forget(self, id: IncidentId) -> None:
        await self._run(delete(undo).where(undo.c.district_id == self.district_id, undo.c.incident_id == id))

    @override
    async def forget_old(self, now: datetime) -> Sequence[IncidentId]:
        old = delete(undo).where(undo.c.district_id == self.district_id, undo.c.until <= now)
        return [row.incident_id for row in await self._all(old.returning(undo.c.incident_id))]


def _last_one() -> Insert:
    """An incident has one row: that of its last act."""
    new = insert(undo)
    changed = {column.name: new.excluded[column.name] for column in undo.c if not column.primary_key}
    return new.on_conflict_do_update(index_elements=[undo.c.district_id, undo.c.incident_id], set_=changed)


_KEPT = _last_one()


def _values_of(district_id: DistrictId, keep: Undo) -> dict[str, Any]:  # Any: columns
    return {
        "district_id": district_id,
        "incident_id": keep.incident_id,
        "act": keep.act,
        "by_id": keep.by,
        "until": keep.until,
        "line": keep.line,
        "before": body_of_incident(keep.before),
        "after": body_of_incident(keep.after),
        "data": dict(keep.data),
    }
