"""Table `agenda_mark`: the coordinator's words for the head's decisions.

One row an incident.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Date, ForeignKey, Select, Table, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import LOT, incident
from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.engine.values import main_place_of
from incidents.head import store
from incidents.head.head_agenda import Mark
from incidents.ids import DistrictId, IncidentId
from incidents.incident import Doubt, RejectReason
from incidents.reading import MainPlace

agenda_mark = Table(
    "agenda_mark",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),
    Column("taken", Boolean, nullable=False),
    Column("by", KEY, ForeignKey("official.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("proposal", Words),
    Column("holds_until", Date),
)

_FIELDS = tuple(field.name for field in fields(Mark))


def mark_of(row: type_row) -> Mark:
    """A row as the domain's value."""
    return Mark(**{name: row._mapping[name] for name in _FIELDS})


class OpenedThere(NamedTuple):
    """A few columns of an incident."""

    group: str
    place: MainPlace
    reject_reason: RejectReason | None
    merged_into: IncidentId | None
    doubt: Doubt | None


def opened_of(row: type_row) -> OpenedThere:
    """A row as a value."""
    group, place, reason, merged_into, doubt = tuple(row)
    return OpenedThere(group, main_place_of(place), RejectReason(reason) if reason else None, merged_into, Doubt(doubt) if doubt else None)


@built_once
def opened_in(district_id: DistrictId, since: datetime, until: datetime) -> Select[Any]:  # Any: a row
    """What was opened in [since, until)."""
    asked = select(incident.c.group, incident.c.place, incident.c.reject_reason, incident.c.merged_into, incident.c.doubt)
    return asked.where(incident.c.district_id == district_id, incident.c.opened_at >= since, incident.c.opened_at < until)


class Agendas(Rows, store.Agendas):
    """Marks of the district."""

    @override
    async def marks(self) -> Sequence[Mark]:
        mine = select(agenda_mark).where(agenda_mark.c.district_id == self.district_id)
        return [mark_of(row) for row in await self._all(mine.order_by(agenda_mark.c.incident_id))]

    @override
    async def opened(self, since: datetime, until: datetime) -> Sequence[OpenedThere]:
        rows = await self._execute(opened_in(district_id=self.district_id, since=since, until=until))
        found: list[OpenedThere] = []
        for some in rows.partitions(LOT):
            found += map(opened_of, some)
            await asyncio.sleep(0)  # a month of them takes a while: between two lots others have their turn
        return found

    @override
    async def put_mark(self, mark: Mark) -> None:
        what = {name: getattr(mark, name) for name in _FIELDS if name != "incident_id"}
        new = insert(agenda_mark).values(district_id=self.district_id, incident_id=mark.incident_id, **what)
        same = [agenda_mark.c.district_id, agenda_mark.c.incident_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_=what))
