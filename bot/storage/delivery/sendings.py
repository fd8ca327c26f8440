"""Table `sending`: moments booked for the messenger's limits by all processes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Column, Index, Table, delete, insert, or_, select

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment
from incidents.ids import ChatId

FAR = timedelta(minutes=2)
"""Nothing is booked further away: what stands there was written by a clock that jumped."""

sending = Table(
    "sending",
    metadata,
    key(),
    district(),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),  # scenario time
    Index("ix_sending_at", "district_id", "at"),
    sqlite_autoincrement=True,
)


class Sendings(Rows):
    """What was sent lately and what is about to be, whoever sends it."""

    async def lately(
        self, chat_id: ChatId, now: datetime, *, chat: timedelta, overall: timedelta
    ) -> tuple[Sequence[datetime], Sequence[datetime]]:
        """Moments of the last `overall` in all chats, and of the last `chat` in this one, oldest first.

        Until the transaction ends no other process books.
        """
        await self._take_turn("sending")
        since = or_(sending.c.at > now - overall, (sending.c.chat_id == chat_id) & (sending.c.at > now - chat))
        near = (sending.c.district_id == self.district_id, sending.c.at > now - max(chat, overall), sending.c.at < now + FAR)
        rows = await self._all(select(sending.c.chat_id, sending.c.at).where(*near, since).order_by(sending.c.at))
        return [row.at for row in rows if row.at > now - overall], [row.at for row in rows if row.chat_id == chat_id]

    async def add(self, chat_id: ChatId, at: datetime, *, now: datetime) -> None:
        """Book a moment; what is long past goes."""
        past = or_(sending.c.at < now - FAR, sending.c.at > now + FAR)
        await self._run(delete(sending).where(sending.c.district_id == self.district_id, past))
        await self._run(insert(sending).values(district_id=self.district_id, chat_id=chat_id, at=at))
