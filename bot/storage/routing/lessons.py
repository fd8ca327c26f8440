"""Lessons of the reader: voices, incidents, and corrections."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.table import Rows
from bot.storage.intake.dropped_posts import drop_verdict
from bot.storage.intake.filtered_posts import filtered_post
from bot.storage.intake.posts import post, stored, stored_of
from bot.storage.routing.reading_corrections import correction, correction_of
from incidents.ids import PostId
from incidents.incident import Status
from incidents.intake.dropped_posts import DropVerdict
from incidents.posts import ERASED
from incidents.routing.lessons import LESSONS, KeptLesson, Lesson, lesson
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
        voices = [lesson(stored_of(row), known[row.incident_id], held.get(row.id, {})) for row in reversed(rows)]
        featureless = {row.post_id for row in await self._all(self._judged(since).where(drop_verdict.c.features.is_(None)))}
        voices = [replace(each, keeps_features=each.post.id in featureless) for each in voices]
        return [*voices, *await self._rightly_dropped(since, featureless)]

    async def kept(self, since: datetime | None) -> Sequence[KeptLesson]:
        """What is left of judged posts after their words have gone by age."""
        gone = self._judged(since).where(post.c.external_id.startswith(ERASED), drop_verdict.c.features.is_not(None))
        return [
            KeptLesson(post_id=row.post_id, is_appeal=row.verdict == DropVerdict.APPEAL, features=row.features)
            for row in await self._all(gone.order_by(drop_verdict.c.at.desc()).limit(LESSONS))
        ]

    async def _rightly_dropped(self, since: datetime | None, featureless: Collection[PostId]) -> Sequence[Lesson]:
        """«Верно, не наше»: no voice of anything, and no appeal.

        What a filter of its source dropped says nothing of the reader.
        """
        at_post = and_(drop_verdict.c.district_id == post.c.district_id, drop_verdict.c.post_id == post.c.id)
        filtered = select(filtered_post.c.post_id).where(
            filtered_post.c.district_id == post.c.district_id, filtered_post.c.post_id == post.c.id
        )
        standing = (
            stored().join(drop_verdict, at_post).where(post.c.district_id == self.district_id, ~post.c.external_id.startswith(ERASED))
        )
        rightly = standing.where(drop_verdict.c.verdict == DropVerdict.RIGHTLY, ~filtered.exists())
        if since is not None:
            rightly = rightly.where(drop_verdict.c.at >= since)
        rows = await self._all(rightly.order_by(drop_verdict.c.at.desc()).limit(LESSONS))
        return [Lesson(post=stored_of(row), is_appeal=False, keeps_features=row.id in featureless) for row in reversed(rows)]

    def _judged(self, since: datetime | None) -> Select[Any]:  # Any: a row
        at_post = and_(drop_verdict.c.district_id == post.c.district_id, drop_verdict.c.post_id == post.c.id)
        judged = select(drop_verdict).join(post, at_post).where(drop_verdict.c.district_id == self.district_id)
        return judged if since is None else judged.where(drop_verdict.c.at >= since)

    async def _corrected(self, since: datetime | None) -> dict[PostId, dict[CorrectionKind, Correction]]:
        mine = select(correction).where(correction.c.district_id == self.district_id)
        if since is not None:
            mine = mine.where(correction.c.at >= since)
        held: defaultdict[PostId, dict[CorrectionKind, Correction]] = defaultdict(dict)
        for row in await self._all(mine.order_by(correction.c.at, correction.c.id)):
            held[row.post_id][CorrectionKind(row.kind)] = correction_of(row)  # the latest holds
        return dict(held)
