"""Lessons of the reader: voices, incidents, and corrections."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post, stored, stored_of
from bot.storage.routing.reading_corrections import correction, correction_of
from incidents.ids import PostId
from incidents.incident import Status
from incidents.posts import ERASED
from incidents.routing.lessons import LESSONS, Lesson, lesson
from incidents.routing.reading_corrections import Correction, CorrectionKind


class Lessons(Rows):
    """Questions of the nightly learning."""

    async def all(self, since: datetime | None) -> Sequence[Lesson]:
        """The newest voices that were corrected since then (None: ever), or whose incidents are over; oldest first."""
        held = await self._corrected(since)
        over = incident.c.status.in_([Status.ANSWERED, Status.CLOSED])
        mine = (
            stored()
            .join(voice, and_(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id))
            .add_columns(voice.c.incident_id)
            .join(incident, and_(incident.c.district_id == voice.c.district_id, incident.c.id == voice.c.incident_id))
            .where(voice.c.district_id == self.district_id, ~post.c.external_id.startswith(ERASED), or_(over, post.c.id.in_(list(held))))
        )
        rows = await self._all(mine.order_by(voice.c.joined_at.desc(), post.c.id.desc()).limit(LESSONS))
        known = {row.id: incident_of(row) for row in await self._all(select(incident).where(incident.c.district_id == self.district_id))}
        return [lesson(stored_of(row), known[row.incident_id], held.get(row.id, {})) for row in reversed(rows)]

    async def _corrected(self, since: datetime | None) -> dict[PostId, dict[CorrectionKind, Correction]]:
        mine = select(correction).where(correction.c.district_id == self.district_id)
        if since is not None:
            mine = mine.where(correction.c.at >= since)
        held: defaultdict[PostId, dict[CorrectionKind, Correction]] = defaultdict(dict)
        for row in await self._all(mine.order_by(correction.c.at, correction.c.id)):
            held[row.post_id][CorrectionKind(row.kind)] = correction_of(row)  # the latest holds
        return dict(held)
