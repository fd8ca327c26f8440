"""Table `slot`: a row for each job of a local date."""

from collections.abc import Collection
from datetime import UTC, date, datetime

from sqlalchemy import Column, Date, String, Table, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment
from incidents import delivery

FREE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in `taken_at` where a clock that ran ahead took a date that has not come: it may be taken when it comes."""

slot = Table(
    "slot",
    metadata,
    district(primary_key=True),
    Column("job", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("taken_at", Moment, nullable=False),
)


class Slots(Rows, delivery.Slots):
    """Exactly one run a date."""

    @override
    async def take(self, job: str, day: date, *, at: datetime) -> bool:
        row = insert(slot).values(district_id=self.district_id, job=job, day=day, taken_at=at)
        same, is_free = [slot.c.district_id, slot.c.job, slot.c.day], slot.c.taken_at == FREE
        anew = row.on_conflict_do_update(index_elements=same, set_={"taken_at": at}, where=is_free)
        return await self._first(anew.returning(slot.c.job)) is not None

    async def was_taken(self, job: str, *, since: date) -> bool:
        """Whether the job ran on that day or later."""
        ran = select(slot.c.job).where(slot.c.district_id == self.district_id, slot.c.job == job, slot.c.day >= since)
        return await self._first(ran.where(slot.c.taken_at > FREE).limit(1)) is not None

    @override
    async def taken(self, jobs: Collection[tuple[str, date]]) -> set[tuple[str, date]]:
        found = set[tuple[str, date]]()
        for some in batches({job for job, _ in jobs}):
            mine = select(slot.c.job, slot.c.day).where(slot.c.district_id == self.district_id, slot.c.job.in_(some))
            found |= {(row.job, row.day) for row in await self._all(mine.where(slot.c.taken_at > FREE))}
        return found & set(jobs)
