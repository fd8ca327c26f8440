"""Tables `region_row` and `region_list`: the region's lists.

Lines whose posts we do not have, and what each list brought.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, Table, UniqueConstraint, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice, voice_of
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.intake.posts import post
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.incident import Status, Voice
from incidents.posts import ERASED, Network
from incidents.region import store
from incidents.region.values import OurVoice, RegionList, RegionRow, RegionState
from incidents.sources.post_links import post_link

region_row = Table(
    "region_row",
    metadata,
    key(),
    district(),
    Column("key", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("number", Words),
    Column("due", Moment),
    Column("published_at", Moment),
    Column("text", Words, nullable=False),
    Column("listed_at", Moment, nullable=False),
    Column("post_id", KEY, ForeignKey("post.id")),  # «Завести» was pressed: the post that was made of it
    UniqueConstraint("district_id", "key"),
    Index("ix_region_row_listed_at", "district_id", "listed_at"),
    sqlite_autoincrement=True,
)

region_list = Table(
    "region_list",
    metadata,
    key(),
    district(),
    Column("listed_at", Moment, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("same", Integer, nullable=False),
    Column("ours", Json, nullable=False),  # posts of ours that it lacked
    Index("ix_region_list_listed_at", "district_id", "listed_at"),
    sqlite_autoincrement=True,
)

_PLAIN = ("key", "url", "number", "due", "published_at", "text")


def region_row_of(row: type_row) -> RegionRow:
    """A row as the domain's value."""
    return RegionRow(**{name: row._mapping[name] for name in _PLAIN})


def _key_of(row: type_row) -> str:
    link = post_link(row.url)
    return link.key if link is not None and row.network != Network.VK else f"{row.network}:{row.external_id}"


class Region(Rows, store.Region):
    """Between us and the region's system."""

    @override
    async def voices(self, keys: Collection[str], *, since: datetime) -> Sequence[OurVoice]:
        walls = [key.removeprefix(f"{Network.VK}:") for key in keys]
        wanted = or_(voice.c.joined_at >= since, post.c.network != Network.VK, post.c.external_id.in_(walls))
        known = ~post.c.external_id.startswith(ERASED, autoescape=True)  # what was erased can be compared with nothing
        found = await self._all(self._counted(wanted, known).add_columns(post.c.network, post.c.external_id, post.c.url))
        return [OurVoice(key=_key_of(row), voice=voice_of(row)) for row in found]

    @override
    async def posts(self, keys: Collection[str]) -> dict[str, PostId]:
        walls = [key.removeprefix(f"{Network.VK}:") for key in keys]
        free = select(post).outerjoin(voice, and_(voice.c.post_id == post.c.id, voice.c.district_id == post.c.district_id))
        free = free.where(post.c.district_id == self.district_id, voice.c.post_id.is_(None))
        rows = await self._all(free.where(or_(post.c.network != Network.VK, post.c.external_id.in_(walls))))
        return {_key_of(row): row.id for row in rows if _key_of(row) in keys}

    @override
    async def to_enter(self) -> Sequence[Voice]:
        waiting = self._counted(voice.c.answered_at.is_not(None), voice.c.entered_at.is_(None))
        rows = await self._all(waiting.order_by(voice.c.region_due.asc().nulls_last(), voice.c.answered_at, voice.c.post_id))
        return [voice_of(row) for row in rows]

    @override
    async def unknown(self, *, since: datetime) -> Sequence[Voice]:
        found = self._counted(voice.c.region_number.is_(None), voice.c.joined_at >= since)
        return [voice_of(row) for row in await self._all(found.order_by(voice.c.joined_at.desc(), voice.c.post_id.desc()))]

    @override
    async def keep_rows(self, rows: Sequence[RegionRow], *, at: datetime) -> None:
        mine = region_row.c.district_id == self.district_id
        await self._run(delete(region_row).where(mine, region_row.c.post_id.is_(None)))
        for row in rows:
            new = {name: getattr(row, name) for name in _PLAIN} | {"district_id": self.district_id, "listed_at": at}
            await self._run(insert(region_row).values(new).on_conflict_do_nothing())

    @override
    async def keep_list(self, *, rows: int, same: int, ours: Collection[PostId], at: datetime) -> None:
        new = {"district_id": self.district_id, "listed_at": at, "rows": rows, "same": same, "ours": sorted(ours)}
        await self._run(insert(region_list).values(new))

    @override
    async def newest_list(self, *, since: datetime) -> RegionList | None:
        mine = select(region_list).where(region_list.c.district_id == self.district_id, region_list.c.listed_at >= since)
        row = await self._first(mine.order_by(region_list.c.listed_at.desc(), region_list.c.id.desc()).limit(1))
        if row is None:
            return None
        lines = region_row.c.district_id == self.district_id
        unnumbered = {each.post_id for each in await self._all(self._counted(voice.c.region_number.is_(None)))} if row.ours else set()
        return RegionList(
            listed_at=row.listed_at,
            rows=row.rows,
            theirs=await self._count_region(select(region_row.c.id).where(lines, region_row.c.post_id.is_(None))),
            ours=len(unnumbered.intersection(row.ours)),
        )

    @override
    async def rows(self) -> Sequence[tuple[int, RegionRow]]:
        order = (region_row.c.due.asc().nulls_last(), region_row.c.id)
        mine = select(region_row).where(region_row.c.district_id == self.district_id, region_row.c.post_id.is_(None))
        return [(row.id, region_row_of(row)) for row in await self._all(mine.order_by(*order))]

    @override
    async def row(self, id: int) -> tuple[RegionRow, PostId | None]:
        this = select(region_row).where(region_row.c.district_id == self.district_id, region_row.c.id == id)
        row = await self._first(this.with_for_update())
        if row is None:
            raise NotFound("Этой строки больше нет: пришёл новый список региона")
        return region_row_of(row), row.post_id

    @override
    async def row_of(self, post_id: PostId) -> RegionRow | None:
        this = select(region_row).where(region_row.c.district_id == self.district_id, region_row.c.post_id == post_id)
        row = await self._first(this)
        return None if row is None else region_row_of(row)

    @override
    async def take_row(self, id: int, post_id: PostId) -> None:
        this = (region_row.c.district_id == self.district_id, region_row.c.id == id)
        await self._run(update(region_row).where(*this).values(post_id=post_id))

    @override
    async def state(self, *, since: datetime) -> RegionState:
        to_enter = and_(voice.c.answered_at.is_not(None), voice.c.entered_at.is_(None))
        rows = region_row.c.district_id == self.district_id
        listed_at = await self._listed_at()
        return RegionState(
            in_use=listed_at is not None or await self._first(self.used().limit(1)) is not None,
            to_enter=await self._count_region(self._counted(to_enter)),
            unknown=await self._count_region(self._counted(voice.c.region_number.is_(None), voice.c.joined_at >= since)),
            theirs=await self._count_region(select(region_row.c.id).where(rows, region_row.c.post_id.is_(None))),
            nearest=await self._scalar(self._counted(to_enter).with_only_columns(func.min(voice.c.region_due))),
            listed_at=listed_at,
        )

    async def waits(self) -> bool:
        """Whether an answer is not written into the region's system yet."""
        waiting = self._counted(voice.c.answered_at.is_not(None), voice.c.entered_at.is_(None))
        return await self._first(waiting.limit(1)) is not None

    async def _listed_at(self) -> datetime | None:
        """When a list was read last, also one of which nothing was missing here."""
        moments = [
            await self._scalar(select(func.max(table.c.listed_at)).where(table.c.district_id == self.district_id))
            for table in (region_row, region_list)
        ]
        return max((moment for moment in moments if moment is not None), default=None)

    @override
    async def in_use(self) -> bool:
        return await self._listed_at() is not None or await self._first(self.used().limit(1)) is not None

    def used(self) -> Select[Any]:  # Any: a row
        """Voices for which something of the region's system was written."""
        return self._counted(or_(voice.c.region_number.is_not(None), voice.c.entered_at.is_not(None)))

    def _counted(self, *where: Any) -> Select[Any]:  # Any: conditions and rows of SQLAlchemy
        """Voices of incidents that the region counts: what is no appeal is not in its figures."""
        of_incident = and_(incident.c.id == voice.c.incident_id, incident.c.district_id == voice.c.district_id)
        of_post = and_(post.c.id == voice.c.post_id, post.c.district_id == voice.c.district_id)
        mine = select(voice).join(incident, of_incident).join(post, of_post)
        return mine.where(voice.c.district_id == self.district_id, incident.c.status != Status.REJECTED, *where)

    async def _count_region(self, question: Select[Any]) -> int:  # Any: a row
        return int(await self._scalar(select(func.count()).select_from(question.subquery())))
