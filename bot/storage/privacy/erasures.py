"""Table `erasure`: acts of erasing, without a word of what went."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, String, Table, func, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from incidents.privacy import store
from incidents.privacy.values import DataOf, Erasure, Ground

erasure = Table(
    "erasure",
    metadata,
    key(),
    district(),
    Column("whose", String, nullable=False),
    Column("ground", String, nullable=False),
    Column("by", KEY, ForeignKey("official.id")),  # None: the command line or the night
    Column("at", Moment, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("incidents", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("backups_until", Moment, nullable=False),
    Index("ix_erasure_at", "district_id", "at"),
    sqlite_autoincrement=True,
)


def erasure_of(row: type_row) -> Erasure:
    """A row as the domain's value."""
    known = {field.name: row._mapping[field.name] for field in fields(Erasure)}
    return Erasure(**{**known, "whose": DataOf(row.whose), "ground": Ground(row.ground)})


@built_once
def last_of(district_id: str) -> Select[Any]:  # Any: a row
    """The number of the last act."""
    return select(func.max(erasure.c.id)).where(erasure.c.district_id == district_id)


class Erasures(Rows, store.Erasures):
    """Acts of the district."""

    @override
    async def add(self, new: Erasure) -> Erasure:
        values = {field.name: getattr(new, field.name) for field in fields(Erasure) if field.name != "id"}
        id = await self._scalar(insert(erasure).values({**values, "district_id": self.district_id}).returning(erasure.c.id))
        return replace(new, id=id)

    @override
    async def get(self, id: int) -> Erasure:
        row = await self._one(select(erasure).where(erasure.c.district_id == self.district_id, erasure.c.id == id))
        return erasure_of(row)

    async def last_id(self) -> int:
        """Of the last act; 0: there was none."""
        return int(await self._scalar(last_of(district_id=self.district_id)) or 0)

    @override
    async def newest(self, *, limit: int, skip: int = 0) -> Sequence[Erasure]:
        mine = select(erasure).where(erasure.c.district_id == self.district_id).order_by(erasure.c.id.desc())
        return [erasure_of(row) for row in await self._all(mine.limit(limit).offset(skip))]
