"""Table `official`: who holds a role."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Date, Select, String, Table, UniqueConstraint, false, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents import official_store
from incidents.ids import ChatId, DistrictId, OfficialId
from incidents.official import Official, Role, Watch

KNOWN = 4096
"""So many rows are kept as values: everybody is asked for several times a card, and people change seldom."""

official = Table(
    "official",
    metadata,
    key(),
    district(),
    Column("role", String, nullable=False),
    Column("department_id", String),
    Column("user_id", BigInteger, nullable=False),
    Column("title", Words, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("name", Words, nullable=False, server_default=""),
    Column("enrolled_at", Moment),
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("left_at", Moment),
    Column("away", Boolean, nullable=False, server_default=false()),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("deputy_id", KEY),
    Column("watch", String),
    Column("phone", Words, nullable=False, server_default=""),
    Column("lawyer", Boolean, nullable=False, server_default=false()),
    Column("menu", String),  # which commands the messenger shows them, as a fingerprint; None: never set
    UniqueConstraint("district_id", "user_id"),
    sqlite_autoincrement=True,
)


_COLUMNS = tuple(official.c.keys())
_NAMES = tuple(field.name for field in fields(Official))
_FIXED = {"id", "district_id", "user_id", "reachable"}
"""What no change of the desk's touches by `save`."""


def official_of(row: type_row) -> Official:
    """A row of `select(official)` as the domain's value."""
    return _made(tuple(row))


def forget_values() -> None:
    """Names and phones that were erased stay in no memory of ours."""
    _made.cache_clear()


@lru_cache(maxsize=KNOWN)
def _made(row: tuple[Any, ...]) -> Official:  # Any: columns
    kept = dict(zip(_COLUMNS, row, strict=True))
    known = {name: kept[name] for name in _NAMES}
    return Official(**{**known, "role": Role(kept["role"]), "watch": Watch(kept["watch"]) if kept["watch"] else None})


def active(district_id: DistrictId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Officials who work."""
    return official.c.district_id == district_id, official.c.active


@built_once
def everybody(district_id: DistrictId) -> Select[Any]:  # Any: a row
    """Officials who work, in the order of their ids."""
    return select(official).where(*active(district_id)).order_by(official.c.id)


@built_once
def worker(district_id: DistrictId, user_id: ChatId) -> Select[Any]:  # Any: a row
    """An official who works, by their account in the messenger."""
    return select(official).where(*active(district_id), official.c.user_id == user_id)


def enrolled(district_id: DistrictId, person: Official) -> ReturningInsert[Any]:  # Any: a row
    """The person with this role, new or known."""
    names = ("role", "department_id", "title", "active", "reachable", "name", "enrolled_at", "blocked", "left_at")
    new = insert(official).values({name: getattr(person, name) for name in (*names, "user_id")} | {"district_id": district_id})
    known = {name: new.excluded[name] for name in names}
    same = [official.c.district_id, official.c.user_id]
    return new.on_conflict_do_update(index_elements=same, set_=known).returning(official)


class Officials(Rows, official_store.Officials):
    """Officials of the district."""

    @override
    async def lock(self) -> None:
        await self._take_turn("officials")

    @override
    async def get(self, id: OfficialId) -> Official:
        row = await self._one(select(official).where(official.c.district_id == self.district_id, official.c.id == id))
        return official_of(row)

    @override
    async def by_user(self, user_id: ChatId) -> Official | None:
        row = await self._first(worker(district_id=self.district_id, user_id=user_id))
        return None if row is None else official_of(row)

    @override
    async def these(self, ids: Collection[OfficialId]) -> Mapping[OfficialId, Official]:
        mine = select(official).where(official.c.district_id == self.district_id)
        found = [official_of(row) for some in batches(ids) for row in await self._all(mine.where(official.c.id.in_(some)))]
        return {each.id: each for each in found}

    @override
    async def all(self) -> Sequence[Official]:
        return [official_of(row) for row in await self._all(everybody(district_id=self.district_id))]

    @override
    async def enrol(self, official: Official) -> Official:
        return official_of((await self._all(enrolled(self.district_id, official)))[0])

    @override
    async def save(self, changed: Official) -> None:
        values = {field.name: getattr(changed, field.name) for field in fields(Official) if field.name not in _FIXED}
        await self._run(update(official).where(official.c.district_id == self.district_id, official.c.id == changed.id).values(values))

    @override
    async def blocked(self) -> Sequence[Official]:
        off = select(official).where(official.c.district_id == self.district_id, official.c.blocked)
        return [official_of(row) for row in await self._all(off.order_by(official.c.id))]

    @override
    async def dismissed_by_user(self, user_id: ChatId) -> Official | None:
        this = (official.c.district_id == self.district_id, official.c.user_id == user_id, ~official.c.active)
        row = await self._first(select(official).where(*this))
        return None if row is None else official_of(row)

    async def menus(self) -> Sequence[tuple[Official, str | None]]:
        """Everyone who was ever enrolled and can be reached, with the fingerprint of the commands that the messenger shows them."""
        mine = select(official).where(official.c.district_id == self.district_id, official.c.reachable)
        return [(official_of(row), row.menu) for row in await self._all(mine.order_by(official.c.id))]

    async def menu_shown(self, id: OfficialId, menu: str) -> None:
        """The messenger shows these commands now."""
        await self._run(update(official).where(official.c.district_id == self.district_id, official.c.id == id).values(menu=menu))

    @override
    async def set_reachable(self, user_id: ChatId, reachable: bool) -> None:
        this = (official.c.district_id == self.district_id, official.c.user_id == user_id)
        await self._run(update(official).where(*this, official.c.reachable != reachable).values(reachable=reachable))

    @override
    async def set_watch(self, official_id: OfficialId, watch: Watch | None) -> None:
        this = (official.c.district_id == self.district_id, official.c.id == official_id)
        await self._run(update(official).where(*this).values(watch=watch))
