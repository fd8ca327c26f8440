"""Table `reading`: what the reader said of each revision of a post."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Select, Table, Update, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Json, Moment
from bot.storage.engine.values import body_of, reading_of
from bot.storage.intake.posts import post
from incidents import incident_store
from incidents.ids import DistrictId, PostId
from incidents.posts import StoredPost
from incidents.reading import Reading

reading = Table(
    "reading",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey(post.c.id), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True),
    Column("body", Json, nullable=False),
    Column("at", Moment, nullable=False),
)


_NEW = insert(reading)
KEPT = _NEW.on_conflict_do_update(
    index_elements=[reading.c.district_id, reading.c.post_id, reading.c.revision],
    set_={"body": _NEW.excluded.body, "at": _NEW.excluded.at},
)
"""The reading of one revision; a second reading of it replaces the first."""


@built_once
def taken(district_id: DistrictId, id: PostId, revision: int, **columns: object) -> Update:
    """The post is read, if this is still its text."""
    this = (post.c.district_id == district_id, post.c.id == id, post.c.revision == revision)
    return update(post).where(*this).values(error=None, **columns)


@built_once
def latest_of(district_id: DistrictId, id: PostId) -> Select[Any]:  # Any: a row
    """The reading of the newest revision that was read."""
    mine = select(reading.c.body).where(reading.c.district_id == district_id, reading.c.post_id == id)
    return mine.order_by(reading.c.revision.desc()).limit(1)


class Readings(Rows, incident_store.Readings):
    """What texts mean."""

    @override
    async def save(self, post: StoredPost, reading: Reading, *, at: datetime) -> None:
        row = {"post_id": post.id, "revision": post.revision, "body": body_of(reading), "at": at}
        await self._run(Asked(KEPT, {**row, "district_id": self.district_id}))
        await self._run(taken(district_id=self.district_id, id=post.id, revision=post.revision, taken_at=at, people=reading.persons))

    @override
    async def of(self, id: PostId) -> Reading | None:
        row = await self._first(latest_of(district_id=self.district_id, id=id))
        return None if row is None else reading_of(row.body)

    @override
    async def of_each(self, ids: Collection[PostId]) -> Mapping[PostId, Reading]:
        mine = select(reading.c.post_id, reading.c.body).where(reading.c.district_id == self.district_id)
        found: dict[PostId, Reading] = {}
        for some in batches(ids):
            rows = await self._all(mine.where(reading.c.post_id.in_(some)).order_by(reading.c.post_id, reading.c.revision))
            latest = {PostId(row.post_id): row.body for row in rows}
            found |= {id: reading_of(body) for id, body in latest.items()}
        return found
