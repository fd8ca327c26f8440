"""Table `caught_up`: incidents of old posts and their digest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Moment
from incidents.ids import IncidentId
from incidents.intake import store
from incidents.intake.catch_up import CaughtUp

caught_up = Table(
    "caught_up",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),
    Column("found_at", Moment, nullable=False),
    Column("told_at", Moment),  # of the digest; None: it waits for one
    Index("ix_caught_up_told_at", "district_id", "told_at"),
)


class CatchUps(Rows, store.CatchUps):
    """What was found long after it was written."""

    @override
    async def add(self, found: CaughtUp) -> None:
        anew = {"found_at": found.at, "told_at": None}
        new = insert(caught_up).values(district_id=self.district_id, incident_id=found.incident_id, **anew)
        await self._run(new.on_conflict_do_update(index_elements=["district_id", "incident_id"], set_=anew))

    @override
    async def has(self, id: IncidentId) -> bool:
        this = (caught_up.c.district_id == self.district_id, caught_up.c.incident_id == id)
        return await self._first(select(caught_up.c.incident_id).where(*this)) is not None

    @override
    async def untold(self) -> tuple[CaughtUp, ...]:
        waits = select(caught_up).where(caught_up.c.district_id == self.district_id, caught_up.c.told_at.is_(None))
        rows = await self._all(waits.order_by(caught_up.c.incident_id).with_for_update())
        return tuple(CaughtUp(incident_id=row.incident_id, at=row.found_at) for row in rows)

    @override
    async def last_told(self) -> datetime | None:
        latest = select(func.max(caught_up.c.told_at)).where(caught_up.c.district_id == self.district_id)
        moment: datetime | None = await self._scalar(latest)
        return moment

    @override
    async def mark_told(self, at: datetime) -> None:
        waits = (caught_up.c.district_id == self.district_id, caught_up.c.told_at.is_(None))
        await self._run(update(caught_up).where(*waits).values(told_at=at))

    @override
    async def told(self, at: datetime) -> Sequence[IncidentId]:
        this = (caught_up.c.district_id == self.district_id, caught_up.c.told_at == at)
        return [row.incident_id for row in await self._all(select(caught_up.c.incident_id).where(*this).order_by(caught_up.c.incident_id))]
