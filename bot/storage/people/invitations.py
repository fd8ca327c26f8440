"""Table `invitation`: one-time rights to enrol, a row each.

Of a link's code only the hash is kept.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from incidents.errors import NotFound
from incidents.ids import InvitationId, OfficialId
from incidents.official import Invitation, Role
from incidents.people import store

invitation = Table(
    "invitation",
    metadata,
    key(),
    district(),
    Column("role", String, nullable=False),
    Column("department_id", String),
    Column("created_by", KEY, ForeignKey("official.id")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("code_hash", String),
    Column("opened_by", KEY, ForeignKey("official.id")),
    Column("used_at", Moment),
    Column("used_by", KEY, ForeignKey("official.id")),
    Column("cancelled_at", Moment),
    UniqueConstraint("district_id", "code_hash"),
    Index("ix_invitation_expires_at", "district_id", "expires_at"),
    sqlite_autoincrement=True,
)

_CHANGED = ("expires_at", "code_hash", "opened_by", "used_at", "used_by", "cancelled_at")
GONE = "Этой ссылки больше нет. Какие ещё открыты: /people, «Ссылки»"


def invitation_of(row: type_row) -> Invitation:
    """A row as the domain's value."""
    return Invitation(**{**row._mapping, "role": Role(row.role)})


class Invitations(Rows, store.Invitations):
    """Rights to enrol."""

    @override
    async def add(self, draft: Invitation) -> Invitation:
        row = {field.name: getattr(draft, field.name) for field in fields(Invitation) if field.name != "id"}
        new = insert(invitation).values(row | {"district_id": self.district_id})
        return replace(draft, id=await self._scalar(new.returning(invitation.c.id)), district_id=self.district_id)

    @override
    async def get(self, id: InvitationId) -> Invitation:
        this = select(invitation).where(invitation.c.district_id == self.district_id, invitation.c.id == id)
        row = await self._first(this.with_for_update())
        if row is None:
            raise NotFound(GONE)
        return invitation_of(row)

    @override
    async def by_code(self, code_hash: str) -> InvitationId | None:
        this = (invitation.c.district_id == self.district_id, invitation.c.code_hash == code_hash)
        id: InvitationId | None = await self._scalar(select(invitation.c.id).where(*this))
        return id

    @override
    async def still_open(self, now: datetime) -> Sequence[Invitation]:
        mine = (invitation.c.district_id == self.district_id, invitation.c.expires_at > now)
        unsettled = (invitation.c.used_at.is_(None), invitation.c.cancelled_at.is_(None))
        found = select(invitation).where(*mine, *unsettled).order_by(invitation.c.created_at.desc(), invitation.c.id.desc())
        return [invitation_of(row) for row in await self._all(found)]

    @override
    async def save(self, changed: Invitation) -> None:
        this = (invitation.c.district_id == self.district_id, invitation.c.id == changed.id)
        await self._run(update(invitation).where(*this).values({name: getattr(changed, name) for name in _CHANGED}))

    @override
    async def cancel_all_by(self, created_by: OfficialId, *, at: datetime) -> int:
        mine = (invitation.c.district_id == self.district_id, invitation.c.created_by == created_by)
        unsettled = (invitation.c.used_at.is_(None), invitation.c.cancelled_at.is_(None))
        cancelled = update(invitation).where(*mine, *unsettled).values(cancelled_at=at)
        return sum(row.expires_at > at for row in await self._all(cancelled.returning(invitation.c.expires_at)))
