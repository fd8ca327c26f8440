"""Claims on the outbox: a row is lent for a while.

A fencing number tells a late courier that it was lent again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Integer, and_, case, delete, func, or_, select, type_coerce, update
from sqlalchemy.sql.dml import ReturningUpdate
from typing_extensions import override

from bot.storage.delivery.chats import FARTHEST, chat, is_deaf
from bot.storage.delivery.couriers import is_left
from bot.storage.delivery.desk_outbox import Outbox
from bot.storage.delivery.new_tries import is_time
from bot.storage.delivery.outbox import ONE_PENDING, OutboxKind, OutboxRow, Turn, outbox, outbox_row_of
from bot.storage.engine.built_once import built_once
from bot.storage.engine.types import database_moment
from incidents.danger.messages import DangerBoard
from incidents.ids import ChatId, IncidentId
from incidents.outbox_message import OutboxMessage

other = outbox.alias("other")
FREE = {"lease_until": None, "claimed_by": None}


MAY_FAIL = 3
"""What goes before others does so this often; then it takes turns like any row, so that one that never gets through silences nobody."""

RANK = case((outbox.c.attempt >= MAY_FAIL, 3), (outbox.c.turn < Turn.OTHERS, outbox.c.turn), (outbox.c.urgent, 2), else_=3)
"""What answers a press, what erases, what is dangerous, the rest."""


def is_free() -> ColumnElement[bool]:
    """Nobody has the row: it waits, its lease ran out, or whoever had it is dead."""
    lost = and_(outbox.c.state == "claimed", or_(outbox.c.lease_until <= database_moment(0.0), is_left(outbox)))
    return or_(outbox.c.state == "pending", lost)


def is_being_sent_there() -> ColumnElement[bool]:
    """Somebody alive sends to the row's chat in its lane now. A danger waits for its own card only, an answer for answers too."""
    same_lane = (other.c.kind == OutboxKind.PHOTOS) == (outbox.c.kind == OutboxKind.PHOTOS)
    same_chat = (other.c.district_id == outbox.c.district_id, other.c.chat_id == outbox.c.chat_id, same_lane)
    lent = (other.c.state == "claimed", other.c.lease_until > database_moment(0.0), ~is_left(other))
    is_calm = and_(outbox.c.turn == Turn.OTHERS, ~outbox.c.urgent)
    same_turn = and_(outbox.c.turn < Turn.OTHERS, other.c.turn == outbox.c.turn)
    same_board = and_(other.c.code.in_(DangerBoard.codes), outbox.c.code.in_(DangerBoard.codes))
    in_its_way = or_(is_calm, same_turn, other.c.incident_id == outbox.c.incident_id, same_board)
    return select(other.c.id).where(*same_chat, *lent, in_its_way).exists()


@built_once
def claim(
    *, district_id: str, now: datetime, far: datetime, lease: float, texts: int, uploads: int, by: str | None, busy: Collection[int]
) -> ReturningUpdate[Any]:  # Any: a row
    """The first due row of each lane of each chat that is free, in its turn, lent for `lease` seconds of the database's clock.

    Uploads have a lane of their own: a slow one holds no text back. A row that failed goes behind its chat's others.
    """
    mine = (outbox.c.district_id == district_id) & outbox.c.state.in_(("pending", "claimed"))  # for the index: rows sent are many
    due = (
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
        is_time(now, far),
        ~is_deaf(outbox.c.district_id, outbox.c.chat_id, now, far),
        ~is_being_sent_there(),
        outbox.c.id.not_in(busy),
    )
    is_upload = outbox.c.kind == OutboxKind.PHOTOS
    order = (RANK, outbox.c.retry_at.asc().nulls_first(), outbox.c.id)
    place = func.row_number().over(partition_by=(outbox.c.chat_id, is_upload), order_by=order).label("place")
    queue = select(outbox.c.id, place).where(mine, is_free(), *due).cte("queue")
    turn = func.row_number().over(partition_by=is_upload, order_by=order).label("turn")
    firsts = select(outbox.c.id, turn).join(queue, queue.c.id == outbox.c.id).where(mine, queue.c.place == 1).cte("firsts")
    lent = select(outbox.c.id).join(firsts, firsts.c.id == outbox.c.id).where(mine, is_free())
    most = case((is_upload, type_coerce(uploads, Integer)), else_=type_coerce(texts, Integer))
    lent = lent.where(firsts.c.turn <= most).with_for_update(of=outbox, skip_locked=True)
    until = database_moment(lease)
    claimed = {"state": "claimed", "attempt": outbox.c.attempt + 1, "lease_until": until, "claimed_by": by}
    these = (outbox.c.district_id == district_id, outbox.c.id.in_(select(lent.cte("lent").c.id)))
    return update(outbox).where(*these).values(claimed).returning(outbox)


@built_once
def sent(district_id: str, id: int, fence: int) -> Executable:
    """The row is done, if its lease holds still."""
    lent = (outbox.c.district_id == district_id, outbox.c.id == id, outbox.c.state == "claimed", outbox.c.attempt == fence)
    return update(outbox).where(*lent).values(state="done", error=None, **FREE)


class Claims(Outbox):
    """The outbox, with what a courier claims of it and tells it."""

    async def claim(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        uploads: int | None = None,
        by: str | None = None,
        busy: Collection[int] = (),
    ) -> Sequence[OutboxRow]:
        """Take up to `limit` rows, one a chat at most: commit at once, then send. Couriers of a district claim in turn.

        `uploads`: so many albums beside them, one a chat too (None: as many). `by`: a process with a heartbeat; its death frees them.
        `busy`: rows that the courier has still, whatever became of their leases.
        """
        await self._take_turn("outbox")
        wanted = claim(
            district_id=self.district_id,
            now=now,
            far=now + FARTHEST,
            lease=lease.total_seconds(),
            texts=limit,
            uploads=limit if uploads is None else uploads,
            by=by,
            busy=list(busy),
        )
        found = await self._all(wanted)
        return sorted(map(outbox_row_of, found), key=lambda row: (row.turn, not row.urgent, row.id))

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When something may be due that is not now: a row that waits for its hour or its next try, a chat that was told to wait."""
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "pending")
        paused = await self._first_after(now, chat.c.paused_until, chat.c.district_id == self.district_id)
        waits = [await self._first_after(now, moment, *mine) for moment in (outbox.c.not_before, outbox.c.retry_at)]
        return min((moment for moment in (paused, *waits) if moment is not None), default=None)

    async def release(self) -> int:
        """Free every claimed row at once: only for a process that knows that no other courier lives. Gives back how many."""
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "claimed")
        return await self._run(update(outbox).where(*mine).values(lease_until=database_moment(0.0)))

    @override
    async def is_on_its_way(self, chat_id: ChatId, what: type[OutboxMessage]) -> bool:
        there = (outbox.c.chat_id == chat_id, outbox.c.code.in_(what.codes), outbox.c.state.in_(("pending", "claimed")))
        return await self._outbox_count(*there) > 0

    @override
    async def on_the_way(self, id: IncidentId) -> Sequence[ChatId]:
        mine = (outbox.c.district_id == self.district_id, outbox.c.incident_id == id, outbox.c.kind == OutboxKind.CARD)
        going = select(outbox.c.chat_id).where(*mine, outbox.c.state.in_(("pending", "claimed")), outbox.c.tries == 0)
        return [row.chat_id for row in await self._all(going.distinct().order_by(outbox.c.chat_id))]

    async def done(self, row: OutboxRow) -> bool:
        """It stands in the chat. False: the lease was lost meanwhile, and another courier has the row."""
        return bool(await self._run(sent(district_id=self.district_id, id=row.id, fence=row.fence)))

    async def give_up(self, row: OutboxRow, error: str) -> bool:
        """Give it up. False: the lease was lost."""
        return await self._close(row, state="dead", error=error)

    async def put_back(self, row: OutboxRow, *, until: datetime | None, error: str, counts: bool) -> bool:
        """Back into the queue until then (None: in its place); `counts`: it was a failed try. False: the lease was lost.

        A card's refresh keeps its id, but where another one became pending meanwhile it dissolves in that one.
        """
        tries = row.tries + counts
        if row.kind is not OutboxKind.CARD:
            return await self._close(row, state="pending", error=error, retry_at=until, tries=tries)
        kept = await self._first(delete(outbox).where(*self._held(row)).returning(outbox))
        if kept is None:
            return False
        again = {**kept._mapping, "state": "pending", **FREE, "retry_at": until, "tries": tries, "error": error}
        await self._with(ONE_PENDING, again)
        return True

    async def purge(self, before: datetime) -> int:
        """Take away what was sent or given up and was put before; gives back how many."""
        old = (outbox.c.district_id == self.district_id, outbox.c.created_at < before, outbox.c.state.in_(("done", "dead")))
        return await self._run(delete(outbox).where(*old))

    async def forget(self, id: IncidentId) -> int:
        """Take away what waits to be sent of this incident: it happened before anybody's phone was there."""
        waiting = (outbox.c.district_id == self.district_id, outbox.c.incident_id == id, outbox.c.state == "pending")
        return await self._run(delete(outbox).where(*waiting))

    async def _close(self, row: OutboxRow, **values: object) -> bool:
        return bool(await self._run(update(outbox).where(*self._held(row)).values(**values, **FREE)))

    def _held(self, row: OutboxRow) -> tuple[ColumnElement[bool], ...]:
        this = (outbox.c.district_id == self.district_id, outbox.c.id == row.id)
        return (*this, outbox.c.state == "claimed", outbox.c.attempt == row.fence)
