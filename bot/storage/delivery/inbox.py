"""Table `inbox`: raw updates, kept before their offset moves.

docs/architecture.md, «Nothing is lost».
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    Table,
    UniqueConstraint,
    Update,
    case,
    delete,
    false,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bot.storage.delivery.group_talk import is_talk, without_others_words
from bot.storage.delivery.lanes import lane_of, number_of, user_of
from bot.storage.engine.built_once import built_once
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import Json, Moment, Words
from bot.storage.people.officials import active, official
from incidents.ids import DistrictId

log = logging.getLogger(__name__)

MAX_TRIES = 5
"""So many failures, and an update is a dead letter: its lane goes on without it."""

FARTHEST = timedelta(minutes=1)
"""No new try is put farther: after four failures it is sixteen seconds."""

inbox = Table(
    "inbox",
    metadata,
    key(),  # the order of arrival: after a week of silence Telegram numbers updates anew
    district(),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("lane", String, nullable=False),
    Column("stranger", Boolean, nullable=False, server_default=false()),  # whoever sent it was no official when it came
    Column("raw", Json, nullable=False),
    Column("state", String, nullable=False),  # new | done | dead
    Column("received_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("retry_at", Moment),
    Column("error", Words),
    UniqueConstraint("district_id", "bot_id", "update_id"),
    Index("ix_inbox_state_lane", "district_id", "state", "bot_id", "lane", "id"),
    Index("ix_inbox_state_stranger", "district_id", "state", "stranger", "id"),
    Index("ix_inbox_received_at", "district_id", "received_at"),
    sqlite_autoincrement=True,
)

earlier = inbox.alias("earlier")
_KEPT_ONCE = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """An update to handle. `tries` are the failed ones before."""

    bot_id: int
    update_id: int
    raw: dict[str, Any]  # Any: the messenger's JSON, of any shape
    received_at: datetime
    tries: int
    error: str | None = None  # of the last failure


def inbox_row_of(row: type_row) -> InboxRow:
    """A row as a value."""
    return InboxRow(bot_id=row.bot_id, update_id=row.update_id, raw=row.raw, received_at=row.received_at, tries=row.tries, error=row.error)


def is_time(now: datetime, far: datetime) -> ColumnElement[bool]:
    """Whether an update may be tried again. A moment too far away was written by a clock that ran ahead."""
    return inbox.c.retry_at.is_(None) | (inbox.c.retry_at <= now) | (inbox.c.retry_at > far)


@built_once
def first_head(district_id: DistrictId, now: datetime, far: datetime) -> Select[Any]:  # Any: a row
    """The first undone update that has no undone one before it in its lane, and whose time to be tried again has come.

    Officials come first: a stranger may send as much as they like, and no press waits behind it.
    A locked head is passed over with its whole lane: what stands behind it is no head before the lock's owner commits.
    """
    same_lane = (earlier.c.district_id == inbox.c.district_id, earlier.c.bot_id == inbox.c.bot_id, earlier.c.lane == inbox.c.lane)
    before = select(earlier.c.id).where(*same_lane, earlier.c.state == "new", earlier.c.id < inbox.c.id).exists()
    heads = select(inbox).where(inbox.c.district_id == district_id, inbox.c.state == "new", ~before)
    due = heads.where(is_time(now, far))
    return due.order_by(inbox.c.stranger, inbox.c.id).limit(1).with_for_update(of=inbox, skip_locked=True)


@built_once
def settled(district_id: DistrictId, bot_id: int, update_id: int, raw: Mapping[str, Any]) -> Update:  # Any: the messenger's JSON
    """An update is handled: its number says so, nobody needs its words."""
    this = (inbox.c.district_id == district_id, inbox.c.bot_id == bot_id, inbox.c.update_id == update_id, inbox.c.state == "new")
    return update(inbox).where(*this).values(state="done", error=None, raw=raw)


@built_once
def officials_among(district_id: DistrictId, users: Collection[int]) -> Select[Any]:  # Any: a row
    """Which of these people are officials."""
    return select(official.c.user_id).where(*active(district_id), official.c.user_id.in_(users))


class Inbox(Rows):
    """Updates that wait for their handlers."""

    MAX_TRIES: ClassVar[int] = MAX_TRIES

    async def add(
        self,
        bot_id: int,
        updates: Sequence[Mapping[str, Any]],  # Any: raw JSON
        *,
        at: datetime,
        username: str | None = None,
    ) -> int:
        """Keep what is not there yet; gives back how many were new. What has no number cannot be confirmed, and is only logged.

        Talk of a group that is not meant for the bot is not kept at all (`group_talk.py`).
        """
        senders = {user_of(raw) for raw in updates if isinstance(raw, Mapping)}
        officials = {row.user_id for row in await self._all(officials_among(district_id=self.district_id, users=senders))}
        rows = []
        for each in updates:
            number = number_of(each)
            if number is None:
                log.warning("an update without a number is left out")
                continue
            if is_talk(each, bot_id, username):
                continue
            raw = without_others_words(each)
            own = {"district_id": self.district_id, "bot_id": bot_id, "update_id": number, "raw": raw}
            rows.append(
                {**own, "lane": lane_of(raw), "stranger": user_of(raw) not in officials, "state": "new", "received_at": at, "tries": 0}
            )
        if not rows:
            return 0
        new = len((await self._with(_KEPT_ONCE, rows)).all())
        if new:
            self.wake(Queue.INBOX)
        return new

    async def next(self, *, now: datetime) -> InboxRow | None:
        """The oldest update of an official whose lane is free, else of a stranger; locked until the end of this transaction."""
        row = await self._first(first_head(district_id=self.district_id, now=now, far=now + FARTHEST))
        return None if row is None else inbox_row_of(row)

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When the next failed update will be tried again."""
        return await self._first_after(now, inbox.c.retry_at, inbox.c.district_id == self.district_id, inbox.c.state == "new")

    async def done(self, row: InboxRow) -> None:
        """Handled: commits with the effect. Of a press its number and its button stay, of all else nothing."""
        press = row.raw.get("callback_query")
        left = {"callback_query": {name: press.get(name) for name in ("id", "data")}} if isinstance(press, Mapping) else {}
        await self._run(settled(district_id=self.district_id, bot_id=row.bot_id, update_id=row.update_id, raw=left))

    async def failed(self, row: InboxRow, error: str, *, now: datetime) -> int:
        """One failure more, in a new transaction after the rollback; gives back the tries. After MAX_TRIES it is a dead letter."""
        tries = inbox.c.tries + 1
        values = {
            "tries": tries,
            "error": error,
            "retry_at": now + timedelta(seconds=2**row.tries),
            "state": case((tries >= MAX_TRIES, "dead"), else_="new"),
        }
        failed = update(inbox).where(*self._this(row)).values(values).returning(inbox.c.tries)
        return int(await self._scalar(failed) or 0)

    async def set_aside(self, row: InboxRow, error: str) -> None:
        """Set it aside at once: no try would help."""
        await self._run(update(inbox).where(*self._this(row)).values(state="dead", error=error))

    async def dead_letters(self) -> Sequence[InboxRow]:
        """Dead letters, oldest first."""
        dead = select(inbox).where(inbox.c.district_id == self.district_id, inbox.c.state == "dead").order_by(inbox.c.id)
        return [inbox_row_of(row) for row in await self._all(dead)]

    async def purge(self, before: datetime) -> int:
        """Take away what is handled or dead and came before; gives back how many."""
        old = (inbox.c.district_id == self.district_id, inbox.c.received_at < before, inbox.c.state != "new")
        return await self._run(delete(inbox).where(*old))

    def _this(self, row: InboxRow) -> tuple[ColumnElement[bool], ...]:
        key = (inbox.c.bot_id == row.bot_id, inbox.c.update_id == row.update_id)
        return (inbox.c.district_id == self.district_id, *key, inbox.c.state == "new")
