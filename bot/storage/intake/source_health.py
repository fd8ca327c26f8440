"""Table `source_error`, and what a source brought: questions to `post`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Integer, Select, Table, func, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.voice_table import voice
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post, stored, stored_of
from bot.storage.sources.sources import source
from incidents.ids import SourceId
from incidents.posts import StoredPost
from incidents.sources import store
from incidents.sources.health import LATEST, MONTH, WEEK, SourceHealth, Yield

source_error = Table(
    "source_error",
    metadata,
    district(primary_key=True),
    Column("source_id", KEY, ForeignKey(source.c.id), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("because", Words, nullable=False),
)


class SourcesHealth(Rows, store.SourcesHealth):
    """How sources fare."""

    @override
    async def failed(self, id: SourceId, because: str, *, day: date, at: datetime) -> None:
        last = {"last_at": at, "because": because}
        new = insert(source_error).values(district_id=self.district_id, source_id=id, day=day, times=1, **last)
        key = [source_error.c.district_id, source_error.c.source_id, source_error.c.day]
        await self._run(new.on_conflict_do_update(index_elements=key, set_={"times": source_error.c.times + 1, **last}))

    @override
    async def of(self, id: SourceId, *, now: datetime) -> SourceHealth:
        theirs = (*self._written(), post.c.source_id == id)
        week = select(func.count()).select_from(post).where(*theirs, post.c.detected_at >= now - WEEK)
        month = self._appeals(now - MONTH).where(post.c.source_id == id)
        failed = select(source_error).where(source_error.c.district_id == self.district_id, source_error.c.source_id == id)
        errors = await self._all(failed.where(source_error.c.last_at >= now - WEEK).order_by(source_error.c.last_at.desc()))
        return SourceHealth(
            posts_week=int(await self._scalar(week)),
            appeals_month=sum(row.appeals for row in await self._all(month)),
            lag=await self.lag(id),
            errors_week=sum(row.times for row in errors),
            error_at=errors[0].last_at if errors else None,
            error=errors[0].because if errors else None,
        )

    async def lag(self, id: SourceId) -> timedelta | None:
        """Between writing and seeing, the median of the newest posts; None: nothing came."""
        theirs = select(post.c.published_at, post.c.detected_at).where(*self._written(), post.c.source_id == id)
        newest = theirs.order_by(post.c.detected_at.desc(), post.c.id.desc()).limit(LATEST)
        lags = [max(row.detected_at - row.published_at, timedelta(0)) for row in await self._all(newest)]
        return median(lags) if lags else None

    @override
    async def yields(self, *, since: datetime) -> Mapping[SourceId, Yield]:
        written = select(post.c.source_id, func.count().label("posts")).where(*self._written(), post.c.detected_at >= since)
        posts = {row.source_id: row.posts for row in await self._all(written.group_by(post.c.source_id))}
        appeals = {row.source_id: row.appeals for row in await self._all(self._appeals(since))}
        return {SourceId(id): Yield(posts=number, appeals=appeals.get(id, 0)) for id, number in posts.items()}

    @override
    async def newest(self, id: SourceId, *, since: datetime, limit: int) -> list[tuple[StoredPost, bool]]:
        is_voice = select(voice.c.post_id).where(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id).exists()
        theirs = stored().add_columns(is_voice.label("is_voice")).where(*self._written(), post.c.source_id == id)
        rows = await self._all(theirs.where(post.c.detected_at >= since).order_by(post.c.detected_at.desc(), post.c.id.desc()).limit(limit))
        return [(stored_of(row), bool(row.is_voice)) for row in rows]

    def _written(self) -> tuple[ColumnElement[bool], ...]:
        """Residents' words since the source is read."""
        return post.c.district_id == self.district_id, post.c.by_owner.is_(False), post.c.is_history.is_(False)

    def _appeals(self, since: datetime) -> Select[Any]:  # Any: a row
        voiced = select(post.c.source_id, func.count().label("appeals")).join(
            voice, (voice.c.district_id == post.c.district_id) & (voice.c.post_id == post.c.id)
        )
        return voiced.where(*self._written(), post.c.detected_at >= since).group_by(post.c.source_id)
