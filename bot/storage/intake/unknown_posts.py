"""Posts of which nothing is known: one look at several at once.

Most posts that wait are talk: new, by somebody nobody heard of, in a thread without an appeal.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, select, union_all

from bot.storage.acts.voice_parts import voice_part
from bot.storage.acts.voice_table import voice
from bot.storage.engine.built_once import built_once
from bot.storage.engine.table import Rows
from bot.storage.intake.by_hand import draft
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from incidents.ids import DistrictId, PostId
from incidents.posts import DIALOGUES, StoredPost
from incidents.sameness.one_voice import WITHIN

mine = post.alias("mine")
near = post.alias("near")


def _here(district_id: DistrictId, ids: Collection[PostId]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return mine.c.district_id == district_id, mine.c.id.in_(ids)


def _in_its_thread() -> Sequence[ColumnElement[bool]]:
    """The post that it stands under; what stands there beside it."""
    same = (near.c.district_id == mine.c.district_id, near.c.network == mine.c.network)
    return [and_(*same, column == mine.c.parent_external_id) for column in (near.c.external_id, near.c.parent_external_id)]


@built_once
def known_among(district_id: DistrictId, ids: Collection[PostId], since: datetime, until: datetime) -> CompoundSelect[Any]:  # Any: a row
    """Those that were read before, are voices or drafts, or whose author, words or thread have a voice; written in this span."""
    here, same = _here(district_id, ids), (near.c.district_id == mine.c.district_id, near.c.network == mine.c.network)
    itself = [
        select(each.c.post_id.label("id")).where(each.c.district_id == district_id, each.c.post_id.in_(ids))
        for each in (reading, voice, voice_part, draft)
    ]
    original = func.coalesce(mine.c.original_id, mine.c.external_id)
    said_by = and_(*same, near.c.author_id == mine.c.author_id, mine.c.author_id != "", near.c.published_at.between(since, until))
    ways = (said_by, and_(*same, near.c.external_id == original), and_(*same, near.c.original_id == original), *_in_its_thread())
    theirs = [
        select(mine.c.id)
        .join_from(mine, near, way)
        .join(each, and_(each.c.district_id == near.c.district_id, each.c.post_id == near.c.id))
        .where(*here)
        for way in ways
        for each in (voice, voice_part)
    ]
    return union_all(*itself, *theirs)


@built_once
def waiting_among(district_id: DistrictId, ids: Collection[PostId]) -> Select[Any]:  # Any: a row
    """Those that nobody took in, with the revision of their texts; locked until the end. What somebody else has locked waits on."""
    these = (post.c.district_id == district_id, post.c.id.in_(ids), post.c.taken_at.is_(None), post.c.set_aside_at.is_(None))
    return select(post.c.id, post.c.revision).where(*these).with_for_update(skip_locked=True)


class UnknownPosts(Rows):
    """What several posts at once need to know of what is there."""

    async def still_wait(self, posts: Sequence[StoredPost]) -> Sequence[StoredPost]:
        """Those whose very text waits still, in their order; locked until the end, so that nobody else takes them in meanwhile."""
        rows = await self._all(waiting_among(district_id=self.district_id, ids=[each.id for each in posts]))
        texts = {(row.id, row.revision) for row in rows}
        return [each for each in posts if (each.id, each.revision) in texts]

    async def among(self, posts: Sequence[StoredPost]) -> frozenset[PostId]:
        """Of which nothing is known: never read, no voice, no draft, and no voice by their author, in their words or in their thread."""
        ids = [each.id for each in posts if each.post.network not in DIALOGUES]
        if not ids:
            return frozenset()
        await self._take_turn("incident")  # else another process might just be taking in their twins
        written = [each.post.published_at for each in posts]
        known = known_among(district_id=self.district_id, ids=ids, since=min(written) - WITHIN, until=max(written) + WITHIN)
        return frozenset(ids) - {row.id for row in await self._all(known)}
