"""Table `layer`: what a district's reader learned, night by night.

The bytes hold hashed features, no words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, String, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Json, Moment

layer = Table(
    "layer",
    metadata,
    key(),
    district(),
    Column("made_at", Moment, nullable=False),
    Column("lessons", Integer, nullable=False),
    Column("report", Json, nullable=False),  # part → scores of the base and of the layer on the held-back fifth
    Column("body", LargeBinary),  # an .npz; None: nothing was better than the base
    Column("dropped_at", Moment),  # when somebody had it forgotten
    Column("base", String(64)),  # SHA-256 of the weights that it corrects; None: learned before it was written down
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One night's learning. `body` is None where the base was as good."""

    id: int
    made_at: datetime
    lessons: int
    report: dict[str, Any]  # Any: JSON
    body: bytes | None
    base: str | None


class Layers(Rows):
    """What was learned, and its forgetting."""

    async def add(self, *, lessons: int, report: dict[str, Any], body: bytes | None, base: str, at: datetime) -> int:  # Any: JSON
        """Keep a night's learning on these weights (64 hexadecimal digits); it replaces the one before it."""
        new = insert(layer).values(district_id=self.district_id, made_at=at, lessons=lessons, report=report, body=body, base=base)
        return int(await self._scalar(new.returning(layer.c.id)))

    async def id_in_use(self) -> int | None:
        """Which one holds: the last, unless it was dropped."""
        last = select(layer.c.id).where(layer.c.district_id == self.district_id, layer.c.dropped_at.is_(None))
        id: int | None = await self._scalar(last.order_by(layer.c.id.desc()).limit(1))
        return id

    async def get(self, id: int) -> Layer:
        """One of them. Its row is there: nothing is deleted."""
        row = await self._first(select(layer).where(layer.c.district_id == self.district_id, layer.c.id == id))
        assert row is not None
        return Layer(id=row.id, made_at=row.made_at, lessons=row.lessons, report=row.report, body=row.body, base=row.base)

    async def drop_all(self, at: datetime) -> int:
        """Back to the base: nothing that was corrected until now is learned again. Gives back how many layers went."""
        mine = (layer.c.district_id == self.district_id, layer.c.dropped_at.is_(None))
        count = await self._run(update(layer).where(*mine).values(dropped_at=at))
        if not count:  # the moment is remembered also where there was nothing to drop yet
            row = insert(layer).values(district_id=self.district_id, made_at=at, lessons=0, report={}, dropped_at=at)
            await self._run(row)
        return count

    async def learned_from(self) -> datetime | None:
        """Corrections before this moment were to be forgotten (None: nothing was)."""
        dropped: datetime | None = await self._scalar(select(func.max(layer.c.dropped_at)).where(layer.c.district_id == self.district_id))
        return dropped
