"""Modes of departments: columns of `department`, and the trial's comparison over `incident`."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.table import Rows
from bot.storage.people.departments import department
from incidents.ids import DepartmentId
from incidents.official import Mode
from incidents.routing import store


class Modes(Rows, store.Modes):
    """How departments work."""

    @override
    async def set(self, id: DepartmentId, mode: Mode, *, until: date | None, since: datetime) -> None:
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(mode=mode, mode_until=until, mode_since=since))

    @override
    async def trial_score(self, id: DepartmentId) -> tuple[int, int]:
        began = select(department.c.mode_since).where(department.c.district_id == self.district_id, department.c.id == id)
        mine = (incident.c.district_id == self.district_id, incident.c.proposed_id == id, incident.c.sorted_id.is_not(None))
        counted = select(func.count()).where(*mine, incident.c.opened_at >= began.scalar_subquery())
        same = counted.where(incident.c.sorted_id == incident.c.proposed_id)
        return int(await self._scalar(same)), int(await self._scalar(counted))
