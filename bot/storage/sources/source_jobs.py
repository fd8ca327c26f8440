"""Table `source_job`: typed links, on their way to be checked."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents.sources import store
from incidents.sources.source_links import JobState, SourceJob

source_job = Table(
    "source_job",
    metadata,
    key(),
    district(),
    Column("official_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("address", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Index("ix_source_job_state", "district_id", "state", "due_at"),
    sqlite_autoincrement=True,
)


def source_job_of(row: type_row) -> SourceJob:
    """A row as the domain's value."""
    return SourceJob(
        id=row.id,
        official_id=row.official_id,
        address=row.address,
        state=JobState(row.state),
        created_at=row.created_at,
        due_at=row.due_at,
        tries=row.tries,
    )


class SourceJobs(Rows, store.SourceJobs):
    """Links that wait for their check."""

    @override
    async def add(self, new: SourceJob) -> None:
        row = {"official_id": new.official_id, "address": new.address, "state": new.state, "tries": new.tries}
        moments = {"created_at": new.created_at, "due_at": new.due_at}
        await self._run(insert(source_job).values(district_id=self.district_id, **row, **moments))
        self.wake(Queue.SOURCES)

    async def next_to_do(self, *, now: datetime, lease: timedelta) -> SourceJob | None:
        """The next link; until `lease` is over nobody else gets it, and it counts as one try."""
        due = select(source_job).where(source_job.c.district_id == self.district_id, source_job.c.state == JobState.WAITING)
        row = await self._first(due.where(source_job.c.due_at <= now).order_by(source_job.c.id).limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        job = replace(source_job_of(row), due_at=now + lease, tries=row.tries + 1)
        this = (source_job.c.district_id == self.district_id, source_job.c.id == job.id)
        await self._run(update(source_job).where(*this).values(due_at=job.due_at, tries=job.tries))
        return job

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When the next link is due that is not now."""
        waits = (source_job.c.district_id == self.district_id, source_job.c.state == JobState.WAITING)
        return await self._first_after(now, source_job.c.due_at, *waits)

    @override
    async def done(self, id: int) -> None:
        this = (source_job.c.district_id == self.district_id, source_job.c.id == id)
        await self._run(update(source_job).where(*this).values(state=JobState.DONE))
