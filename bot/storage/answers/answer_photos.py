"""Table `answer_photo`: photos that officials add to answers.

The bytes are there between Telegram and the network, and a week after.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.answers.answers import answer
from bot.storage.engine.notices import Queue
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents.answers import store
from incidents.answers.answer_photos import AnswerPhoto, PhotoState
from incidents.answers.values import AnswerState
from incidents.ids import AnswerId

answer_photo = Table(
    "answer_photo",
    metadata,
    key(),
    district(),
    Column("answer_id", KEY, ForeignKey("answer.id"), nullable=False),
    Column("file_id", Words, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("attachment", Words),
    Column("content", LargeBinary),
    Index("ix_answer_photo_answer_id", "district_id", "answer_id"),
    Index("ix_answer_photo_state", "district_id", "state", "due_at"),
    sqlite_autoincrement=True,
)

_SHOWN = [answer_photo.c[field.name] for field in fields(AnswerPhoto)]


def _photo_of(row: type_row) -> AnswerPhoto:
    return AnswerPhoto(**{**row._mapping, "state": PhotoState(row.state)})


def _values(photo: AnswerPhoto) -> dict[str, object]:
    return {field.name: getattr(photo, field.name) for field in fields(AnswerPhoto) if field.name != "id"}


class AnswerPhotos(Rows, store.AnswerPhotos):
    """Photos of answers of the district."""

    @override
    async def add(self, new: AnswerPhoto) -> None:
        await self._run(insert(answer_photo).values({**_values(new), "district_id": self.district_id}))
        self.wake(Queue.PHOTOS)

    @override
    async def of(self, answer: AnswerId) -> Sequence[AnswerPhoto]:
        mine = select(*_SHOWN).where(answer_photo.c.district_id == self.district_id, answer_photo.c.answer_id == answer)
        return [_photo_of(row) for row in await self._all(mine.order_by(answer_photo.c.id))]

    async def content(self, id: int) -> bytes | None:
        """What is to be shown; None where it was not fetched yet or is forgotten."""
        found = await self._scalar(
            select(answer_photo.c.content).where(answer_photo.c.district_id == self.district_id, answer_photo.c.id == id)
        )
        return None if found is None else bytes(found)

    async def next_to_fetch(self, *, now: datetime, lease: timedelta) -> AnswerPhoto | None:
        """The next one to fetch; until `lease` is over nobody else gets it, and it counts as one try."""
        waits = (answer_photo.c.district_id == self.district_id, answer_photo.c.state == PhotoState.WAITING, answer_photo.c.due_at <= now)
        due = select(*_SHOWN).where(*waits).order_by(answer_photo.c.id).limit(1).with_for_update(skip_locked=True)
        row = await self._first(due)
        if row is None:
            return None
        photo = replace(_photo_of(row), due_at=now + lease, tries=row.tries + 1)
        await self.save(photo)
        return photo

    async def next_moment(self, *, now: datetime) -> datetime | None:
        """When the next photo is due that is not now."""
        waits = (answer_photo.c.district_id == self.district_id, answer_photo.c.state == PhotoState.WAITING)
        return await self._first_after(now, answer_photo.c.due_at, *waits)

    @override
    async def save(self, photo: AnswerPhoto, *, content: bytes | None = None) -> None:
        this = (answer_photo.c.district_id == self.district_id, answer_photo.c.id == photo.id)
        values = _values(photo) | ({"content": content} if content is not None else {})
        await self._run(update(answer_photo).where(*this).values(values))

    @override
    async def drop(self, id: int) -> None:
        await self._run(delete(answer_photo).where(answer_photo.c.district_id == self.district_id, answer_photo.c.id == id))

    async def purge(self, before: datetime) -> int:
        """Forget the bytes of answers that were out by then, and of those thrown away whose photo came before then."""
        out = and_(answer.c.state == AnswerState.PUBLISHED, answer.c.published_at < before)
        its = (answer.c.district_id == answer_photo.c.district_id, answer.c.id == answer_photo.c.answer_id)
        ended = select(answer.c.id).where(*its, or_(out, answer.c.state == AnswerState.CANCELLED))
        old = (
            answer_photo.c.district_id == self.district_id,
            answer_photo.c.content.is_not(None),
            answer_photo.c.created_at < before,
            ended.exists(),
        )
        return await self._run(update(answer_photo).where(*old).values(content=None))
