"""Table `sound`: what wanted to ring, and what became of it.

One row an outbox row, however often it is tried.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Select, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from incidents.deadlines.sound_budget import Sound, Verdict
from incidents.ids import ChatId, DistrictId, IncidentId

sound = Table(
    "sound",
    metadata,
    district(primary_key=True),
    Column("outbox_id", KEY, primary_key=True, autoincrement=False),  # numbers of the outbox never come back
    Column("chat_id", BigInteger, nullable=False),
    Column("incident_id", KEY, nullable=False),
    Column("at", Moment, nullable=False),
    Column("verdict", String, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Index("ix_sound_chat_id_at", "district_id", "chat_id", "at"),
)


def sound_of(row: type_row) -> Sound:
    """A row as the domain's value."""
    return Sound(incident_id=row.incident_id, at=row.at, verdict=Verdict(row.verdict), urgent=row.urgent)


@built_once
def over_budget(district_id: DistrictId, chat_id: ChatId, incident_id: IncidentId, since: datetime) -> Select[Any]:  # Any: a row
    """Sounds of an incident's card that the day's budget took."""
    here = (sound.c.district_id == district_id, sound.c.chat_id == chat_id, sound.c.at >= since)
    return select(sound.c.outbox_id).where(*here, sound.c.incident_id == incident_id, sound.c.verdict == Verdict.OVER_BUDGET).limit(1)


class Sounds(Rows):
    """What rang. A chat's rows are written by the one courier that has a row of this chat: no two count at once."""

    async def in_chat(self, chat_id: ChatId, *, since: datetime) -> Sequence[Sound]:
        """What rang or was silenced in a chat, oldest first."""
        mine = select(sound).where(sound.c.district_id == self.district_id, sound.c.chat_id == chat_id, sound.c.at >= since)
        return [sound_of(row) for row in await self._all(mine.order_by(sound.c.at, sound.c.outbox_id))]

    async def is_silenced(self, chat_id: ChatId, incident_id: IncidentId, *, since: datetime) -> bool:
        """Whether the day's budget took the sound of this incident's card in this chat."""
        silenced = over_budget(district_id=self.district_id, chat_id=chat_id, incident_id=incident_id, since=since)
        return await self._first(silenced) is not None

    async def verdict(self, outbox_id: int) -> Verdict | None:
        """What was decided for an outbox row that is tried again."""
        found = await self._scalar(self._row(outbox_id))
        return Verdict(found) if found else None

    async def add(self, outbox_id: int, chat_id: ChatId, heard: Sound) -> None:
        """Keep the decision."""
        what = {"incident_id": heard.incident_id, "at": heard.at, "verdict": heard.verdict, "urgent": heard.urgent}
        row = insert(sound).values(district_id=self.district_id, outbox_id=outbox_id, chat_id=chat_id, **what)
        await self._run(row.on_conflict_do_nothing())

    async def purge(self, before: datetime) -> int:
        """Forget the old ones; gives back how many."""
        return await self._run(delete(sound).where(sound.c.district_id == self.district_id, sound.c.at < before))

    def _row(self, outbox_id: int) -> Select[tuple[str]]:
        return select(sound.c.verdict).where(sound.c.district_id == self.district_id, sound.c.outbox_id == outbox_id)
