"""What one author wrote around a post: a question to `post`.

Within a day before it and a day after it.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from typing_extensions import override

from bot.storage.engine.table import Rows
from bot.storage.intake.door import DAY, of_author
from bot.storage.intake.posts import post, stored, stored_of
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.intake import store
from incidents.posts import StoredPost


class Authors(Rows, store.Authors):
    """Posts by their author; who that is nobody is told."""

    @override
    async def count_posts(self, id: PostId, *, calm: bool = False) -> int:
        calm_ones = (post.c.calm,) if calm else ()
        return int(await self._scalar(select(func.count()).select_from(post).where(await self._beside(id), *calm_ones)) or 0)

    @override
    async def posts(self, id: PostId, *, skip: int, limit: int) -> Sequence[StoredPost]:
        beside = stored().where(await self._beside(id)).order_by(post.c.published_at, post.c.id)
        return [stored_of(row) for row in await self._all(beside.offset(skip).limit(limit))]

    async def _beside(self, id: PostId) -> ColumnElement[bool]:
        row = await self._first(stored().where(post.c.district_id == self.district_id, post.c.id == id))
        if row is None:
            raise NotFound
        return of_author(post, self.district_id, stored_of(row).post, since=-DAY, until=DAY)
