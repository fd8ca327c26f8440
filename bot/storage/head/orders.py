"""Table `head_order`: orders with a moment to report by.

«order» alone is a word of SQL.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.people.officials import official
from incidents.head import store
from incidents.head.orders import Order, OrderKind
from incidents.ids import OfficialId

head_order = Table(
    "head_order",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("words", Words),
    Column("voice_file_id", Words),
    Column("report", Words),
    Column("reported_by_id", KEY, ForeignKey(official.c.id)),
    Column("reported_at", Moment),
    Column("reminded_at", Moment),
    Column("settled_at", Moment),
    Index("ix_head_order_due_at", "district_id", "due_at"),
    sqlite_autoincrement=True,
)

_SAME = ("incident_id", "kind", "at", "due_at", "words", "voice_file_id", "report", "reported_at", "reminded_at", "settled_at")


def order_of(row: type_row) -> Order:
    """A row as the domain's value."""
    known = {name: row._mapping[name] for name in _SAME}
    return Order(**{**known, "id": row.id, "by": row.by_id, "kind": OrderKind(row.kind), "reported_by": row.reported_by_id})


class Orders(Rows, store.Orders):
    """Orders of the head."""

    @override
    async def add(self, new: Order) -> Order:
        row = {name: getattr(new, name) for name in _SAME} | {"district_id": self.district_id, "by_id": new.by}
        return order_of((await self._all(insert(head_order).values(row).returning(head_order)))[0])

    @override
    async def get(self, id: int) -> Order:
        this = select(head_order).where(head_order.c.district_id == self.district_id, head_order.c.id == id)
        row = await self._one(this.with_for_update())
        return order_of(row)

    @override
    async def save(self, after: Order) -> None:
        values = {name: getattr(after, name) for name in ("report", "reported_at", "reminded_at", "settled_at")}
        this = (head_order.c.district_id == self.district_id, head_order.c.id == after.id)
        await self._run(update(head_order).where(*this).values(**values, reported_by_id=after.reported_by, by_id=after.by))

    @override
    async def of(self, by: OfficialId) -> Sequence[Order]:
        mine = select(head_order).where(head_order.c.district_id == self.district_id, head_order.c.by_id == by)
        return [order_of(row) for row in await self._all(mine.where(head_order.c.settled_at.is_(None)).order_by(head_order.c.id))]

    @override
    async def due(self, now: datetime) -> Sequence[Order]:
        nothing = (head_order.c.reported_at.is_(None), head_order.c.settled_at.is_(None), head_order.c.reminded_at.is_(None))
        late = select(head_order).where(head_order.c.district_id == self.district_id, head_order.c.due_at <= now, *nothing)
        return [order_of(row) for row in await self._all(late.order_by(head_order.c.id))]
