"""Table `pushed`: raw events of networks, until their collector reads them.

Their numbers are the cursor of that collector, so a source's rows are committed in the order of their numbers.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, UniqueConstraint, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import Json, Moment, Words
from bot.storage.sources.sources import source
from incidents.posts import Network, Source
from incidents.sources import store
from incidents.sources.pushed import Pushed, PushedRow

pushed = Table(
    "pushed",
    metadata,
    key(),
    district(),
    Column("network", String, nullable=False),
    Column("source", Words, nullable=False),
    Column("external_id", Words, nullable=False),
    Column("raw", Json, nullable=False),  # null once it is read
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("district_id", "network", "source", "external_id"),
    Index("ix_pushed_done_at", "district_id", "done_at", "network", "source", "id"),
    Index("ix_pushed_received_at", "district_id", "received_at"),
    sqlite_autoincrement=True,
)


def pushed_row_of(row: type_row) -> PushedRow:
    """A row as the domain's value."""
    told = Pushed(network=Network(row.network), source=row.source, external_id=row.external_id, raw=row.raw)
    return PushedRow(id=row.id, pushed=told, received_at=row.received_at)


class PushedRows(Rows, store.PushedRows):
    """What networks pushed."""

    @override
    async def add(self, new: Sequence[Pushed], *, at: datetime) -> int:
        rows = [
            {
                "district_id": self.district_id,
                "network": each.network,
                "source": each.source,
                "external_id": each.external_id,
                "raw": each.raw,
                "received_at": at,
            }
            for each in new
        ]
        if not rows:
            return 0
        for network, own in sorted({(each.network, each.source) for each in new}):
            await self._take_turn(f"pushed:{network}:{own}")  # else a smaller number could be committed after a greater one was read
        self.wake(Queue.PUSHED)
        return len(await self._all(insert(pushed).values(rows).on_conflict_do_nothing().returning(pushed.c.id)))

    async def after(self, one: Source, id: int, *, limit: int) -> Sequence[PushedRow]:
        """Rows of a source that follow this number and are not read yet, in their order."""
        mine = select(pushed).where(
            pushed.c.district_id == self.district_id, pushed.c.network == one.network, pushed.c.source == one.external_id
        )
        following = mine.where(pushed.c.done_at.is_(None), pushed.c.id > id)
        return [pushed_row_of(row) for row in await self._all(following.order_by(pushed.c.id).limit(limit))]

    async def clear(self, one: Source, up_to: int, *, at: datetime) -> int:
        """Blank the rows of a source up to this number: what they said is kept as posts by the same commit."""
        mine = (pushed.c.district_id == self.district_id, pushed.c.network == one.network, pushed.c.source == one.external_id)
        read = update(pushed).where(*mine, pushed.c.done_at.is_(None), pushed.c.id <= up_to)
        return await self._run(read.values(raw=None, done_at=at))

    async def waiting(self) -> set[tuple[Network, str]]:
        """Sources that have unread rows: network and external id."""
        new = select(pushed.c.network, pushed.c.source).where(pushed.c.district_id == self.district_id, pushed.c.done_at.is_(None))
        return {(Network(row.network), row.source) for row in await self._all(new.distinct())}

    async def purge(self, before: datetime) -> int:
        """Take away what came before and is read, or has no source any more; gives back how many."""
        own = (source.c.district_id == pushed.c.district_id, source.c.network == pushed.c.network, source.c.external_id == pushed.c.source)
        stands = select(source.c.id).where(*own, source.c.removed_at.is_(None)).exists()
        old = (pushed.c.district_id == self.district_id, pushed.c.received_at < before)
        return await self._run(delete(pushed).where(*old, or_(pushed.c.done_at.is_not(None), ~stands)))
