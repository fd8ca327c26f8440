"""Table `co_executor`: departments asked for facts, a line for each incident."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, String, Table, delete, select
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.people.officials import official
from incidents.acts import store
from incidents.acts.coexecutors import CoExecutor
from incidents.ids import DepartmentId, IncidentId

co_executor = Table(
    "co_executor",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),
    Column("department_id", String, primary_key=True),
    Column("by_id", KEY, ForeignKey(official.c.id), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("wait_until", Moment, nullable=False),
    Column("facts", Words),
    Column("facts_by", KEY, ForeignKey(official.c.id)),
    Column("facts_at", Moment),
)


def co_executor_of(row: type_row) -> CoExecutor:
    """A row as the domain's value."""
    return CoExecutor(
        incident_id=row.incident_id,
        department_id=row.department_id,
        by=row.by_id,
        asked_at=row.asked_at,
        wait_until=row.wait_until,
        facts=row.facts,
        facts_by=row.facts_by,
        facts_at=row.facts_at,
    )


class CoExecutors(Rows, store.CoExecutors):
    """Who gives facts."""

    @override
    async def of(self, id: IncidentId) -> Sequence[CoExecutor]:
        asked = select(co_executor).where(co_executor.c.district_id == self.district_id, co_executor.c.incident_id == id)
        rows = await self._all(asked.order_by(co_executor.c.asked_at, co_executor.c.department_id))
        return [co_executor_of(row) for row in rows]

    @override
    async def put(self, asked: CoExecutor) -> None:
        await self._run(self._kept(asked))

    def _kept(self, asked: CoExecutor) -> Insert:
        told = {"facts": asked.facts, "facts_by": asked.facts_by, "facts_at": asked.facts_at}
        new = insert(co_executor).values(
            district_id=self.district_id,
            incident_id=asked.incident_id,
            department_id=asked.department_id,
            by_id=asked.by,
            asked_at=asked.asked_at,
            wait_until=asked.wait_until,
            **told,
        )
        same = [co_executor.c.district_id, co_executor.c.incident_id, co_executor.c.department_id]
        return new.on_conflict_do_update(index_elements=same, set_={name: new.excluded[name] for name in told})

    @override
    async def drop(self, id: IncidentId, department: DepartmentId) -> None:
        this = (co_executor.c.district_id == self.district_id, co_executor.c.incident_id == id, co_executor.c.department_id == department)
        await self._run(delete(co_executor).where(*this))
