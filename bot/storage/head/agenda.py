"""Table `agenda_mark`: the coordinator's words for the head's decisions.

One row an incident.
"""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import Boolean, Column, Date, ForeignKey, Table, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents.head import store
from incidents.head.head_agenda import Mark

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


class Agendas(Rows, store.Agendas):
    """Marks of the district."""

    @override
    async def marks(self) -> Sequence[Mark]:
        mine = select(agenda_mark).where(agenda_mark.c.district_id == self.district_id)
        return [mark_of(row) for row in await self._all(mine.order_by(agenda_mark.c.incident_id))]

    @override
    async def put_mark(self, mark: Mark) -> None:
        what = {name: getattr(mark, name) for name in _FIELDS if name != "incident_id"}
        new = insert(agenda_mark).values(district_id=self.district_id, incident_id=mark.incident_id, **what)
        same = [agenda_mark.c.district_id, agenda_mark.c.incident_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_=what))
