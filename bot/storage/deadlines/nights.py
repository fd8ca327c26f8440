"""Tables `night` and `drop_verdict`: decisions about night cards and dropped posts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, String, Table, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.delivery.new_tries import QUIET
from bot.storage.delivery.outbox import OutboxKind, outbox
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.engine.values import reading_of
from bot.storage.intake.filtered_posts import filtered_of, filtered_post
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from incidents.deadlines import store
from incidents.deadlines.night_digest import Dropped, DropVerdict, Night
from incidents.ids import OfficialId, PostId
from incidents.incident import RejectReason

night = Table(
    "night",
    metadata,
    district(primary_key=True),
    Column("day", Date, primary_key=True),
    Column("released_at", Moment),
    Column("hold_until", Moment),
    Column("by_id", KEY, ForeignKey("official.id")),
)

drop_verdict = Table(
    "drop_verdict",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey("post.id"), primary_key=True, autoincrement=False),
    Column("verdict", String, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id")),
    Column("at", Moment, nullable=False),
)


class Nights(Rows, store.Nights):
    """Cards that wait for the morning."""

    @override
    async def of(self, day: date) -> Night | None:
        row = await self._first(select(night).where(night.c.district_id == self.district_id, night.c.day == day))
        return None if row is None else Night(day=row.day, released_at=row.released_at, hold_until=row.hold_until)

    @override
    async def save(self, said: Night, *, by: OfficialId) -> None:
        what = {"released_at": said.released_at, "hold_until": said.hold_until, "by_id": by}
        new = insert(night).values(district_id=self.district_id, day=said.day, **what)
        await self._run(new.on_conflict_do_update(index_elements=[night.c.district_id, night.c.day], set_=what))

    @override
    async def count_held(self) -> int:
        return int(await self._scalar(select(func.count(outbox.c.incident_id.distinct())).where(*self._quiet())))

    @override
    async def move_held(self, until: datetime | None) -> int:
        self.wake(Queue.OUTBOX)
        return await self._run(update(outbox).where(*self._quiet()).values(retry_at=until))

    def _quiet(self) -> tuple[ColumnElement[bool], ...]:
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "pending", outbox.c.kind == OutboxKind.CARD)
        return (*mine, outbox.c.error == QUIET)


class DroppedPosts(Rows, store.DroppedPosts):
    """Posts that the filter let go."""

    @override
    async def between(self, since: datetime, until: datetime) -> Sequence[Dropped]:
        same = (reading.c.district_id == post.c.district_id, reading.c.post_id == post.c.id, reading.c.revision == post.c.revision)
        judged = (drop_verdict.c.district_id == post.c.district_id, drop_verdict.c.post_id == post.c.id)
        of_incident = and_(incident.c.district_id == voice.c.district_id, incident.c.id == voice.c.incident_id)
        mine = select(voice.c.post_id).join(incident, of_incident)
        mine = mine.where(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id)
        thanks = incident.c.reject_reason == RejectReason.THANKS  # a card of thanks is no appeal: it is counted with the others
        voiced = mine.where(or_(incident.c.reject_reason.is_(None), ~thanks)).exists()
        found = (
            select(post.c.id, reading.c.body, drop_verdict.c.verdict, filtered_post.c.filter, filtered_post.c.words)
            .join(reading, and_(*same))
            .outerjoin(filtered_post, and_(filtered_post.c.district_id == post.c.district_id, filtered_post.c.post_id == post.c.id))
            .outerjoin(drop_verdict, and_(*judged))
            .where(post.c.district_id == self.district_id, post.c.by_owner.is_(False), post.c.is_history.is_(False))
            .where(
                post.c.taken_at.is_not(None),
                post.c.detected_at >= since,
                post.c.detected_at < until,
                or_(~voiced, drop_verdict.c.post_id.is_not(None)),
            )
        )
        return [_dropped(row) for row in await self._all(found.order_by(post.c.id))]

    @override
    async def judge(self, post: PostId, verdict: DropVerdict, *, by: OfficialId, at: datetime) -> bool:
        row = insert(drop_verdict).values(district_id=self.district_id, post_id=post, verdict=verdict, by_id=by, at=at)
        return await self._first(row.on_conflict_do_nothing().returning(drop_verdict.c.post_id)) is not None


def _dropped(row: type_row) -> Dropped:
    read = reading_of(row.body)
    return Dropped(
        post_id=PostId(row.id),
        kind=read.kind,
        score=read.appeal_score,
        verdict=DropVerdict(row.verdict) if row.verdict else None,
        praise=read.praise,
        filtered=filtered_of(row.filter, row.words) if read.is_appeal else None,
    )
