"""Table `incident`: one problem at one place; a version refuses stale changes."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Executable, Float, ForeignKey, Index, Integer, Select, String, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.expression import case, false, or_, select, text, union, update
from typing_extensions import override

from bot.storage.acts.events import Log
from bot.storage.acts.incident_words import place_kept
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.noticed import INCIDENT, notice
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.engine.values import body_of, main_place_of
from incidents import incident_store
from incidents.danger.danger_record import with_danger_record
from incidents.errors import StaleVersion
from incidents.ids import DepartmentId, DistrictId, IncidentId, OfficialId
from incidents.incident import OPEN, UNFINISHED, ClosingOutcome, Doubt, Event, Incident, RejectReason, Status, Untold
from incidents.places.find_text import folded_place
from incidents.reading import DangerGrade

LOT = 1_000
LOOKED_AT, AT_ONCE_LOOK = "look_at IS NOT NULL", datetime(2000, 1, 1, tzinfo=UTC)
"""What has just changed is looked at by the next tick."""
incident = Table(
    "incident",
    metadata,
    key(),
    district(),
    Column("number", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("group", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("place", Json, nullable=False),
    Column("place_id", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("danger_grade", String),
    Column("danger_words", Words),
    Column("danger_peak", String),
    Column("danger_since", Moment),
    Column("danger_over_at", Moment),
    Column("danger_over_by", KEY),  # of an official: they are never deleted
    Column("danger_title", Words),
    Column("trouble", Words),
    Column("department_id", String),
    Column("holder_id", KEY, ForeignKey("official.id")),
    Column("route_because", Words, nullable=False),
    Column("doubt", String),
    Column("returns", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("clock_from", Moment, nullable=False),
    Column("assigned_at", Moment),
    Column("accept_by", Moment),
    Column("accepted_at", Moment),
    Column("accepted_by", KEY),  # likewise
    Column("answer_by", Moment),
    Column("answered_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", String),
    Column("untold", String),
    Column("disputed", Boolean),
    Column("reject_reason", String),
    Column("repeat_of", KEY, ForeignKey("incident.id")),
    Column("merged_into", KEY, ForeignKey("incident.id")),
    Column("matched_because", Words),
    Column("proposed_id", String),
    Column("sorted_id", String),
    Column("reminded", Json, nullable=False),
    Column("rung_at", Moment),
    Column("danger_asked_at", Moment),
    Column("new_text_at", Moment),
    Column("region_by", Moment),  # of the voices: kept by those who change them
    Column("postponed_until", Moment),
    Column("controlled_since", Moment),
    Column("rumour", Boolean, nullable=False, server_default=false()),
    Column("suggestion", Boolean, nullable=False, server_default=false()),
    Column("co_departments", Json),  # a list, None in rows of older programs
    Column("version", Integer, nullable=False),
    Column("last_voice_at", Moment, nullable=False),  # for matching: opened or joined last
    Column("folded", Words),  # names of the place, for /find
    Column("look_at", Moment),  # when something may be due; None: nothing will be
    UniqueConstraint("district_id", "number"),
    Index("ix_incident_by_group", "district_id", "group", "place_id", "last_voice_at"),
    Index("ix_incident_by_place", "district_id", "place_id", "last_voice_at"),
    Index("ix_incident_of_group", "district_id", "group", "last_voice_at"),
    Index("ix_incident_last_voice_at", "district_id", "last_voice_at"),
    Index("ix_incident_by_status", "district_id", "status", "answer_by"),
    Index("ix_incident_opened_at", "district_id", "opened_at"),
    Index("ix_incident_answered_at", "district_id", "answered_at"),
    Index("ix_incident_closed_at", "district_id", "closed_at"),
    Index("ix_incident_danger_since", "district_id", "danger_since"),
    Index("ix_incident_disputed", "district_id", sqlite_where=text("disputed"), postgresql_where=text("disputed")),
    Index("ix_incident_look_at", "district_id", "look_at", sqlite_where=text(LOOKED_AT), postgresql_where=text(LOOKED_AT)),
    sqlite_autoincrement=True,
)

FIELDS = tuple(field.name for field in fields(Incident))
_IN_ROWS = tuple(sorted(FIELDS, key=incident.c.keys().index))
"""The fields as they stand in the table, before what only the storage asks: a row is read by its order."""

_FIXED = {"id", "district_id", "number", "region_by", "version"}
"""Fields that no change touches by itself."""

_CODES: Mapping[str, Callable[[str], StrEnum]] = {  # of columns that may be empty
    "danger_grade": DangerGrade, "danger_peak": DangerGrade, "doubt": Doubt, "outcome": ClosingOutcome,
    "reject_reason": RejectReason, "untold": Untold,
}  # fmt: skip


def incident_of(row: type_row) -> Incident:
    """A row as the domain's value. It begins with the columns of the table: `select(incident, …)`."""
    notice(INCIDENT, row[0])
    return incident_from(dict(zip(_IN_ROWS, row, strict=False)))


def incident_from(known: dict[str, Any]) -> Incident:  # Any: columns
    """Columns by the names of fields, changed in place; one that an older snapshot does not have is the field's default."""
    for name, code_of in _CODES.items():
        code = known.get(name)
        known[name] = code_of(code) if code else None
    known["status"], known["place"] = Status(known["status"]), main_place_of(known["place"])
    known["reminded"], known["co_departments"] = tuple(known["reminded"]), tuple(known.get("co_departments") or ())
    return Incident(**known)


def values_of(changed: Incident) -> dict[str, object]:
    """The fields that a change may touch, as columns."""
    values = {name: getattr(changed, name) for name in FIELDS if name not in _FIXED}
    lists = {"reminded": list(changed.reminded), "co_departments": list(changed.co_departments)}
    look_at = AT_ONCE_LOOK if changed.status in OPEN else None
    return {**values, **lists, "place": body_of(changed.place), "folded": folded_place(changed.place), "look_at": look_at}


def _by_id(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    return select(incident).where(incident.c.district_id == district_id, incident.c.id == id)


def _by_id_locked(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    return _by_id(district_id, id).with_for_update()


by_id, by_id_locked = built_once(_by_id), built_once(_by_id_locked)


@built_once
def changed_to(district_id: DistrictId, id: IncidentId, was: int, **columns: object) -> Executable:
    """The incident of this version with other columns; gives back the next version, and the place among its words."""
    this = (incident.c.district_id == district_id, incident.c.id == id, incident.c.version == was)
    change = update(incident).where(*this).values(**columns, version=incident.c.version + 1)
    return change.returning(incident.c.version, place_kept(district_id, id).scalar_subquery().label("place_kept"))


NEW = insert(incident).returning(incident.c.id)


class Incidents(Rows, incident_store.Incidents):
    """Incidents and their log: they change together."""

    @override
    async def get(self, id: IncidentId) -> Incident:
        one = by_id_locked if self.locks else by_id
        row = await self._one(one(district_id=self.district_id, id=id))
        return incident_of(row)

    @override
    async def by_number(self, number: int) -> Incident | None:
        this = select(incident).where(incident.c.district_id == self.district_id, incident.c.number == number)
        row = await self._first(this.with_for_update())
        return None if row is None else incident_of(row)

    @override
    async def add(self, draft: Incident, event: Event) -> Incident:
        numbered = replace(with_danger_record(draft, event), district_id=self.district_id, number=await self._next("incident"), version=1)
        own = {"district_id": self.district_id, "number": numbered.number, "version": 1, "last_voice_at": draft.opened_at}
        row = {**values_of(numbered), **own}
        id = await self._scalar(Asked(NEW, row))
        await self.beside(Log).append(id, event)
        self.reworded.opened[id] = folded_place(draft.place)
        return replace(numbered, id=id)

    @override
    async def save(self, incident: Incident, event: Event) -> Incident:
        after = with_danger_record(incident, event)
        changed = await self._first(changed_to(district_id=self.district_id, id=after.id, was=after.version, **values_of(after)))
        if changed is None:
            raise StaleVersion
        self.reworded.placed(after.id, folded_place(after.place), kept=changed.place_kept)
        await self.beside(Log).append(after.id, event)
        return replace(after, version=changed.version)

    @override
    async def held_by(
        self, *, official: OfficialId | None, department: DepartmentId | None, statuses: Collection[Status] = OPEN
    ) -> Sequence[Incident]:
        held = []
        if official is not None:
            held.append(incident.c.holder_id == official)
        if department is not None:
            held.append(incident.c.department_id == department)
        return await self._incidents(self._earliest().where(incident.c.status.in_(statuses), or_(*held))) if held else []

    @override
    async def unfinished(self) -> Sequence[Incident]:
        return await self._incidents(self._earliest().where(incident.c.status.in_(UNFINISHED)))

    @override
    async def between(self, since: datetime, until: datetime) -> Sequence[Incident]:
        mine = incident.c.district_id == self.district_id
        moments = (incident.c.opened_at, incident.c.answered_at, incident.c.closed_at, incident.c.danger_since)
        happened = union(*(select(incident.c.id).where(mine, moment >= since, moment < until) for moment in moments))
        return await self._incidents(select(incident).where(mine, incident.c.id.in_(happened)).order_by(incident.c.number))

    @override
    async def these(self, ids: Collection[IncidentId]) -> Sequence[Incident]:
        mine = select(incident).where(incident.c.district_id == self.district_id)
        found = [each for some in batches(sorted(set(ids))) for each in await self._incidents(mine.where(incident.c.id.in_(some)))]
        return sorted(found, key=lambda each: each.number)

    def _earliest(self) -> Select[Any]:
        mine = select(incident).where(incident.c.district_id == self.district_id)
        earlier = case((incident.c.region_by < incident.c.answer_by, incident.c.region_by), else_=incident.c.answer_by)
        return mine.order_by(earlier.asc().nulls_last(), incident.c.id)

    async def _incidents(self, question: Select[Any]) -> Sequence[Incident]:
        """A year of them takes a while: between two lots others have their turn."""
        found: list[Incident] = []
        for some in (await self._execute(question)).partitions(LOT):
            found += map(incident_of, some)
            if len(some) == LOT:
                await asyncio.sleep(0)
        return found

    @override
    async def controlled(self) -> Sequence[Incident]:
        mine = (incident.c.district_id == self.district_id, incident.c.controlled_since.is_not(None))
        return await self._incidents(select(incident).where(*mine).order_by(incident.c.controlled_since, incident.c.id))
