"""Tables `post` and `post_revision`: what residents wrote, every text of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.noticed import POST, notice
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.sources.sources import source
from incidents import incident_store
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.incident_store import Wording
from incidents.posts import Attachment, AttachmentKind, Network, Post, StoredPost, sealed, whole_text

UNREAD = text("taken_at IS NULL AND set_aside_at IS NULL")
PASSED_ON = text("original_id IS NOT NULL")

post = Table(
    "post",
    metadata,
    key(),
    district(),
    Column("source_id", KEY, ForeignKey(source.c.id), nullable=False),
    Column("network", String, nullable=False),
    Column("external_id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("author_id", Words, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("parent_external_id", Words),
    Column("reply_to_external_id", Words),
    Column("original_id", Words),
    Column("photos", Json, nullable=False),
    Column("attached", Json, nullable=False, server_default="[]"),  # pairs of kind and words
    Column("likes", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("by_owner", Boolean, nullable=False),
    Column("is_history", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("detected_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    Column("taken_at", Moment),  # when the desk took it in; None: unread
    Column("people", Json, nullable=False, server_default="[]"),  # where its text names people: pairs of code points
    Column("tries", Integer, nullable=False),
    Column("set_aside_at", Moment),
    Column("error", Words),
    Column("folded", Words),  # the text for /find
    Column("calm", Boolean, nullable=False, server_default=true()),  # no word of danger in it
    Column("nth", Integer, nullable=False, server_default="1"),  # of its author's that are as calm, within a day
    UniqueConstraint("district_id", "network", "external_id"),
    Index("ix_post_unread", "district_id", "calm", "nth", "published_at", "id", postgresql_where=UNREAD, sqlite_where=UNREAD),
    Index("ix_post_author_id_published_at", "district_id", "network", "author_id", "published_at"),
    Index("ix_post_source_id_published_at", "district_id", "source_id", "published_at"),
    Index("ix_post_source_id_detected_at", "district_id", "source_id", "detected_at"),
    Index("ix_post_detected_at", "district_id", "detected_at"),
    Index("ix_post_original_id", "district_id", "network", "original_id", postgresql_where=PASSED_ON, sqlite_where=PASSED_ON),
    Index("ix_post_parent_external_id", "district_id", "network", "parent_external_id"),
    sqlite_autoincrement=True,
)

post_revision = Table(
    "post_revision",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey(post.c.id), primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True),
    Column("text", Words, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

parent = post.alias("parent")


@cache
def stored() -> Select[Any]:  # Any: a row of three tables
    """Posts with their source and parent. The parent is looked up when read, so a comment may come before its post."""
    of_parent = and_(
        parent.c.district_id == post.c.district_id, parent.c.network == post.c.network, parent.c.external_id == post.c.parent_external_id
    )
    return (
        select(
            post,
            source.c.title.label("source_title"),
            source.c.settlement_id,
            parent.c.id.label("parent_id"),
            parent.c.text.label("parent_text"),
            parent.c.attached.label("parent_attached"),
            parent.c.people.label("parent_people"),
        )
        .join_from(post, source, and_(source.c.district_id == post.c.district_id, source.c.id == post.c.source_id))
        .outerjoin(parent, of_parent)
    )


@built_once
def by_ids(district_id: str, ids: Collection[PostId]) -> Select[Any]:  # Any: a row of `stored`
    """Posts by their ids."""
    return stored().where(post.c.district_id == district_id, post.c.id.in_(ids))


def stored_of(row: type_row) -> StoredPost:
    """A row of `stored` as the domain's value."""
    notice(POST, row.id)
    if row.parent_id is not None:
        notice(POST, row.parent_id)
    kept = _post_of(row)
    parent_text = None if row.parent_text is None else whole_text(row.parent_text, attached_of(row.parent_attached))
    return StoredPost(
        id=row.id,
        district_id=row.district_id,
        source_id=row.source_id,
        source_title=row.source_title,
        settlement_id=row.settlement_id,
        post=kept,
        revision=row.revision,
        detected_at=row.detected_at,
        parent_id=row.parent_id,
        parent_text=parent_text,
        deleted_at=row.deleted_at,
        is_history=row.is_history,
        people=_named(kept.words, row.people),
        parent_people=_named(parent_text or "", row.parent_people or ()),
    )


def _named(words: str, spans: Sequence[Sequence[int]]) -> tuple[str, ...]:
    return tuple(words[start:end] for start, end in spans)


def _post_of(row: type_row) -> Post:
    return Post(
        network=Network(row.network),
        external_id=row.external_id,
        url=row.url,
        text=row.text,
        author_id=row.author_id,
        published_at=row.published_at,
        parent_external_id=row.parent_external_id,
        reply_to_external_id=row.reply_to_external_id,
        photos=tuple(row.photos),
        likes=row.likes,
        comments=row.comments,
        by_owner=row.by_owner,
        attached=attached_of(row.attached),
        original=row.original_id or "",
    )


def attached_of(kept: Sequence[Sequence[str]] | None) -> tuple[Attachment, ...]:
    """What is kept of attachments as the domain's values."""
    return tuple(Attachment(kind=AttachmentKind(kind), words=words) for kind, words in kept or ())


def whole_of(row: type_row) -> str:
    """All that a row of `stored` says, as `Post.whole`."""
    return _post_of(row).whole


class Posts(Rows, incident_store.Posts):
    """Posts as they are kept."""

    @override
    async def get(self, id: PostId) -> StoredPost:
        found = (await self.these([id])).get(id)
        if found is None:
            raise NotFound
        return found

    @override
    async def these(self, ids: Collection[PostId]) -> Mapping[PostId, StoredPost]:
        found = [stored_of(row) for some in batches(ids) for row in await self._all(by_ids(district_id=self.district_id, ids=some))]
        return {each.id: each for each in found}

    @override
    async def wordings(self, id: PostId) -> Sequence[Wording]:
        return (await self.wordings_of([id])).get(id, [])

    @override
    async def wordings_of(self, ids: Collection[PostId]) -> Mapping[PostId, Sequence[Wording]]:
        of_them = select(post_revision).where(post_revision.c.district_id == self.district_id, post_revision.c.post_id.in_(ids))
        found: dict[PostId, list[Wording]] = {}
        for row in await self._all(of_them.order_by(post_revision.c.post_id, post_revision.c.revision)) if ids else ():
            found.setdefault(PostId(row.post_id), []).append(Wording(revision=row.revision, text=row.text, seen_at=row.seen_at))
        return found

    @override
    async def comments_under(self, id: PostId, *, limit: int) -> Sequence[StoredPost]:
        this = (post.c.district_id == self.district_id, post.c.id == id)
        thread = await self._scalar(stored().with_only_columns(func.coalesce(parent.c.id, post.c.id)).where(*this))
        under = stored().where(post.c.district_id == self.district_id, parent.c.id == thread, post.c.deleted_at.is_(None))
        return [stored_of(row) for row in await self._all(under.order_by(post.c.published_at.desc(), post.c.id.desc()).limit(limit))]

    @override
    async def find(self, network: Network, external_id: str) -> StoredPost | None:
        this = (post.c.district_id == self.district_id, post.c.network == network, post.c.external_id == external_id)
        row = await self._first(stored().where(*this))
        return None if row is None else stored_of(row)

    @override
    async def known(self, network: Network, external_ids: Collection[str]) -> set[str]:
        this = (post.c.district_id == self.district_id, post.c.network == network, post.c.external_id.in_(external_ids))
        read = or_(~post.c.is_history, post.c.by_owner)
        found = {row.external_id for row in await self._all(select(post.c.external_id).where(*this, read))}
        return found | await self.erased(network, external_ids)

    @override
    async def erased(self, network: Network, external_ids: Collection[str]) -> set[str]:
        seals = {sealed(network, id): id for id in external_ids}
        this = (post.c.district_id == self.district_id, post.c.network == network, post.c.external_id.in_(seals))
        return {seals[row.external_id] for row in await self._all(select(post.c.external_id).where(*this))}

    async def history(self, network: Network, external_ids: Collection[str]) -> Mapping[str, Post]:
        """Residents' posts among these ids that stood there before their wall was read."""
        this = (post.c.district_id == self.district_id, post.c.network == network, post.c.external_id.in_(external_ids))
        rows = await self._all(stored().where(*this, post.c.is_history, ~post.c.by_owner))
        return {row.external_id: _post_of(row) for row in rows}

    async def mark_gone(self, network: Network, external_ids: Collection[str], *, at: datetime) -> Sequence[StoredPost]:
        """Mark posts that were deleted in the network; gives back those that were not marked before. They are kept."""
        this = (post.c.district_id == self.district_id, post.c.network == network, post.c.external_id.in_(external_ids))
        gone = update(post).where(*this, post.c.deleted_at.is_(None)).values(deleted_at=at)
        found = await self.these([row.id for row in await self._all(gone.returning(post.c.id))])
        return [found[id] for id in sorted(found)]
