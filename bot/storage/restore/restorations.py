"""Table `restoration`: when the database was put back from a copy.

What left for residents between the copy and the restoration is not in the tables: for a while every answer is looked for first.
"""

from datetime import datetime, timedelta

from sqlalchemy import Column, Table, delete, func, insert, inspect, select, text, update
from sqlalchemy.engine import Connection

from bot.storage.delivery.outbox import outbox
from bot.storage.engine.schema import counter, district, key, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Moment
from bot.storage.people.invitations import invitation
from bot.storage.people.officials import official

restoration = Table(
    "restoration",
    metadata,
    key(),
    district(),
    Column("taken_at", Moment, nullable=False),  # of the copy
    Column("restored_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

LOOKS = timedelta(days=30)
"""So long answers are looked for: approval and promises take days."""

IDS_APART, NUMBERS_APART = 100_000, 1_000
"""Buttons in chats carry ids that were given after the copy, people remember numbers: neither may mean another card now."""


class Restorations(Rows):
    """Restorations of the database, and what each of them changes."""

    async def add(self, *, taken_at: datetime, restored_at: datetime) -> None:
        """The district goes on from a copy: its open links are closed, strangers are told nothing twice."""
        await self._run(insert(restoration).values(district_id=self.district_id, taken_at=taken_at, restored_at=restored_at))
        mine = invitation.c.district_id == self.district_id
        still = (invitation.c.used_at.is_(None), invitation.c.cancelled_at.is_(None))
        await self._run(update(invitation).where(mine, *still).values(cancelled_at=restored_at))
        ours = select(official.c.user_id).where(official.c.district_id == self.district_id)
        waits = (outbox.c.district_id == self.district_id, outbox.c.state.in_(("pending", "claimed")))
        await self._run(delete(outbox).where(*waits, outbox.c.chat_id > 0, outbox.c.chat_id.not_in(ours)))
        given = (counter.c.district_id == self.district_id, counter.c.value > 0)  # the others are turns
        await self._run(update(counter).where(*given).values(value=counter.c.value + NUMBERS_APART))

    async def look_since(self, now: datetime, *, written_at: datetime | None = None) -> datetime | None:
        """The moment since which an answer may stand there unknown to us; None: nothing was restored lately.

        `written_at`: of what is answered; nobody could have answered it before a restoration that it is younger than.
        """
        oldest_one = now - LOOKS if written_at is None else max(now - LOOKS, written_at)
        lately = (restoration.c.district_id == self.district_id, restoration.c.restored_at > oldest_one)
        oldest: datetime | None = await self._scalar(select(func.min(restoration.c.taken_at, type_=Moment)).where(*lately))
        return oldest


def set_ids_apart(connection: Connection) -> None:
    """Let every key that the database gives begin far above what the copy knows."""
    if connection.dialect.name == "sqlite":
        connection.execute(_KNOWN_TO_SQLITE)
        connection.execute(_APART_ON_SQLITE, {"apart": IDS_APART})
    elif inspect(connection).has_table(restoration.name):
        connection.execute(_APART_ON_POSTGRESQL, {"apart": IDS_APART})


_KNOWN_TO_SQLITE = text(
    "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' "
    "AND name NOT IN (SELECT name FROM sqlite_sequence)"
)
_APART_ON_SQLITE = text("UPDATE sqlite_sequence SET seq = seq + :apart")
_APART_ON_POSTGRESQL = text(
    "SELECT setval(CAST(format('%I.%I', schemaname, sequencename) AS regclass), coalesce(last_value, 0) + :apart) "
    "FROM pg_sequences WHERE schemaname = current_schema()"
)
