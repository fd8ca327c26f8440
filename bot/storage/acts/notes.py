"""Tables `note` and `delay`: officials' words about an incident.

They stand outside the chain, so that they can be erased.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, String, Table, false, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.batches import batches
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.people.officials import official
from incidents.acts import store
from incidents.acts.delays import Delay, DelayReason
from incidents.acts.notes import Note
from incidents.ids import IncidentId

note = Table(
    "note",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Words, nullable=False),
    Column("photo", Words),
    Index("ix_note_incident_id", "district_id", "incident_id"),
    sqlite_autoincrement=True,
)

delay = Table(
    "delay",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", String, nullable=False),
    Column("words", Words),
    Column("taken_back", Boolean, nullable=False, server_default=false()),
    Index("ix_delay_incident_id", "district_id", "incident_id"),
    sqlite_autoincrement=True,
)


def note_of(row: type_row) -> Note:
    """A row as the domain's value."""
    return Note(id=row.id, incident_id=row.incident_id, by=row.by_id, at=row.at, text=row.text, photo=row.photo)


def delay_of(row: type_row) -> Delay:
    """A row as the domain's value."""
    return Delay(id=row.id, incident_id=row.incident_id, by=row.by_id, at=row.at, reason=DelayReason(row.reason), words=row.words)


class Notes(Rows, store.Notes):
    """Notes for colleagues."""

    @override
    async def add(self, new: Note) -> Note:
        written = {"text": new.text, "photo": new.photo}
        row = {"district_id": self.district_id, "incident_id": new.incident_id, "by_id": new.by, "at": new.at, **written}
        return note_of((await self._all(insert(note).values(row).returning(note)))[0])

    @override
    async def of(self, id: IncidentId) -> Sequence[Note]:
        mine = select(note).where(note.c.district_id == self.district_id, note.c.incident_id == id)
        return [note_of(row) for row in await self._all(mine.order_by(note.c.id))]


class Delays(Rows, store.Delays):
    """Reasons of delay."""

    @override
    async def add(self, new: Delay) -> Delay:
        said = {"reason": new.reason, "words": new.words}
        row = {"district_id": self.district_id, "incident_id": new.incident_id, "by_id": new.by, "at": new.at, **said}
        return delay_of((await self._all(insert(delay).values(row).returning(delay)))[0])

    @override
    async def take_back(self, id: int) -> None:
        await self._run(update(delay).where(delay.c.district_id == self.district_id, delay.c.id == id).values(taken_back=True))

    @override
    async def of(self, id: IncidentId) -> Delay | None:
        return (await self.of_each([id])).get(id)

    @override
    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Delay]:
        found = [row for some in batches(ids) for row in await self._all(self._standing_delays(some))]
        return {row.incident_id: delay_of(row) for row in found}

    def _standing_delays(self, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
        mine = select(delay).where(delay.c.district_id == self.district_id, delay.c.incident_id.in_(ids))
        return mine.where(~delay.c.taken_back).order_by(delay.c.id)
