"""Table `request`: what was passed to other organisations, and until when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, Table, and_, false, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.people.officials import official
from incidents.acts import store
from incidents.acts.outside_requests import Request
from incidents.ids import IncidentId

request = Table(
    "request",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("organisation", Words, nullable=False),
    Column("letter", Words),
    Column("sent_at", Moment, nullable=False),
    Column("promised_at", Moment, nullable=False),
    Column("remind_at", Moment),
    Column("asked_at", Moment),
    Column("came_at", Moment),
    Column("taken_back", Boolean, nullable=False, server_default=false()),
    Index("ix_request_incident_id", "district_id", "incident_id"),
    Index("ix_request_remind_at", "district_id", "remind_at"),
    sqlite_autoincrement=True,
)

_SAME = ("incident_id", "organisation", "letter", "sent_at", "promised_at", "remind_at", "asked_at", "came_at")
_LATEST = 200  # requests that are looked through for the organisations of a menu


def request_of(row: type_row) -> Request:
    """A row as the domain's value."""
    return Request(id=row.id, by=row.by_id, **{name: row._mapping[name] for name in _SAME})


class Requests(Rows, store.Requests):
    """Questions to other organisations."""

    @override
    async def add(self, new: Request) -> Request:
        row = {"district_id": self.district_id, "by_id": new.by, **{name: getattr(new, name) for name in _SAME}}
        return request_of((await self._all(insert(request).values(row).returning(request)))[0])

    @override
    async def save(self, after: Request) -> None:
        values = {name: getattr(after, name) for name in ("promised_at", "remind_at", "asked_at", "came_at")}
        await self._run(update(request).where(request.c.district_id == self.district_id, request.c.id == after.id).values(values))

    @override
    async def take_back(self, id: int) -> None:
        await self._run(update(request).where(request.c.district_id == self.district_id, request.c.id == id).values(taken_back=True))

    @override
    async def of(self, id: IncidentId) -> Request | None:
        row = await self._first(self._standing_requests().where(request.c.incident_id == id).order_by(request.c.id.desc()).limit(1))
        return None if row is None else request_of(row)

    @override
    async def to_repeat(self, now: datetime) -> Sequence[Request]:
        due = self._standing_requests().where(request.c.remind_at <= now, request.c.came_at.is_(None))
        return [request_of(row) for row in await self._all(due.order_by(request.c.id))]

    @override
    async def organisations(self, *, group: str, limit: int) -> Sequence[Request]:
        of_incident = and_(incident.c.district_id == request.c.district_id, incident.c.id == request.c.incident_id)
        latest = self._standing_requests().add_columns(incident.c.group).join(incident, of_incident)
        rows = await self._all(latest.order_by(request.c.id.desc()).limit(_LATEST))
        found: dict[str, Request] = {}
        for row in sorted(rows, key=lambda each: each.group != group):
            found.setdefault(row.organisation.casefold(), request_of(row))
        return list(found.values())[:limit]

    def _standing_requests(self) -> Select[Any]:  # Any: a row
        return select(request).where(request.c.district_id == self.district_id, ~request.c.taken_back)
