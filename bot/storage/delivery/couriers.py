"""Table `courier`: delivering processes with their last heartbeat.

What a dead one claimed is free.
"""

from datetime import timedelta

from sqlalchemy import Column, ColumnElement, FromClause, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment, database_moment

ALIVE = timedelta(seconds=8)
"""Without a heartbeat for so long a process is dead. It beats every two seconds: a pause of the machine is not taken for death."""

_FORGET = timedelta(days=1)

courier = Table(
    "courier",
    metadata,
    district(primary_key=True),
    Column("name", String, primary_key=True),
    Column("seen_at", Moment, nullable=False),  # by the database's clock
)


def is_left(lent: FromClause) -> ColumnElement[bool]:
    """Whether a claimed row of the outbox was left by a process that is dead. One that keeps no heartbeat names nobody."""
    same = (courier.c.district_id == lent.c.district_id, courier.c.name == lent.c.claimed_by)
    alive = select(courier.c.name).where(*same, courier.c.seen_at > database_moment(-ALIVE.total_seconds()))
    return lent.c.claimed_by.is_not(None) & ~alive.exists()


class Couriers(Rows):
    """Heartbeats."""

    async def beat(self, name: str) -> None:
        """The process lives."""
        new = insert(courier).values(district_id=self.district_id, name=name, seen_at=database_moment(0.0))
        same = [courier.c.district_id, courier.c.name]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"seen_at": database_moment(0.0)}))

    async def forget_dead(self) -> int:
        """Forget processes that died long ago; gives back how many."""
        old = courier.c.seen_at < database_moment(-_FORGET.total_seconds())
        return await self._run(delete(courier).where(courier.c.district_id == self.district_id, old))
