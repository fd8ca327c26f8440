"""Table `draft`: posts that officials bring by hand."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Select, String, Table, UniqueConstraint, case, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import built_once
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.authors import PostsOfAuthors
from bot.storage.intake.contacts import Callers
from bot.storage.intake.door import Door
from bot.storage.intake.posts import post
from bot.storage.sources.sources import Sources, source, source_of
from incidents.errors import WrongStep
from incidents.ids import DraftId, OfficialId, PostId
from incidents.intake import store
from incidents.intake.by_hand import ORIGIN_TITLES, Draft, DraftState, Origin
from incidents.posts import Network, Post, Source, StoredPost

draft = Table(
    "draft",
    metadata,
    key(),
    district(),
    Column("post_id", KEY, ForeignKey("post.id"), nullable=False),
    Column("official_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("origin", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("album", Words),
    Column("message_id", BigInteger),
    UniqueConstraint("district_id", "post_id"),
    Index("ix_draft_album", "district_id", "official_id", "album"),
    sqlite_autoincrement=True,
)


def draft_of(row: type_row) -> Draft:
    """A row as the domain's value."""
    return Draft(**{**row._mapping, "origin": Origin(row.origin), "state": DraftState(row.state)})


def values_of(one: Draft) -> dict[str, object]:
    """All fields but the keys, as columns."""
    return {field.name: getattr(one, field.name) for field in fields(Draft) if field.name not in {"id", "district_id"}}


@built_once
def draft_about(district_id: str, post_id: PostId) -> Select[Any]:  # Any: a row
    """The draft of a post."""
    return select(draft).where(draft.c.district_id == district_id, draft.c.post_id == post_id)


class Drafts(Callers):
    """Posts brought by hand, on their way to an incident."""

    @override
    async def add(self, new: Draft) -> Draft:
        row = {**values_of(new), "district_id": self.district_id}
        id = await self._scalar(insert(draft).values(row).returning(draft.c.id))
        return replace(new, id=id, district_id=self.district_id)

    @override
    async def get(self, id: DraftId) -> Draft:
        row = await self._one(select(draft).where(draft.c.district_id == self.district_id, draft.c.id == id).with_for_update())
        return draft_of(row)

    @override
    async def of_post(self, post_id: PostId) -> Draft | None:
        row = await self._first(draft_about(district_id=self.district_id, post_id=post_id))
        return None if row is None else draft_of(row)

    @override
    async def of_album(self, official: OfficialId, album: str) -> Draft | None:
        mine = (draft.c.district_id == self.district_id, draft.c.official_id == official, draft.c.album == album)
        row = await self._first(select(draft).where(*mine).with_for_update())
        return None if row is None else draft_of(row)

    @override
    async def of(self, official: OfficialId) -> Sequence[Draft]:
        mine = (draft.c.district_id == self.district_id, draft.c.official_id == official)
        return [draft_of(row) for row in await self._all(select(draft).where(*mine).order_by(draft.c.id).with_for_update())]

    @override
    async def save(self, after: Draft) -> None:
        await self._run(update(draft).where(draft.c.district_id == self.district_id, draft.c.id == after.id).values(values_of(after)))


class PostsByHand(Rows, store.PostsByHand):
    """Posts that no collector saw."""

    @override
    async def bring(self, brought: Post, origin: Origin, *, at: datetime) -> PostId:
        network = Network.PRIVATE if origin is Origin.PRIVATE else Network.HAND
        source = await self.beside(Sources).add(network, origin, ORIGIN_TITLES[origin], None)
        this = (post.c.district_id == self.district_id, post.c.network == brought.network, post.c.external_id == brought.external_id)
        known: PostId | None = await self._scalar(select(post.c.id).where(*this))
        if known is None:
            if await self.beside(Door).is_erased(brought):
                raise WrongStep("Данные по этой ссылке стёрты, завести её снова нельзя")
            await self.beside(Door).receive(source, brought, at=at, history=False)
            known = await self._scalar(select(post.c.id).where(*this))
        assert known is not None
        return known

    @override
    async def add_photos(self, id: PostId, photos: Sequence[str]) -> None:
        this = (post.c.district_id == self.district_id, post.c.id == id)
        row = await self._first(select(post.c.photos).where(*this).with_for_update())
        if row is not None:
            await self._run(update(post).where(*this).values(photos=[*row.photos, *photos]))

    @override
    async def add_words(self, id: PostId, text: str, *, at: datetime) -> None:
        stored = await self.beside(PostsOfAuthors).get(id)
        if text not in stored.post.text:
            await self._reword(stored, f"{stored.post.text}\n{text}".strip(), at=at)

    @override
    async def read_again(self, post_id: PostId, *, at: datetime) -> None:
        this = (post.c.district_id == self.district_id, post.c.id == post_id)
        seen_at = case((post.c.is_history, literal(at, Moment)), else_=post.c.detected_at)
        unread = {"taken_at": None, "set_aside_at": None, "tries": 0, "error": None, "is_history": False, "detected_at": seen_at}
        await self._run(update(post).where(*this).values(unread))
        self.wake(Queue.UNREAD)

    @override
    async def rewrite(self, id: PostId, text: str, *, at: datetime) -> bool:
        stored = await self.beside(PostsOfAuthors).get(id)
        if stored.post.network is not Network.HAND and stored.post.has_words:
            return False
        await self._reword(stored, text, at=at)
        return True

    async def _reword(self, stored: StoredPost, text: str, *, at: datetime) -> None:
        await self.beside(Door).receive(await self._source_of(stored), replace(stored.post, text=text), at=at, history=False)

    async def _source_of(self, stored: StoredPost) -> Source:
        this = (source.c.district_id == self.district_id, source.c.id == stored.source_id)
        return source_of((await self._all(select(source).where(*this)))[0])
