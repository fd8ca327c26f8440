"""Incidents and readings that a change of rules is tried on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.values import reading_of
from bot.storage.intake.readings import reading
from bot.storage.routing.rules import Rules
from incidents.incident import Incident
from incidents.reading import Reading


class TriedRules(Rules):
    """The tree, and what it is tried on: two questions, however many incidents there are."""

    @override
    async def routed_since(self, since: datetime, *, limit: int) -> Sequence[tuple[Incident, Reading]]:
        mine = select(incident).where(incident.c.district_id == self.district_id, incident.c.opened_at >= since)
        found = {row.id: incident_of(row) for row in await self._all(mine.order_by(incident.c.id.desc()).limit(limit))}
        here = (voice.c.district_id == self.district_id, incident.c.district_id == self.district_id, incident.c.opened_at >= since)
        first = (
            select(voice.c.incident_id, func.min(voice.c.post_id).label("post_id"))
            .join(incident, incident.c.id == voice.c.incident_id)
            .where(*here)
            .group_by(voice.c.incident_id)
            .subquery()
        )
        said = (
            select(first.c.incident_id, reading.c.body)
            .join(reading, reading.c.post_id == first.c.post_id)
            .where(reading.c.district_id == self.district_id)
            .order_by(reading.c.revision)
        )
        bodies = {row.incident_id: row.body for row in await self._all(said)}
        return [(one, reading_of(bodies[id])) for id, one in found.items() if id in bodies]
