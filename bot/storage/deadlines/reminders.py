"""Table `reminder`: the one reminder message of an incident in a chat.

Or the one that lists what is overdue.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Select, String, Table, delete, select, union
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.delivery.outbox import outbox
from bot.storage.delivery.sounds import Sounds
from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY
from incidents.deadlines import store
from incidents.deadlines.reminders import UNACCEPTED, Reminder, rings_on
from incidents.deadlines.sound_budget import Sound
from incidents.deadlines.store import Reminded
from incidents.ids import ChatId, IncidentId
from incidents.incident import Incident
from incidents.reading import DangerGrade

reminder = Table(
    "reminder",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, primary_key=True, autoincrement=False),  # 0: a list of many
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
    Column("message_id", BigInteger, nullable=False),
)


@built_once
def standing_about(district_id: str, id: int) -> Select[Any]:  # Any: a row
    """Reminders of an incident, in the order of chats."""
    return select(reminder).where(reminder.c.district_id == district_id, reminder.c.incident_id == id).order_by(reminder.c.chat_id)


class Reminders(Rows, store.Reminders):
    """Reminders that stand in chats."""

    @override
    async def of(self, id: IncidentId | None) -> Sequence[Reminded]:
        rows = await self._all(standing_about(district_id=self.district_id, id=id or 0))
        return [Reminded(chat_id=row.chat_id, code=Reminder(row.code), message_id=row.message_id) for row in rows]

    @override
    async def sounds(self, chat_id: ChatId, *, since: datetime) -> Sequence[Sound]:
        return await self.beside(Sounds).in_chat(chat_id, since=since)

    async def put(self, id: IncidentId | None, stands: Reminded) -> int | None:
        """It stands there now; gives back the message that it replaces."""
        former = await self._scalar(select(reminder.c.message_id).where(*self._about(id), reminder.c.chat_id == stands.chat_id))
        what = {"code": stands.code, "message_id": stands.message_id}
        new = insert(reminder).values(district_id=self.district_id, incident_id=id or 0, chat_id=stands.chat_id, **what)
        same = [reminder.c.district_id, reminder.c.incident_id, reminder.c.chat_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_=what))
        return None if former == stands.message_id else former

    @override
    async def forget(self, id: IncidentId | None, chat_id: ChatId) -> None:
        await self._run(delete(reminder).where(*self._about(id), reminder.c.chat_id == chat_id))

    @override
    async def calling(self, chat_id: ChatId, codes: Collection[Reminder], *, but: IncidentId) -> Sequence[IncidentId]:
        stands = select(reminder.c.incident_id).where(reminder.c.district_id == self.district_id, reminder.c.chat_id == chat_id)
        waits = select(outbox.c.incident_id).where(outbox.c.district_id == self.district_id, outbox.c.chat_id == chat_id)
        waits = waits.where(outbox.c.state == "pending", outbox.c.code.in_(codes), outbox.c.incident_id != but)
        both = union(stands.where(reminder.c.code.in_(codes), reminder.c.incident_id != but), waits)
        return [row.incident_id for row in await self._all(both)]

    @override
    async def ringing(self) -> Sequence[Incident]:
        mine = (incident.c.district_id == self.district_id, incident.c.status.in_(UNACCEPTED), incident.c.danger_grade == DangerGrade.NOW)
        rows = await self._all(select(incident).where(*mine, incident.c.rung_at.is_not(None)).order_by(incident.c.opened_at, incident.c.id))
        return [found for found in map(incident_of, rows) if rings_on(found)]

    def _about(self, id: IncidentId | None) -> tuple[ColumnElement[bool], ...]:
        return reminder.c.district_id == self.district_id, reminder.c.incident_id == (id or 0)
