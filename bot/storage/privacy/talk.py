"""Talk of chats: no appeal, no danger, no reply to us."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from typing_extensions import override

from bot.storage.acts.voice_table import heard
from bot.storage.answers.answers import answer
from bot.storage.answers.reactions import reaction
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.values import reading_of
from bot.storage.intake.dropped_posts import drop_verdict
from bot.storage.intake.posts import parent, post
from bot.storage.intake.readings import reading
from bot.storage.sources.chats import source_chat
from incidents.ids import IncidentId, PostId
from incidents.intake.dropped_posts import DropVerdict
from incidents.posts import ERASED, sealed
from incidents.privacy import store
from incidents.sources.chats import ChatKind


class Talk(Rows, store.PersonalData):
    """What people of a house say among themselves. What a channel writes is told to everybody, so it is none."""

    @override
    async def chat_posts(self, *, before: datetime | None, after: PostId, limit: int) -> Sequence[tuple[PostId, bool]]:
        here = self.district_id
        chats = select(source_chat.c.source_id).where(
            source_chat.c.district_id == here, source_chat.c.kind != ChatKind.CHANNEL, source_chat.c.source_id.is_not(None)
        )
        our_ids = select(answer.c.external_id).where(answer.c.district_id == here, answer.c.external_id.is_not(None))
        replies_to_us = or_(*(func.coalesce(name, "").in_(our_ids) for name in (post.c.parent_external_id, post.c.reply_to_external_id)))
        spoken_of = (
            select(table.c.post_id).where(table.c.district_id == post.c.district_id, table.c.post_id == post.c.id).exists()
            for table in (heard, answer, reaction)
        )
        of_text = and_(reading.c.district_id == post.c.district_id, reading.c.post_id == post.c.id, reading.c.revision == post.c.revision)
        judged = and_(drop_verdict.c.district_id == post.c.district_id, drop_verdict.c.post_id == post.c.id)
        is_due = () if before is None else (post.c.taken_at.is_not(None), post.c.detected_at < before)
        unknown = (
            select(post.c.id, post.c.taken_at, reading.c.body, drop_verdict.c.verdict)
            .outerjoin(reading, of_text)
            .outerjoin(drop_verdict, judged)
            .where(post.c.district_id == here, post.c.source_id.in_(chats), post.c.id > after, *is_due)
            .where(~post.c.external_id.startswith(ERASED), ~post.c.by_owner, ~replies_to_us, *(~each for each in spoken_of))
        )
        return [(PostId(row.id), _is_talk(row)) for row in await self._all(unknown.order_by(post.c.id).limit(limit))]

    @override
    async def keep_threads(self, ids: Collection[PostId]) -> Sequence[IncidentId]:
        here = self.district_id
        under = and_(parent.c.network == post.c.network, parent.c.external_id == post.c.parent_external_id)
        comments = select(post.c.id, post.c.network, post.c.parent_external_id).join(parent, and_(parent.c.district_id == here, under))
        rows = await self._all(comments.where(post.c.district_id == here, parent.c.id.in_(ids)))
        for network, root in {(row.network, row.parent_external_id) for row in rows}:
            of_root = (post.c.district_id == here, post.c.network == network, post.c.parent_external_id == root)
            await self._run(update(post).where(*of_root).values(parent_external_id=sealed(network, root)))
        cards = select(heard.c.incident_id).where(heard.c.district_id == here, heard.c.post_id.in_([row.id for row in rows]))
        return [IncidentId(row.incident_id) for row in await self._all(cards.distinct())]


def _is_talk(row: type_row) -> bool:
    """What a person judged to be no appeal is none, whatever the reader says."""
    if row.taken_at is None or row.body is None or row.verdict == DropVerdict.RIGHTLY:
        return True
    return not reading_of(row.body).is_wanted
