"""When reminders look at an incident next, in the table `incident`."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import AT_ONCE_LOOK, incident, incident_of
from bot.storage.engine.schema import counter
from bot.storage.engine.table import Rows
from incidents.deadlines import store
from incidents.ids import IncidentId
from incidents.incident import OPEN, Incident, Status

RULES = "look_at"
"""The counter that holds the number of the rules by which the looks were computed."""


class NextLooks(Rows, store.NextLooks):
    """What is to be looked at now, and when the rest is."""

    @override
    async def now_due(self, now: datetime, *, after: IncidentId, most: int) -> Sequence[Incident]:
        ripe = select(incident).where(incident.c.district_id == self.district_id, incident.c.look_at <= now, incident.c.id > after)
        rows = await self._all(ripe.order_by(incident.c.id).limit(most).with_for_update(skip_locked=True))
        return [incident_of(row) for row in rows]

    @override
    async def put(self, looks: Mapping[IncidentId, datetime | None]) -> None:
        this = (incident.c.district_id == self.district_id, incident.c.id == bindparam("this"))
        later = update(incident).where(*this).values(look_at=bindparam("at"))
        if looks:
            await self._connection.execute(later, [{"this": id, "at": at} for id, at in looks.items()])

    @override
    async def keep_rules(self, rules: int) -> bool:
        mine = (counter.c.district_id == self.district_id, counter.c.name == RULES)
        if await self._scalar(select(counter.c.value).where(*mine)) == rules:
            return False
        known = insert(counter).values(district_id=self.district_id, name=RULES, value=rules)
        await self._run(known.on_conflict_do_update(index_elements=[counter.c.district_id, counter.c.name], set_={"value": rules}))
        open_ones = (incident.c.district_id == self.district_id, incident.c.status.in_(OPEN))
        await self._run(update(incident).where(*open_ones).values(look_at=AT_ONCE_LOOK))
        return True

    @override
    async def overdue(self, now: datetime, *, after: IncidentId, most: int) -> Sequence[Incident]:
        mine = (incident.c.district_id == self.district_id, incident.c.id > after)
        late = select(incident).where(*mine, incident.c.status.in_(OPEN), incident.c.answer_by < now)
        return [incident_of(row) for row in await self._all(late.order_by(incident.c.id).limit(most))]

    @override
    async def to_come_back(self, now: datetime) -> Sequence[IncidentId]:
        mine = select(incident.c.id).where(incident.c.district_id == self.district_id, incident.c.status == Status.POSTPONED)
        ripe = mine.where(incident.c.postponed_until <= now).order_by(incident.c.answer_by, incident.c.id)
        return [row.id for row in await self._all(ripe)]
