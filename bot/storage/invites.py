"""Table `invite`: one-time rights to enrol; only the hash of a code is kept."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, update
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.storage.joined import Joined
from bot.storage.schema import district, metadata
from bot.storage.types import KEY, Moment
from incidents.ids import OfficialId
from incidents.people import Invite, Role

invite = Table(
    "invite",
    metadata,
    district(primary_key=True),
    Column("code_hash", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("department_id", String),
    Column("created_by", KEY, ForeignKey("official.id")),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)


class Invites(Joined):
    """Rights to enrol."""

    async def add_invite(self, invite: Invite) -> None:
        """Keep the right to enrol."""
        await self._run(_new(invite, self.district_id))

    async def use_invite(self, code_hash: str, *, at: datetime) -> Invite | None:
        """Spend it: None if unknown, spent or expired."""
        this = (invite.c.district_id == self.district_id, invite.c.code_hash == code_hash)
        valid = (invite.c.used_at.is_(None), invite.c.expires_at > at)
        row = await self._first(update(invite).where(*this, *valid).values(used_at=at).returning(invite))
        return None if row is None else Invite(**{**row._mapping, "role": Role(row.role)})

    async def cancel_invites(self, created_by: OfficialId, *, at: datetime) -> None:
        """Links that this official made and nobody opened yet open nothing any more."""
        open_ones = (invite.c.district_id == self.district_id, invite.c.created_by == created_by, invite.c.used_at.is_(None))
        await self._run(update(invite).where(*open_ones).values(used_at=at))


def _new(right: Invite, district_id: str) -> Insert:
    return insert(invite).values({**asdict(right), "district_id": district_id})
