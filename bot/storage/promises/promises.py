"""Table `promise`: days that answers name, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Index, Select, String, Table, Time, Update, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.engine.values import body_of
from incidents.errors import NotFound
from incidents.ids import DistrictId, IncidentId
from incidents.promises import store
from incidents.promises.values import Promise, PromiseState
from incidents.reading import MainPlace

promise = Table(
    "promise",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Column("answer_id", KEY, ForeignKey("answer.id"), nullable=False),
    Column("official_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("department_id", String),
    Column("due", Date, nullable=False),
    Column("words", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("broken_at", Moment),
    Column("reminded_at", Moment),
    Column("hour", Time),
    Index("ix_promise_incident_id", "district_id", "incident_id"),
    Index("ix_promise_state_due", "district_id", "state", "due"),
    sqlite_autoincrement=True,
)


def promise_of(row: type_row) -> Promise:
    """A row as the domain's value."""
    return Promise(**{**row._mapping, "state": PromiseState(row.state)})


def values_of(one: Promise) -> dict[str, object]:
    """All fields but the keys, as columns."""
    return {field.name: getattr(one, field.name) for field in fields(Promise) if field.name not in {"id", "district_id"}}


@built_once
def promises_of(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """The promises of these incidents, in order."""
    return select(promise).where(promise.c.district_id == district_id, promise.c.incident_id.in_(ids)).order_by(promise.c.id)


class Promises(Rows, store.Promises):
    """Promises of the district."""

    @override
    async def add(self, draft: Promise) -> Promise:
        row = {**values_of(draft), "district_id": self.district_id}
        id = await self._scalar(insert(promise).values(row).returning(promise.c.id))
        return replace(draft, id=id, district_id=self.district_id)

    @override
    async def save(self, promise: Promise) -> None:
        if not await self._run(self._promise(promise)):
            raise NotFound

    def _promise(self, after: Promise) -> Update:
        return update(promise).where(promise.c.district_id == self.district_id, promise.c.id == after.id).values(values_of(after))

    @override
    async def of(self, id: IncidentId) -> Sequence[Promise]:
        return await self._promises(self._all_promises().where(promise.c.incident_id == id).order_by(promise.c.id))

    @override
    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Promise]]:
        found: dict[IncidentId, list[Promise]] = {}
        for some in batches(ids):
            for each in map(promise_of, await self._all(promises_of(district_id=self.district_id, ids=some))):
                found.setdefault(each.incident_id, []).append(each)
        return found

    @override
    async def still_open(self) -> Sequence[Promise]:
        standing = self._all_promises().where(promise.c.state == PromiseState.OPEN)
        return await self._promises(standing.order_by(promise.c.due, promise.c.id))

    @override
    async def broken(self) -> Sequence[Promise]:
        broken = self._all_promises().where(promise.c.state == PromiseState.BROKEN)
        return await self._promises(broken.order_by(promise.c.due, promise.c.id))

    async def keep_unbroken(self) -> int:
        """What a clock that ran ahead called broken waits for its day again."""
        undone = (promise.c.district_id == self.district_id, promise.c.state == PromiseState.BROKEN, promise.c.broken_at.is_(None))
        return await self._run(update(promise).where(*undone).values(state=PromiseState.OPEN))

    @override
    async def standing_at(self, moment: datetime) -> Sequence[Promise]:
        stood = or_(promise.c.settled_at.is_(None), promise.c.settled_at >= moment)
        known = self._all_promises().where(promise.c.made_at < moment, stood)
        return await self._promises(known.order_by(promise.c.due, promise.c.id))

    @override
    async def broken_at(self, place: MainPlace, topic: str) -> Promise | None:
        if not (place.street or place.landmark):
            return None  # a whole settlement is no place to remember
        there = (incident.c.district_id == self.district_id, incident.c.topic == topic, incident.c.place == body_of(place))
        broken = self._all_promises().join(incident, incident.c.id == promise.c.incident_id).where(*there)
        latest = broken.where(promise.c.state == PromiseState.BROKEN).order_by(promise.c.due.desc(), promise.c.id.desc()).limit(1)
        row = await self._first(latest)
        return None if row is None else promise_of(row)

    def _all_promises(self) -> Select[Any]:  # Any: a row
        return select(promise).where(promise.c.district_id == self.district_id)

    async def _promises(self, question: Select[Any]) -> Sequence[Promise]:  # Any: a row
        return [promise_of(row) for row in await self._all(question)]
