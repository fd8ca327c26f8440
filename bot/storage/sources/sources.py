"""Table `source`: walls, chats and feeds that are read, with their health."""

from collections.abc import Sequence

from sqlalchemy import Column, String, Table, UniqueConstraint, and_, false, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from incidents.errors import NotFound
from incidents.ids import OfficialId, SourceId
from incidents.posts import Network, Priority, Source, SourceMark
from incidents.sources import store
from incidents.sources.source_links import FoundWall

source = Table(
    "source",
    metadata,
    key(),
    district(),
    Column("network", String, nullable=False),
    Column("external_id", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("settlement_id", String),
    Column("cursor", Words),
    Column("baseline_at", Moment),
    Column("last_ok_at", Moment),
    Column("next_at", Moment),
    Column("broken_at", Moment),
    Column("broken_because", Words),
    Column("added_by", KEY),
    Column("paused_at", Moment),
    Column("removed_at", Moment),
    Column("mark", String, nullable=False, server_default=SourceMark.RESIDENTS),
    Column("priority", String, nullable=False, server_default=Priority.USUAL),
    Column("department_id", String),
    Column("keywords", Json, nullable=False, server_default="[]"),
    Column("stop_words", Json, nullable=False, server_default="[]"),
    Column("quota", Words),
    UniqueConstraint("district_id", "network", "external_id"),
    sqlite_autoincrement=True,
)

_SAID = (
    *("settlement_id", "mark", "priority", "department_id", "keywords", "stop_words", "paused_at", "removed_at"),
    *("cursor", "baseline_at", "next_at", "broken_at", "broken_because"),
)
"""What a coordinator's word changes."""

_UNREAD = (Network.HAND, Network.PRIVATE, Network.VK_MESSAGES)
"""Sources without a collector."""


def source_of(row: type_row) -> Source:
    """A row as the domain's value."""
    codes = {"network": Network(row.network), "mark": SourceMark(row.mark), "priority": Priority(row.priority)}
    return Source(**{**row._mapping, **codes, "keywords": tuple(row.keywords), "stop_words": tuple(row.stop_words)})


class Sources(Rows, store.Sources):
    """What is read, and how it fares."""

    @override
    async def all(self, *, removed: bool = False) -> Sequence[Source]:
        read = select(source).where(source.c.district_id == self.district_id, source.c.network.not_in(_UNREAD))
        stand = read if removed else read.where(source.c.removed_at.is_(None))
        return [source_of(row) for row in await self._all(stand.order_by(source.c.id))]

    @override
    async def get(self, id: SourceId) -> Source:
        this = select(source).where(source.c.district_id == self.district_id, source.c.id == id, source.c.network.not_in(_UNREAD))
        row = await self._first(this.with_for_update())
        if row is None:
            raise NotFound("Такого источника больше нет. Откройте /sources ещё раз")
        return source_of(row)

    @override
    async def seen(self, id: SourceId) -> Source:
        row = await self._one(select(source).where(source.c.district_id == self.district_id, source.c.id == id))
        return source_of(row)

    @override
    async def take(self, found: FoundWall, *, by: OfficialId) -> Source:
        named = {"title": found.title, "added_by": by}
        new = insert(source).values(district_id=self.district_id, network=found.network, external_id=found.external_id, **named)
        fresh = dict.fromkeys(("paused_at", "removed_at", "cursor", "baseline_at", "next_at", "broken_at", "broken_because"))
        again = new.on_conflict_do_update(
            index_elements=[source.c.district_id, source.c.network, source.c.external_id], set_={**named, **fresh}
        )
        return source_of((await self._all(again.returning(source)))[0])

    @override
    async def save_state(self, changed: Source) -> None:
        this = (source.c.district_id == self.district_id, source.c.id == changed.id)
        await self._run(update(source).where(*this).values({name: getattr(changed, name) for name in _SAID}))

    async def add(self, network: Network, external_id: str, title: str, settlement_id: str | None) -> Source:
        """Insert, or give the known one its new title and settlement: cursor, health and what the chat said of it stay."""
        named = {"title": title, "settlement_id": settlement_id}
        new = insert(source).values(district_id=self.district_id, network=network, external_id=external_id, **named)
        kept = new.on_conflict_do_update(
            index_elements=[source.c.district_id, source.c.network, source.c.external_id],
            set_={"title": new.excluded.title, "settlement_id": new.excluded.settlement_id},
        )
        row = (await self._all(kept.returning(source)))[0]
        return source_of(row)

    async def officials(self, network: Network) -> frozenset[str]:
        """External ids that speak for authorities, removed ones too. Asked by every sweep, so no cursor is read."""
        marked = source.c.mark != SourceMark.RESIDENTS
        this = (source.c.district_id == self.district_id, source.c.network == network, marked)
        return frozenset(row.external_id for row in await self._all(select(source.c.external_id).where(*this)))

    async def mark_own(self, network: Network, external_id: str | None) -> None:
        """The administration's own community, as the settings name it; one that was it before stays official."""
        own = and_(source.c.network == network, source.c.external_id == external_id) if external_id is not None else false()
        mine = source.c.district_id == self.district_id
        await self._run(update(source).where(mine, own, source.c.mark != SourceMark.OWN).values(mark=SourceMark.OWN))
        await self._run(update(source).where(mine, ~own, source.c.mark == SourceMark.OWN).values(mark=SourceMark.OFFICIAL))

    async def save(self, changed: Source) -> None:
        """Keep title, cursor and health: what a sweep knows."""
        values = {
            "title": changed.title,
            "cursor": changed.cursor,
            "baseline_at": changed.baseline_at,
            "last_ok_at": changed.last_ok_at,
            "next_at": changed.next_at,
            "broken_at": changed.broken_at,
            "broken_because": changed.broken_because,
            "quota": changed.quota,
        }
        await self._run(update(source).where(source.c.district_id == self.district_id, source.c.id == changed.id).values(values))
