"""Table `outbox`: what must be said to chats, in ids and codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Unpack

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    case,
    delete,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.delivery.chats import is_dead
from bot.storage.delivery.copies import card_copy, standing_of
from bot.storage.engine.built_once import built_once
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Json, Moment, Words, database_moment
from incidents import delivery
from incidents.audience import Recipient
from incidents.deadlines.reminders import OF_THE_DANGER, Reminder
from incidents.delivery import Envelope, Say, enveloped
from incidents.ids import AnswerId, ChatId, DistrictId, IncidentId, PostId
from incidents.intake.messages import PlaceInNewText
from incidents.outbox_message import OutboxMessage
from incidents.reading import DangerGrade


class OutboxKind(StrEnum):
    """What a row asks the courier for."""

    CARD = "card"  # send the card or bring the copy that stands up to date
    SAY = "say"
    PHOTOS = "photos"


PENDING_CARD = text("state = 'pending' AND kind = 'card'")

outbox = Table(
    "outbox",
    metadata,
    key(),
    district(),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),  # pending | claimed | done | dead
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", Integer),
    Column("incident_id", KEY, ForeignKey("incident.id")),
    Column("post_id", KEY, ForeignKey("post.id")),
    Column("code", String),
    Column("params", Json, nullable=False),
    Column("sound", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("not_before", Moment),  # the desk's: quiet hours
    Column("retry_at", Moment),  # the courier's: after a failure
    Column("attempt", Integer, nullable=False),  # grows with every claim: the fencing number
    Column("lease_until", Moment),  # by the database's clock
    Column("claimed_by", String),  # a process with a heartbeat (`courier.name`); None: the lease alone holds
    Column("tries", Integer, nullable=False),  # failures that count
    Column("error", Words),
    Column("created_at", Moment, nullable=False),  # by the database's clock
    Index("ix_outbox_state_chat_id", "district_id", "state", "chat_id", "id"),
    Index(
        "uq_outbox_pending_card",
        "district_id",
        "incident_id",
        "chat_id",
        unique=True,
        postgresql_where=PENDING_CARD,
        sqlite_where=PENDING_CARD,
    ),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """Something to send, claimed. `fence` proves that the claim still holds; `tries` are the failures before."""

    id: int
    kind: OutboxKind
    chat_id: ChatId
    topic_id: int | None
    incident_id: IncidentId | None
    post_id: PostId | None
    code: str | None
    params: Mapping[str, int | str | None]
    sound: bool
    urgent: bool
    not_before: datetime | None
    attempt: int
    tries: int
    fence: int
    created_at: datetime


def outbox_row_of(row: type_row) -> OutboxRow:
    """A row as a value."""
    same = ("id", "chat_id", "topic_id", "incident_id", "post_id", "code", "params", "sound", "urgent", "not_before", "attempt", "tries")
    known = {name: row._mapping[name] for name in same}
    return OutboxRow(**known, kind=OutboxKind(row.kind), fence=row.attempt, created_at=row.created_at)


FRESH = {"state": "pending", "params": {}, "sound": False, "urgent": False, "attempt": 0, "tries": 0}


def _one_pending() -> Insert:
    """Pending refreshes of cards. Where one waits already it stays the only one: louder, more urgent or earlier if the new one is.

    A refresh that is urgent also ends the waiting after a failure, and takes no waiting from one that was found not urgent before it.
    """
    new = insert(outbox)
    more = new.excluded
    earlier = case(
        (or_(outbox.c.not_before.is_(None), more.not_before.is_(None)), None),
        (outbox.c.not_before < more.not_before, outbox.c.not_before),
        else_=more.not_before,
    )
    merged = {
        "topic_id": more.topic_id,
        "sound": or_(outbox.c.sound, more.sound),
        "urgent": or_(outbox.c.urgent, more.urgent),
        "not_before": earlier,
        "retry_at": case((more.urgent, None), (outbox.c.urgent, outbox.c.retry_at), else_=func.coalesce(more.retry_at, outbox.c.retry_at)),
        "tries": case((more.tries > outbox.c.tries, more.tries), else_=outbox.c.tries),
        "error": case((outbox.c.urgent, outbox.c.error), else_=func.coalesce(more.error, outbox.c.error)),
    }
    return new.on_conflict_do_update(index_elements=["district_id", "incident_id", "chat_id"], index_where=PENDING_CARD, set_=merged)


ONE_PENDING = _one_pending()
_NEW = insert(outbox).values(created_at=database_moment(0.0))
ONE_PENDING_NOW = ONE_PENDING.values(created_at=database_moment(0.0))


@built_once
def grade_of(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    """How dangerous it is."""
    return select(incident.c.danger_grade).where(incident.c.district_id == district_id, incident.c.id == id)


class Outbox(Rows, delivery.Outbox):
    """What the desk wants said."""

    @override
    async def refresh_cards(
        self, id: IncidentId, recipients: Sequence[Recipient], *, not_before: datetime | None = None, urgent: bool = False
    ) -> None:
        chats: dict[ChatId, dict[str, Any]] = {
            chat: {"topic_id": topic, "sound": False} for chat, topic in await self._standing(id)
        }  # Any: columns
        for one in recipients:
            former = chats.get(one.chat_id, {})
            topic = one.topic_id if one.topic_id is not None else former.get("topic_id")
            chats[one.chat_id] = {"topic_id": topic, "sound": one.sound or former.get("sound", False)}
        is_danger = await self._scalar(grade_of(district_id=self.district_id, id=id)) == DangerGrade.NOW
        await self._refresh(id, chats, not_before=not_before, urgent=urgent or is_danger)

    @override
    async def refresh_here(self, id: IncidentId, chat_id: ChatId, topic_id: int | None) -> None:
        await self._refresh(id, {chat_id: {"topic_id": topic_id, "sound": False}}, not_before=None, urgent=True)

    async def _refresh(self, id: IncidentId, chats: Mapping[ChatId, Mapping[str, Any]], **shared: object) -> None:  # Any: columns
        own = {"district_id": self.district_id, "kind": OutboxKind.CARD, "incident_id": id}
        rows = [{**FRESH, **own, **shared, "retry_at": None, "error": None, "chat_id": chat, **chats[chat]} for chat in sorted(chats)]
        if rows:
            await self._with(ONE_PENDING_NOW, rows)
            self.wake(Queue.OUTBOX)  # what waits for its hour, too: the courier looks when the next one is due

    @override
    async def say(self, to: ChatId, what: OutboxMessage, **envelope: Unpack[Envelope]) -> None:
        await self.put(enveloped(to, what, envelope))

    async def put(self, say: Say) -> None:
        """Put a message as it is kept: its code may be of a program before this one."""
        words = {"chat_id": say.chat_id, "topic_id": say.topic_id, "incident_id": say.incident_id, "code": say.code}
        urgent = say.code in {*OF_THE_DANGER, Reminder.DANGER_ASKED, *PlaceInNewText.codes}
        await self._put(OutboxKind.SAY, **words, sound=say.sound, not_before=say.not_before, urgent=urgent, params=dict(say.params))

    async def send_photos(self, incident_id: IncidentId, chat_id: ChatId, post_id: PostId, *, topic_id: int | None = None) -> None:
        """Put a post's photos into the outbox, to follow the card in the chat."""
        await self._put(OutboxKind.PHOTOS, incident_id=incident_id, chat_id=chat_id, post_id=post_id, topic_id=topic_id)

    @override
    async def follow_with_photos(self, id: IncidentId, post: PostId) -> None:
        for chat, topic in await self._standing(id):
            await self.send_photos(id, chat, post, topic_id=topic)

    @override
    async def send_answer_photos(self, incident_id: IncidentId, chat_id: ChatId, answer_id: AnswerId) -> None:
        await self._put(OutboxKind.PHOTOS, incident_id=incident_id, chat_id=chat_id, params={"answer": answer_id})

    async def _put(self, kind: OutboxKind, **columns: object) -> None:
        await self._with(_NEW, {**FRESH, "district_id": self.district_id, "kind": kind, **columns})
        self.wake(Queue.OUTBOX)

    async def _standing(self, id: IncidentId) -> list[tuple[ChatId, int | None]]:
        rows = await self._all(standing_of(district_id=self.district_id, id=id))
        return [(row.chat_id, row.topic_id) for row in rows]

    @override
    async def forget_chat(self, chat_id: ChatId) -> None:
        await self._run(delete(card_copy).where(card_copy.c.district_id == self.district_id, card_copy.c.chat_id == chat_id))
        waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
        await self._run(delete(outbox).where(*waits))

    @override
    async def hold_back(self, chat_id: ChatId) -> Sequence[IncidentId]:
        waits = (outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id, outbox.c.state == "pending")
        copy = select(card_copy.c.chat_id).where(
            card_copy.c.district_id == self.district_id,
            card_copy.c.chat_id == chat_id,
            card_copy.c.incident_id == outbox.c.incident_id,
        )
        first = (*waits, outbox.c.kind == OutboxKind.CARD, ~outbox.c.urgent, ~copy.exists())
        ids = [row.incident_id for row in await self._all(select(outbox.c.incident_id).where(*first).order_by(outbox.c.incident_id))]
        await self._run(delete(outbox).where(*waits, outbox.c.incident_id.in_(ids)))
        return ids

    async def count_waiting(self) -> int:
        """How many rows wait or are being sent, in chats that take anything."""
        return await self._outbox_count(outbox.c.state.in_(("pending", "claimed")), ~is_dead(outbox.c.district_id, outbox.c.chat_id))

    async def count_given_up(self) -> int:
        """How many rows were given up."""
        return await self._outbox_count(outbox.c.state == "dead")

    async def _outbox_count(self, *where: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(outbox).where(outbox.c.district_id == self.district_id, *where)
        return int(await self._scalar(counted))
