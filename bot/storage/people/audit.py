"""Table `audit`: lines for those who ask later.

No texts of people; what a district set (was → became) stands here.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, String, Table, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Json, Moment
from incidents import settings_log
from incidents.ids import ChatId
from incidents.settings_log import Audited

audit = Table(
    "audit",
    metadata,
    key(),
    district(),
    Column("what", String, nullable=False),
    Column("user_id", BigInteger),
    Column("at", Moment, nullable=False),
    Column("data", Json, nullable=False),
    Index("ix_audit_what_user_id_at", "district_id", "what", "user_id", "at"),
    sqlite_autoincrement=True,
)


class Audit(Rows, settings_log.Audit):
    """Strangers, foreign presses, enrolments."""

    @override
    async def add(self, what: str, *, user_id: ChatId | None, at: datetime, data: Mapping[str, int | str | None]) -> None:
        row = insert(audit).values(district_id=self.district_id, what=what, user_id=user_id, at=at, data=dict(data))
        await self._run(row)

    @override
    async def lines(self, what: Collection[str], *, limit: int, skip: int = 0) -> Sequence[Audited]:
        mine = select(audit).where(audit.c.district_id == self.district_id, audit.c.what.in_(list(what)))
        rows = await self._all(mine.order_by(audit.c.id.desc()).limit(limit).offset(skip))
        return [Audited(what=row.what, user_id=row.user_id, at=row.at, data=row.data) for row in rows]

    @override
    async def happened(self, what: str, *, user_id: ChatId, since: datetime) -> bool:
        lines = (audit.c.district_id == self.district_id, audit.c.what == what, audit.c.user_id == user_id, audit.c.at >= since)
        return bool(await self._scalar(select(exists().where(*lines))))

    @override
    async def count(self, what: str, *, user_id: ChatId, since: datetime) -> int:
        lines = (audit.c.district_id == self.district_id, audit.c.what == what, audit.c.user_id == user_id, audit.c.at >= since)
        return int(await self._scalar(select(func.count()).select_from(audit).where(*lines)))
