"""Table `correction`: what officials corrected in readings, one line a post and a correction; never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, select
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Joined, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post
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


class Corrections(Joined):
    """What the district learns from."""

    async def add_correction(self, correction: Correction) -> None:
        """Append it; nothing is ever changed or taken out, the latest of a post and a kind holds."""
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

    async def corrections(self, since: datetime | None = None) -> Sequence[Correction]:
        """All since then (None: ever), oldest first."""
        mine = select(correction).where(correction.c.district_id == self.district_id)
        if since is not None:
            mine = mine.where(correction.c.at >= since)
        return [correction_of(row) for row in await self._all(mine.order_by(correction.c.at, correction.c.id))]
