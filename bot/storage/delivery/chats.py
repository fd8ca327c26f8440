"""Table `chat`: which chats wait and which take nothing any more."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Column, ColumnElement, Table, Update, and_, case, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment, Words
from incidents.ids import ChatId, DistrictId

FARTHEST = timedelta(hours=2)
"""No pause and no new try is put farther: what stands beyond it was written by a clock that ran ahead, and is not waited for."""

chat = Table(
    "chat",
    metadata,
    district(primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("paused_until", Moment),
    Column("dead_because", Words),  # None: alive
)


@built_once
def alive(district_id: DistrictId, chat_id: ChatId) -> Update:
    """A chat that was switched off is not."""
    return (
        update(chat)
        .where(chat.c.district_id == district_id, chat.c.chat_id == chat_id, chat.c.dead_because.is_not(None))
        .values(dead_because=None)
    )


def is_dead(district_id: ColumnElement[str], chat_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the chat of another table's row is switched off."""
    this = (chat.c.district_id == district_id, chat.c.chat_id == chat_id)
    return select(chat.c.chat_id).where(*this, chat.c.dead_because.is_not(None)).exists()


def is_deaf(district_id: ColumnElement[str], chat_id: ColumnElement[int], now: datetime, far: datetime) -> ColumnElement[bool]:
    """Whether the chat of another table's row is switched off or paused, not till after `far`."""
    this = (chat.c.district_id == district_id, chat.c.chat_id == chat_id)
    paused = and_(chat.c.paused_until > now, chat.c.paused_until <= far)
    return select(chat.c.chat_id).where(*this, or_(chat.c.dead_because.is_not(None), paused)).exists()


class Chats(Rows):
    """What the messenger said of chats."""

    async def pause(self, chat_id: ChatId, until: datetime) -> None:
        """Nothing is claimed for the chat until then; a longer pause that stands already stays."""
        new = insert(chat).values(district_id=self.district_id, chat_id=chat_id, paused_until=until)
        stands = and_(chat.c.paused_until > until, chat.c.paused_until <= until + FARTHEST)
        longer = case((stands, chat.c.paused_until), else_=new.excluded.paused_until)
        same = [chat.c.district_id, chat.c.chat_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"paused_until": longer}))

    async def paused_until(self, chat_id: ChatId) -> datetime | None:
        """Till when the last pause was meant to last, however long ago."""
        row = await self._first(select(chat.c.paused_until).where(chat.c.district_id == self.district_id, chat.c.chat_id == chat_id))
        return row.paused_until if row is not None else None

    async def mark_dead(self, chat_id: ChatId, because: str) -> None:
        """Switch the chat off: what waits for it waits until it is alive."""
        new = insert(chat).values(district_id=self.district_id, chat_id=chat_id, dead_because=because)
        same = [chat.c.district_id, chat.c.chat_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={"dead_because": new.excluded.dead_because}))
