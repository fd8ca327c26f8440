"""The door of posts: every revision kept, its turn set.

The turn is its place in the queue of the reader.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.acts.voice_table import heard
from bot.storage.engine.notices import Queue
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import clean
from bot.storage.intake.posts import post, post_revision
from bot.storage.sources.sources import source as sources
from incidents.ids import PostId, SourceId
from incidents.places.find_text import folded
from incidents.posts import KEPT, MANY, Network, Post, Source, sealed
from nlp.topics.alarm import is_alarming

DAY, NOTHING = timedelta(days=1), timedelta(0)
MOST_COUNTED = 200
"""Posts of one author in a day after which all are alike: counting them must not grow with a flood."""

other = post.alias("other")


class Intake(StrEnum):
    """What the door says of a post."""

    NEW = "new"
    MANY = "many"  # new, and its author has written MANY harmless ones within a day
    CHANGED = "changed"
    SAME = "same"


def _standing(seen: Post) -> dict[str, object]:
    """What may change in the network without a new text."""
    attached = [[each.kind, clean(each.words)] for each in seen.attached]
    return {"photos": list(seen.photos), "attached": attached, "likes": seen.likes, "comments": seen.comments, "deleted_at": None}


def of_author(posts: FromClause, district_id: str, one: Post, *, since: timedelta, until: timedelta) -> ColumnElement[bool]:
    """What the author of this post wrote in a span around it. A hidden author is nobody, and wrote nothing else."""
    own = and_(posts.c.district_id == district_id, posts.c.network == one.network, posts.c.author_id == one.author_id, ~posts.c.is_history)
    span = and_(posts.c.published_at > one.published_at + since, posts.c.published_at <= one.published_at + until)
    return and_(own, span, posts.c.author_id != "")


class Door(Rows):
    """Where posts come in."""

    async def receive(self, source: Source, post: Post, *, at: datetime, history: bool) -> Intake:
        """Keep what was seen in a source: the same post twice is one row, a new text is a new revision and is read again.

        What the community wrote itself and what stood there before the source was added are kept, never read. What was erased stays so.
        """
        seen = replace(post, text=clean(post.text)[:KEPT])
        if await self.is_erased(seen):
            return Intake.SAME
        calm = not is_alarming(seen.words)
        new = await self._put_new(source, seen, at=at, history=history, calm=calm)
        if new is None:
            known = await self._put_known(source, seen, at=at, calm=calm)
            if known is not Intake.SAME:
                self.wake(Queue.UNREAD)
            return known
        if not (history or seen.by_owner):
            self.wake(Queue.UNREAD)
        await self._put_revision(new.id, 1, seen.text, at=at)
        if new.is_late:
            await self._let_pass(seen, calm=calm)
        return Intake.MANY if calm and new.nth >= MANY and not (history or seen.by_owner) else Intake.NEW

    async def is_erased(self, seen: Post) -> bool:
        """Whether the post was erased: it still stands in its network, and is seen again and again."""
        this = (post.c.district_id == self.district_id, post.c.network == seen.network)
        return await self._first(select(post.c.id).where(*this, post.c.external_id == sealed(seen.network, seen.external_id))) is not None

    async def _put_new(self, source: Source, seen: Post, *, at: datetime, history: bool, calm: bool) -> type_row | None:
        """Its id, its turn, and whether its author's later ones are here already. None: it is known."""
        later = of_author(other, self.district_id, seen, since=NOTHING, until=DAY)
        is_late = select(other.c.id).where(later, other.c.calm == calm).exists().label("is_late")
        values = {
            **_standing(seen),
            "district_id": self.district_id,
            "source_id": source.id,
            "network": seen.network,
            "external_id": seen.external_id,
            "url": seen.url,
            "text": seen.text,
            "folded": folded(seen.whole),
            "author_id": seen.author_id,
            "published_at": seen.published_at,
            "parent_external_id": seen.parent_external_id,
            "reply_to_external_id": seen.reply_to_external_id,
            "original_id": seen.original or None,
            "by_owner": seen.by_owner,
            "is_history": history,
            "revision": 1,
            "detected_at": at,
            "taken_at": at if history or seen.by_owner else None,
            "tries": 0,
            "calm": calm,
            "nth": self._turn(seen, calm=calm),
        }
        return await self._first(insert(post).values(values).on_conflict_do_nothing().returning(post.c.id, post.c.nth, is_late))

    def _turn(self, seen: Post, *, calm: bool) -> ColumnElement[int]:
        """Which of its author's day it is; a comment is read after its post."""
        before = of_author(other, self.district_id, seen, since=-DAY, until=NOTHING)
        came = select(literal(1).label("one")).where(before, other.c.calm == calm).limit(MOST_COUNTED).subquery()
        own = select(func.count() + 1).select_from(came).scalar_subquery()
        if seen.parent_external_id is None or not calm:
            return own
        this = (other.c.district_id == self.district_id, other.c.network == seen.network, other.c.external_id == seen.parent_external_id)
        parent = select(other.c.nth).where(*this, other.c.calm, other.c.taken_at.is_(None)).scalar_subquery()
        return case((parent > own, parent), else_=own)

    async def _let_pass(self, seen: Post, *, calm: bool) -> None:
        """One that came late is before those that its author wrote later."""
        later = of_author(post, self.district_id, seen, since=NOTHING, until=DAY)
        await self._run(update(post).where(later, post.c.calm == calm, post.c.taken_at.is_(None)).values(nth=post.c.nth + 1))

    async def _put_known(self, source: Source, seen: Post, *, at: datetime, calm: bool) -> Intake:
        known = await self._known(seen)
        this = (post.c.district_id == self.district_id, post.c.id == known.id)
        if known.source_id != source.id and await self._is_by_hand(known.source_id):  # brought by hand before its wall was read
            await self._run(update(post).where(*this).values(source_id=source.id, taken_at=None))
            self.wake(Queue.UNREAD)
        if known.text == seen.text:
            standing = _standing(seen)
            if any(known._mapping[name] != value for name, value in standing.items()):
                await self._run(update(post).where(*this).values({**standing, "folded": folded(seen.whole)}))
                if known.attached != standing["attached"]:
                    await self._tell_incidents(known.id)
            return Intake.SAME
        unread = {} if known.is_history or known.by_owner else {"taken_at": None, "set_aside_at": None, "tries": 0, "error": None}
        new = {"text": seen.text, "folded": folded(seen.whole), "calm": calm, "people": [], "revision": known.revision + 1}
        await self._run(update(post).where(*this).values({**_standing(seen), **unread, **new}))
        await self._put_revision(known.id, known.revision + 1, seen.text, at=at)
        await self._tell_incidents(known.id)
        return Intake.CHANGED

    async def _tell_incidents(self, id: PostId) -> None:
        """What a post says changed: /find looks through it."""
        told = select(heard.c.incident_id).where(heard.c.district_id == self.district_id, heard.c.post_id == id)
        self.reworded.anew.update(row.incident_id for row in await self._all(told))

    async def _known(self, seen: Post) -> type_row:
        this = (post.c.district_id == self.district_id, post.c.network == seen.network, post.c.external_id == seen.external_id)
        return (await self._all(select(post).where(*this).with_for_update()))[0]

    async def _is_by_hand(self, id: SourceId) -> bool:
        network = await self._scalar(select(sources.c.network).where(sources.c.district_id == self.district_id, sources.c.id == id))
        return network in (Network.HAND, Network.PRIVATE)

    async def _put_revision(self, id: PostId, revision: int, words: str, *, at: datetime) -> None:
        row = insert(post_revision).values(district_id=self.district_id, post_id=id, revision=revision, text=words, seen_at=at)
        await self._run(row)
