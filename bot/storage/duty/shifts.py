"""Table `shift`: the duty roster."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from incidents.duty import store
from incidents.duty.values import Shift
from incidents.errors import NotFound
from incidents.ids import OfficialId, ShiftId

shift = Table(
    "shift",
    metadata,
    key(),
    district(),
    Column("official_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Index("ix_shift_starts_at", "district_id", "starts_at"),
    sqlite_autoincrement=True,
)


def shift_of(row: type_row) -> Shift:
    """A row as the domain's value."""
    return Shift(**row._mapping)


class Shifts(Rows, store.Shifts):
    """Who is on duty when."""

    @override
    async def after(self, since: datetime) -> Sequence[Shift]:
        mine = select(shift).where(shift.c.district_id == self.district_id, shift.c.ends_at > since)
        return [shift_of(row) for row in await self._all(mine.order_by(shift.c.starts_at, shift.c.id))]

    @override
    async def add(self, official_id: OfficialId, starts_at: datetime, ends_at: datetime) -> None:
        this = (shift.c.district_id == self.district_id, shift.c.official_id == official_id)
        same = select(shift.c.id).where(*this, shift.c.starts_at == starts_at, shift.c.ends_at == ends_at)
        if await self._scalar(same) is None:
            row = {"district_id": self.district_id, "official_id": official_id, "starts_at": starts_at, "ends_at": ends_at}
            await self._run(insert(shift).values(row))

    @override
    async def remove(self, id: ShiftId) -> bool:
        return bool(await self._run(delete(shift).where(shift.c.district_id == self.district_id, shift.c.id == id)))

    @override
    async def remove_all_of(self, official_id: OfficialId, *, since: datetime) -> None:
        this = (shift.c.district_id == self.district_id, shift.c.official_id == official_id, shift.c.ends_at > since)
        await self._run(delete(shift).where(*this))

    @override
    async def get(self, id: ShiftId) -> Shift:
        row = await self._first(select(shift).where(shift.c.district_id == self.district_id, shift.c.id == id).with_for_update())
        if row is None:
            raise NotFound("Этой смены больше нет. График: /duty")
        return shift_of(row)

    @override
    async def give(self, id: ShiftId, to: OfficialId) -> None:
        await self._run(update(shift).where(shift.c.district_id == self.district_id, shift.c.id == id).values(official_id=to))
