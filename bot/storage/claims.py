"""Claims on the outbox: a row is lent to a courier for a while, and a fencing number tells a late one that it was lent again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.chats import is_deaf
from bot.storage.joined import Joined
from bot.storage.outbox import OutboxKind, OutboxRow, one_pending, outbox, outbox_row_of
from bot.storage.types import database_moment

other = outbox.alias("other")


def is_free() -> ColumnElement[bool]:
    """Nobody has the row: it waits, or its lease ran out."""
    lost = and_(outbox.c.state == "claimed", outbox.c.lease_until <= database_moment(0.0))
    return or_(outbox.c.state == "pending", lost)


def is_being_sent_there() -> ColumnElement[bool]:
    """Somebody sends to the row's chat now."""
    same_chat = (other.c.district_id == outbox.c.district_id, other.c.chat_id == outbox.c.chat_id)
    lent = (other.c.state == "claimed", other.c.lease_until > database_moment(0.0))
    return select(other.c.id).where(*same_chat, *lent).exists()


def claim(district_id: str, now: datetime, lease: timedelta, limit: int) -> ReturningUpdate[Any]:  # Any: a row
    """The first due row of each chat that is free, dangers first, lent until the lease ends by the database's clock."""
    mine = (outbox.c.district_id == district_id) & outbox.c.state.in_(("pending", "claimed"))  # for the index: rows sent are many
    due = (
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now),
        or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now),
        ~is_deaf(outbox.c.district_id, outbox.c.chat_id, now),
        ~is_being_sent_there(),
    )
    order = (outbox.c.urgent.desc(), outbox.c.id)
    place = func.row_number().over(partition_by=outbox.c.chat_id, order_by=order).label("place")
    queue = select(outbox.c.id, place).where(mine, is_free(), *due).cte("queue")
    firsts = select(outbox.c.id).join(queue, queue.c.id == outbox.c.id).where(mine, is_free(), queue.c.place == 1)
    lent = firsts.order_by(*order).limit(limit).with_for_update(of=outbox, skip_locked=True).cte("lent")
    claimed = {"state": "claimed", "attempt": outbox.c.attempt + 1, "lease_until": database_moment(lease.total_seconds())}
    return update(outbox).where(outbox.c.id.in_(select(lent.c.id))).values(claimed).returning(outbox)


class Claims(Joined):
    """What the courier asks of the outbox and what it tells it."""

    async def outbox_claim(self, *, now: datetime, lease: timedelta, limit: int) -> Sequence[OutboxRow]:
        """Take up to `limit` rows, one a chat at most: commit at once, then send. Couriers of a district claim in turn."""
        await self._take_turn("outbox")
        rows = [outbox_row_of(row) for row in await self._all(claim(self.district_id, now, lease, limit))]
        return sorted(rows, key=lambda row: (not row.urgent, row.id))

    async def outbox_release(self) -> int:
        """Free every claimed row at once: only for a process that knows that no other courier lives. Gives back how many."""
        mine = (outbox.c.district_id == self.district_id, outbox.c.state == "claimed")
        return await self._run(update(outbox).where(*mine).values(lease_until=database_moment(0.0)))

    async def outbox_done(self, row: OutboxRow) -> bool:
        """It stands in the chat. False: the lease was lost meanwhile, and another courier has the row."""
        return await self._close(row, state="done", error=None)

    async def outbox_dead(self, row: OutboxRow, error: str) -> bool:
        """Give it up. False: the lease was lost."""
        return await self._close(row, state="dead", error=error)

    async def outbox_later(self, row: OutboxRow, *, until: datetime, error: str, counts: bool) -> bool:
        """Back into the queue until then; `counts`: it was a failed try. False: the lease was lost.

        A card's refresh keeps its id, but where another one became pending meanwhile it dissolves in that one.
        """
        tries = row.tries + counts
        if row.kind is not OutboxKind.CARD:
            return await self._close(row, state="pending", error=error, retry_at=until, tries=tries)
        kept = await self._first(delete(outbox).where(*self._held(row)).returning(outbox))
        if kept is None:
            return False
        again = {**kept._mapping, "state": "pending", "lease_until": None, "retry_at": until, "tries": tries, "error": error}
        await self._run(one_pending([again]))
        return True

    async def _close(self, row: OutboxRow, **values: object) -> bool:
        return bool(await self._run(update(outbox).where(*self._held(row)).values(**values, lease_until=None)))

    def _held(self, row: OutboxRow) -> tuple[ColumnElement[bool], ...]:
        this = (outbox.c.district_id == self.district_id, outbox.c.id == row.id)
        return (*this, outbox.c.state == "claimed", outbox.c.attempt == row.fence)
