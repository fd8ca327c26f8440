"""Table `slot`: what must run once a local date has a row for it."""

from datetime import date, datetime

from sqlalchemy import Column, Date, String, Table
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Joined
from bot.storage.engine.types import Moment

slot = Table(
    "slot",
    metadata,
    district(primary_key=True),
    Column("job", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("taken_at", Moment, nullable=False),
)


class Slots(Joined):
    """Exactly one run a date."""

    async def take_slot(self, job: str, day: date, *, at: datetime) -> bool:
        """Take the row (district, job, day): True for exactly one taker, ever."""
        row = insert(slot).values(district_id=self.district_id, job=job, day=day, taken_at=at)
        return await self._first(row.on_conflict_do_nothing().returning(slot.c.job)) is not None
