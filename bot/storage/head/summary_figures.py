"""Figures of the summary: reopened, region's numbers, late posts."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident
from bot.storage.acts.voices import voice
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post
from incidents.ids import IncidentId
from incidents.incident import Act, Status


class Figures(Rows):
    """Counts of the district."""

    async def count_reopened(self, since: datetime, until: datetime) -> int:
        """How many incidents were taken back into work in [since, until)."""
        mine = select(func.count(event.c.incident_id.distinct())).where(event.c.district_id == self.district_id)
        back = mine.where(event.c.act == Act.REOPEN, event.c.at >= since, event.c.at < until)
        return int(await self._scalar(back))

    async def count_in_region(self, since: datetime, until: datetime) -> int:
        """How many voices that joined in [since, until) have a number of the region."""
        joined = select(func.count()).select_from(voice).join(incident, incident.c.id == voice.c.incident_id)
        mine = joined.where(voice.c.district_id == self.district_id, incident.c.status != Status.REJECTED)
        return int(
            await self._scalar(mine.where(voice.c.region_number.is_not(None), voice.c.joined_at >= since, voice.c.joined_at < until))
        )

    async def late_voices(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        """Of each incident: voices written in [since, until) that became known at `until` or later."""
        of = select(voice.c.incident_id, func.count().label("number")).join(post, post.c.id == voice.c.post_id)
        mine = of.where(voice.c.district_id == self.district_id, post.c.published_at >= since, post.c.published_at < until)
        rows = await self._all(mine.where(voice.c.joined_at >= until).group_by(voice.c.incident_id))
        return {IncidentId(row.incident_id): row.number for row in rows}
