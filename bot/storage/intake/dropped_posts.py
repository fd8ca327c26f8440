"""Table `drop_verdict`: what people said of posts that became no card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment
from bot.storage.engine.values import reading_of
from bot.storage.intake.filtered_posts import filtered_of, filtered_post
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from bot.storage.sources.chats import source_chat
from incidents.ids import OfficialId, PostId
from incidents.incident import RejectReason
from incidents.intake import store
from incidents.intake.dropped_posts import Dropped, DropVerdict, doubt_of
from incidents.posts import ERASED
from incidents.sources.chats import ChatKind

drop_verdict = Table(
    "drop_verdict",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey("post.id"), primary_key=True, autoincrement=False),
    Column("verdict", String, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id")),
    Column("at", Moment, nullable=False),
    Column("features", Json),  # hashed, for the reader to learn from when the words are gone; None: it has not learned yet
)


class DroppedPosts(Rows, store.DroppedPosts):
    """Posts that became no card."""

    @override
    async def between(self, since: datetime, until: datetime, *, stems: Sequence[str] = ()) -> Sequence[Dropped]:
        same = (reading.c.district_id == post.c.district_id, reading.c.post_id == post.c.id, reading.c.revision == post.c.revision)
        judged = (drop_verdict.c.district_id == post.c.district_id, drop_verdict.c.post_id == post.c.id)
        of_incident = and_(incident.c.district_id == voice.c.district_id, incident.c.id == voice.c.incident_id)
        voices = select(voice.c.post_id).join(incident, of_incident)
        voices = voices.where(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id)
        thanks = incident.c.reject_reason == RejectReason.THANKS  # a card of thanks is no appeal: it is counted with the others
        voiced = voices.where(or_(incident.c.reject_reason.is_(None), ~thanks)).exists()
        chats = select(source_chat.c.id).where(
            source_chat.c.district_id == post.c.district_id,
            source_chat.c.source_id == post.c.source_id,
            source_chat.c.kind != ChatKind.CHANNEL,
        )
        columns = (post.c.id, reading.c.body, drop_verdict.c.verdict, filtered_post.c.filter, filtered_post.c.words)
        read_posts = (
            select(*columns, chats.exists().label("in_chat"), voices.exists().label("has_card"))
            .join(reading, and_(*same))
            .outerjoin(filtered_post, and_(filtered_post.c.district_id == post.c.district_id, filtered_post.c.post_id == post.c.id))
            .outerjoin(drop_verdict, and_(*judged))
            .where(post.c.district_id == self.district_id, post.c.by_owner.is_(False), post.c.is_history.is_(False))
            .where(
                post.c.taken_at.is_not(None),
                post.c.detected_at >= since,
                post.c.detected_at < until,
                ~post.c.external_id.startswith(ERASED),
                or_(~voiced, drop_verdict.c.post_id.is_not(None)),
                *(post.c.folded.contains(stem, autoescape=True) for stem in stems),
            )
        )
        return [_dropped(row) for row in await self._all(read_posts.order_by(post.c.id))]

    @override
    async def judge(self, post: PostId, verdict: DropVerdict, *, by: OfficialId, at: datetime) -> bool:
        row = insert(drop_verdict).values(district_id=self.district_id, post_id=post, verdict=verdict, by_id=by, at=at)
        return await self._first(row.on_conflict_do_nothing().returning(drop_verdict.c.post_id)) is not None

    async def keep_features(self, of_posts: Mapping[PostId, Any]) -> None:  # Any: JSON of the learner
        """What the reader made of judged posts: it stays when their words go by age."""
        for id, features in of_posts.items():
            this = (drop_verdict.c.district_id == self.district_id, drop_verdict.c.post_id == id)
            await self._run(update(drop_verdict).where(*this).values(features=features))


def _dropped(row: type_row) -> Dropped:
    read = reading_of(row.body)
    return Dropped(
        post_id=PostId(row.id),
        kind=read.kind,
        score=read.appeal_score,
        verdict=DropVerdict(row.verdict) if row.verdict else None,
        praise=read.praise,
        filtered=filtered_of(row.filter, row.words) if read.is_appeal else None,
        doubt=doubt_of(read),
        topic=read.topic,
        in_chat=bool(row.in_chat),
        has_card=bool(row.has_card),
    )
