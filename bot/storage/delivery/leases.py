"""Table `lease`: which process runs a loop that only one may run.

Measured by the database's clock, as claims are.
"""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Column, String, Table, delete, or_
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment, database_moment

LEASE = timedelta(seconds=10)
"""A process that has died keeps a loop for so long; it renews five times meanwhile."""

lease = Table(
    "lease",
    metadata,
    district(primary_key=True),
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", Moment, nullable=False),  # by the database's clock
)


class Leases(Rows):
    """Loops lent to processes."""

    async def take(self, names: Collection[str], holder: str) -> set[str]:
        """Take or renew what is free or one's own; gives back what the process holds now."""
        until = database_moment(LEASE.total_seconds())
        held = set()
        for name in sorted(names):  # in one order: two processes never wait for each other
            new = insert(lease).values(district_id=self.district_id, name=name, holder=holder, until=until)
            mine = or_(lease.c.holder == holder, lease.c.until <= database_moment(0.0))
            same = [lease.c.district_id, lease.c.name]
            taken = new.on_conflict_do_update(index_elements=same, set_={"holder": holder, "until": until}, where=mine)
            if await self._first(taken.returning(lease.c.name)) is not None:
                held.add(name)
        return held

    async def release(self, holder: str) -> int:
        """The process ends: all that it holds is free at once."""
        return await self._run(delete(lease).where(lease.c.district_id == self.district_id, lease.c.holder == holder))
