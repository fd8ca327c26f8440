"""Tables `approval`, `approval_word`, `approval_mode`, `approval_message`.

Rounds, what is said in them, modes, where they are seen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Select, String, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.answers.answers import answer
from bot.storage.engine.batches import batches
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words
from bot.storage.intake.posts import post
from incidents.answers.values import AnswerState
from incidents.approval import store
from incidents.approval.answer_checks import Told
from incidents.approval.values import Approval, ApprovalMode, ApprovalState, ReturnReason, Word
from incidents.errors import NotFound
from incidents.ids import AnswerId, ChatId, IncidentId, OfficialId, PostId

approval = Table(
    "approval",
    metadata,
    key(),
    district(),
    Column("answer_id", KEY, ForeignKey("answer.id"), nullable=False),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", KEY, ForeignKey("official.id")),
    Column("reason", String),
    Column("word_id", KEY, ForeignKey("approval_word.id")),
    Column("proposed", Words),
    Column("message_id", BigInteger),
    Column("typed_id", BigInteger),
    Column("typed_by", KEY),  # an official; a foreign key would copy the whole table in SQLite
    Column("steps", Json, nullable=False),
    Column("hurried_at", Moment),
    Index("ix_approval_answer_id", "district_id", "answer_id"),
    Index("ix_approval_incident_id", "district_id", "incident_id"),
    Index("ix_approval_state", "district_id", "state"),
    Index("ix_approval_typed", "district_id", "typed_by", "typed_id"),
    sqlite_autoincrement=True,
)

approval_word = Table(
    "approval_word",
    metadata,
    key(),
    district(),
    Column("answer_id", KEY, ForeignKey("answer.id"), nullable=False),
    Column("by_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

approval_mode = Table(
    "approval_mode",
    metadata,
    district(primary_key=True),
    Column("department_id", String, primary_key=True),  # «» for the district
    Column("mode", String, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id"), nullable=False),
    Column("at", Moment, nullable=False),
)


approval_message = Table(
    "approval_message",
    metadata,
    district(primary_key=True),
    Column("answer_id", KEY, ForeignKey("answer.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
)


def approval_of(row: type_row) -> Approval:
    """A row as the domain's value."""
    known = {**row._mapping, "state": ApprovalState(row.state), "steps": tuple(row.steps)}
    return Approval(**{**known, "reason": ReturnReason(row.reason) if row.reason else None})


def values_of(one: Approval) -> dict[str, object]:
    """All fields but the keys, as columns."""
    values = {field.name: getattr(one, field.name) for field in fields(Approval) if field.name not in {"id", "district_id"}}
    return {**values, "steps": list(one.steps)}


class Approvals(Rows, store.Approvals):
    """Rounds of approval of the district."""

    @override
    async def add(self, draft: Approval) -> Approval:
        row = {**values_of(draft), "district_id": self.district_id}
        id = await self._scalar(insert(approval).values(row).returning(approval.c.id))
        return replace(draft, id=id, district_id=self.district_id)

    @override
    async def save(self, approval: Approval) -> None:
        if not await self._run(self._round(approval)):
            raise NotFound

    def _round(self, after: Approval) -> Any:  # Any: an UPDATE
        this = (approval.c.district_id == self.district_id, approval.c.id == after.id)
        return update(approval).where(*this).values(values_of(after))

    @override
    async def of(self, id: AnswerId) -> Approval | None:
        return await self._latest(self._rounds().where(approval.c.answer_id == id).with_for_update())

    @override
    async def latest(self, id: IncidentId) -> Approval | None:
        return await self._latest(self._rounds().where(approval.c.incident_id == id))

    @override
    async def typed_in(self, by: OfficialId, message_id: int) -> Approval | None:
        return await self._latest(self._rounds().where(approval.c.typed_by == by, approval.c.typed_id == message_id).with_for_update())

    async def _latest(self, rounds: Select[Any]) -> Approval | None:  # Any: a row
        row = await self._first(rounds.order_by(approval.c.id.desc()).limit(1))
        return None if row is None else approval_of(row)

    @override
    async def spans(self, id: IncidentId) -> Sequence[tuple[datetime, datetime | None]]:
        return (await self.spans_of_each([id])).get(id, [])

    @override
    async def spans_of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[tuple[datetime, datetime | None]]]:
        found: dict[IncidentId, list[tuple[datetime, datetime | None]]] = {}
        for some in batches(ids):
            for row in await self._all(self._rounds().where(approval.c.incident_id.in_(some)).order_by(approval.c.id)):
                found.setdefault(IncidentId(row.incident_id), []).append((row.asked_at, row.decided_at))
        return found

    @override
    async def waiting(self) -> Sequence[Approval]:
        waiting = self._rounds().where(approval.c.state == ApprovalState.WAITING)
        return [approval_of(row) for row in await self._all(waiting.order_by(approval.c.asked_at, approval.c.id))]

    def _rounds(self) -> Select[Any]:  # Any: a row
        return select(approval).where(approval.c.district_id == self.district_id)

    @override
    async def told_author(self, id: PostId) -> Sequence[Told]:
        author = select(post.c.network, post.c.author_id).where(post.c.district_id == self.district_id, post.c.id == id)
        who = await self._first(author)
        if who is None or not who.author_id:
            return []
        theirs = select(post.c.id).where(
            post.c.district_id == self.district_id, post.c.network == who.network, post.c.author_id == who.author_id
        )
        told = select(answer.c.text, answer.c.published_at).where(
            answer.c.district_id == self.district_id, answer.c.state == AnswerState.PUBLISHED, answer.c.post_id.in_(theirs)
        )
        return [Told(text=row.text, at=row.published_at) for row in await self._all(told.order_by(answer.c.id)) if row.published_at]


class ApprovalMessages(Rows, store.ApprovalMessages):
    """Messages in which approvers see answers."""

    @override
    async def put(self, id: AnswerId, chat_id: ChatId, message_id: int) -> None:
        row = insert(approval_message).values(district_id=self.district_id, answer_id=id, chat_id=chat_id, message_id=message_id)
        same = [approval_message.c.district_id, approval_message.c.answer_id, approval_message.c.chat_id]
        await self._run(row.on_conflict_do_update(index_elements=same, set_={"message_id": message_id}))

    @override
    async def of(self, id: AnswerId) -> Mapping[ChatId, int]:
        these = select(approval_message).where(approval_message.c.district_id == self.district_id, approval_message.c.answer_id == id)
        return {ChatId(row.chat_id): row.message_id for row in await self._all(these.order_by(approval_message.c.chat_id))}


class ApprovalModes(Rows, store.ApprovalModes):
    """Whose answers are approved, as changed in the chat."""

    @override
    async def all(self) -> Mapping[str, ApprovalMode]:
        rows = await self._all(select(approval_mode).where(approval_mode.c.district_id == self.district_id))
        return {row.department_id: ApprovalMode(row.mode) for row in rows}

    @override
    async def set(self, department: str, mode: ApprovalMode, *, by: OfficialId, at: datetime) -> None:
        row = insert(approval_mode).values(district_id=self.district_id, department_id=department, mode=mode, by_id=by, at=at)
        same = [approval_mode.c.district_id, approval_mode.c.department_id]
        await self._run(row.on_conflict_do_update(index_elements=same, set_={"mode": mode, "by_id": by, "at": at}))


class ApprovalWords(Rows, store.ApprovalWords):
    """What approvers and authors say about answers."""

    @override
    async def add(self, answer: AnswerId, *, by: OfficialId, words: str, at: datetime) -> int:
        row = insert(approval_word).values(district_id=self.district_id, answer_id=answer, by_id=by, words=words, at=at)
        return int(await self._scalar(row.returning(approval_word.c.id)))

    @override
    async def get(self, id: int) -> Word:
        this = select(approval_word).where(approval_word.c.district_id == self.district_id, approval_word.c.id == id)
        row = await self._one(this)
        return Word(id=row.id, answer_id=row.answer_id, by=row.by_id, words=row.words, at=row.at)
