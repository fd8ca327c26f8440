"""Table `works`: planned works, where and until when."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from incidents.errors import NotFound
from incidents.ids import WorksId
from incidents.works import store
from incidents.works.values import WorkPlace, Works

works = Table(
    "works",
    metadata,
    key(),
    district(),
    Column("family", String, nullable=False),
    Column("places", Json, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("text", Words, nullable=False),
    Column("created_by", KEY, ForeignKey("official.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_works_until", "district_id", "until"),
    sqlite_autoincrement=True,
)


def works_of(row: type_row) -> Works:
    """A row as the domain's value."""
    return Works(**{**row._mapping, "places": tuple(WorkPlace(**place) for place in row.places)})


class PlannedWorks(Rows, store.PlannedWorks):
    """What officials planned."""

    @override
    async def add(self, new: Works) -> Works:
        row = {**asdict(new), "district_id": self.district_id}
        del row["id"]
        id = await self._scalar(insert(works).values(row).returning(works.c.id))
        return replace(new, id=id, district_id=self.district_id)

    @override
    async def get(self, id: WorksId) -> Works:
        row = await self._first(select(works).where(works.c.district_id == self.district_id, works.c.id == id).with_for_update())
        if row is None:
            raise NotFound("Таких работ у нас нет. Список: /works")
        return works_of(row)

    @override
    async def save(self, after: Works) -> None:
        this = (works.c.district_id == self.district_id, works.c.id == after.id)
        await self._run(update(works).where(*this).values(until=after.until, ended_at=after.ended_at))

    @override
    async def after(self, moment: datetime) -> Sequence[Works]:
        lasting = (works.c.until > moment, or_(works.c.ended_at.is_(None), works.c.ended_at > moment))
        mine = select(works).where(works.c.district_id == self.district_id, *lasting)
        return [works_of(row) for row in await self._all(mine.order_by(works.c.since, works.c.id))]
