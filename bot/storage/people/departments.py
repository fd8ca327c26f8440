"""Table `department`: who answers for topics, and where its group chat is."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, Select, String, Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import Moment, Words
from incidents import official_store
from incidents.ids import ChatId, DepartmentId, DistrictId
from incidents.official import Department, Mode

department = Table(
    "department",
    metadata,
    district(primary_key=True),
    Column("id", String, primary_key=True),
    Column("title", Words, nullable=False),
    Column("chat_id", BigInteger),
    Column("topic_id", Integer),
    Column("checked_at", Moment),  # when the bot's rights in the chat were looked at; None: they are to be
    Column("lacks", String),  # codes of what it lacks there
    Column("mode", String),  # None: on its own
    Column("mode_until", Date),
    Column("mode_since", Moment),
    Column("phone", Words),  # for residents
    Column("hours", Words),
)


KNOWN = 1024
"""So many rows are kept as values: all of them are asked for several times a card."""

_COLUMNS = tuple(department.c.keys())
_NAMES = tuple(field.name for field in fields(Department))


@built_once
def everyone(district_id: DistrictId) -> Select[Any]:  # Any: a row
    """All of them, in the order of their ids."""
    return select(department).where(department.c.district_id == district_id).order_by(department.c.id)


def department_of(row: type_row) -> Department:
    """A row of `select(department)` as the domain's value."""
    return _made(tuple(row))


@lru_cache(maxsize=KNOWN)
def _made(row: tuple[Any, ...]) -> Department:  # Any: columns
    kept = dict(zip(_COLUMNS, row, strict=True))
    return Department(**{**{name: kept[name] for name in _NAMES}, "mode": Mode(kept["mode"] or Mode.OWN)})


class Departments(Rows, official_store.Departments):
    """Departments of the district."""

    @override
    async def all(self) -> Sequence[Department]:
        return [department_of(row) for row in await self._all(everyone(district_id=self.district_id))]

    @override
    async def put(self, put: Department) -> None:
        kept = ("chat_id", "topic_id", "phone", "hours")
        row = {"id": put.id, "title": put.title, **{name: getattr(put, name) for name in kept}}
        new = insert(department).values(**row, district_id=self.district_id)
        chat = {name: func.coalesce(new.excluded[name], department.c[name]) for name in kept}
        same = [department.c.district_id, department.c.id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"title": new.excluded.title, **chat}))

    @override
    async def set_chat(self, id: DepartmentId, chat_id: ChatId | None, topic_id: int | None = None) -> None:
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(chat_id=chat_id, topic_id=topic_id, checked_at=None, lacks=None))

    @override
    async def set_contacts(self, id: DepartmentId, *, phone: str | None, hours: str | None) -> None:
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(phone=phone, hours=hours))

    async def to_check(self) -> Sequence[Department]:
        """Connected to a group in which the bot's rights were not looked at since."""
        new = (department.c.district_id == self.district_id, department.c.chat_id.is_not(None), department.c.checked_at.is_(None))
        return [department_of(row) for row in await self._all(select(department).where(*new).order_by(department.c.id))]

    async def checked(self, id: DepartmentId, lacks: str, *, at: datetime) -> None:
        """What the bot lacks in the department's group."""
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(checked_at=at, lacks=lacks))

    @override
    async def recheck_chat(self, chat_id: ChatId) -> None:
        this = (department.c.district_id == self.district_id, department.c.chat_id == chat_id)
        await self._run(update(department).where(*this).values(checked_at=None))
