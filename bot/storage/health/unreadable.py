"""Rows of the queues that cannot be read: each set aside alone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, Text, select, type_coerce, update
from sqlalchemy.exc import DBAPIError

from bot.storage.delivery.claims import FREE, is_free
from bot.storage.delivery.inbox import inbox, inbox_row_of
from bot.storage.delivery.outbox import outbox, outbox_row_of
from bot.storage.engine.batches import batches
from bot.storage.engine.notices import Queue
from bot.storage.engine.table import Rows, type_row
from bot.storage.intake.posts import post, stored, stored_of
from bot.storage.people.audit import Audit
from bot.storage.sources.pushed import pushed, pushed_row_of
from incidents.ids import ChatId, IncidentId

SET_ASIDE = "row_set_aside"
"""The line of the audit, and what /readyz counts from."""

KEPT = timedelta(days=7)
"""As long as rows that are done or dead are kept; then nobody asks any more."""

MOST = 20
"""Where nothing of a queue can be read and it is more than this, the program is at fault and no row."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A queue's table: which rows wait in it, which stand set aside, and how one becomes a value."""

    table: Table
    waits: ColumnElement[bool]
    stands: ColumnElement[bool]
    value_of: Callable[[type_row], object]


_QUEUES = {
    Queue.OUTBOX: _Kept(outbox, outbox.c.state.in_(("pending", "claimed")) & is_free(), outbox.c.state == "dead", outbox_row_of),
    Queue.INBOX: _Kept(inbox, inbox.c.state == "new", inbox.c.state == "dead", inbox_row_of),
    Queue.PUSHED: _Kept(
        pushed,
        pushed.c.done_at.is_(None),
        pushed.c.done_at.is_not(None) & (type_coerce(pushed.c.raw, Text) != "null"),
        pushed_row_of,
    ),
    Queue.UNREAD: _Kept(
        post,
        post.c.taken_at.is_(None) & post.c.set_aside_at.is_(None),
        post.c.taken_at.is_(None) & post.c.set_aside_at.is_not(None),
        stored_of,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that was set aside, and what can be told of it: whose chat, which card."""

    queue: Queue
    id: int
    why: str
    chat_id: ChatId | None = None
    incident_id: IncidentId | None = None


class Unreadable(Rows):
    """Looked for after a queue could not be read: a row's defect must stop no other."""

    async def set_aside(self, queue: Queue, *, at: datetime) -> Sequence[SetAside]:
        """Set every row of the queue aside that cannot be read; none where it is not the rows' fault."""
        kept = _QUEUES[queue]
        table = kept.table
        waiting = select(table.c.id).where(table.c.district_id == self.district_id, kept.waits)
        ids = [row.id for row in await self._all(waiting.order_by(table.c.id))]
        found = await self._among(ids, self._reader(kept))
        if len(found) == len(ids) > MOST:
            return ()
        return [await self.give_up(queue, id, why, at=at) for id, why in sorted(found.items())]

    async def give_up(self, queue: Queue, id: int, why: str, *, at: datetime) -> SetAside:
        """Set this row aside."""
        table = _QUEUES[queue].table
        every = {"state": "dead", "error": why, **FREE, "done_at": at, "set_aside_at": at}
        this = (table.c.district_id == self.district_id, table.c.id == id)
        await self._run(update(table).where(*this).values({name: value for name, value in every.items() if name in table.c}))
        await self.beside(Audit).add(SET_ASIDE, user_id=None, at=at, data={"queue": queue, "row": id, "why": why})
        chat_id, incident_id = None, None
        if queue is Queue.OUTBOX:
            row = await self._first(select(outbox.c.chat_id, outbox.c.incident_id).where(*this))
            chat_id, incident_id = (row.chat_id, row.incident_id) if row is not None else (None, None)
        if queue is Queue.INBOX:
            lane = str(await self._scalar(select(inbox.c.lane).where(*this)) or "")
            user = lane.rpartition(":")[2]
            chat_id = ChatId(int(user)) if user.lstrip("-").isdecimal() else None
        return SetAside(queue=queue, id=id, why=why, chat_id=chat_id, incident_id=incident_id)

    async def standing(self, *, now: datetime) -> Sequence[SetAside]:
        """What was set aside and stands so still, the newest first."""
        told = [line for line in await self.beside(Audit).lines([SET_ASIDE], limit=MOST) if now - line.at < KEPT]
        found = [SetAside(queue=Queue(str(each.data["queue"])), id=int(each.data["row"] or 0), why=str(each.data["why"])) for each in told]
        return [each for each in dict.fromkeys(found) if await self._stands(each)]

    async def _stands(self, one: SetAside) -> bool:
        kept = _QUEUES[one.queue]
        this = select(kept.table.c.id).where(kept.table.c.district_id == self.district_id, kept.table.c.id == one.id, kept.stands)
        return await self._first(this) is not None

    def _reader(self, kept: _Kept) -> Callable[[Sequence[int]], Awaitable[object]]:
        rows = stored() if kept.table is post else select(kept.table)

        async def read(ids: Sequence[int]) -> object:
            found = await self._all(rows.where(kept.table.c.district_id == self.district_id, kept.table.c.id.in_(ids)))
            return [kept.value_of(row) for row in found]

        return read

    async def _among(self, ids: Sequence[int], read: Callable[[Sequence[int]], Awaitable[object]]) -> Mapping[int, str]:
        """Which of them cannot be read, and why: what fails together is halved."""
        bad: dict[int, str] = {}
        lots = list(batches(ids))
        while lots:
            some = lots.pop()
            try:
                await read(some)
            except DBAPIError:
                raise  # the database fails, no row
            except Exception as error:  # noqa: BLE001 - whatever a row is made of
                if len(some) == 1:
                    bad[some[0]] = type(error).__name__
                else:
                    half = len(some) // 2
                    lots += [some[:half], some[half:]]
        return bad
