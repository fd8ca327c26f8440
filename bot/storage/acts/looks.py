"""Tables `look` and `read_request`: who looked at cards of others.

And who asked to. No words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.people.officials import official
from incidents.acts import store
from incidents.acts.looks import Look, LookKind, ReadRequest, ReadRequestState
from incidents.errors import NotFound
from incidents.ids import IncidentId, OfficialId
from incidents.settings_log import Audited

look = Table(
    "look",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id)),  # None: a search that found nothing, or what is on no card
    Column("official_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("at", Moment, nullable=False),
    Column("how", String, nullable=False),
    Column("post_id", KEY),  # a dropped post; None: a card, or a list
    Index("ix_look_incident_id", "district_id", "incident_id", "id"),
    Index("ix_look_at", "district_id", "at"),
    sqlite_autoincrement=True,
)

read_request = Table(
    "read_request",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("official_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", KEY, ForeignKey(official.c.id)),
    Column("decided_at", Moment),
    Index("ix_read_request_official_id", "district_id", "official_id", "incident_id"),
    sqlite_autoincrement=True,
)


def look_of(row: type_row) -> Look:
    """A row as the domain's value."""
    return Look(incident_id=row.incident_id, by=row.official_id, at=row.at, how=LookKind(row.how), post_id=row.post_id)


def request_of(row: type_row) -> ReadRequest:
    """A row as the domain's value."""
    known: Mapping[str, object] = {name: value for name, value in row._mapping.items() if name != "district_id"}
    return ReadRequest(**{**known, "state": ReadRequestState(row.state)})  # type: ignore[arg-type]  # columns are fields


class Looks(Rows, store.Looks):
    """Looks at cards of others."""

    @override
    async def add(self, looks: Sequence[Look]) -> None:
        rows = [
            {
                **{"district_id": self.district_id, "incident_id": each.incident_id, "post_id": each.post_id},
                **{"official_id": each.by, "at": each.at, "how": each.how},
            }
            for each in looks
        ]
        if rows:
            await self._with(insert(look), rows)

    @override
    async def of(self, id: IncidentId, *, limit: int, skip: int = 0) -> Sequence[Look]:
        mine = select(look).where(look.c.district_id == self.district_id, look.c.incident_id == id)
        return [look_of(row) for row in await self._all(mine.order_by(look.c.id.desc()).limit(limit).offset(skip))]

    @override
    async def newest(self, *, limit: int, skip: int = 0) -> Sequence[Audited]:
        at_card = and_(incident.c.district_id == look.c.district_id, incident.c.id == look.c.incident_id)
        by_whom = and_(official.c.district_id == look.c.district_id, official.c.id == look.c.official_id)
        mine = select(look, incident.c.number, official.c.user_id).outerjoin(incident, at_card)
        known = mine.join(official, by_whom).where(look.c.district_id == self.district_id)
        rows = await self._all(known.order_by(look.c.id.desc()).limit(limit).offset(skip))
        return [Audited(what="look", user_id=row.user_id, at=row.at, data={"how": row.how, "number": row.number}) for row in rows]

    async def purge(self, before: datetime) -> int:
        """Take away what is older; gives back how many."""
        return await self._run(delete(look).where(look.c.district_id == self.district_id, look.c.at < before))


class ReadRequests(Rows, store.ReadRequests):
    """Requests to see a card of others."""

    @override
    async def add(self, draft: ReadRequest) -> ReadRequest:
        row = {
            "district_id": self.district_id,
            "incident_id": draft.incident_id,
            "official_id": draft.official_id,
            "asked_at": draft.asked_at,
            "state": draft.state,
        }
        return replace(draft, id=await self._scalar(insert(read_request).values(row).returning(read_request.c.id)))

    @override
    async def get(self, id: int) -> ReadRequest:
        this = select(read_request).where(read_request.c.district_id == self.district_id, read_request.c.id == id)
        row = await self._first(this.with_for_update())
        if row is None:
            raise NotFound("Этой просьбы больше нет")
        return request_of(row)

    @override
    async def latest(self, official_id: OfficialId, incident_id: IncidentId) -> ReadRequest | None:
        mine = (read_request.c.district_id == self.district_id, read_request.c.official_id == official_id)
        last = select(read_request).where(*mine, read_request.c.incident_id == incident_id).order_by(read_request.c.id.desc()).limit(1)
        row = await self._first(last)
        return None if row is None else request_of(row)

    @override
    async def save(self, changed: ReadRequest) -> None:
        this = (read_request.c.district_id == self.district_id, read_request.c.id == changed.id)
        values = {"state": changed.state, "decided_by": changed.decided_by, "decided_at": changed.decided_at}
        await self._run(update(read_request).where(*this).values(values))

    @override
    async def cancel_all_of(self, official_id: OfficialId) -> None:
        mine = (read_request.c.district_id == self.district_id, read_request.c.official_id == official_id)
        await self._run(update(read_request).where(*mine).values(state=ReadRequestState.OVER))

    async def purge(self, before: datetime) -> int:
        """Take away what was asked before; gives back how many."""
        old = (read_request.c.district_id == self.district_id, read_request.c.asked_at < before)
        return await self._run(delete(read_request).where(*old))
