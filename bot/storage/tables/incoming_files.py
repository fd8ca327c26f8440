"""Table `file_job`: files that officials sent to the bot.

On their way to what they are for.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from incidents.errors import NotFound
from incidents.ids import FileJobId
from incidents.tables import store
from incidents.tables.incoming_files import FileJob, FileState

file_job = Table(
    "file_job",
    metadata,
    key(),
    district(),
    Column("official_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("purpose", String),
    Column("file_id", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("body", Json, nullable=False),
    Column("contacts", Json, nullable=False, server_default="{}"),
    Index("ix_file_job_state", "district_id", "state", "due_at"),
    sqlite_autoincrement=True,
)


def file_job_of(row: type_row) -> FileJob:
    """A row as the domain's value."""
    return FileJob(**{**row._mapping, "state": FileState(row.state)})


class Files(Rows, store.Files):
    """Files that were sent to the bot."""

    @override
    async def add(self, new: FileJob) -> FileJob:
        row = {f.name: getattr(new, f.name) for f in fields(FileJob) if f.name != "id"} | {"district_id": self.district_id}
        id = await self._scalar(insert(file_job).values(row).returning(file_job.c.id))
        self.wake(Queue.FILES)
        return replace(new, id=id, district_id=self.district_id)

    @override
    async def get(self, id: FileJobId) -> FileJob:
        row = await self._first(select(file_job).where(file_job.c.district_id == self.district_id, file_job.c.id == id).with_for_update())
        if row is None:
            raise NotFound("Этот файл уже не хранится. Пришлите его ещё раз")
        return file_job_of(row)

    async def next_to_read(self, *, now: datetime, lease: timedelta) -> FileJob | None:
        """The next file to fetch; until `lease` is over nobody else gets it, and it counts as one try."""
        due = select(file_job).where(file_job.c.district_id == self.district_id, file_job.c.state == FileState.WAITING)
        row = await self._first(due.where(file_job.c.due_at <= now).order_by(file_job.c.id).limit(1).with_for_update(skip_locked=True))
        if row is None:
            return None
        job = replace(file_job_of(row), due_at=now + lease, tries=row.tries + 1)
        this = (file_job.c.district_id == self.district_id, file_job.c.id == job.id)
        await self._run(update(file_job).where(*this).values(due_at=job.due_at, tries=job.tries))
        return job

    async def next_to_enter(self, *, now: datetime) -> FileJob | None:
        """The next file whose rows are on their way, locked until the end."""
        due = select(file_job).where(file_job.c.district_id == self.district_id, file_job.c.state == FileState.ENTERING)
        row = await self._first(due.where(file_job.c.due_at <= now).order_by(file_job.c.id).limit(1).with_for_update(skip_locked=True))
        return None if row is None else file_job_of(row)

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When the next file or part of a list is due that is not now."""
        waits = (file_job.c.district_id == self.district_id, file_job.c.state.in_((FileState.WAITING, FileState.ENTERING)))
        return await self._first_after(now, file_job.c.due_at, *waits)

    async def purge(self, before: datetime) -> int:
        """Forget what was sent before and is not on its way; gives back how many."""
        on_its_way = (FileState.WAITING, FileState.ENTERING)
        old = (file_job.c.district_id == self.district_id, file_job.c.created_at < before, file_job.c.state.not_in(on_its_way))
        return await self._run(delete(file_job).where(*old))

    @override
    async def put_off(self, job: FileJob, until: datetime, *, tries: int) -> None:
        this = (file_job.c.district_id == self.district_id, file_job.c.id == job.id)
        await self._run(update(file_job).where(*this).values(due_at=until, tries=tries))
        self.wake(Queue.FILES)

    @override
    async def save(
        self,
        job: FileJob,
        state: FileState,
        *,
        purpose: str | None = None,
        body: Mapping[str, Any] | None = None,  # Any: JSON, here and below
        contacts: Mapping[str, Any] | None = None,
    ) -> None:
        this = (file_job.c.district_id == self.district_id, file_job.c.id == job.id)
        kept = {"body": dict(body) if body else None, "contacts": dict(contacts or {})}
        await self._run(update(file_job).where(*this).values(state=state, purpose=purpose or job.purpose, **kept))
        self.wake(Queue.FILES)
