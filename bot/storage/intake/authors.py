"""What one author wrote around a post: a question to `post`.

Within a day before it and a day after it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from typing_extensions import override

from bot.storage.intake.door import DAY, of_author
from bot.storage.intake.posts import Posts, post, stored, stored_of
from incidents.ids import PostId
from incidents.posts import StoredPost


class PostsOfAuthors(Posts):
    """Posts, and what one author wrote."""

    @override
    async def count_by_author_of(self, id: PostId, *, calm: bool = False) -> int:
        calm_ones = (post.c.calm,) if calm else ()
        return int(await self._scalar(select(func.count()).select_from(post).where(await self._around(id), *calm_ones)) or 0)

    @override
    async def by_author_of(self, id: PostId, *, skip: int, limit: int) -> Sequence[StoredPost]:
        beside = stored().where(await self._around(id)).order_by(post.c.published_at, post.c.id)
        return [stored_of(row) for row in await self._all(beside.offset(skip).limit(limit))]

    @override
    async def addresses(self, ids: Sequence[PostId]) -> Sequence[str]:
        mine = select(post.c.url).where(post.c.district_id == self.district_id, post.c.id.in_(ids))
        return [row.url for row in await self._all(mine.order_by(post.c.id))]

    async def _around(self, id: PostId) -> ColumnElement[bool]:
        row = await self._one(stored().where(post.c.district_id == self.district_id, post.c.id == id))
        return of_author(post, self.district_id, stored_of(row).post, since=-DAY, until=DAY)
