"""Modes of departments: columns of `department`, and the trial's comparison over `incident`."""

from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.storage.acts.incidents import incident
from bot.storage.engine.table import Joined
from bot.storage.people.departments import department
from incidents.ids import DepartmentId
from incidents.official import Mode


class Modes(Joined):
    """How departments work."""

    async def set_mode(self, id: DepartmentId, mode: Mode, *, until: date | None, since: datetime) -> None:
        """From now on, for so long."""
        this = (department.c.district_id == self.district_id, department.c.id == id)
        await self._run(update(department).where(*this).values(mode=mode, mode_until=until, mode_since=since))

    async def trial_score(self, id: DepartmentId) -> tuple[int, int]:
        """Of the posts that the bot would have sent to the department in its trial: routed the same by hand, routed by hand at all."""
        began = select(department.c.mode_since).where(department.c.district_id == self.district_id, department.c.id == id)
        mine = (incident.c.district_id == self.district_id, incident.c.proposed_id == id, incident.c.sorted_id.is_not(None))
        counted = select(func.count()).where(*mine, incident.c.opened_at >= began.scalar_subquery())
        same = counted.where(incident.c.sorted_id == incident.c.proposed_id)
        return int(await self._scalar(same)), int(await self._scalar(counted))
