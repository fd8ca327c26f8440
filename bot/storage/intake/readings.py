"""Table `reading`: what the reader said of each revision of a post."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Table, Update, select, update
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Json, Moment
from bot.storage.engine.values import body_of, reading_of
from bot.storage.intake.posts import post
from incidents.ids import DistrictId, PostId
from incidents.intake import store
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


def kept(district_id: DistrictId, stored: StoredPost, read: Reading, at: datetime) -> Insert:
    """The reading of one revision; a second reading of it replaces the first."""
    new = insert(reading).values(district_id=district_id, post_id=stored.id, revision=stored.revision, body=body_of(read), at=at)
    same = [reading.c.district_id, reading.c.post_id, reading.c.revision]
    return new.on_conflict_do_update(index_elements=same, set_={"body": new.excluded.body, "at": new.excluded.at})


def taken(district_id: DistrictId, stored: StoredPost, read: Reading, at: datetime) -> Update:
    """The post is read, if this is still its text."""
    this = (post.c.district_id == district_id, post.c.id == stored.id, post.c.revision == stored.revision)
    return update(post).where(*this).values(taken_at=at, error=None, people=read.persons)


class Readings(Rows, store.Readings):
    """What texts mean."""

    @override
    async def save(self, post: StoredPost, reading: Reading, *, at: datetime) -> None:
        await self._run(kept(self.district_id, post, reading, at))
        await self._run(taken(self.district_id, post, reading, at))

    @override
    async def of(self, id: PostId) -> Reading | None:
        latest = select(reading.c.body).where(reading.c.district_id == self.district_id, reading.c.post_id == id)
        row = await self._first(latest.order_by(reading.c.revision.desc()).limit(1))
        return None if row is None else reading_of(row.body)

    async def of_each(self, ids: Collection[PostId]) -> Mapping[PostId, Reading]:
        """The latest reading of each post that was read."""
        mine = select(reading.c.post_id, reading.c.body).where(reading.c.district_id == self.district_id)
        found: dict[PostId, Reading] = {}
        for some in batches(ids):
            rows = await self._all(mine.where(reading.c.post_id.in_(some)).order_by(reading.c.post_id, reading.c.revision))
            latest = {PostId(row.post_id): row.body for row in rows}
            found |= {id: reading_of(body) for id, body in latest.items()}
        return found
