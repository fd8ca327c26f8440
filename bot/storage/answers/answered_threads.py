"""Threads in which we wrote: asked for many comments at once."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select, union_all

from bot.storage.answers.answers import answer
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.table import Rows
from bot.storage.intake.authors import PostsOfAuthors
from bot.storage.intake.posts import post
from incidents.ids import DistrictId, PostId
from incidents.posts import Network, StoredPost

NETWORKS = tuple(Network)
"""The index of addresses begins with it."""


@built_once
def answered_in(district_id: DistrictId, threads: Collection[str]) -> Select[Any]:  # Any: a row
    """Posts that we answered, which are these or stand under them. Joined the other way round SQLite would walk through all our answers."""
    ways = (post.c.external_id.in_(threads), post.c.parent_external_id.in_(threads))
    there = union_all(*(select(post.c.id).where(post.c.district_id == district_id, post.c.network.in_(NETWORKS), way) for way in ways))
    return select(answer.c.post_id).where(answer.c.district_id == district_id, answer.c.post_id.in_(there)).distinct()


class AnsweredThreads(Rows):
    """Comments that may speak of our words."""

    async def among(self, comments: Sequence[StoredPost]) -> frozenset[PostId]:
        """Those in whose thread we wrote: what they say may be said of our words."""
        under = {
            each.id: (each.post.network, each.post.parent_external_id) for each in comments if each.post.parent_external_id is not None
        }
        found: set[tuple[str, str | None]] = set()
        for threads in batches({thread for _, thread in under.values() if thread is not None}):
            rows = await self._all(answered_in(district_id=self.district_id, threads=threads))
            posts = await self.beside(PostsOfAuthors).these([row.post_id for row in rows]) if rows else {}
            found |= {
                (each.post.network, name) for each in posts.values() for name in (each.post.external_id, each.post.parent_external_id)
            }
        return frozenset(id for id, thread in under.items() if thread in found)
