"""Table `outbox`: what must be said to chats, in ids and codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    case,
    func,
    or_,
    text,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import type_row
from bot.storage.engine.types import KEY, Json, Moment, Words, database_moment
from incidents.ids import ChatId, IncidentId, PostId


class OutboxKind(StrEnum):
    """What a row asks the courier for."""

    CARD = "card"  # send the card or bring the copy that stands up to date
    SAY = "say"
    PHOTOS = "photos"


class Turn(IntEnum):
    """Whose message goes first in its chat; among equals a danger, then age. The values are kept."""

    ANSWER = 0  # what answers a person's own press there
    ERASURE = 1  # what takes erased words away
    OTHERS = 2


PHOTOS_WITHHELD = "фото не отдали"
"""Why an album was given up: the network gave none of its photos. A word in `outbox.error`."""

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
    Column("turn", SmallInteger, nullable=False, server_default=text(str(Turn.OTHERS.value))),
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
    turn: Turn
    not_before: datetime | None
    attempt: int
    tries: int
    fence: int
    created_at: datetime


def outbox_row_of(row: type_row) -> OutboxRow:
    """A row as a value."""
    same = ("id", "chat_id", "topic_id", "incident_id", "post_id", "code", "params", "sound", "urgent", "not_before", "attempt", "tries")
    known = {name: row._mapping[name] for name in same}
    return OutboxRow(**known, kind=OutboxKind(row.kind), turn=Turn(row.turn), fence=row.attempt, created_at=row.created_at)


FRESH = {"state": "pending", "params": {}, "sound": False, "urgent": False, "turn": Turn.OTHERS, "attempt": 0, "tries": 0}


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
        "turn": case((more.turn < outbox.c.turn, more.turn), else_=outbox.c.turn),
        "not_before": earlier,
        "retry_at": case((more.urgent, None), (outbox.c.urgent, outbox.c.retry_at), else_=func.coalesce(more.retry_at, outbox.c.retry_at)),
        "tries": case((more.tries > outbox.c.tries, more.tries), else_=outbox.c.tries),
        "error": case((outbox.c.urgent, outbox.c.error), else_=func.coalesce(more.error, outbox.c.error)),
    }
    return new.on_conflict_do_update(index_elements=["district_id", "incident_id", "chat_id"], index_where=PENDING_CARD, set_=merged)


ONE_PENDING = _one_pending()
ONE_PENDING_NOW = ONE_PENDING.values(created_at=database_moment(0.0))
