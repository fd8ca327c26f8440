"""Table `shift`: the duty roster."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Joined, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.people.officials import official
from incidents.duty.values import Shift
from incidents.ids import OfficialId, ShiftId
from incidents.official import Watch

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


class Shifts(Joined):
    """Who is on duty when."""

    async def shifts(self, since: datetime) -> Sequence[Shift]:
        """Shifts that end after this moment, in the order of their beginnings."""
        mine = select(shift).where(shift.c.district_id == self.district_id, shift.c.ends_at > since)
        return [shift_of(row) for row in await self._all(mine.order_by(shift.c.starts_at, shift.c.id))]

    async def add_shift(self, official_id: OfficialId, starts_at: datetime, ends_at: datetime) -> None:
        """One more shift; the very same one twice is one."""
        this = (shift.c.district_id == self.district_id, shift.c.official_id == official_id)
        same = select(shift.c.id).where(*this, shift.c.starts_at == starts_at, shift.c.ends_at == ends_at)
        if await self._scalar(same) is None:
            row = {"district_id": self.district_id, "official_id": official_id, "starts_at": starts_at, "ends_at": ends_at}
            await self._run(insert(shift).values(row))

    async def remove_shift(self, id: ShiftId) -> bool:
        """Take a shift away; False where it is gone already."""
        return bool(await self._run(delete(shift).where(shift.c.district_id == self.district_id, shift.c.id == id)))

    async def remove_shifts_of(self, official_id: OfficialId, *, since: datetime) -> None:
        """Whoever left is on duty no more."""
        this = (shift.c.district_id == self.district_id, shift.c.official_id == official_id, shift.c.ends_at > since)
        await self._run(delete(shift).where(*this))

    async def set_watch(self, official_id: OfficialId, watch: Watch | None) -> None:
        """How the official stands in the roster now."""
        this = (official.c.district_id == self.district_id, official.c.id == official_id)
        await self._run(update(official).where(*this).values(watch=watch))
