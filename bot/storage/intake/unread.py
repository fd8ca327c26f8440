"""The queue of unread posts: a question to the table `post`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, case, literal, select, update

from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment
from bot.storage.intake.authors import PostsOfAuthors
from bot.storage.intake.posts import post
from incidents.ids import PostId
from incidents.posts import StoredPost

READ_TRIES = 5
"""A post whose reading fails so often is set aside: one bad text must not stop the queue."""


Turn = tuple[PostId, int]
"""A post and its revision."""

NOTHING: Mapping[Turn, StoredPost] = {}


@built_once
def first_unread(district_id: str, limit: int) -> Select[Any]:  # Any: a row
    """What holds a word of danger comes first, then everybody's first post of the day before anybody's second, then the oldest."""
    return _turns(district_id, limit)


@built_once
def first_dangers(district_id: str, limit: int, since: datetime) -> Select[Any]:  # Any: a row
    """Those of them that hold a word of danger and were written since."""
    return _turns(district_id, limit).where(~post.c.calm, post.c.published_at > since)


def _turns(district_id: str, limit: int) -> Select[Any]:  # Any: a row
    waiting = select(post.c.id, post.c.revision).where(post.c.district_id == district_id)
    waiting = waiting.where(post.c.taken_at.is_(None), post.c.set_aside_at.is_(None))
    turns = waiting.order_by(post.c.calm, post.c.nth, post.c.published_at, post.c.id)
    return turns.limit(limit).with_for_update(of=post, read=True, key_share=True, skip_locked=True)


class Unread(Rows):
    """Posts on their way to the reader."""

    READ_TRIES: ClassVar[int] = READ_TRIES

    async def next(
        self, limit: int, *, dangers_since: datetime | None = None, dangers: int = 0, known: Mapping[Turn, StoredPost] = NOTHING
    ) -> Sequence[StoredPost]:
        """Posts that were not taken in, in their turn; those that another process takes in just now are passed over.

        `dangers_since`: after an outage a word of danger written since then goes before those that are too old to wake anybody; of these so
        many as `dangers` says, if that is more. `known`: what the caller has of a moment ago is not read again.
        """
        fresh: list[Turn] = []
        if dangers_since is not None:
            fresh = await self._turns(first_dangers(district_id=self.district_id, limit=max(limit, dangers), since=dangers_since))
        rest = await self._turns(first_unread(district_id=self.district_id, limit=limit)) if len(fresh) < limit else []
        turns = list(dict.fromkeys((*fresh, *rest)))[: max(limit, len(fresh))]
        new = await self.beside(PostsOfAuthors).these([turn[0] for turn in turns if turn not in known])
        found = (known.get(turn) or new.get(turn[0]) for turn in turns)
        return [each for each in found if each is not None]

    async def _turns(self, asked: Asked) -> list[Turn]:
        return [(PostId(row.id), row.revision) for row in await self._all(asked)]

    async def are_more_than(self, number: int) -> bool:
        """Whether so many wait and one more."""
        waiting = select(post.c.id).where(post.c.district_id == self.district_id, post.c.taken_at.is_(None), post.c.set_aside_at.is_(None))
        turns = waiting.order_by(post.c.calm, post.c.nth)  # the order of the index of what waits: no other one is so short
        return await self._first(turns.offset(number).limit(1)) is not None

    async def failed(self, post_id: PostId, error: str, *, at: datetime) -> int:
        """One failed try more; after READ_TRIES the post is set aside. Gives back the tries."""
        last = post.c.tries + 1 >= READ_TRIES
        failed = (
            update(post)
            .where(post.c.district_id == self.district_id, post.c.id == post_id, post.c.taken_at.is_(None))
            .values(tries=post.c.tries + 1, error=error, set_aside_at=case((last, literal(at, Moment()))))
        )
        return int(await self._scalar(failed.returning(post.c.tries)) or 0)
