"""Tables `template` and `fact`: templates, and facts of departments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Select, String, Table, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.people.officials import official
from incidents.answers import store
from incidents.answers.facts import Fact, FactKind
from incidents.answers.templates import Template
from incidents.answers.values import AnswerKind
from incidents.errors import NotFound
from incidents.ids import IncidentId

template = Table(
    "template",
    metadata,
    key(),
    district(),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("scope", Json, nullable=False),  # slugs of topics and groups
    Column("fact", String),
    Column("active", Boolean, nullable=False),
    Column("kind", String),  # None: a final answer
    Column("asks", Words),
    Index("ix_template_district_id", "district_id"),
    sqlite_autoincrement=True,
)

fact = Table(
    "fact",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("day", Date),
    Index("ix_fact_incident_id", "district_id", "incident_id"),
    sqlite_autoincrement=True,
)


def template_of(row: type_row) -> Template:
    """A row as the domain's value."""
    fact = FactKind(row.fact) if row.fact else None
    kind = AnswerKind(row.kind) if row.kind else AnswerKind.FINAL
    own = {"id": row.id, "title": row.title, "text": row.text, "active": row.active, "asks": row.asks or ""}
    return Template(scope=tuple(row.scope), fact=fact, kind=kind, **own)


def fact_of(row: type_row) -> Fact:
    """A row as the domain's value."""
    return Fact(id=row.id, incident_id=row.incident_id, by=row.by_id, at=row.at, kind=FactKind(row.kind), day=row.day)


class Templates(Rows, store.Templates):
    """Templates of answers."""

    @override
    async def all(self) -> Sequence[Template]:
        return [template_of(row) for row in await self._all(self._templates().order_by(template.c.id))]

    @override
    async def get(self, id: int) -> Template:
        row = await self._first(self._templates().where(template.c.id == id).with_for_update())
        if row is None:
            raise NotFound("Такого шаблона нет, его могли убрать. Весь список: /templates")
        return template_of(row)

    @override
    async def add(self, new: Template) -> Template:
        row = {"district_id": self.district_id, **_values(new)}
        return template_of((await self._all(insert(template).values(row).returning(template)))[0])

    @override
    async def save(self, after: Template) -> None:
        this = (template.c.district_id == self.district_id, template.c.id == after.id)
        if not await self._run(update(template).where(*this).values(_values(after))):
            raise NotFound

    def _templates(self) -> Select[Any]:  # Any: a row
        return select(template).where(template.c.district_id == self.district_id)


class Facts(Rows, store.Facts):
    """Facts that departments gave."""

    @override
    async def add(self, new: Fact) -> Fact:
        row = {
            "district_id": self.district_id,
            "incident_id": new.incident_id,
            "by_id": new.by,
            "at": new.at,
            "kind": new.kind,
            "day": new.day,
        }
        return fact_of((await self._all(insert(fact).values(row).returning(fact)))[0])

    @override
    async def of(self, id: IncidentId) -> Sequence[Fact]:
        mine = select(fact).where(fact.c.district_id == self.district_id, fact.c.incident_id == id)
        return [fact_of(row) for row in await self._all(mine.order_by(fact.c.id))]

    @override
    async def done_in(self, since: datetime, until: datetime) -> Sequence[IncidentId]:
        later = fact.alias()
        same = (later.c.district_id == fact.c.district_id, later.c.incident_id == fact.c.incident_id)
        is_last = ~exists().where(*same, later.c.id > fact.c.id)
        done = (fact.c.district_id == self.district_id, fact.c.kind == FactKind.DONE, fact.c.at >= since, fact.c.at < until)
        return [row.incident_id for row in await self._all(select(fact.c.incident_id).where(*done, is_last).order_by(fact.c.id))]


def _values(one: Template) -> dict[str, object]:
    own = {"title": one.title, "text": one.text, "scope": list(one.scope), "asks": one.asks or None}
    return {**own, "fact": one.fact, "active": one.active, "kind": None if one.kind is AnswerKind.FINAL else one.kind}
