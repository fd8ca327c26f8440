"""Table `answer`: texts for residents' threads, with a life of their own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    Update,
    and_,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.intake.posts import post
from bot.storage.intake.threads import beside, of_thread
from incidents.answers import store
from incidents.answers.values import REACTED_TO, Answer, AnswerKind, AnswerState, TypedFields
from incidents.errors import NotFound
from incidents.ids import AnswerId, DistrictId, IncidentId, OfficialId
from incidents.posts import Network, StoredPost

UNSETTLED = "look_at IS NOT NULL OR state IN ('scheduled', 'publishing')"
"""Answers that something is still to happen to: a handful among all that were ever published."""

answer = Table(
    "answer",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Column("post_id", KEY, ForeignKey("post.id"), nullable=False),
    Column("author_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("text", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("guid", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("publish_at", Moment),
    Column("started_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("published_at", Moment),
    Column("external_id", Words),
    Column("url", Words),
    Column("proved_at", Moment),
    Column("refusal", Words),
    Column("look_at", Moment),
    Column("message_id", BigInteger),
    Column("kind", String, nullable=False, server_default=AnswerKind.FINAL),
    Column("corrects", KEY),  # another row of this table: answers are never deleted
    Column("shares", KEY),  # likewise
    Column("repeats", KEY),  # likewise
    Column("elsewhere", Boolean, nullable=False, server_default=true()),
    Column("due_by", Moment),
    Column("typed_id", BigInteger),
    Column("typed_fields", Json),
    Column("by_phone", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("district_id", "guid"),
    Index("ix_answer_incident_id", "district_id", "incident_id"),
    Index("ix_answer_typed", "district_id", "author_id", "typed_id"),
    Index("ix_answer_post_id", "district_id", "post_id"),
    Index("ix_answer_published_at", "district_id", "published_at"),
    Index("ix_answer_state", "district_id", "state", "publish_at"),
    Index("ix_answer_unsettled", "district_id", sqlite_where=text(UNSETTLED), postgresql_where=text(UNSETTLED)),
    sqlite_autoincrement=True,
)


def answer_of(row: type_row) -> Answer:
    """A row as the domain's value."""
    known = {**row._mapping, "state": AnswerState(row.state), "kind": AnswerKind(row.kind)}
    return Answer(**{**known, "typed_fields": _fields_of(row.typed_fields)})


def _fields_of(kept: Any) -> TypedFields | None:  # Any: JSON
    if kept is None:
        return None
    day = date.fromisoformat(kept["day"]) if kept["day"] else None
    return TypedFields(fields=tuple(kept["fields"]), template=kept["template"], day=day)


def values_of(one: Answer) -> dict[str, object]:
    """All fields but the keys, as columns."""
    values = {field.name: getattr(one, field.name) for field in fields(Answer) if field.name not in {"id", "district_id"}}
    asked = one.typed_fields
    day = asked.day.isoformat() if asked is not None and asked.day is not None else None
    return {**values, "typed_fields": asked and {"fields": list(asked.fields), "template": asked.template, "day": day}}


def changed(district_id: DistrictId, after: Answer) -> Update:
    """The answer as it is now."""
    this = (answer.c.district_id == district_id, answer.c.id == after.id)
    return update(answer).where(*this).values(values_of(after))


@built_once
def answers_of(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """The answers to these incidents, in order."""
    theirs = (answer.c.district_id == district_id, answer.c.incident_id.in_(ids), answer.c.kind != AnswerKind.DONE_CHECK)
    return select(answer).where(*theirs).order_by(answer.c.id)


class Answers(Rows, store.Answers):
    """Answers of the district."""

    @override
    async def get(self, id: AnswerId) -> Answer:
        row = await self._one(self._mine().where(answer.c.id == id).with_for_update())
        return answer_of(row)

    @override
    async def of(self, id: IncidentId) -> Sequence[Answer]:
        return (await self.of_each([id])).get(id, [])

    @override
    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Answer]]:
        found: dict[IncidentId, list[Answer]] = {}
        for some in batches(ids):
            for row in await self._all(answers_of(district_id=self.district_id, ids=some)):
                found.setdefault(IncidentId(row.incident_id), []).append(answer_of(row))
        return found

    @override
    async def before(self, comment: StoredPost) -> Answer | None:
        near = beside(comment)
        if near is None or not comment.post.author_id:
            return None
        mine = (post.c.district_id == self.district_id, post.c.network == comment.post.network)
        theirs = select(post.c.id).where(*mine, post.c.author_id == comment.post.author_id, post.c.id.in_(near))
        said = (answer.c.state == AnswerState.PUBLISHED, answer.c.kind.in_(REACTED_TO), ~answer.c.by_phone)
        rows = await self._all(
            self._mine().where(*said, answer.c.published_at <= comment.post.published_at, answer.c.post_id.in_(theirs))
        )  # in order it would walk all that was said
        return max(map(answer_of, rows), key=lambda each: (each.published_at or each.created_at, each.id), default=None)

    @override
    async def questions_beside(self, one: StoredPost) -> Sequence[Answer]:
        near = beside(one)
        if near is None:
            return ()
        asked = (answer.c.kind == AnswerKind.CLARIFY, answer.c.state == AnswerState.PUBLISHED, answer.c.post_id.in_(near))
        return [answer_of(row) for row in await self._all(self._mine().where(*asked).order_by(answer.c.id.desc()))]

    @override
    async def done_check_beside(self, one: StoredPost) -> bool:
        near = beside(one)
        there = answer.c.post_id.in_(of_thread(self.district_id, one.id) if near is None else near)
        asked = self._mine().where(answer.c.kind == AnswerKind.DONE_CHECK, or_(answer.c.post_id == one.id, there))
        return await self._first(asked.limit(1)) is not None

    @override
    async def add(self, draft: Answer) -> Answer:
        row = {**values_of(draft), "district_id": self.district_id}
        id = await self._scalar(insert(answer).values(row).returning(answer.c.id))
        self._wake_for(draft)
        return replace(draft, id=id, district_id=self.district_id)

    @override
    async def save(self, answer: Answer) -> Answer:
        if not await self._run(changed(self.district_id, answer)):
            raise NotFound
        self._wake_for(answer)
        return answer

    def _wake_for(self, one: Answer) -> None:
        if one.look_at is not None or one.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}:
            self.wake(Queue.ANSWERS)

    @override
    async def unfinished_of(self, author: OfficialId) -> Sequence[Answer]:
        over = (AnswerState.PUBLISHED, AnswerState.CANCELLED)
        open_ones = (answer.c.author_id == author, answer.c.state.not_in(over), answer.c.kind != AnswerKind.DONE_CHECK)
        rows = await self._all(self._mine().where(*open_ones).order_by(answer.c.id).with_for_update())
        return [answer_of(row) for row in rows]

    @override
    async def written_at(self, author: OfficialId, at: datetime) -> Sequence[Answer]:
        these = (answer.c.author_id == author, answer.c.created_at == at, answer.c.repeats.is_(None), answer.c.shares.is_(None))
        return [answer_of(row) for row in await self._all(self._mine().where(*these).order_by(answer.c.id))]

    @override
    async def typed_in(self, author: OfficialId, message_id: int) -> Answer | None:
        this = (answer.c.author_id == author, answer.c.typed_id == message_id)
        row = await self._first(self._mine().where(*this).order_by(answer.c.id.desc()).limit(1).with_for_update())
        return None if row is None else answer_of(row)

    async def next_to_move(self, *, now: datetime) -> Answer | None:
        """The next answer that was held long enough, or whose thread is to be read now; locked until the end.

        Those in another process's hands are passed over.
        """
        held = and_(answer.c.state == AnswerState.SCHEDULED, answer.c.publish_at <= now)
        called = and_(answer.c.state == AnswerState.PUBLISHING, or_(answer.c.look_at.is_(None), answer.c.look_at <= now))
        unproved = and_(answer.c.state == AnswerState.PUBLISHED, answer.c.look_at <= now)
        unsettled = text(f"({UNSETTLED})")  # it follows from what is due; said in the index's own words, so that the index is taken
        due = (
            self._mine()
            .where(unsettled, or_(held, called, unproved))
            .order_by(func.coalesce(answer.c.look_at, answer.c.publish_at), answer.c.id)
        )
        row = await self._first(due.limit(1).with_for_update(skip_locked=True))
        return None if row is None else answer_of(row)

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When the next answer is to be published or its thread to be read, of those that are not now."""
        moment = case((answer.c.state == AnswerState.SCHEDULED, answer.c.publish_at), else_=answer.c.look_at)
        return await self._first_after(now, moment, answer.c.district_id == self.district_id, literal_column(f"({UNSETTLED})", Boolean()))

    def _mine(self) -> Select[Any]:  # Any: a row
        return select(answer).where(answer.c.district_id == self.district_id)

    @override
    async def find(self, network: Network, external_id: str) -> Answer | None:
        of_post = and_(post.c.district_id == answer.c.district_id, post.c.id == answer.c.post_id)
        here = select(answer).join(post, of_post).where(answer.c.district_id == self.district_id)
        is_there = or_(post.c.network == network, answer.c.kind == AnswerKind.POST) if network is Network.VK else post.c.network == network
        this = (is_there, answer.c.external_id == external_id, answer.c.state == AnswerState.PUBLISHED)
        row = await self._first(here.where(*this).order_by(answer.c.id.desc()).limit(1))
        return None if row is None else answer_of(row)

    @override
    async def count_published_by(self, id: OfficialId) -> int:
        mine = select(func.count()).select_from(answer).where(answer.c.district_id == self.district_id, answer.c.author_id == id)
        # Short replies of a post to all, and repetitions, count as the one answer that they tell again. A call nobody could read.
        once = (answer.c.shares.is_(None), answer.c.repeats.is_(None), ~answer.c.by_phone)
        return int(await self._scalar(mine.where(answer.c.state == AnswerState.PUBLISHED, *once)))
