"""Table `thread_lines`: short replies beside a post to all.

And how far they have come.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents.answers import store
from incidents.answers.short_replies import ShortReplies
from incidents.ids import AnswerId

thread_lines = Table(
    "thread_lines",
    metadata,
    district(primary_key=True),
    Column("answer_id", KEY, ForeignKey("answer.id"), primary_key=True, autoincrement=False),
    Column("lines", Words, nullable=False),  # one a line
    Column("typed", Boolean, nullable=False),
    Column("proposed", Words),
    Column("until", Moment),
    Column("stopped_at", Moment),
    Column("barred_until", Moment),
    Index("ix_thread_lines_until", "district_id", "until"),
)


def lines_of(row: type_row) -> ShortReplies:
    """A row as the domain's value."""
    known = {field.name: row._mapping[field.name] for field in fields(ShortReplies)}
    proposed = tuple(row.proposed.split("\n")) if row.proposed else None
    return ShortReplies(**{**known, "lines": tuple(row.lines.split("\n")), "proposed": proposed})


class ThreadsLines(Rows, store.ThreadsLines):
    """Short replies of the district."""

    @override
    async def of(self, id: AnswerId) -> ShortReplies | None:
        this = select(thread_lines).where(thread_lines.c.district_id == self.district_id, thread_lines.c.answer_id == id)
        row = await self._first(this.with_for_update())
        return None if row is None else lines_of(row)

    @override
    async def put(self, lines: ShortReplies) -> None:
        values = {field.name: getattr(lines, field.name) for field in fields(ShortReplies)}
        values |= {"lines": "\n".join(lines.lines), "proposed": "\n".join(lines.proposed) if lines.proposed else None}
        new = insert(thread_lines).values(values | {"district_id": self.district_id})
        same = [thread_lines.c.district_id, thread_lines.c.answer_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={n: new.excluded[n] for n in values if n != "answer_id"}))

    @override
    async def going_on(self, *, now: datetime) -> Sequence[AnswerId]:
        mine = select(thread_lines.c.answer_id).where(thread_lines.c.district_id == self.district_id)
        going = mine.where(thread_lines.c.until > now, thread_lines.c.stopped_at.is_(None))
        return [AnswerId(row.answer_id) for row in await self._all(going.order_by(thread_lines.c.answer_id))]
