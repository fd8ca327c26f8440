"""Table `correction`: officials' corrections of readings; never changed.

One line a post and a correction.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, select
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post
from incidents.routing import store
from incidents.routing.reading_corrections import Correction, CorrectionKind

correction = Table(
    "correction",
    metadata,
    key(),
    district(),
    Column("post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("kind", String, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id")),
    Column("at", Moment, nullable=False),
    Index("ix_correction_at", "district_id", "at"),
    sqlite_autoincrement=True,
)
"""The text stands in `post`: what is erased there is learned from no more."""


def correction_of(row: type_row) -> Correction:
    """A row as the domain's value."""
    return Correction(post_id=row.post_id, kind=CorrectionKind(row.kind), before=row.before, after=row.after, by=row.by_id, at=row.at)


class Corrections(Rows, store.Corrections):
    """What the district learns from."""

    @override
    async def add(self, correction: Correction) -> None:
        await self._run(self._new_correction(correction))

    def _new_correction(self, new: Correction) -> Insert:
        return insert(correction).values(
            district_id=self.district_id,
            post_id=new.post_id,
            kind=new.kind,
            before=new.before,
            after=new.after,
            by_id=new.by,
            at=new.at,
        )

    @override
    async def all(self, since: datetime | None = None) -> Sequence[Correction]:
        mine = select(correction).where(correction.c.district_id == self.district_id)
        if since is not None:
            mine = mine.where(correction.c.at >= since)
        return [correction_of(row) for row in await self._all(mine.order_by(correction.c.at, correction.c.id))]
