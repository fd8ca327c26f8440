"""Table `night`: decisions about night cards."""

from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.delivery.new_tries import QUIET
from bot.storage.delivery.outbox import OutboxKind, outbox
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Moment
from incidents.deadlines import store
from incidents.deadlines.night_digest import Night
from incidents.ids import OfficialId

night = Table(
    "night",
    metadata,
    district(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("released_at", Moment),
    Column("hold_until", Moment),
    Column("by_id", KEY, ForeignKey("official.id")),
)


class Nights(Rows, store.Nights):
    """Cards that wait for the morning."""

    @override
    async def of(self, day: date) -> Night | None:
        row = await self._first(select(night).where(night.c.district_id == self.district_id, night.c.day == day))
        return None if row is None else Night(day=row.day, released_at=row.released_at, hold_until=row.hold_until)

    @override
    async def save(self, said: Night, *, by: OfficialId) -> None:
        what = {"released_at": said.released_at, "hold_until": said.hold_until, "by_id": by}
        new = insert(night).values(district_id=self.district_id, day=said.day, **what)
        await self._run(new.on_conflict_do_update(index_elements=[night.c.district_id, night.c.day], set_=what))

    @override
    async def count_held(self) -> int:
        return int(await self._scalar(select(func.count(outbox.c.incident_id.distinct())).where(*self._quiet())))

    @override
    async def move_held(self, until: datetime | None) -> int:
        self.wake(Queue.OUTBOX)
        return await self._run(update(outbox).where(*self._quiet()).values(retry_at=until))

    def _quiet(self) -> tuple[ColumnElement[bool], ...]:
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "pending", outbox.c.kind == OutboxKind.CARD)
        return (*mine, outbox.c.error == QUIET)
