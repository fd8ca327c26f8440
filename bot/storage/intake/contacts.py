"""Table `contact`: whom to call back about a post brought by hand."""

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, delete, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.voice_table import heard
from bot.storage.engine.noticed import CONTACT, notice
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from incidents.ids import IncidentId, PostId
from incidents.intake import store
from incidents.intake.contacts import CallerContact

contact = Table(
    "contact",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey("post.id"), primary_key=True, autoincrement=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_contact_at", "district_id", "at"),
)


def caller_of(row: type_row) -> CallerContact:
    """A row as the domain's value; it is noticed in a message."""
    notice(CONTACT, row.post_id)
    return CallerContact(post_id=row.post_id, words=row.words, at=row.at)


class Callers(Rows, store.Drafts):
    """Whom to call back about a post."""

    @override
    async def keep_caller(self, caller: CallerContact) -> None:
        words = {"words": caller.words, "at": caller.at}
        new = insert(contact).values(district_id=self.district_id, post_id=caller.post_id, **words)
        await self._run(new.on_conflict_do_update(index_elements=["district_id", "post_id"], set_=words))

    @override
    async def caller_of(self, post_id: PostId) -> CallerContact | None:
        row = await self._first(select(contact).where(*self._about(post_id)))
        return None if row is None else caller_of(row)

    @override
    async def callers_in(self, id: IncidentId) -> Sequence[CallerContact]:
        there = select(heard.c.post_id).where(heard.c.district_id == self.district_id, heard.c.incident_id == id)
        those = select(contact).where(contact.c.district_id == self.district_id, contact.c.post_id.in_(there))
        return [caller_of(row) for row in await self._all(those.order_by(contact.c.at, contact.c.post_id))]

    @override
    async def forget_caller(self, post_id: PostId) -> None:
        await self._run(delete(contact).where(*self._about(post_id)))

    def _about(self, post_id: PostId) -> tuple[ColumnElement[bool], ...]:
        return (contact.c.district_id == self.district_id, contact.c.post_id == post_id)
